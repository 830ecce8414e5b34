"""Whose mail is taken in here."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings

from kundportal.incoming.models import RetiredAddress, SelfCheck
from kundportal.mail.addresses import REPLIES, domain_of, mail_of_return_path

STAFFS = {"postmaster", "abuse"}  # every domain must take these (RFC 2142); staff see what came


def is_ours(email: str) -> bool:
    """Whether mail to the address is for the portal. Anything else would make it a relay.

    What nobody reads is not taken either: its sender must learn that it did not arrive.
    """
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()
    if own and email.strip("<> ").lower() == own:
        return True
    domain = domain_of(email.strip("<> "))
    if domain and domain == settings.MAIL_DOMAIN.lower() and _is_read(email, own):
        return True
    return RetiredAddress.objects.has(email)


def _is_read(email: str, own: str) -> bool:
    local = email.strip("<> ").rpartition("@")[0].lower().partition("+")[0]
    if local and local in {REPLIES, own.rpartition("@")[0], *STAFFS}:
        return True
    return mail_of_return_path(email) is not None or SelfCheck.objects.meant_by([email]) is not None
