"""What the addresses of incoming mail take, who may send it, and what they are made of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from kundportal.incoming.models import Arrival, KeptMail, RetiredAddress, Source
from kundportal.mail.models import Address
from kundportal.tickets.models import Ticket

_ADDRESS = {
    "email": "support@vendor.example", "language": "sv", "country": "SE", "form": "", "once": "",
}  # fmt: skip
RETIRED: dict[str, tuple[str, dict[str, Any]]] = {
    **dict.fromkeys(("kept-mail-claim", "kept-mail-removal", "kept-mail-return"), ("customer", {})),
    **dict.fromkeys(
        ("desk-retired-addresses", "desk-retired-address"), ("administrator", _ADDRESS)
    ),
    "desk-retired-address-opening": ("administrator", {"open": "no"}),
    **dict.fromkeys(
        ("desk-incoming-checks", "desk-incoming-reading", "desk-stopped-lifting"), ("agent", {})
    ),
    "email-trial": ("customer", {"next": "/"}),
}


def names_of_incoming(ticket: Ticket) -> dict[str, Any]:
    """A retired address, a mail to it of the ticket's creator, and one that can't be read."""
    arrival = Arrival.objects.take(b"", sender="", recipients=(), source=Source.LMTP)
    arrival.fail("KeyError")
    address = RetiredAddress.objects.create(email="old@vendor.example", once=uuid4())
    kept = KeptMail.objects.create(
        person=ticket.created_by, organisation=ticket.organisation, address=address,
        subject="Hej", text="Hej", kept_until=timezone.now() + timedelta(days=14),
    )  # fmt: skip
    return {
        **{f"kept-mail{act}.key": kept.key for act in ("", "-claim", "-removal", "-return")},
        **{f"desk-retired-address{act}.pk": address.pk for act in ("", "-opening")},
        "desk-incoming-reading.pk": arrival.pk,
        "desk-stopped-lifting.pk": Address.objects.locked("nobody@lillkoping.example").pk,
    }
