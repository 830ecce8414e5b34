"""One person's own exception for one ticket: told of nothing in it, or of everything."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from kundportal.history.models import record
from kundportal.people.models import Organisation, Person
from kundportal.tickets.models.ticket import Ticket


class Wants(models.TextChoices):
    """What the person has chosen; who has no row is told if they take part or handle it."""

    FOLLOW = "follow"
    MUTE = "mute"


class WatchQuerySet(models.QuerySet["Watch"]):
    def of(self, person: Person, ticket: Ticket) -> str:
        """What the person has chosen for the ticket; empty when nothing."""
        return (
            self.filter(person=person, ticket=ticket).values_list("wants", flat=True).first() or ""
        )

    def for_extract(self, person: Person) -> WatchQuerySet:
        return self.filter(person=person).select_related("ticket")

    def forget(self, person: Person, ticket: Ticket) -> None:
        """For who loses sight of the ticket."""
        self.filter(person=person, ticket=ticket).delete()

    @transaction.atomic
    def choose(self, wants: str, *, person: Person, ticket: Ticket) -> None:
        """Mutes or follows the ticket, or neither when empty. Chosen twice is chosen once."""
        if not Ticket.objects.visible_to(person).filter(pk=ticket.pk).exists():
            raise PermissionDenied
        if self.of(person, ticket) == wants:
            return
        if wants:
            chosen = {"wants": Wants(wants), "organisation_id": ticket.organisation_id}
            self.update_or_create(person=person, ticket=ticket, defaults=chosen)
        else:
            self.forget(person, ticket)
        record("person.watch_chosen", thing=person, by=person, ticket=ticket.pk, wants=wants)


class Watch(models.Model):
    """That a person has muted a ticket, or follows one that they do not take part in."""

    # The key of the constraint below begins with it.
    ticket = models.ForeignKey(
        Ticket, on_delete=models.CASCADE, related_name="watches", db_index=False
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    wants = models.CharField(max_length=6, choices=Wants.choices)
    chosen_at = models.DateTimeField(auto_now=True)

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural: ClassVar[str] = "watches"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "person"], name="watch_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} wants to {self.wants} {self.ticket_id}"
