"""The way from our pages to an identity provider."""

from __future__ import annotations

from urllib.parse import urlsplit

import requests
from allauth.account.utils import get_next_redirect_url
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.encoding import iri_to_uri

from kundportal.lib import outbound
from kundportal.lib.pages import page
from kundportal.people.models import IdentityProvider
from kundportal.people.sign_on.claims import BadAnswer
from kundportal.people.sign_on_forms import WorkAccountForm


def begin(request: HttpRequest, provider: IdentityProvider) -> HttpResponse:
    """Sends the browser to the identity provider; what was asked is kept in the session."""
    spoken = provider.as_app().get_provider(request)
    try:
        onward = spoken.redirect(
            request, process="login", next_url=get_next_redirect_url(request)
        ).url
    except (BadAnswer, requests.RequestException) as problem:
        provider.note_failure(why(problem))
        form = WorkAccountForm({"email": request.POST.get("email") or request.POST.get("login")})
        form.is_out_of_order(by_password=not provider.is_demanded)
        return ask(request, form)
    url = iri_to_uri(onward)
    context = {"to": url, "host": urlsplit(url).netloc}
    response = page(request, "people/sign_on/onward.html", context)
    # Not a redirect: browsers hold one that follows a form to `form-action` of our own policy.
    response.headers["Refresh"] = f"0; url={url}"
    add_never_cache_headers(response)
    return response


def ask(request: HttpRequest, form: WorkAccountForm) -> HttpResponse:
    """The page that asks for the address."""
    context = {"form": form, "following": get_next_redirect_url(request) or ""}
    status = 422 if form.is_bound else 200
    return page(request, "people/sign_on/choose.html", context, status=status)


def why(problem: Exception) -> str:
    """One code for what went wrong, without content."""
    if isinstance(problem, BadAnswer):
        return problem.reason
    if isinstance(problem, requests.RequestException):
        return outbound.why_not(problem)
    return "answer"
