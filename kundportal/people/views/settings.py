"""What a person sets for themselves. The pages are listed in templates/parts/settings.html."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from kundportal.lib.pages import page
from kundportal.lib.reader import writing_for
from kundportal.mail.models import Address
from kundportal.people import attempts, gates
from kundportal.people.forms import ChangePasswordForm, DetailsForm
from kundportal.people.gates import Request
from kundportal.people.preference_forms import ReadingForm


@gates.signed_in()
@never_cache
def settings(request: Request) -> HttpResponse:
    """All settings, in sections."""
    context = {"stopped": Address.objects.stopped().of(request.user.email)}
    return page(request, "people/settings.html", context)


@gates.signed_in("GET", "POST")
@never_cache
def profile(request: Request) -> HttpResponse:
    """Name and phone."""
    person = request.user
    form = DetailsForm(_sent(request), initial={"name": person.name, "phone": person.phone})
    if not form.is_valid():
        return _show(request, "people/profile.html", form)
    person.update_details(**form.cleaned_data)
    messages.success(request, _("Your details are saved."))
    return redirect("settings-profile")


@gates.signed_in("GET", "POST")
@never_cache
def reading(request: Request) -> HttpResponse:
    """Language and time zone."""
    form = ReadingForm(_sent(request), person=request.user)
    if not form.is_valid():
        return _show(request, "people/reading.html", form, now=timezone.now())
    request.user.choose_reading(**form.cleaned_data)
    with writing_for(request.user):
        messages.success(request, _("Your language and time zone are saved."))
    return redirect("settings-language")


@gates.signed_in("GET", "POST")
@never_cache
@sensitive_post_parameters("old", "password")
def password(request: Request) -> HttpResponse:
    """Changes the password; other browsers are signed out."""
    form = ChangePasswordForm(_sent(request), person=request.user)
    if not form.is_valid():
        return _show(request, "people/change_password.html", form)
    if request.user.choose_password(password=form.cleaned_data["password"]):
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your password is changed. Other browsers are signed out."))
    return redirect("settings")


def _sent(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _show(request: Request, template: str, form: Any, **shown: Any) -> HttpResponse:
    return attempts.answered(page(request, template, {"form": form, **shown}), form)
