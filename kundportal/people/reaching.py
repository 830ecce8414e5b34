"""Asks whoever signs in for a working address, when our mails to theirs come back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kundportal.mail.models import Address

if TYPE_CHECKING:
    from kundportal.people.models import Person


def asked(response: HttpResponse, person: Person) -> HttpResponse:
    """Where signing in leads: past the question, when there is one, and from there onward."""
    if not Address.objects.is_stopped(person.email):
        return response
    onward = {"next": response.headers.get("Location", "")}
    return redirect(f"{reverse('email-delivery')}?{urlencode(onward)}")
