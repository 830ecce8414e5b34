"""The body of `Ticket.rate`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kundportal.history.models import record
from kundportal.lib.queue import defer_until
from kundportal.people.models import Person
from kundportal.tickets.models.rating import Grade, Rating, Topic
from kundportal.tickets.models.ticket import Ticket

# A low grade is told of when its reason may have been written as well.
TOLD_AFTER = timedelta(minutes=10)


@transaction.atomic
def rate(
    ticket: Ticket,
    *,
    by: Person,
    value: int,
    topics: Sequence[str] | None,
    text: str | None,
) -> bool:
    """One grade per person and ticket; it can be changed as long as the ticket can be reopened.

    What is None stays as it was, so that a tap on another grade loses no words.
    """
    ticket.lock(by=by)
    if by.is_staff:
        raise PermissionDenied
    if not ticket.is_closed or ticket.starts_anew:
        return False
    grade = Grade(value)
    rating, is_new = Rating.objects.get_or_create(
        ticket=ticket,
        person=by,
        defaults={"organisation_id": ticket.organisation_id, "value": grade},
    )
    is_other = is_new or rating.value != grade
    rating.value = grade
    rating.topics = rating.topics if topics is None else [Topic(one) for one in topics]
    rating.text = rating.text if text is None else text
    rating.save(update_fields=["value", "topics", "text"])
    if is_other:
        record("ticket.rated", thing=ticket, by=by, value=grade)
        if grade == Grade.BAD:
            told_at = timezone.now() + TOLD_AFTER
            defer_until(told_at, "kundportal.tickets.jobs.tell_of_rating", rating_id=rating.pk)
    return True
