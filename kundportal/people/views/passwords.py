"""Choosing a password: the first one, or a new one when the old is forgotten.

The links work at their own address, without a session in between, so that a GET writes nothing:
programs that open the links in a mail can't use them up.
"""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from kundportal.lib.pages import page
from kundportal.people import activation, attempts, emails, gates, resetting
from kundportal.people.activation import UnusableLink
from kundportal.people.forms import ChoosePasswordForm, ForgottenForm, NewLinkForm
from kundportal.people.models import IdentityProvider, Person
from kundportal.people.views.signing_in import too_many_attempts


@gates.anyone("GET", "POST")
def forgotten(request: HttpRequest) -> HttpResponse:
    """Asks for a link to choose a new password; the answer is always the same."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return page(request, "account/password_reset.html", {"form": form}, status=status)
    if wait := attempts.take(request, "reset_password", key=form.cleaned_data["email"]):
        return too_many_attempts(request, wait)
    form.send()
    return redirect("account_reset_password_done")


@gates.anyone()
def forgotten_sent(request: HttpRequest) -> HttpResponse:
    """The same page whether the address has an account or not."""
    return page(request, "account/password_reset_done.html", {"sender": emails.sender()})


@gates.anyone("GET", "POST")
@never_cache
@sensitive_post_parameters("password")
def choose(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Chooses a new password by the link in a mail."""
    if wait := _seconds_to_wait(request):
        return too_many_attempts(request, wait)
    person = resetting.person_of(uid, token)
    if not person:
        return page(request, "people/reset_unusable.html", {"form": ForgottenForm()}, status=404)
    return _choose(request, person)


@gates.anyone("GET", "POST")
@never_cache
@sensitive_post_parameters("password")
def activate(request: HttpRequest, token: str) -> HttpResponse:
    """Chooses the first password by the link in a mail."""
    if wait := _seconds_to_wait(request):
        return too_many_attempts(request, wait)
    try:
        person = activation.person_of(token)
    except UnusableLink as link:
        return _unusable(request, link.reason)
    return _choose(request, person)


@gates.anyone("GET", "POST")
def new_link(request: HttpRequest) -> HttpResponse:
    """Asks for a new link to choose the first password; the answer is always the same."""
    form = NewLinkForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return page(request, "people/new_link.html", {"form": form}, status=status)
    if wait := attempts.take(request, "activate", key=form.cleaned_data["email"]):
        return too_many_attempts(request, wait)
    form.send()
    return redirect("activation-sent")


@gates.anyone()
def new_link_sent(request: HttpRequest) -> HttpResponse:
    return page(request, "people/new_link_sent.html", {"sender": emails.sender()})


def _choose(request: HttpRequest, person: Person) -> HttpResponse:
    """Shows the form, or keeps the password and signs the person in."""
    if IdentityProvider.objects.demanded_for(person.email):
        return redirect("sign-on")
    form = ChoosePasswordForm(request.POST if request.method == "POST" else None, person=person)
    is_first = not person.has_usable_password()
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        context = {"form": form, "person": person, "is_first": is_first}
        return page(request, "people/choose_password.html", context, status=status)
    if not person.choose_password(password=form.cleaned_data["password"], by_mail=True):
        return _unusable(request, "used")
    logout(request)  # somebody else may have been signed in at this computer
    messages.success(request, _("Your password is saved and you are signed in."))
    response: HttpResponse = perform_login(request, person, email=person.email)
    return response


def _unusable(request: HttpRequest, reason: str) -> HttpResponse:
    status = 404 if reason == "altered" else 410
    context = {"form": NewLinkForm(), "reason": reason}
    return page(request, "people/link_unusable.html", context, status=status)


def _seconds_to_wait(request: HttpRequest) -> int:
    """A link may not be guessed at."""
    return attempts.take(request, "reset_password_from_key")
