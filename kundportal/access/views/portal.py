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
from kundportal.access.countries import BY_SLUG, COUNTRIES, Country, language_at
from kundportal.access.country_forms import is_open
from kundportal.access.country_texts import Kind
from kundportal.access.forms import ApplicationForm
from kundportal.access.gone import gone, words_for
from kundportal.access.matching import place_of
from kundportal.access.models import AccessRequest, CountryForm, CountryText
from kundportal.access.states import Reason
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.emails import sender
from kundportal.people.language import OFFERED, for_applicants, speak

WAIT_SECONDS = 60 * 60
SENT_TO, APPLIED_IN = "applied_with", "applied_in"
NOT_FOR = ("pupil", "guardian", "staff")


def _any_country(**_kwargs: str) -> str:
    """For pages whose address names no country, or that find it out themselves."""
    return ""


@for_applicants(_any_country)
@gates.anyone()
def choose_country(request: HttpRequest) -> HttpResponse:
    """Says who may apply, and leads to the country's form."""
    closed = CountryForm.objects.closed()
    context = {
        "days": settings.DECISION_WITHIN,
        "countries": [one for one in COUNTRIES if one.code not in closed],
    }
    return page(request, "access/portal/countries.html", context)


@for_applicants(_any_country)
@gates.anyone()
def not_for_you(request: HttpRequest, who: str) -> HttpResponse:
    """Tells those whom their own organisation helps who that is, and how to reach them."""
    if who not in NOT_FOR:
        raise Http404
    country = BY_SLUG.get(request.GET.get("country", ""))
    if country:
        speak(request, own=country.language)
    asked = request.GET.get("municipality", "").replace("\0", "")[:200]
    context = {
        "who": who,
        "asked": asked,
        "country": country,
        "finds": country.has_municipalities if country else request.LANGUAGE_CODE in OFFERED,
        "municipality": municipalities.named(asked),
        "municipalities": municipalities.names(),
    }
    return page(request, "access/portal/who.html", context)


@for_applicants(language_at)
@gates.anyone("GET", "POST")
@never_cache
def apply(request: HttpRequest, country: str) -> HttpResponse:
    """The form. The answer is the same whether the address is new, has an account or waits."""
    if country not in BY_SLUG:
        raise Http404
    chosen, language = BY_SLUG[country], str(request.LANGUAGE_CODE)
    form = ApplicationForm(request.POST if request.method == "POST" else None, country=chosen)
    shown = CountryText.objects.shown(chosen.code, language)
    texts = {kind: one.text for kind, one in shown.items()}
    if not is_open(chosen.code):
        return _closed(request, form, texts)
    if not form.is_valid():
        return _show_form(request, form, texts, status=422 if form.is_bound else 200)
    given = form.to_apply()
    is_repeated = AccessRequest.objects.with_once(given["once"])
    if not is_repeated and not ratelimit.consume(request, action="apply", key=given["email"]):
        return _wait(request, form, texts)
    AccessRequest.objects.apply(language=language, **given)
    request.session[SENT_TO], request.session[APPLIED_IN] = given["email"], chosen.slug
    return redirect("apply-sent")


def _wait(request: HttpRequest, form: ApplicationForm, texts: dict[str, str]) -> HttpResponse:
    """The form again, with all that was typed: it can be sent later."""
    form.add_error(
        None,
        _("There have been too many applications in a short time. What you have written is still "
          "here: wait an hour and send it again."),
    )  # fmt: skip
    response = _show_form(request, form, texts, status=429)
    response.headers["Retry-After"] = str(WAIT_SECONDS)
    return response


def _closed(request: HttpRequest, form: ApplicationForm, texts: dict[str, str]) -> HttpResponse:
    """Says that the country takes no applications; whoever was writing one keeps it."""
    if form.is_bound:
        form.add_error(
            None, _("We have just stopped taking applications from this country. Nothing was sent.")
        )
        return _show_form(request, form, texts, status=422)
    context = {"country": form.country, "text": texts[Kind.CLOSED]}
    return page(request, "access/portal/closed.html", context)


def _show_form(
    request: HttpRequest, form: ApplicationForm, texts: dict[str, str], *, status: int
) -> HttpResponse:
    country = form.country
    names = municipalities.names() if country.has_municipalities else None
    context = {"form": form, "municipalities": names, "country": country, "texts": texts}
    return page(request, "access/portal/form.html", context, status=status)


def _applied_in(request: HttpRequest) -> Country | None:
    """The country in which this browser applied, whose language the page gets."""
    country = BY_SLUG.get(request.session.get(APPLIED_IN, ""))
    if country:
        speak(request, own=country.language)
    return country


@for_applicants(_any_country)
@gates.anyone()
@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """What to do now: read the mail."""
    country, email = _applied_in(request), request.session.get(SENT_TO, "")
    context = {"email": email, "sender": sender(), "again": links.apply(country)}
    return page(request, "access/portal/sent.html", context)


@for_applicants(_any_country)
@gates.anyone("GET", "POST")
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Shows what was applied for; only the button confirms the address."""
    try:
        application = AccessRequest.objects.get(pk=links.confirmed_by(token))
    except links.UnusableLink as link:
        _applied_in(request)
        return _unusable(request, link.reason)
    except AccessRequest.DoesNotExist:
        _applied_in(request)
        return _unusable(request, "expired")
    _speak_as(request, application)
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


def _speak_as(request: HttpRequest, application: AccessRequest) -> None:
    speak(request, own=application.its_country.language, otherwise=application.language)


@for_applicants(_any_country)
@gates.anyone()
def status(request: HttpRequest, key: str) -> HttpResponse:
    """The applicant's own page: how far the application has come. Its address is the key to it."""
    confirmed = AccessRequest.objects.confirmed().for_list()
    application = get_object_or_404(confirmed, key=key)
    _speak_as(request, application)
    place = place_of(application) if application.is_undecided else None
    is_full = place is not None and place.free_seats < 1
    context: dict[str, Any] = {
        "application": application,
        "full": place if is_full else None,
        "is_foreign": application.language not in OFFERED,
    }
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
