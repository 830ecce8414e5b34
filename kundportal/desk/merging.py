"""One organisation becomes part of another, in every room that has something of it.

Rooms are strangers to each other, so the desk, which knows them all, calls the verb of each in one
transaction. A test holds that no table with an organisation is forgotten.
"""

from __future__ import annotations

from django.db import transaction

from kundportal.access.models import AccessRequest, Invitation, Review
from kundportal.incoming.models import KeptMail
from kundportal.knowledge.models import Article, ReadBefore, Subscription, Vote
from kundportal.notifications.models import Notification
from kundportal.people.models import FactorDemand, Organisation, Person
from kundportal.search.models import Entry
from kundportal.tickets import moving


@transaction.atomic
def merge(source: Organisation, *, into: Organisation, by: Person) -> int:
    """Moves all that the one has to the other; says how many tickets came along."""
    is_stricter = FactorDemand.objects.concerns(source.pk)
    into.absorb(source, by=by)
    # The stricter of the two demands holds for all: nobody's account becomes weaker by a merge.
    if is_stricter:
        FactorDemand.objects.make(organisation=into, by=by)
    FactorDemand.objects.take_effect()
    AccessRequest.objects.move(source=source, into=into)
    Invitation.objects.move(source=source, into=into)
    Review.objects.lapse(source)
    Notification.objects.move(source=source.pk, into=into.pk)
    KeptMail.objects.move(source=source, into=into)
    Article.objects.move(source=source.pk, into=into.pk)
    Subscription.objects.move(source=source.pk, into=into.pk)
    Vote.objects.move(source=source.pk, into=into.pk)
    ReadBefore.objects.move(source=source.pk, into=into.pk)
    Entry.objects.move(source=source.pk, into=into.pk)
    return moving.move_organisation(source=source.pk, into=into.pk)
