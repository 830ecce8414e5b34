"""Whose mail is taken in here."""

from __future__ import annotations

from django.conf import settings

from kundportal.incoming.models import RetiredAddress
from kundportal.mail.addresses import domain_of


def is_ours(email: str) -> bool:
    """Whether mail to the address is for the portal. Anything else would make it a relay."""
    domain = domain_of(email)
    is_at_home = bool(domain) and domain == settings.MAIL_DOMAIN.lower()
    return is_at_home or RetiredAddress.objects.has(email)
