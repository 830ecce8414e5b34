"""Counts what became of the mails, domain by domain, so that no page has to.

The worker counts a day anew as a whole, so that it does no harm to count twice or too late.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from kundportal.mail.addresses import CHECK
from kundportal.mail.models import DomainDay

DAYS = 31
KEPT_DAYS = 62
COUNT = """
    INSERT INTO mail_domainday
        (domain, day, sent, deferred, bounced, complained, failed, waiting,
         last_sent_at, counted_at)
    SELECT domain, (created_at AT TIME ZONE %(zone)s)::date AS day,
        count(*) FILTER (WHERE state = 'sent'),
        count(*) FILTER (WHERE tries > 1 OR state = 'deferred'),
        count(*) FILTER (WHERE state = 'bounced'),
        count(*) FILTER (WHERE state = 'complained'),
        count(*) FILTER (WHERE state = 'failed'),
        count(*) FILTER (WHERE state IN ('waiting', 'deferred')),
        max(sent_at) FILTER (WHERE state IN ('sent', 'complained')),
        %(now)s
    FROM mail_mail
    WHERE created_at >= %(since)s AND domain <> ''
        AND NOT (domain = %(own)s AND "to" LIKE %(check)s)
    GROUP BY domain, day
    ON CONFLICT (day, domain) DO UPDATE SET
        sent = excluded.sent, deferred = excluded.deferred, bounced = excluded.bounced,
        complained = excluded.complained, failed = excluded.failed, waiting = excluded.waiting,
        last_sent_at = excluded.last_sent_at, counted_at = excluded.counted_at
"""


@transaction.atomic
def count(*, days: int) -> None:
    """Counts the mails of so many days, today included, and forgets days that nobody looks at."""
    zone = timezone.get_default_timezone()
    since = timezone.make_aware(datetime.combine(DomainDay.oldest(days), time.min), zone)
    with connection.cursor() as cursor:
        told: dict[str, Any] = {
            "zone": str(zone), "since": since, "now": timezone.now(),
            "own": settings.MAIL_DOMAIN, "check": f"{CHECK}+%",  # the daily check is nobody's mail
        }  # fmt: skip
        cursor.execute(COUNT, told)
    DomainDay.objects.filter(day__lt=DomainDay.oldest(KEPT_DAYS)).delete()
