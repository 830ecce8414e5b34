"""What somebody has written and not sent yet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, models
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils import timezone

from kundportal.people.models import Organisation, Person
from kundportal.tickets.models.form import Form

if TYPE_CHECKING:
    from kundportal.tickets.models.ticket import Ticket

KEPT = timedelta(days=90)
MOST = 100  # drafts of one person
SHOWN = ("once", "values", "revision", "saved_at")


class Kind(models.TextChoices):
    TICKET = "ticket"
    REPLY = "reply"
    NOTE = "note"
    ANSWERS = "answers"


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, person: Person) -> DraftQuerySet:
        """The person's own drafts, the latest first."""
        return self.filter(owner=person).order_by("-saved_at", "-pk")

    def named(self, once: UUID | None, kind: str) -> Draft | None:
        return self.filter(once=once, kind=kind).first() if once else None

    def to_continue(self, person: Person, once: UUID, form: Form) -> Draft | None:
        """The person's draft of that sending of that form."""
        return self.filter(owner=person, once=once, form=form).first()

    def about(self, ticket: Ticket, kind: str, *, by: Person) -> Draft | None:
        """What the person has begun of that kind in a ticket."""
        return self.filter(owner=by, ticket=ticket, kind=kind).first()

    def begun_in(self, ticket: str, person: Person) -> ArraySubquery:
        """What the person has begun to write in the ticket that a row of another table names."""
        mine = self.filter(owner=person, ticket=OuterRef(ticket))
        return ArraySubquery(mine.values(shown=JSONObject(kind="kind", **{n: n for n in SHOWN})))

    def sent(self, *, by: Person, once: UUID) -> None:
        """Ends the draft of what has just been sent, in the transaction that sends it."""
        self.hold(once)
        self.filter(owner=by, once=once).delete()

    def hold(self, once: UUID) -> None:
        """Lets sending and saving go one after the other, until the transaction ends.

        A page that saves while it is being sent would keep as a draft what is no draft any more,
        since it does not see yet that it has been sent.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(once)])

    def forget_old(self) -> None:
        self.filter(saved_at__lt=timezone.now() - KEPT).delete()


class Draft(models.Model):
    """What stands in a form that has not been sent; `once` is the key under which it will be.

    `revision` and `window` tell the page that wrote last from one that has fallen behind.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Kind])
    form = models.ForeignKey(Form, null=True, on_delete=models.PROTECT, related_name="+")
    ticket = models.ForeignKey(
        "tickets.Ticket", null=True, on_delete=models.CASCADE, related_name="+"
    )
    once = models.UUIDField()
    values = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    window = models.CharField(max_length=40, blank=True)
    saved_at = models.DateTimeField(default=timezone.now, db_index=True)
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    # What a list of drafts brings along: the questions of the form, and all that was written.
    asked: list[dict[str, Any]] | None
    words: str

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "once"], name="draft_once"),
            models.UniqueConstraint(
                fields=["owner", "ticket", "kind"],
                name="draft_one_per_ticket",
                condition=Q(ticket__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(kind="ticket", form__isnull=False, ticket__isnull=True)
                | Q(kind__in=["reply", "note", "answers"], form__isnull=True, ticket__isnull=False),
                name="draft_of_form_or_ticket",
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk} of {self.owner_id}"

    @property
    def title(self) -> str:
        return str(self.values.get("title") or "")

    @property
    def text(self) -> str:
        return str(self.values.get("text") or "")

    def shown(self) -> dict[str, Any]:
        """What a form needs to go on with it."""
        return {name: getattr(self, name) for name in SHOWN}
