"""What staff say about words: which mean the same, and which say nothing."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from kundportal.history.models import record
from kundportal.people.models import Person, Role
from kundportal.search.analysis import folding
from kundportal.search.models.term import Corpus

LONGEST, MOST_IN_GROUP = 60, 20


class SynonymQuerySet(models.QuerySet["Synonym"]):
    def of_language(self, language: str) -> SynonymQuerySet:
        """In the order of their first words."""
        return self.filter(language=language).order_by("words", "pk")

    @transaction.atomic
    def add(
        self, *, language: str, words: list[str], by: Person | None, once: UUID | None = None
    ) -> Synonym:
        """Has the words found by each other; the same `once` again gives the first one."""
        _demand(by)
        once = once or uuid4()
        there = self.filter(once=once).first()
        if there is not None:
            return there
        group = self.create(language=language, words=same_words(words), once=once)
        record("synonym.added", thing=group, by=by, language=language)
        Corpus.objects.note_said(language)
        return group


class Synonym(models.Model):
    """Words of a language that mean the same, small letters, each once."""

    language = models.CharField(max_length=5, choices=settings.APPLICANT_LANGUAGES)
    words = ArrayField(models.CharField(max_length=LONGEST))
    once = models.UUIDField(unique=True)

    objects = SynonymQuerySet.as_manager()

    def __str__(self) -> str:
        return ", ".join(self.words)

    @transaction.atomic
    def change(self, *, words: list[str], by: Person | None) -> None:
        """Has it hold these words from now on."""
        _demand(by)
        words = same_words(words)
        if words == self.words:
            return
        self.words = words
        self.save(update_fields=["words"])
        record("synonym.changed", thing=self, by=by, language=self.language)
        Corpus.objects.note_said(self.language)

    @transaction.atomic
    def remove(self, *, by: Person | None) -> None:
        """The words mean the same no more."""
        _demand(by)
        record("synonym.removed", thing=self, by=by, language=self.language)
        self.delete()
        Corpus.objects.note_said(self.language)


class StopWordQuerySet(models.QuerySet["StopWord"]):
    def of_language(self, language: str) -> StopWordQuerySet:
        return self.filter(language=language).order_by("word")

    @transaction.atomic
    def add(
        self, *, language: str, word: str, by: Person | None, is_stopped: bool = True
    ) -> StopWord:
        """Has a word count for nothing, or count although the language's list stops it."""
        _demand(by)
        (plain,) = group_of([word], least=1)
        stopped, is_new = self.get_or_create(
            language=language, word=plain, defaults={"is_stopped": is_stopped}
        )
        if is_new or stopped.is_stopped != is_stopped:
            stopped.is_stopped = is_stopped
            stopped.save(update_fields=["is_stopped"])
            record("stop_word.added", thing=stopped, by=by, language=language)
            Corpus.objects.note_said(language)
        return stopped


class StopWord(models.Model):
    """A word that says nothing of what is asked for; or, not `is_stopped`, one that does."""

    language = models.CharField(max_length=5, choices=settings.APPLICANT_LANGUAGES)
    word = models.CharField(max_length=LONGEST)
    is_stopped = models.BooleanField(default=True)

    objects = StopWordQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["language", "word"], name="stop_word_once"),
        ]

    def __str__(self) -> str:
        return self.word

    @transaction.atomic
    def remove(self, *, by: Person | None) -> None:
        """The word is again what the language's own list says."""
        _demand(by)
        record("stop_word.removed", thing=self, by=by, language=self.language)
        self.delete()
        Corpus.objects.note_said(self.language)


def group_of(words: list[str], *, least: int = 2) -> list[str]:
    """The words as they are kept; ValidationError where that is no group of words."""
    plain = list(dict.fromkeys(one for word in words if (one := " ".join(word.lower().split()))))
    if len(plain) < least:
        raise ValidationError(_("Write at least two words that mean the same."), code="few")
    if len(plain) > MOST_IN_GROUP:
        raise ValidationError(_("Write at most 20 words."), code="many")
    if any(len(word) > LONGEST for word in plain):
        raise ValidationError(_("A word has at most 60 characters."), code="long")
    if not all(word.isprintable() and any(map(str.isalnum, word)) for word in plain):
        raise ValidationError(_("Write words of letters or digits."), code="signs")
    return plain


def same_words(words: list[str]) -> list[str]:
    """A group of words that mean the same, each of which search sees as one."""
    plain = group_of(words)
    for word in plain:
        if len(folding.words(word, 2)) != 1:
            raise ValidationError(
                _("Search compares single words, and “%(words)s” is several. Write one word, "
                  "such as people look for."),
                code="several", params={"words": word},
            )  # fmt: skip
    return plain


def may_change_words(person: Person) -> bool:
    """What a word means changes what everybody finds, so it is for leads and administrators."""
    return person.is_staff and (person.is_administrator or person.role == Role.LEAD)


def _demand(by: Person | None) -> None:
    if by is not None and not may_change_words(by):
        raise PermissionDenied
