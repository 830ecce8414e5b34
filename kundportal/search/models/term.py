"""The words that the index knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db import models


class TermQuerySet(models.QuerySet["Term"]):
    def numbers(self, language: str, texts: Iterable[str]) -> dict[str, int]:
        """The number of each of the terms that the index knows."""
        there = self.filter(language=language, text__in=set(texts))
        return dict(there.values_list("text", "pk"))

    def forget_unused(self) -> None:
        """Deletes those that stand in no entry any more."""
        self.filter(documents=0).delete()


class CorpusQuerySet(models.QuerySet["Corpus"]):
    def means(self) -> dict[str, float]:
        """How long an entry is, by language."""
        return {one.language: one.mean for one in self}


class Term(models.Model):
    """A term of one language; `documents` says in how many entries it stands."""

    language = models.CharField(max_length=5)
    text = models.CharField(max_length=60)
    documents = models.IntegerField(default=0, db_default=0)

    objects = TermQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["language", "text"], name="term_once_in_a_language"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["language", "text"],
                name="term_begins",
                opclasses=["varchar_ops", "varchar_pattern_ops"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.language})"


class Corpus(models.Model):
    """How much there is to find in a language: `entries` read, with `length` in all."""

    language = models.CharField(max_length=5, primary_key=True)
    entries = models.IntegerField(default=0, db_default=0)
    length = models.BigIntegerField(default=0, db_default=0)

    objects = CorpusQuerySet.as_manager()

    def __str__(self) -> str:
        return self.language

    @property
    def mean(self) -> float:
        return self.length / self.entries if self.entries else 0.0
