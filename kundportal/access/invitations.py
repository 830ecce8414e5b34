"""The way in, sent to an address: whoever gets it fills in and confirms everything themselves.

Staff send it to whoever calls, and to a successor when nobody is left at an organisation; an
organisation's own administrators send it to a colleague.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kundportal.access import invitation_emails
from kundportal.access.states import UNDECIDED, State
from kundportal.history.models import record
from kundportal.mail.models import Mail
from kundportal.people.models import Organisation, Person

if TYPE_CHECKING:
    from kundportal.access.models import AccessRequestQuerySet
    from kundportal.people.models.person import PersonQuerySet

KEEP = timedelta(days=90)


class Stage(models.TextChoices):
    """How far somebody has come who was sent the link."""

    SENDING = "sending", _("The mail is on its way")
    FAILED = "failed", _("The mail could not be delivered")
    SENT = "sent", _("Sent, not applied yet")
    ACCOUNT = "account", _("Has an account already")
    UNCONFIRMED = State.UNCONFIRMED.value, _("Applied, address not confirmed yet")
    WAITING = State.WAITING.value, _("Waiting for a decision")
    SEATLESS = State.SEATLESS.value, _("Waiting for a seat")
    APPROVED = State.APPROVED.value, _("Approved")
    DECLINED = State.DECLINED.value, _("Declined")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def for_list(self) -> InvitationQuerySet:
        return self.select_related("by", "organisation")

    def of(self, organisation: Organisation) -> InvitationQuerySet:
        """Those to an organisation's colleagues and successors."""
        return self.for_list().filter(organisation=organisation)

    def sent_to(self, email: str) -> InvitationQuerySet:
        return self.filter(email=email)

    def forgotten(self) -> InvitationQuerySet:
        """Too old for anybody to follow; on what ground a successor came in is kept."""
        return self.filter(sent_at__lt=timezone.now() - KEEP, ground="")

    def behind(self) -> models.Subquery:
        """By whom an outer application's applicant was sent the link before they applied."""
        sent = self.filter(
            email=models.OuterRef("email"),
            sent_at__lte=models.OuterRef("created_at"),
            sent_at__gte=models.OuterRef("created_at") - KEEP,
        )
        told = JSONObject(
            by="by__name",
            at="by__organisation__name",
            to="organisation__name",
            ground="ground",
        )
        return models.Subquery(sent.order_by("-pk").values(told=told)[:1])

    def move(self, *, source: Organisation, into: Organisation) -> int:
        """Lets the one follow what was sent for the other, when the two become one."""
        return self.filter(organisation=source).update(organisation=into)

    @transaction.atomic
    def send(
        self,
        *,
        email: str,
        language: str,
        by: Person,
        organisation: Organisation | None = None,
        ground: str = "",
    ) -> Invitation:
        """Mails the way to the application; nothing of it is filled in for the receiver.

        `organisation` is whose colleague or successor it is, and `ground` how staff know that the
        successor may have access. Customers send it for their own organisation alone.
        """
        if by.is_customer and (organisation is None or by.organisation != organisation or ground):
            raise PermissionDenied
        invitation = self.create(
            email=email.strip().lower(),
            language=language,
            by=by,
            organisation=organisation,
            ground=ground,
        )
        record("access.invited", thing=invitation, by=by, is_successor=bool(ground))
        invitation_emails.invitation(invitation)
        return invitation


class Invitation(models.Model):
    """The link to the application, sent to one address."""

    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=5, choices=settings.APPLICANT_LANGUAGES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ground = models.TextField(blank=True)
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["email"], name="invitation_email")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def mail_key(self) -> str:
        return f"access:invitation:{self.pk}"


# What became of the mail, in the words of invitations; one that waits is being sent.
OF_MAIL = {
    "sent": Stage.SENT, "complained": Stage.SENT,
    "bounced": Stage.FAILED, "failed": Stage.FAILED, "stopped": Stage.FAILED,
}  # fmt: skip


def stages(
    applications: AccessRequestQuerySet, people: PersonQuerySet, invitations: Sequence[Invitation]
) -> dict[int, Stage]:
    """How far each has come, in two queries for all.

    Only what is certain, among the applications and the people that the reader may know of:
    whether there is an account, what the receiver has done since and what still waits, and else
    what became of the mail.
    """
    emails = [one.email for one in invitations]
    mails = Mail.objects.filter(key__in=[one.mail_key for one in invitations])
    mail_states = dict(mails.values_list("key", "state"))
    made = applications.filter(email__in=emails).values_list("email", "created_at", "state")
    account = models.Value("", output_field=models.CharField())
    known = people.filter(email__in=emails).values_list("email", "created_at", account)
    have_account, latest = set(), {}
    for email, at, state in sorted(made.union(known, all=True), key=itemgetter(1)):
        if state:
            latest[email] = (at, state)
        else:
            have_account.add(email)
    found = {}
    for one in invitations:
        at, state = latest.get(one.email, (one.sent_at, ""))
        if state and (at >= one.sent_at or state in UNDECIDED):
            found[one.pk] = Stage(state)
        elif one.email in have_account:
            found[one.pk] = Stage.ACCOUNT
        else:
            found[one.pk] = OF_MAIL.get(mail_states.get(one.mail_key, ""), Stage.SENDING)
    return found
