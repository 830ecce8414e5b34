"""What a person sets for themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from kundportal.lib.pages import page
from kundportal.people import attempts, gates
from kundportal.people.forms import ChangePasswordForm, DetailsForm
from kundportal.people.gates import Request


@gates.signed_in("GET", "POST")
@never_cache
def settings(request: Request) -> HttpResponse:
    """Name, phone and language."""
    form = _details(request, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, details=form)
    request.user.update_details(**form.cleaned_data)
    with override(request.user.language):
        messages.success(request, _("Your details are saved."))
    return redirect("settings")


@gates.signed_in("POST")
@never_cache
@sensitive_post_parameters("old", "password")
def password(request: Request) -> HttpResponse:
    """Changes the password; other browsers are signed out."""
    form = ChangePasswordForm(request.POST, person=request.user)
    if not form.is_valid():
        return _show(request, change=form)
    if request.user.choose_password(password=form.cleaned_data["password"]):
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your password is changed. Other browsers are signed out."))
    return redirect("settings")


def _details(request: Request, data: Any = None) -> DetailsForm:
    person = request.user
    initial = {"name": person.name, "phone": person.phone, "language": person.language}
    return DetailsForm(data, initial=initial)


def _show(
    request: Request,
    *,
    details: DetailsForm | None = None,
    change: ChangePasswordForm | None = None,
) -> HttpResponse:
    details = details or _details(request)
    change = change or ChangePasswordForm(person=request.user)
    context = {
        "form": change if change.is_bound else details,
        "details": details,
        "change": change,
    }
    return attempts.answered(page(request, "people/settings.html", context), context["form"])
