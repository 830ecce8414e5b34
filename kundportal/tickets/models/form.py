"""How a ticket begins: the form for a country and the kinds of matter it offers."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kundportal.lib.texts import in_readers_language
from kundportal.people.models import Person

# How long a form that was open in a browser is still taken, when it has been changed or withdrawn.
GRACE = timedelta(hours=24)
MOST_COUNTED = 1000

COUNTED = f"""(SELECT count(*) FROM (SELECT 1 FROM tickets_ticket
    WHERE form_id = tickets_form.id LIMIT {MOST_COUNTED}) AS counted)"""  # noqa: S608 our own


class FormQuerySet(models.QuerySet["Form"]):
    def offered_to(self, person: Person) -> FormQuerySet:
        """The forms of the person's country that they can fill in today."""
        country = person.organisation.country if person.organisation else ""
        return self.offered_at(country, person.organisation_id)

    def offered_at(self, country: str, organisation_id: int | None) -> FormQuerySet:
        """The forms that an organisation can fill in today: open to all, or to it."""
        from kundportal.tickets.models.form_version import Audience  # it knows Form

        limits = Audience.objects.filter(version=OuterRef("version"), key="")
        mine = limits.filter(organisation=organisation_id)
        open_to = ~Exists(limits) | Exists(mine)
        return self.filter(open_to, is_offered=True, country=country).order_by("pk")

    def for_list(self) -> FormQuerySet:
        """With what staff see of each: its versions, and how often it is used, 1000 at the most."""
        from kundportal.tickets.models.form_version import FormVersion

        draft = FormVersion.objects.filter(form=OuterRef("pk"), published_at=None)
        rows = self.select_related("version").annotate(
            has_draft=Exists(draft),
            draft_products=models.Subquery(draft.values("products")[:1]),
            draft_matters=models.Subquery(draft.values("matters")[:1]),
            used=models.expressions.RawSQL(COUNTED, []),  # noqa: S611 - nothing is put into it
        )
        return rows.order_by("country", "pk")


class Form(models.Model):
    """A form that customers fill in, such as "Sverige – Ärendeformulär".

    `names` and `guidance` hold a text per language code, as published; `guidance` is Markdown that
    stands beside the form. What is asked stands in its versions: `version` is the one that
    customers meet, None before the first is published.
    """

    slug = models.SlugField(unique=True)
    country = models.CharField(max_length=2)
    names = models.JSONField()
    guidance = models.JSONField(default=dict)
    is_offered = models.BooleanField(default=True)
    withdrawn_at = models.DateTimeField(null=True)
    version = models.ForeignKey(
        "tickets.FormVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )

    # What `for_list` reads along.
    has_draft: bool
    draft_products: list[int] | None
    draft_matters: list[dict] | None
    used: int

    objects = FormQuerySet.as_manager()

    def __str__(self) -> str:
        return in_readers_language(self.names)

    @property
    def advice(self) -> str:
        return in_readers_language(self.guidance)

    @property
    def is_still_taken(self) -> bool:
        """Whether what was begun on it is taken: it is offered, or was until a short while ago."""
        if self.is_offered:
            return True
        return bool(self.withdrawn_at and self.withdrawn_at > timezone.now() - GRACE)


class MatterQuerySet(models.QuerySet["Matter"]):
    def asked_in(self, keys: list[str]) -> MatterQuerySet:
        """Those that a version of the form offers."""
        return self.filter(key__in=keys)

    def of_key(self, key: str) -> Matter | None:
        return self.filter(key=key).first()


class Matter(models.Model):
    """A kind of matter, such as a fault or a question about how something is done.

    `key` is its name in the versions of the form. One that no version offers any more stays for
    the tickets that have it.
    """

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="matters")
    key = models.CharField(max_length=40, default="", db_default="")
    names = models.JSONField()
    position = models.PositiveSmallIntegerField(default=0)

    objects = MatterQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["form", "key"], condition=~Q(key=""), name="matter_once_a_form"
            ),
        ]

    def __str__(self) -> str:
        return in_readers_language(self.names)
