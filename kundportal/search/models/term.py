"""The words that the index knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import F

LONGEST = 40  # letters of a word, as the analysis cuts them


class TermQuerySet(models.QuerySet["Term"]):
    def numbers(self, language: str, words: Iterable[str]) -> dict[str, int]:
        """The number of each of the words that the index knows."""
        asked = "SELECT word, id FROM search_term WHERE language = %s AND word = ANY(%s)"
        with connection.cursor() as cursor:
            cursor.execute(asked, [language, list(words)])
            return dict(cursor.fetchall())

    def words(self, language: str) -> list[str]:
        return list(self.filter(language=language).values_list("word", flat=True))

    def with_parts(self, language: str) -> list[tuple[int, str, list[str]]]:
        there = self.filter(language=language, documents__gt=0).order_by("pk")
        return list(there.values_list("pk", "word", "parts"))

    def changed_since(
        self, language: str, change: int
    ) -> list[tuple[int, str, int, int, list[str]]]:
        """Number, word, in how many entries, in how many it is strong, parts."""
        columns = ("pk", "word", "documents", "strong", "parts")
        return list(self.filter(language=language, change__gt=change).values_list(*columns))

    def forget_unused(self) -> None:
        """Deletes those that stand in no entry any more."""
        self.filter(documents=0).delete()


class Term(models.Model):
    """A word as the index knows it; `documents` says in how many entries it stands.

    In `strong` of them it stands in the title, or often. `parts` are its dictionary form and those
    of the words it is made of. `change` grows with each change.
    """

    language = models.CharField(max_length=5)
    word = models.CharField(max_length=LONGEST)
    documents = models.IntegerField(default=0, db_default=0)
    strong = models.IntegerField(default=0, db_default=0)
    parts = ArrayField(models.TextField(), default=list, db_default=[])
    change = models.BigIntegerField(default=0, db_default=0)

    objects = TermQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["language", "word"], name="term_once_in_a_language"),
        ]
        indexes: ClassVar = [models.Index(fields=["language", "change"], name="term_changed")]

    def __str__(self) -> str:
        return f"{self.word} ({self.language})"


class CorpusQuerySet(models.QuerySet["Corpus"]):
    def to_weigh(self) -> list[Corpus]:
        """Those that have changed since it was counted how common each feature is."""
        return list(self.exclude(counted=F("change")).defer("frequencies").order_by("language"))

    def read_otherwise(self, version: int) -> list[str]:
        """The languages whose entries were read by an earlier analysis."""
        there = self.filter(read_by__lt=version).order_by("language")
        return list(there.values_list("language", flat=True))

    def note_said(self, language: str) -> None:
        """Staff have said something else about the words of the language."""
        self.get_or_create(language=language)
        self.filter(language=language).update(said=F("said") + 1)


class Corpus(models.Model):
    """How much there is to find in a language: `entries` read, with `length` words in all.

    `change` is that of the terms changed last, `said` counts what staff have said about words;
    `made` tells this corpus from one that was there before. `frequencies` says in how many entries
    each feature stands (`analysis.vocabulary`), counted at the change `counted`. `read_by` is the
    version of the analysis that all entries are read by.
    """

    language = models.CharField(max_length=5, primary_key=True)
    made = models.UUIDField(default=uuid4)
    entries = models.IntegerField(default=0, db_default=0)
    length = models.BigIntegerField(default=0, db_default=0)
    change = models.BigIntegerField(default=0, db_default=0)
    said = models.BigIntegerField(default=0, db_default=0)
    frequencies = models.JSONField(default=dict)
    counted = models.BigIntegerField(default=0, db_default=0)
    read_by = models.IntegerField(default=0, db_default=0)

    objects = CorpusQuerySet.as_manager()

    def __str__(self) -> str:
        return self.language

    @property
    def mean(self) -> float:
        """How long an entry is."""
        return self.length / self.entries if self.entries else 0.0
