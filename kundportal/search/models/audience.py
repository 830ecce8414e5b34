"""Who may read a text that is meant for many: one rule for the pages and for what search finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Q, Value
from django.utils.translation import gettext_lazy as _

from kundportal.people.models import Person


class Audience(models.TextChoices):
    EVERYONE = "everyone", _("Everyone")
    CUSTOMERS = "customers", _("Signed-in customers")
    ORGANISATIONS = "organisations", _("Chosen organisations")
    STAFF = "staff", _("Staff")


@dataclass(frozen=True)
class Standing:
    """All of a reader that what they may read goes by."""

    is_known: bool = False
    is_staff: bool = False
    organisation: int | None = None

    @classmethod
    def of(cls, person: Person | AnonymousUser) -> Standing:
        if not person.is_authenticated:
            return cls()
        return cls(True, person.is_staff, person.organisation_id)


class AudienceQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: Person | AnonymousUser) -> Self:
        """What the person, or a stranger, may read. Staff may read all of it."""
        return self.visible_as(Standing.of(person))

    def visible_as(self, standing: Standing) -> Self:
        if not standing.is_known:
            return self.filter(audience=Audience.EVERYONE)
        if standing.is_staff:
            return self
        chosen = Q(audience=Audience.ORGANISATIONS, organisations__contains=[standing.organisation])
        return self.filter(Q(audience__in=[Audience.EVERYONE, Audience.CUSTOMERS]) | chosen)

    def move(self, *, source: int, into: int) -> None:
        """What was meant for the one organisation is meant for the other."""
        replaced = Func(
            "organisations", Value(source), Value(into), function="array_replace",
            output_field=ArrayField(models.BigIntegerField()),
        )  # fmt: skip
        self.filter(organisations__contains=[source]).update(organisations=replaced)


class Audienced(models.Model):
    """Something with an audience; `organisations` holds the keys of those chosen."""

    audience = models.CharField(max_length=20, choices=Audience.choices, default=Audience.EVERYONE)
    organisations = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta:
        abstract = True

    @property
    def is_for_everyone(self) -> bool:
        return self.audience == Audience.EVERYONE

    def is_for(self, person: Person) -> bool:
        """Whether somebody who can sign in may read it: `visible_to`, for one that is at hand."""
        if person.is_staff or self.audience in {Audience.EVERYONE, Audience.CUSTOMERS}:
            return True
        return (
            self.audience == Audience.ORGANISATIONS and person.organisation_id in self.organisations
        )
