"""Which customers let nobody in without a second factor."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from kundportal.history.models import record
from kundportal.lib import dates
from kundportal.people.models.organisation import Organisation
from kundportal.people.models.session import Session

if TYPE_CHECKING:
    from kundportal.people.models.person import Person


class FactorDemandManager(models.Manager["FactorDemand"]):
    def concerns(self, organisation_id: int | None) -> bool:
        """Whether it holds there today."""
        if organisation_id is None:
            return False
        return self.filter(pk=organisation_id, holds_from__lte=dates.today()).exists()

    @transaction.atomic
    def make(
        self, *, organisation: Organisation, by: Person | None = None, since: date | None = None
    ) -> bool:
        """Demands a second factor of everyone there, also of those who are signed in that day.

        Says whether it is new, or moved to another day.
        """
        _hold_to_administrators(by)
        today = dates.today()
        since = max(since or today, today)
        before = self.select_for_update().filter(pk=organisation.pk).first()
        if before and (before.holds_from == since or (before.holds and since == today)):
            return False
        self.update_or_create(organisation=organisation, defaults={"holds_from": since})
        Session.objects.leave_factor_free_at(organisation)
        self.take_effect()
        record("organisation.factor_demanded", thing=organisation, by=by, since=since.isoformat())
        return True

    def take_effect(self) -> None:
        """Lets those who are signed in go on only with a second factor, from the day it holds."""
        Session.objects.demand_factor_where(holds_on=dates.today())

    @transaction.atomic
    def withdraw(self, *, organisation: Organisation, by: Person | None = None) -> bool:
        """Leaves it to each person again."""
        _hold_to_administrators(by)
        gone, _kinds = self.filter(organisation=organisation).delete()
        if gone:
            Session.objects.leave_factor_free_at(organisation)
            record("organisation.factor_left_free", thing=organisation, by=by)
        return bool(gone)


def _hold_to_administrators(by: Person | None) -> None:
    """Nobody stands for the command line."""
    if by and not by.is_administrator:
        raise PermissionDenied


class FactorDemand(models.Model):
    """A row is a demand, which holds from a day on."""

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.CASCADE, related_name="factor_demand"
    )
    holds_from = models.DateField(default=timezone.localdate)
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[FactorDemandManager] = FactorDemandManager()

    def __str__(self) -> str:
        return f"{self.organisation}"

    @property
    def holds(self) -> bool:
        return self.holds_from <= dates.today()
