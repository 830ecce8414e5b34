"""How far an application has come, and why one is declined."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far an application has come."""

    UNCONFIRMED = "unconfirmed", _("Not confirmed")
    WAITING = "waiting", _("Waiting for a decision")
    SEATLESS = "seatless", _("Waiting for a seat")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")


UNDECIDED = (State.WAITING, State.SEATLESS)


class Reason(models.TextChoices):
    """Why an application is declined, as those who decide say it."""

    NOT_ADMINISTRATOR = "not-administrator", _("Is not a central administrator")
    UNVERIFIED = "unverified", _("We could not verify the appointment")
    WRONG_ORGANISATION = "wrong-organisation", _("Does not belong to the organisation")
    OTHER = "other", _("Another reason")

    @property
    def explanation(self) -> str:
        """The reason as the applicant reads it; "" where only the administrator's words say it."""
        return {
            Reason.NOT_ADMINISTRATOR: gettext(
                "Only central administrators get access, and you are not one as far as we know."
            ),
            Reason.UNVERIFIED: gettext(
                "We could not get your appointment confirmed by the organisation."
            ),
            Reason.WRONG_ORGANISATION: gettext(
                "Your e-mail address does not belong to the organisation that you named."
            ),
            Reason.OTHER: "",
        }[self]

    @property
    def way_out(self) -> str:
        """What the applicant can do next."""
        return {
            Reason.NOT_ADMINISTRATOR: gettext(
                "Turn to the central administrator in your organisation, who can get help from us "
                "for you. Have you been appointed since? Then you are welcome to apply again."
            ),
            Reason.UNVERIFIED: gettext(
                "Apply again and name the person who appointed you, with phone number or e-mail "
                "address, so that we can reach them."
            ),
            Reason.WRONG_ORGANISATION: gettext(
                "Apply again with your e-mail address at the organisation that you administer."
            ),
            Reason.OTHER: gettext("You are welcome to apply again when this is settled."),
        }[self]
