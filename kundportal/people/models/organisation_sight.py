"""Who at an organisation sees the tickets of their colleagues."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from kundportal.people import sight_sharing

if TYPE_CHECKING:
    from kundportal.people.models.person import Person


class OrganisationSight(models.TextChoices):
    """From the narrowest to the widest."""

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
    # Mails about its tickets hold the number and a link alone: no title, no text, no name.
    mails_are_bare = models.BooleanField(default=False, db_default=False)

    class Meta:
        abstract = True

    def may_share_sight_by(self, by: Person) -> bool:
        """Its coordinators choose, and as long as it has none all its people; so do we."""
        return sight_sharing.may_share(self, by=by)

    def share_sight(
        self,
        *,
        sight: str,
        may_reply: bool,
        by: Person,
        coordinators: Iterable[Person] | None = None,
    ) -> None:
        """Chooses who sees the tickets of colleagues, and whether they may write in them.

        `coordinators` are all who are to be so from now on. When more people see more, everyone
        whose tickets it concerns is told by mail.
        """
        sight_sharing.share(
            self, sight=sight, may_reply=may_reply, coordinators=coordinators, by=by
        )

    def choose_mails(self, *, are_bare: bool, by: Person) -> None:
        """Chooses whether mails tell of the tickets, or hold their numbers and links alone."""
        sight_sharing.choose_mails(self, are_bare=are_bare, by=by)
