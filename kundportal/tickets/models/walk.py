"""How customers go through a checklist, counted without saying who they are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q

from kundportal.history.models import Event
from kundportal.lib import dates
from kundportal.tickets.checklist.plan import Leads, Way
from kundportal.tickets.models.checklist import Checklist
from kundportal.tickets.models.form import Form
from kundportal.tickets.models.ticket import Ticket

KEPT = timedelta(days=400)


class WalkQuerySet(models.QuerySet["Walk"]):
    def of(self, checklist: Checklist, *, days: int) -> WalkQuerySet:
        """The walks of the last so many days."""
        return self.filter(checklist=checklist, day__gt=dates.today() - timedelta(days=days))

    def forgotten(self) -> WalkQuerySet:
        """Those that are too old to tell anything."""
        return self.filter(day__lt=dates.today() - KEPT)

    def note(self, key: UUID, *, checklist: Checklist, way: Way) -> None:
        """Keeps where the walk of this key stands; what stood there before is gone."""
        end = way.end
        form = end.to if end and end.leads == Leads.FORM else 0
        self.update_or_create(
            key=key,
            defaults={
                "checklist": checklist,
                "reached": way.reached,
                "answers": way.keys,
                "is_ended": end is not None,
                "last": end.key if end else way.reached[-1],
                "form": Form.objects.filter(pk=form).first() if form else None,
            },
        )

    @transaction.atomic
    def led_to(self, key: UUID, ticket: Ticket) -> None:
        """A ticket was created after the walk had come to an end; the first one counts."""
        walk = self.select_for_update().filter(key=key, is_ended=True, ticket=None).first()
        if walk and not self.filter(ticket=ticket).exists():  # a form that was sent once more
            walk.ticket, walk.is_followed = ticket, walk.form_id == ticket.form_id
            walk.save(update_fields=["ticket", "is_followed"])

    def by_key(self) -> tuple[dict[int, int], dict[int, int]]:
        """How many came to each question, and how many chose each answer, by their keys."""
        came: dict[int, int] = {}
        chose: dict[int, int] = {}
        for row in self._each("reached").union(self._each("answers"), all=True):
            (came if row["of"] == "reached" else chose)[row["one"]] = row["number"]
        return came, chose

    def _each(self, field: str) -> Any:
        each = models.Func(F(field), function="unnest", output_field=models.BigIntegerField())
        each.set_returning = True
        rows = self.annotate(of=models.Value(field), one=each).order_by()
        return rows.values("of", "one").annotate(number=Count("pk"))

    def by_last(self) -> list[dict[str, Any]]:
        """The walks by where they stopped: at a question that nobody answered, or at an end.

        For ends also how many tickets were created afterwards, on the form that was shown or on
        another one, and how many of the former were moved to another form later.
        """
        moved = Event.objects.filter(
            thing=Ticket._meta.label_lower,
            thing_id=OuterRef("ticket_id"),
            verb="ticket.form_changed",
        ).exclude(data__was=F("data__now"))  # another product or matter on the same form
        followed = Q(ticket__isnull=False, is_followed=True)
        rows: Any = self.annotate(was_moved=Exists(moved)).values("is_ended", "last")
        return list(
            rows.annotate(
                number=Count("pk"),
                followed=Count("pk", filter=followed),
                elsewhere=Count("pk", filter=Q(ticket__isnull=False, is_followed=False)),
                moved=Count("pk", filter=followed & Q(was_moved=True)),
            ).order_by()
        )


class Walk(models.Model):
    """One way through a checklist, as it stood when it was left.

    It names no person and no moment but the day. `key` is known to the session of whoever walks
    and to nobody else; it goes when the session ends. `last` is the question that was left without
    an answer, or the answer that ended it.
    """

    key = models.UUIDField(unique=True)
    checklist = models.ForeignKey(Checklist, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(default=dates.today)
    reached = ArrayField(models.BigIntegerField())
    answers = ArrayField(models.BigIntegerField())
    last = models.BigIntegerField()
    is_ended = models.BooleanField(default=False)
    form = models.ForeignKey(Form, null=True, on_delete=models.SET_NULL, related_name="+")
    ticket = models.OneToOneField(Ticket, null=True, on_delete=models.CASCADE, related_name="+")
    is_followed = models.BooleanField(default=False)

    objects = WalkQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["checklist", "day"], name="walk_of_checklist")]

    def __str__(self) -> str:
        return f"{self.checklist_id} {self.day}"
