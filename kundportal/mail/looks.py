"""What this installation's mails look like from outside: names that others filter by."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings

from kundportal.mail import addresses


@dataclass(frozen=True)
class Looks:
    """`returns` is the address in the envelope, to which bounces go."""

    sender: str
    domain: str
    returns: str
    returns_domain: str
    hosts: tuple[str, ...]
    dkim: tuple[str, ...]
    dmarc: str
    host: str  # at which the names of mails are made: Message-ID, List-Id


def looks() -> Looks:
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    domain = addresses.domain_of(sender)
    incoming = settings.MAIL_DOMAIN.lower()
    return Looks(
        sender=sender,
        domain=domain,
        returns=f"bounce+…@{incoming}" if incoming else sender,
        returns_domain=incoming or domain,
        hosts=tuple(settings.MAIL_HOSTS),
        dkim=tuple(f"{one}._domainkey.{domain}" for one in settings.DKIM_SELECTORS),
        dmarc=f"_dmarc.{domain}",
        host=addresses.message_id_of("").rpartition("@")[2].rstrip(">"),
    )
