"""What customers think of the help they got."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from kundportal.lib.labels import label
from kundportal.people.models import Organisation, Person
from kundportal.tickets.models.ticket import Ticket


class Grade(models.IntegerChoices):
    """One of three, so that a tap is enough."""

    GOOD = 3, _("Good")
    SO_SO = 2, _("So-so")
    BAD = 1, _("Bad")


class Topic(models.TextChoices):
    """What a rating is about; each fits praise as well as blame."""

    SPEED = "speed", _("How quickly we answered")
    CLARITY = "clarity", _("How clear the answers were")
    SOLUTION = "solution", _("Whether the problem was solved")
    MANNER = "manner", _("How you were met")


class RatingQuerySet(models.QuerySet["Rating"]):
    def of(self, person: Person, ticket: Ticket) -> Rating | None:
        return self.filter(ticket=ticket, person=person).first()

    def low(self) -> RatingQuerySet:
        return self.filter(value=Grade.BAD)

    def given_by(self, person: Person) -> RatingQuerySet:
        return self.filter(person=person).select_related("ticket")

    def latest_low(self, count: int = 20) -> list[Rating]:
        rows = self.low().select_related("ticket__product", "organisation")
        return list(rows.order_by("-given_at", "-pk")[:count])


class Rating(models.Model):
    """One person's grade for one ticket, and what they said about it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="ratings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(choices=Grade.choices)
    topics = ArrayField(models.CharField(max_length=10, choices=Topic.choices), default=list)
    text = models.TextField(blank=True)
    given_at = models.DateTimeField(auto_now_add=True)

    objects = RatingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "person"], name="rating_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-given_at", "-id"], name="rating_newest"),
            models.Index(
                fields=["-given_at", "-id"],
                name="rating_low",
                condition=models.Q(value=Grade.BAD),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} for {self.ticket_id}"

    @property
    def label(self) -> str:
        return label(Grade(self.value))

    @property
    def topic_labels(self) -> list[str]:
        return [label(Topic(one)) for one in self.topics]
