"""The bodies of the verbs of `Review`: asking, answering, reminding."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from kundportal.access import review_emails
from kundportal.history.models import record
from kundportal.lib import dates
from kundportal.people.models import Organisation, Person

if TYPE_CHECKING:
    from kundportal.access.reviews import Review
    from kundportal.people.models.person import PersonQuerySet

REMIND_AFTER = 10  # working days
BY_HAND_EVERY = timedelta(days=1)


class ReviewOver(Exception):
    """It is answered, or another one has been asked since."""


@transaction.atomic
def ask(model: type[Review], organisation: Organisation, *, half: str) -> Review | None:
    reviews = model.objects.filter(organisation=organisation)
    people = list(Person.objects.active().filter(organisation=organisation).order_by("pk"))
    if organisation.is_closed or not people or reviews.filter(half=half).exists():
        return None
    model.objects.lapse(organisation)
    today = dates.today()
    remind_on = dates.add_working_days(today, REMIND_AFTER, country=organisation.country)
    try:
        with transaction.atomic():
            review = model.objects.create(organisation=organisation, half=half, remind_on=remind_on)
    except IntegrityError:  # another worker was first
        return None
    record("access.review_asked", thing=review)
    for person in people:
        review_emails.are_they_right(review, person, key="asked")
    return review


@transaction.atomic
def answer(review: Review, *, person: Person, stays: bool, by: Person) -> None:
    now = _take(review, by)
    if not _seated(now).filter(pk=person.pk).exists():
        raise PermissionDenied
    now.answers.update_or_create(
        person=person, defaults={"stays": stays, "by": by, "answered_at": timezone.now()}
    )
    record("access.reviewed", thing=now, by=by, person=person.pk, stays=stays)
    _end_if_all_are_answered(now, by)


@transaction.atomic
def answer_all(review: Review, *, by: Person) -> None:
    now = _take(review, by)
    answered = now.answers.values("person")
    left = list(_seated(now).exclude(pk__in=answered).order_by("pk"))
    model = now.answers.model
    model.objects.bulk_create(
        model(review=now, person=person, stays=True, by=by) for person in left
    )
    people = [person.pk for person in left]
    record("access.reviewed_all", thing=now, by=by, people=people)
    _end_if_all_are_answered(now, by)


@transaction.atomic
def remind(review: Review, *, by: Person | None) -> bool:
    now = type(review).objects.select_for_update(of=("self",)).get(pk=review.pk)
    if by and not by.is_staff:
        raise PermissionDenied
    since = timezone.now() - BY_HAND_EVERY
    is_due = now.remind_on and now.remind_on <= dates.today()
    is_soon = now.reminded_at and now.reminded_at > since
    if not now.is_open or (is_soon if by else not is_due):
        return False
    now.reminded_at = timezone.now()
    if not by:
        now.remind_on = None
    now.save(update_fields=["reminded_at", "remind_on"])
    event = record("access.review_reminded", thing=now, by=by)
    here = Person.objects.active().filter(organisation=now.organisation_id)
    for person in here.order_by("pk"):
        review_emails.are_they_right(now, person, key=f"reminded-{event.pk}")
    return True


def _take(review: Review, by: Person) -> Review:
    """The review as it is now, for one answer at a time, by somebody who may."""
    now = type(review).objects.select_for_update(of=("self",)).get(pk=review.pk)
    if not by.is_active or by.organisation_id != now.organisation_id:
        raise PermissionDenied
    if not now.is_open:
        raise ReviewOver
    return now


def _seated(review: Review) -> PersonQuerySet:
    people: PersonQuerySet = Person.objects.seated_at(review.organisation_id)
    return people


def _end_if_all_are_answered(review: Review, by: Person) -> None:
    if _seated(review).exclude(pk__in=review.answers.values("person")).exists():
        return
    review.is_open, review.remind_on = False, None
    review.done_at, review.done_by = timezone.now(), by
    review.save(update_fields=["is_open", "remind_on", "done_at", "done_by"])
    record("access.review_done", thing=review, by=by)
