"""Changing one's mail address: asked for with the password, confirmed from the new address."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from kundportal.lib.pages import page
from kundportal.mail.models import Address
from kundportal.people import attempts, gates, moving
from kundportal.people.forms import ChangeEmailForm
from kundportal.people.gates import Request
from kundportal.people.views.signing_in import too_many_attempts


@gates.signed_in("GET", "POST")
@never_cache
@sensitive_post_parameters("old")
def change(request: Request) -> HttpResponse:
    """Asks for a link to the new address."""
    form = ChangeEmailForm(request.POST if request.method == "POST" else None, person=request.user)
    if not form.is_valid():
        context = {"form": form, "stopped": Address.objects.stopped().of(request.user.email)}
        return attempts.answered(page(request, "people/change_email.html", context), form)
    if wait := attempts.take(request, "change_email", user=request.user):
        return too_many_attempts(request, wait)
    request.user.ask_for_email(email=form.cleaned_data["email"])
    messages.success(
        request,
        _("We have sent a link to %(email)s. Open it to change your address.")
        % {"email": form.cleaned_data["email"]},
    )
    return redirect("settings")


@gates.anyone("GET", "POST")
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Changes the address by the link in a mail, in whichever browser it is opened."""
    move = moving.read(token)
    if move is None:
        return page(request, "people/email_unusable.html", status=404)
    if request.method != "POST":
        return page(request, "people/confirm_email.html", {"move": move})
    is_here = request.user == move.person
    key = request.session.session_key if is_here else None
    if not move.person.change_email(email=move.email, session=key):
        return page(request, "people/email_unusable.html", status=404)
    messages.success(
        request,
        _("Your e-mail address is changed. From now on, sign in with %(email)s.")
        % {"email": move.email},
    )
    return redirect("settings" if is_here else "sign-in")
