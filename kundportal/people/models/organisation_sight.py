"""Who at an organisation sees the tickets of their colleagues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from kundportal.history.models import record

if TYPE_CHECKING:
    from kundportal.people.models.person import Person


class OrganisationSight(models.TextChoices):
    OWN = "own", _("Each person sees their own tickets")
    COORDINATORS = "coordinators", _("Coordinators see all tickets")
    EVERYONE = "everyone", _("Everyone sees all tickets")


class SharesSight(models.Model):
    """What an organisation chooses; the tickets hold what each of them is an exception from."""

    sight = models.CharField(
        max_length=12,
        choices=OrganisationSight.choices,
        default=OrganisationSight.OWN,
        db_default=OrganisationSight.OWN,
    )
    # Whether those who see a ticket through the organisation alone may reply to it and close it.
    sight_may_reply = models.BooleanField(default=False, db_default=False)

    class Meta:
        abstract = True

    def may_share_sight_by(self, by: Person) -> bool:
        """The organisation's coordinators choose, and the vendor's administrators."""
        return by.is_administrator or (by.is_coordinator and by.organisation_id == self.pk)

    @transaction.atomic
    def share_sight(self, *, sight: str, may_reply: bool, by: Person) -> None:
        """Chooses who sees the tickets of colleagues, and whether they may write in them."""
        if not self.may_share_sight_by(by):
            raise PermissionDenied
        before = self.sight, self.sight_may_reply
        self.sight, self.sight_may_reply = OrganisationSight(sight), may_reply
        self.save(update_fields=["sight", "sight_may_reply"])
        if before != (self.sight, self.sight_may_reply):
            record(
                "organisation.sight_shared",
                thing=self,
                by=by,
                was=before[0],
                now=self.sight,
                may_reply=may_reply,
            )
