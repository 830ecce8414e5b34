"""A mail that somebody seems to have written to support, kept for them to go on with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from kundportal.incoming.models.retired_address import RetiredAddress
from kundportal.people.models import Organisation, Person
from kundportal.tickets.models import Ticket, Upload

KEPT = timedelta(days=14)
MAY_BE_TAKEN_BACK = timedelta(days=1)  # after it was thrown away
MOST = 20  # mails that wait for one person
MOST_UNVERIFIED = 10  # a day


class KeptMailQuerySet(models.QuerySet["KeptMail"]):
    def of(self, person: Person) -> KeptMailQuerySet:
        """What is kept for the person, the latest first; of its ticket what they see today."""
        return self.held_of(person).filter(thrown_away_at=None)

    def held_of(self, person: Person) -> KeptMailQuerySet:
        """The same with what they have thrown away and could take back."""
        return self.ever_of(person).filter(claimed_at=None)

    def ever_of(self, person: Person) -> KeptMailQuerySet:
        """And with what they have claimed, which stays for whoever presses twice."""
        return self._shown_to(person).filter(kept_until__gt=timezone.now())

    def _shown_to(self, person: Person) -> KeptMailQuerySet:
        visible = Ticket.objects.visible_to(person).filter(pk=OuterRef("ticket_id"))
        files = (
            Upload.objects.filter(owner=OuterRef("person"), once=OuterRef("key"))
            .order_by()
            .values("once")
            .annotate(number=Count("pk"))
            .values("number")
        )
        rows = self.filter(person=person).select_related("address")
        return rows.annotate(
            ticket_number=Subquery(visible.values("number")[:1]),
            file_count=Coalesce(Subquery(files), 0),
        ).order_by("-received_at", "-pk")

    def locked(self, pk: int) -> KeptMail | None:
        return self.select_for_update(of=("self",)).filter(pk=pk).first()

    def thrown_away(self) -> KeptMailQuerySet:
        return self.exclude(thrown_away_at=None)

    def same(self, person: Person, message_id: str) -> KeptMail | None:
        """What was kept of that mail before."""
        return self.filter(person=person, message_id=message_id).first() if message_id else None

    def make_room(self, person: Person, *, is_verified: bool) -> bool:
        """Says whether one more may be kept for the person.

        Who is not certain to be the sender drives nothing out. One who is drives out the oldest
        of those who are not, and at last the oldest of their own.
        """
        waiting = self.filter(person=person, claimed_at=None, thrown_away_at=None)
        if not is_verified:
            today = self.filter(
                person=person, is_verified=False, received_at__gt=timezone.now() - timedelta(days=1)
            )
            return waiting.count() < MOST and today.count() < MOST_UNVERIFIED
        for one in waiting.order_by("-is_verified", "-received_at", "-pk")[MOST - 1 :]:
            one.remove()
        return True

    def move(self, *, source: Organisation, into: Organisation) -> None:
        """What was kept for people of the one is kept for them at the other."""
        self.filter(organisation=source).update(organisation=into)

    def forget_old(self, *, at_once: int = 200) -> None:
        """Deletes what nobody claimed or took back, and the traces of what was claimed."""
        old = self.filter(kept_until__lte=timezone.now()).order_by("pk")
        while found := list(old[:at_once]):
            for one in found:
                one.remove()


class KeptMail(models.Model):
    """What came with a person's address as sender. `key` becomes the `once` of its draft.

    Anybody can write any sender, so it is shown to that person alone and is nothing until they
    claim it. `is_verified` says that the receiving server has checked the sender. `left_out` says
    in the person's language which files could not be kept. `ticket` is the one whose mail was
    answered, if it was one.
    """

    key = models.UUIDField(unique=True, default=uuid4)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    address = models.ForeignKey(
        RetiredAddress, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=255, blank=True)
    text = models.TextField(blank=True)
    left_out = models.JSONField(default=list)
    message_id = models.CharField(max_length=255, blank=True)
    is_verified = models.BooleanField(default=False)
    received_at = models.DateTimeField(default=timezone.now)
    kept_until = models.DateTimeField(db_index=True)
    claimed_at = models.DateTimeField(null=True)
    # Hidden since then; `kept_until` is a day later.
    thrown_away_at = models.DateTimeField(null=True)
    # The key of the draft that it became, which is another's where it was added to one.
    claimed_as = models.UUIDField(null=True)

    # What lists bring along.
    ticket_number: str | None
    file_count: int

    objects = KeptMailQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "-received_at"], name="kept_mail_of_person"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "message_id"],
                name="kept_mail_once",
                condition=~Q(message_id=""),
            ),
        ]

    def __str__(self) -> str:
        return f"kept mail {self.pk} of {self.person_id}"

    def files(self) -> list[Upload]:
        """The files that came with it, and how far their check for viruses has come."""
        owner: Any = self.person
        return list(Upload.objects.of(owner).filter(once=self.key))

    def hide(self) -> None:
        """Thrown away: deleted in a day, or as soon as it would have been anyway."""
        now = timezone.now()
        self.thrown_away_at = now
        self.kept_until = min(self.kept_until, now + MAY_BE_TAKEN_BACK)
        self.save(update_fields=["thrown_away_at", "kept_until"])

    def show(self) -> None:
        """Taken back: kept for as long as it was to be."""
        self.thrown_away_at, self.kept_until = None, self.received_at + KEPT
        self.save(update_fields=["thrown_away_at", "kept_until"])

    @transaction.atomic
    def remove(self) -> None:
        """Deletes it with its files; those that have become part of a draft stay there."""
        for upload in Upload.objects.filter(owner=self.person_id, once=self.key):
            if self.claimed_at is None:
                upload.remove()
        KeptMail.objects.filter(pk=self.pk).delete()
