"""The way in, sent to somebody who calls: they fill in and confirm everything themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kundportal.access import invitation_emails
from kundportal.access.states import State
from kundportal.history.models import record
from kundportal.mail.models import Mail
from kundportal.people.models import Person

if TYPE_CHECKING:
    from kundportal.access.models import AccessRequest

KEEP = timedelta(days=90)


class Stage(models.TextChoices):
    """How far somebody has come who was sent the link."""

    SENDING = "sending", _("The mail is on its way")
    FAILED = "failed", _("The mail could not be delivered")
    SENT = "sent", _("Sent, not applied yet")
    UNCONFIRMED = State.UNCONFIRMED.value, _("Applied, address not confirmed yet")
    WAITING = State.WAITING.value, _("Waiting for a decision")
    SEATLESS = State.SEATLESS.value, _("Waiting for a seat")
    APPROVED = State.APPROVED.value, _("Approved")
    DECLINED = State.DECLINED.value, _("Declined")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def for_list(self) -> InvitationQuerySet:
        return self.select_related("by")

    def forgotten(self) -> InvitationQuerySet:
        """Too old for anybody to follow."""
        return self.filter(sent_at__lt=timezone.now() - KEEP)

    @transaction.atomic
    def send(self, *, email: str, language: str, by: Person) -> Invitation:
        """Mails the way to the application; nothing of it is filled in for the receiver."""
        invitation = self.create(email=email.strip().lower(), language=language, by=by)
        record("access.invited", thing=invitation, by=by)
        invitation_emails.invitation(invitation)
        return invitation


class Invitation(models.Model):
    """The link to the application, sent by somebody of the vendor to one address."""

    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=5, choices=settings.APPLICANT_LANGUAGES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def mail_key(self) -> str:
        return f"access:invitation:{self.pk}"


def stages(model: type[AccessRequest], invitations: Sequence[Invitation]) -> dict[int, Stage]:
    """How far each has come, in two queries for all.

    Only what is certain: what became of the mail, and what the receiver has done since.
    """
    mails = Mail.objects.filter(key__in=[one.mail_key for one in invitations])
    mail_states = dict(mails.values_list("key", "state"))
    made = model.objects.filter(email__in=[one.email for one in invitations])
    latest: dict[str, tuple[Any, str]] = {}
    for email, at, state in made.order_by("pk").values_list("email", "created_at", "state"):
        latest[email] = (at, state)
    found = {}
    for one in invitations:
        at, state = latest.get(one.email, (None, ""))
        of_mail = {"sent": Stage.SENT, "failed": Stage.FAILED}
        has_applied = at is not None and at >= one.sent_at
        mailed = of_mail.get(mail_states.get(one.mail_key, ""), Stage.SENDING)
        found[one.pk] = Stage(state) if has_applied else mailed
    return found
