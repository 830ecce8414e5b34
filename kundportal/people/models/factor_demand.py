"""Which customers let nobody in without a second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models, transaction

from kundportal.history.models import record
from kundportal.people.models.organisation import Organisation
from kundportal.people.models.session import Session

if TYPE_CHECKING:
    from kundportal.people.models.person import Person


class FactorDemandManager(models.Manager["FactorDemand"]):
    def concerns(self, organisation_id: int | None) -> bool:
        return organisation_id is not None and self.filter(pk=organisation_id).exists()

    @transaction.atomic
    def make(self, *, organisation: Organisation, by: Person | None = None) -> bool:
        """Demands a second factor of everyone there, also of those who are signed in now."""
        _demand, is_new = self.get_or_create(organisation=organisation)
        if is_new:
            Session.objects.demand_factor_at(organisation)
            record("organisation.factor_demanded", thing=organisation, by=by)
        return is_new

    @transaction.atomic
    def withdraw(self, *, organisation: Organisation, by: Person | None = None) -> bool:
        """Leaves it to each person again."""
        gone, _kinds = self.filter(organisation=organisation).delete()
        if gone:
            record("organisation.factor_left_free", thing=organisation, by=by)
        return bool(gone)


class FactorDemand(models.Model):
    """A row is a demand."""

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.CASCADE, related_name="factor_demand"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[FactorDemandManager] = FactorDemandManager()

    def __str__(self) -> str:
        return f"{self.organisation}"
