"""What must be put right in a draft before customers may meet it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kundportal.tickets.asking.questions import (
    DECIDING,
    MATTER,
    MOST_MATTERS,
    MOST_QUESTIONS,
    OF_OPTIONS,
    PRODUCT,
    YES_AND_NO,
    Question,
    in_circle,
)
from kundportal.tickets.models.form_version import FormVersion


@dataclass(frozen=True)
class Problem:
    """What is wrong, and the key of the question that it is about, if it is about one."""

    words: str
    key: str = ""


def problems_of(version: FormVersion) -> list[Problem]:
    return [*_of_the_whole(version), *_of_questions(version)]


def _of_the_whole(version: FormVersion) -> Iterator[Problem]:
    if not version.names.get("sv"):
        yield Problem(_("The form has no name in Swedish."))
    if not version.matters:
        yield Problem(_("The form has no kind of matter. Add at least one."))
    if len(version.matters) > MOST_MATTERS:
        yield Problem(_("A form takes %(most)s kinds of matter at most.") % {"most": MOST_MATTERS})
    if len(version.questions) > MOST_QUESTIONS:
        yield Problem(_("A form takes %(most)s questions at most.") % {"most": MOST_QUESTIONS})


def _of_questions(version: FormVersion) -> Iterator[Problem]:
    circle = in_circle(version.all_questions)
    for one in version.all_questions:
        words = {"question": one.label or one.key}
        if not one.labels.get("sv"):
            yield Problem(_("“%(question)s” has no text in Swedish.") % words, one.key)
        if one.kind in OF_OPTIONS and len(one.options) < 2:
            yield Problem(_("“%(question)s” needs at least two choices.") % words, one.key)
        if one.key in circle:
            said = _("“%(question)s” waits for a question that waits for it in turn.")
            yield Problem(said % words, one.key)
        elif one.of:
            yield from (Problem(said % words, one.key) for said in _of_condition(version, one))


def _of_condition(version: FormVersion, one: Question) -> Iterator[str]:
    possible = values_to_hang_on(version, one.of)
    if possible is None:
        yield _("“%(question)s” hangs on a question that is gone. Choose when it is shown.")
    elif not one.values:
        yield _("“%(question)s” is never shown. Choose the answers that show it.")
    elif not set(one.values) <= possible:
        yield _("“%(question)s” hangs on an answer that is gone. Choose when it is shown.")


def values_to_hang_on(version: FormVersion, of: str) -> set[str] | None:
    """The answers of a question that others may hang on; None when there is none like that."""
    if of == PRODUCT:
        # Products come and go by themselves; those of the form alone can be told here.
        return {str(pk) for pk in version.products} or _Any()
    if of == MATTER:
        return set(version.matter_keys)
    source = version.question(of)
    if source is None or source.kind not in DECIDING:
        return None
    return set(YES_AND_NO) if source.kind == "yes-no" else set(source.choices)


class _Any(set[str]):
    """Holds whatever one asks for."""

    def __ge__(self, other: object) -> bool:
        return True
