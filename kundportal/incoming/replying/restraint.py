"""How many strangers are answered. Anybody can write any sender, whom our answer would then meet.

Whoever has an account gets one answer a day, so only the senders without one have no other bound.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from kundportal.lib import dates
from kundportal.mail.addresses import domain_of
from kundportal.mail.models import Mail

HOUR = timedelta(hours=1)
MOST_STRANGERS = 60  # an hour
MOST_AT_DOMAIN = 10  # of them, at one mail domain


def key_of(who: str, about: str = "") -> str:
    """The key of the answer to a sender today; the day comes first, so that a day is found."""
    return ":".join(one for one in (_beginning(0), who, about) if one)


def has_answered_enough(email: str) -> bool:
    """Whether strangers, or those at the address's mail domain, have had an hour's answers."""
    lately = Mail.objects.filter(
        Q(key__startswith=_beginning(0)) | Q(key__startswith=_beginning(1)),
        person=None,
        created_at__gt=timezone.now() - HOUR,
    )
    at_domain = Count("pk", filter=Q(domain=domain_of(email)))
    found = lately.aggregate(strangers=Count("pk"), at_domain=at_domain)
    return bool(found["strangers"] >= MOST_STRANGERS or found["at_domain"] >= MOST_AT_DOMAIN)


def _beginning(hours_ago: int) -> str:
    return f"answer:{dates.day_of(timezone.now() - hours_ago * HOUR):%Y%m%d}"
