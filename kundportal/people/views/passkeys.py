"""A person's passkeys: adding, naming and removing them."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kundportal.lib.pages import page
from kundportal.people import attempts, devices, factors, gates, passkeys
from kundportal.people.gates import Request
from kundportal.people.passkey_forms import AddPasskeyForm, PasskeyNameForm
from kundportal.people.views.factors import password_again


@gates.entered("GET", "POST")
@never_cache
@password_again
def add(request: Request) -> HttpResponse:
    """Has the browser make a passkey, and keeps it."""
    if not factors.may_grow(request, factors.of(request.user)):
        return redirect("factors")
    form = AddPasskeyForm(
        request.POST if request.method == "POST" else None,
        person=request.user,
        browser=devices.words(request.headers.get("User-Agent", "")),
    )
    if not form.is_valid():
        return attempts.answered(page(request, "mfa/webauthn/add_form.html", {"form": form}), form)
    if factors.add_passkey(request, person=request.user, **form.cleaned_data):
        messages.success(request, _("The passkey is added. Now keep your recovery codes."))
        return redirect("factors-recovery")
    messages.success(request, _("The passkey is added."))
    return redirect("factors")


@gates.entered("POST")
@never_cache
@password_again
def question(request: Request) -> HttpResponse:
    """What the browser asks whoever keeps the passkey; the page's script fetches it."""
    return JsonResponse(passkeys.ask_to_make(request.user))


@gates.signed_in("GET", "POST")
@never_cache
@password_again
def passkey(request: Request, pk: int) -> HttpResponse:
    """Shows a passkey, and gives it another name."""
    held, found = _find(request, pk)
    initial = {"name": str(found)}
    form = PasskeyNameForm(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_valid():
        can_go = not (held.are_one and request.user.must_have_factor)
        context = {"form": form, "passkey": found, "is_last": held.are_one, "can_go": can_go}
        return attempts.answered(page(request, "mfa/webauthn/edit_form.html", context), form)
    factors.rename_passkey(person=request.user, passkey=found, name=form.cleaned_data["name"])
    messages.success(request, _("The passkey has its new name."))
    return redirect("factors")


@gates.signed_in("POST")
@password_again
def remove(request: Request, pk: int) -> HttpResponse:
    """Ends a passkey."""
    _held, found = _find(request, pk)
    if not factors.remove_passkey(person=request.user, passkey=found):
        raise Http404
    messages.success(request, _("The passkey is removed here. Remove it from your device as well."))
    return redirect("factors")


def _find(request: Request, pk: int) -> tuple[factors.Factors, Authenticator]:
    held = factors.of(request.user)
    if found := held.passkey(pk):
        return held, found
    raise Http404
