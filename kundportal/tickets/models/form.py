"""How a ticket begins: the form for a country and the kinds of matter it offers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import translation

from kundportal.people.models import Person


class FormQuerySet(models.QuerySet["Form"]):
    def offered_to(self, person: Person) -> FormQuerySet:
        """The forms of the person's country that can be filled in today."""
        country = person.organisation.country if person.organisation else ""
        return self.filter(is_offered=True, country=country).order_by("pk")


class Form(models.Model):
    """A form that customers fill in, such as "Sverige – Ärendeformulär".

    `names` and `guidance` hold a text per language code; `guidance` is Markdown that stands
    beside the form.
    """

    slug = models.SlugField(unique=True)
    country = models.CharField(max_length=2)
    names = models.JSONField()
    guidance = models.JSONField(default=dict)
    is_offered = models.BooleanField(default=True)

    objects = FormQuerySet.as_manager()

    def __str__(self) -> str:
        return in_readers_language(self.names)

    @property
    def advice(self) -> str:
        return in_readers_language(self.guidance)


class Matter(models.Model):
    """A kind of matter, such as a fault or a question about how something is done."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="matters")
    names = models.JSONField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "pk"]

    def __str__(self) -> str:
        return in_readers_language(self.names)


def in_readers_language(texts: dict[str, str]) -> str:
    """The text for the reader, Swedish where their language is missing."""
    language = (translation.get_language() or "sv").split("-")[0]
    return texts.get(language) or texts.get("sv") or ""
