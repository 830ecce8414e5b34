"""The versions of a form: what was asked, frozen when it was published."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kundportal.lib.paging import number
from kundportal.lib.texts import in_readers_language
from kundportal.people.models import Organisation, Person
from kundportal.tickets.asking import questions
from kundportal.tickets.asking.questions import Question
from kundportal.tickets.models.form import GRACE, Form


class FormVersionQuerySet(models.QuerySet["FormVersion"]):
    def asked_at(self, organisation_id: int | None) -> FormVersionQuerySet:
        """The versions open to an organisation, with what some alone are asked."""
        limits = Audience.objects.filter(version=OuterRef("pk"), key="")
        mine = limits.filter(organisation=organisation_id)
        return self._with_open_to(organisation_id).filter(~Exists(limits) | Exists(mine))

    def _with_open_to(self, organisation_id: int | None) -> FormVersionQuerySet:
        mine = Audience.objects.filter(version=OuterRef("pk"), organisation=organisation_id)
        return self.select_related("form").annotate(open_to=ArraySubquery(mine.values("key")))

    def asked_of(self, person: Person, slug: str, shown: str = "") -> FormVersion | None:
        """What the person fills in at this address.

        `shown` names the version that stood before them. It is the one they sent, even when the
        form has been published anew or withdrawn in the meantime.
        """
        country = person.organisation.country if person.organisation else ""
        later = self.filter(
            form=OuterRef("form"), number__gt=OuterRef("number"), published_at__isnull=False
        )
        rows = self.asked_at(person.organisation_id).filter(
            form__slug=slug, form__country=country, published_at__isnull=False
        )
        pk = number(shown) or 0
        rows = rows.filter(Q(form__is_offered=True, form__version=models.F("pk")) | Q(pk=pk))
        next_one = later.order_by("number").values("published_at")[:1]
        rows = rows.annotate(next_at=models.Subquery(next_one))  # type: ignore[no-redef]
        found = list(rows.order_by("number"))
        sent = [one for one in found if one.pk == pk and one.is_still_taken]
        return next(iter(sent or found[::-1]), None)

    def current(self, form: Form, organisation_id: int | None) -> FormVersion | None:
        """What an organisation is asked on the form today."""
        return self.asked_at(organisation_id).filter(pk=form.version_id or 0).first()

    def previewed(self, slug: str, organisation_id: int | None) -> FormVersion | None:
        """The newest version of a form as an organisation would meet it; `is_met` if it does."""
        limits = Audience.objects.filter(version=OuterRef("pk"), key="")
        mine = limits.filter(organisation=organisation_id)
        rows = self._with_open_to(organisation_id).filter(form__slug=slug)
        rows = rows.annotate(is_met=~Exists(limits) | Exists(mine))  # type: ignore[no-redef]
        return rows.order_by("-number").first()

    def to_answer(self, asked: int, organisation_id: int) -> FormVersion:
        """A version that a ticket of the organisation has been given, whoever may begin with it."""
        return self._with_open_to(organisation_id).get(pk=asked)

    def of_form(self, form: Form) -> FormVersionQuerySet:
        return self.filter(form=form).order_by("-number").select_related("edited_by")

    def draft_of(self, form: Form) -> FormVersion | None:
        return self.filter(form=form, published_at=None).select_related("edited_by").first()


class FormVersion(models.Model):
    """A form as it is asked: its texts, products, kinds of matter and questions.

    One without `published_at` is the draft, of which a form has one at most. A published one is
    never changed or deleted; the database itself refuses it.
    """

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    names = models.JSONField()
    guidance = models.JSONField(default=dict)
    products = models.JSONField(default=list)  # keys of products; none means all
    matters = models.JSONField(default=list)  # {"key", "names"} in their order
    questions = models.JSONField(default=list)  # as `questions.Question` reads them
    edited_at = models.DateTimeField(default=timezone.now)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True)

    # What the sets above read along.
    open_to: list[str]
    next_at: datetime | None = None
    is_met: bool

    objects = FormVersionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["form", "number"], name="form_version_once"),
            models.UniqueConstraint(
                fields=["form"], condition=Q(published_at=None), name="form_has_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form_id}:{self.number}"

    @property
    def name(self) -> str:
        return in_readers_language(self.names)

    @property
    def advice(self) -> str:
        return in_readers_language(self.guidance)

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def is_still_taken(self) -> bool:
        """Whether it is what customers meet, or was until a short while ago."""
        late = self.next_at and self.next_at <= timezone.now() - GRACE
        return not late and self.form.is_still_taken

    @cached_property
    def all_questions(self) -> list[Question]:
        return questions.read(self.questions)

    @cached_property
    def asked(self) -> list[Question]:
        """The questions that the organisation of `asked_at` may meet."""
        open_to = set(self.open_to)
        return [one for one in self.all_questions if not one.limited or one.key in open_to]

    @property
    def matter_keys(self) -> list[str]:
        return [one["key"] for one in self.matters]

    def matter_names(self) -> dict[str, str]:
        return {one["key"]: in_readers_language(one["names"]) for one in self.matters}

    def question(self, key: str) -> Question | None:
        return next((one for one in self.all_questions if one.key == key), None)

    def audience_of(self, key: str) -> list[Organisation]:
        """The organisations that alone meet the question, or with "" the whole form."""
        return [one.organisation for one in self.audiences.of(key)]

    def mark(self) -> str:
        """Tells whether anything of it has been changed since."""
        limits = sorted((one.key, one.organisation_id) for one in self.audiences.all())
        return mark([self.basics(), self.matters, self.questions, limits])

    def basics(self) -> dict[str, Any]:
        return {"names": self.names, "guidance": self.guidance, "products": self.products}


class AudienceQuerySet(models.QuerySet["Audience"]):
    def of(self, key: str) -> AudienceQuerySet:
        return self.filter(key=key).select_related("organisation").order_by("organisation__name")


class Audience(models.Model):
    """An organisation to which a form, or one question of it, is shown; without any, to all.

    Stands in a table of its own, so that it follows when organisations merge: the questions of a
    published version are never touched.
    """

    version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="audiences")
    key = models.CharField(max_length=40, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    objects = AudienceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "key", "organisation"], name="audience_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.key} {self.organisation_id}"


def mark(thing: Any) -> str:
    """A short name for exactly this content, by which a form tells what it was made from."""
    return sha256(json.dumps(thing, sort_keys=True).encode()).hexdigest()[:16]
