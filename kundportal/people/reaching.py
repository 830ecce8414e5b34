"""Asks whoever signs in for a working address, when our mails to theirs come back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kundportal.mail.models import Address, Mail

if TYPE_CHECKING:
    from kundportal.people.models import Person


def trial_of(person: Person) -> Mail | None:
    """The mail that tries the person's address, as long as nothing is known of it."""
    address = Address.objects.of(person.email)
    if address is None or not address.is_on_trial:
        return None
    mails = Mail.objects.meant_for(person).filter(key__startswith=f"trial:{person.pk}:")
    trial: Mail | None = mails.without_letters().order_by("-pk").first()
    return trial


def asked(response: HttpResponse, person: Person) -> HttpResponse:
    """Where signing in leads: past the question, when there is one, and from there onward."""
    if not Address.objects.is_stopped(person.email):
        return response
    onward = {"next": response.headers.get("Location", "")}
    return redirect(f"{reverse('email-delivery')}?{urlencode(onward)}")
