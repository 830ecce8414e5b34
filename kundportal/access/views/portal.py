"""Applications as applicants meet them."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kundportal.access import links, municipalities
from kundportal.access.applying import AddressTaken
from kundportal.access.forms import ApplicationForm
from kundportal.access.gone import gone, words_for
from kundportal.access.matching import place_of
from kundportal.access.models import AccessRequest
from kundportal.access.states import Reason
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.emails import sender

WAIT_SECONDS = 60 * 60
SENT_TO = "applied_with"
NOT_FOR = ("pupil", "guardian", "staff")


@gates.anyone()
def choose_country(request: HttpRequest) -> HttpResponse:
    """Says who may apply, and leads to the country's form."""
    return page(request, "access/portal/countries.html", {"days": settings.DECISION_WITHIN})


@gates.anyone()
def not_for_you(request: HttpRequest, who: str) -> HttpResponse:
    """Tells those whom their own organisation helps who that is, and how to reach them."""
    if who not in NOT_FOR:
        raise Http404
    asked = request.GET.get("municipality", "").replace("\0", "")[:200]
    context = {
        "who": who,
        "asked": asked,
        "municipality": municipalities.named(asked),
        "municipalities": municipalities.names(),
    }
    return page(request, "access/portal/who.html", context)


@gates.anyone("GET", "POST")
@never_cache
def apply(request: HttpRequest, country: str) -> HttpResponse:
    """The form. The answer is the same whether the address is new, has an account or waits."""
    form = ApplicationForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show_form(request, form, status=422 if form.is_bound else 200)
    given = form.to_apply()
    is_repeated = AccessRequest.objects.with_once(given["once"])
    if not is_repeated and not ratelimit.consume(request, action="apply", key=given["email"]):
        return _wait(request, form)
    AccessRequest.objects.apply(country=country, language=request.LANGUAGE_CODE, **given)
    request.session[SENT_TO] = given["email"]
    return redirect("apply-sent")


def _wait(request: HttpRequest, form: ApplicationForm) -> HttpResponse:
    """The form again, with all that was typed: it can be sent later."""
    form.add_error(
        None,
        _("There have been too many applications in a short time. What you have written is still "
          "here: wait an hour and send it again."),
    )  # fmt: skip
    response = _show_form(request, form, status=429)
    response.headers["Retry-After"] = str(WAIT_SECONDS)
    return response


def _show_form(request: HttpRequest, form: ApplicationForm, *, status: int) -> HttpResponse:
    context = {"form": form, "municipalities": municipalities.names()}
    return page(request, "access/portal/form.html", context, status=status)


@gates.anyone()
@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """What to do now: read the mail."""
    context = {"email": request.session.get(SENT_TO, ""), "sender": sender()}
    return page(request, "access/portal/sent.html", context)


@gates.anyone("GET", "POST")
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Shows what was applied for; only the button confirms the address."""
    try:
        application = AccessRequest.objects.get(pk=links.confirmed_by(token))
    except links.UnusableLink as link:
        return _unusable(request, link.reason)
    except AccessRequest.DoesNotExist:
        return _unusable(request, "expired")
    if application.is_confirmed:
        return redirect("apply-status", key=application.key)
    if request.method != "POST":
        return page(request, "access/portal/confirm.html", {"application": application})
    try:
        application = application.confirm()
    except AddressTaken:
        return _unusable(request, "account")
    return redirect("apply-status", key=application.key)


def _unusable(request: HttpRequest, reason: str) -> HttpResponse:
    """What to do when a link to confirm leads nowhere."""
    status = {"expired": 410, "altered": 404, "account": 409}[reason]
    return page(request, "access/portal/link_unusable.html", {"reason": reason}, status=status)


@gates.anyone()
def status(request: HttpRequest, key: str) -> HttpResponse:
    """The applicant's own page: how far the application has come. Its address is the key to it."""
    confirmed = AccessRequest.objects.confirmed().for_list()
    application = get_object_or_404(confirmed, key=key)
    place = place_of(application) if application.is_undecided else None
    is_full = place is not None and place.free_seats < 1
    context: dict[str, Any] = {"application": application, "full": place if is_full else None}
    if application.is_undecided:
        closed = gone(application)
        context["gone"] = words_for(closed) if closed else ""
    if application.is_declined:
        reason = Reason(application.reason)
        context |= {"explanation": reason.explanation, "way_out": reason.way_out}
    response = page(request, "access/portal/status.html", context)
    add_never_cache_headers(response)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
