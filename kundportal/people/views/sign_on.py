"""Signing in with the account that one has at work.

The two addresses to which the other side sends the browser back are a GET (OpenID Connect) and a
POST from another site (SAML), as the protocols have it; what they bring counts only together with
the question that this browser's session has kept.
"""

from __future__ import annotations

import requests
from allauth.core import ratelimit
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from lxml import etree
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError

from kundportal.people import gates
from kundportal.people.models import IdentityProvider
from kundportal.people.sign_on import oidc, pages, saml, starting, waiting
from kundportal.people.sign_on_forms import WorkAccountForm
from kundportal.people.views.signing_in import too_many_attempts

LARGEST_ANSWER = 256 * 1024
# What the libraries raise when an answer is not what it should be.
BROKEN = (
    starting.BadAnswer,
    requests.RequestException,
    OneLogin_Saml2_Error,
    OneLogin_Saml2_ValidationError,
    etree.LxmlError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
)


@gates.anyone("GET", "POST")
@never_cache
def choose(request: HttpRequest) -> HttpResponse:
    """Asks for the address, whose domain says where one signs in."""
    form = WorkAccountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not ratelimit.consume(request, action="sign_on"):
            return too_many_attempts(request)
        provider = IdentityProvider.objects.answering_for(form.cleaned_data["email"])
        if provider:
            return starting.begin(request, provider)
        form.nobody_answers()
    return starting.ask(request, form)


@gates.anyone()
@never_cache
def callback(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an OpenID provider sends the browser back to."""
    provider = _active(pk)
    talk = oidc.Adapter(request, provider.name)
    try:
        response: HttpResponse = OAuth2CallbackView.adapter_view(talk)(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except BROKEN as problem:
        return pages.failed(request, provider, starting.why(problem))
    return response


@csrf_exempt
@gates.anyone("POST")
def acs(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a SAML answer, which comes from another site and so without our session.

    It waits a moment in a session of its own, until the browser comes back with the other one.
    """
    if not ratelimit.consume(request, action="sign_on"):
        return too_many_attempts(request)
    provider = _active(pk)
    answer = request.POST.get("SAMLResponse", "")
    if not answer or len(answer) > LARGEST_ANSWER or "\0" in answer:
        return pages.failed(request, provider, "answer" if answer else "stale")
    response = redirect("sign-on-finish", pk=pk)
    waiting.keep(request, response, answer)
    response.status_code = 303
    return response


@gates.anyone()
@never_cache
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Reads the SAML answer that waits, together with the question that was asked."""
    provider = _active(pk)
    answer = waiting.take(request)
    if not answer or provider.is_oidc:
        return pages.failed(request, provider, "stale")
    spoken = provider.as_app().get_provider(request)
    assert isinstance(spoken, saml.Provider)
    try:
        login = spoken.login_from(request, answer)
    except PermissionDenied:
        return pages.failed(request, provider, "stale")
    except BROKEN as problem:
        return pages.failed(request, provider, starting.why(problem))
    response: HttpResponse = complete_social_login(request, login)
    return response


@gates.anyone()
def metadata(request: HttpRequest, pk: int) -> HttpResponse:
    """What we are called in SAML: the same whether the organisation has single sign-on or not."""
    return HttpResponse(saml.our_metadata(pk), content_type="application/samlmetadata+xml")


def _active(pk: int) -> IdentityProvider:
    provider: IdentityProvider | None = IdentityProvider.objects.active().of(pk)
    if provider is None:
        raise Http404
    return provider
