"""“Do our mails reach you?”, for everyone, also before they have an account."""

from __future__ import annotations

from urllib.parse import quote

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kundportal.lib.pages import is_fragment_wanted, page
from kundportal.mail.addresses import domain_of
from kundportal.mail.models import MailTest
from kundportal.people import gates
from kundportal.people.emails import sender
from kundportal.people.language import for_applicants, speak
from kundportal.portal import it_text
from kundportal.portal.mail_progress import progress
from kundportal.portal.mail_test_forms import ArrivalForm, MailTestForm

WAIT_SECONDS = 60 * 60
NEWLINE, MAILED = "\n", "\r\n"  # how a line ends in the address of a mail (RFC 6068)


def _any_country(**_kwargs: str) -> str:
    return ""


@for_applicants(_any_country)
@gates.anyone("GET", "POST")
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """Asks which address; the answer is the same whether we know it or not."""
    person = request.user
    own = {"email": person.email} if person.is_authenticated else {}
    form = MailTestForm(request.POST if request.method == "POST" else None, initial=own)
    if not form.is_valid():
        return _show_form(request, form, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    is_repeated = MailTest.objects.with_once(given["once"])
    if not is_repeated and not _may_send(request, given["email"]):
        return _wait(request, form)
    test = MailTest.objects.begin(language=str(get_language()), **given)
    return redirect("mail-test-progress", key=test.key)


def _may_send(request: HttpRequest, email: str) -> bool:
    """Counts one for where it is asked from, one for the mailbox, whatever is added to it by a
    plus, and one for its domain."""
    local, _at, domain = email.rpartition("@")
    mailbox = f"{local.partition('+')[0]}@{domain}"
    return bool(
        ratelimit.consume(request, action="mail_test", key=mailbox)
        and ratelimit.consume(request, action="mail_test_domain", key=domain_of(email))
    )


def _wait(request: HttpRequest, form: MailTestForm) -> HttpResponse:
    form.add_error(
        None,
        _("There have been too many test mails in a short time. Look in the inbox and in the junk "
          "folder first, or wait an hour and try again."),
    )  # fmt: skip
    response = _show_form(request, form, status=429)
    response.headers["Retry-After"] = str(WAIT_SECONDS)
    return response


def _show_form(request: HttpRequest, form: MailTestForm, *, status: int) -> HttpResponse:
    context = {"form": form, "sender": sender(), "is_too_soon": status == 429}
    return page(request, "portal/mail_test.html", context, status=status)


def _find(request: HttpRequest, key: str) -> MailTest:
    """The test at a private address, in the language in which it was begun."""
    test: MailTest = get_object_or_404(MailTest.objects.remembered(), key=key)
    speak(request, otherwise=test.language)
    return test


@for_applicants(_any_country)
@gates.anyone()
@never_cache
def follow(request: HttpRequest, key: str) -> HttpResponse:
    """How far the mail has come. htmx asks for that part alone, and gets 204 if it is the same."""
    test = _find(request, key)
    found = progress(test)
    if is_fragment_wanted(request) and request.GET.get("seen") == found.version and found.seconds:
        return HttpResponse(status=204)
    return _show(request, test, ArrivalForm())


def _show(
    request: HttpRequest, test: MailTest, form: ArrivalForm, *, status: int = 200
) -> HttpResponse:
    context = {"test": test, "progress": progress(test), "form": form, "sender": sender()}
    block = "progress" if request.method == "GET" else ""
    response = page(request, "portal/mail_test_progress.html", context, block=block, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@for_applicants(_any_country)
@gates.anyone("POST")
@never_cache
def arrival(request: HttpRequest, key: str) -> HttpResponse:
    """The mail is there: whoever has its code says where it lay."""
    test = _find(request, key)
    form = ArrivalForm(request.POST)
    if not form.is_valid():
        return _show(request, test, form, status=422)
    if not test.answer(**form.cleaned_data):
        test = _find(request, key)
        form.is_wrong()
        return _show(request, test, form, status=422)
    return redirect("mail-test-progress", key=key)


@for_applicants(_any_country)
@gates.anyone("POST")
@never_cache
def absence(request: HttpRequest, key: str) -> HttpResponse:
    """It has not come; what can be done then stands on the page."""
    _find(request, key).miss()
    return redirect(reverse("mail-test-progress", args=[key]) + "#it")


@for_applicants(_any_country)
@gates.anyone()
def it_department(request: HttpRequest) -> HttpResponse:
    """The text for the IT department, in Swedish and in English, whoever reads the page."""
    language = "sv" if get_language() in {"sv", "nb", "da"} else "en"
    subject, body = it_text.subject_in(language), it_text.short_in(language)
    context = {
        "texts": [(one, it_text.text_in(one)) for one in it_text.LANGUAGES],
        "mailto": f"mailto:?subject={quote(subject)}&body={quote(body.replace(NEWLINE, MAILED))}",
    }
    return page(request, "portal/mail_test_it.html", context)


@gates.anyone()
def it_file(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    response = HttpResponse(it_text.both(), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="mail-it.txt"'
    return response
