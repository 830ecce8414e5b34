"""What a customer has answered to the questions of the form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from babel.numbers import format_decimal
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils import translation

from kundportal.lib import dates
from kundportal.people.models import Organisation
from kundportal.tickets.asking import questions
from kundportal.tickets.asking.questions import Kind, Question
from kundportal.tickets.models.form_version import FormVersion
from kundportal.tickets.models.ticket import Ticket
from kundportal.tickets.models.upload import Upload

if TYPE_CHECKING:
    from kundportal.tickets.models.message import Message

# One question, with the texts of every version that was asked and the names of the people chosen.
SHOWN = """
SELECT answers.*, version.questions::json AS asked,
    (SELECT json_object_agg(old.id, old.questions) FROM tickets_formversion AS old
        WHERE old.id IN (SELECT (one ->> 'version')::bigint
            FROM jsonb_array_elements(answers.earlier) AS one)) AS asked_earlier,
    (SELECT json_object_agg(person.id, person.name) FROM people_person AS person
        WHERE person.id IN (SELECT one::bigint
            FROM jsonb_array_elements_text(answers.people) AS one)) AS names
FROM tickets_answers AS answers JOIN tickets_formversion AS version
    ON version.id = answers.version_id
WHERE answers.ticket_id = %s"""


@dataclass
class Given:
    """What a form was sent with: the version that was asked, and the answer to each question.

    A question that was asked and left empty has None. Files are uploads until they are kept.
    """

    version: FormVersion
    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, list[UploadedFile | Upload]] = field(default_factory=dict)

    def words(self) -> str:
        """The texts among the answers, for whoever looks for something in them."""
        return words_of(self.values)

    @property
    def is_empty(self) -> bool:
        return not self.values and not self.files

    @property
    def uploads(self) -> list[UploadedFile | Upload]:
        return [one for uploads in self.files.values() for one in uploads]

    def keep_files(self, message: Message, *, after: int) -> None:
        """Takes up what the files are called in the message; `after` others come first there.

        A file that waited at the server is known by its key, and may have been taken away.
        """
        rows = list(message.attachments.order_by("pk")) if self.files else []
        waited, others = {row.key: row for row in rows}, iter(rows[after:])
        for key, uploads in self.files.items():
            found = [
                waited.get(one.key) if isinstance(one, Upload) else next(others, None)
                for one in uploads
            ]
            kept = [row for row in found if row]
            self.values[key] = [{"key": str(one.key), "name": one.name} for one in kept] or None


@dataclass(frozen=True)
class Answered:
    """A question with its answer, as the reader reads them."""

    label: str
    text: str = ""
    is_long: bool = False
    files: list[dict[str, str]] = field(default_factory=list)


class AnswersQuerySet(models.QuerySet["Answers"]):
    def shown(self, ticket: Ticket) -> Answers | None:
        """The answers of a ticket with all that is needed to show them, in one query."""
        return next(iter(self.raw(SHOWN, [ticket.pk])), None)

    def with_version(self, ticket: Ticket) -> Answers | None:
        """The answers of a ticket with the version that was asked."""
        return self.filter(ticket=ticket).select_related("version").first()

    def keep(self, ticket: Ticket, given: Given) -> Answers:
        """The first answers of a ticket."""
        row = self.model(ticket=ticket, organisation_id=ticket.organisation_id)
        row.take(given.version, given.values)
        row.save(force_insert=True)
        return row


class Answers(models.Model):
    """A ticket's answers to the version of the form that was asked.

    `values` holds an answer per key of a question, None where it was left empty. `earlier` keeps
    what was answered on forms that the ticket had before, and that the present one does not ask.
    """

    ticket = models.OneToOneField(
        Ticket, on_delete=models.CASCADE, primary_key=True, related_name="answers"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField(default=dict)
    people = models.JSONField(default=list)
    earlier = models.JSONField(default=list)

    # What `shown` reads along.
    asked: list[dict[str, Any]]
    asked_earlier: dict[str, list[dict[str, Any]]] | None
    names: dict[str, str] | None

    objects = AnswersQuerySet.as_manager()

    class Meta:
        verbose_name_plural: ClassVar[str] = "answers"

    def __str__(self) -> str:
        return f"answers of {self.ticket_id}"

    def take(self, version: FormVersion, values: dict[str, Any]) -> None:
        """Holds these answers to this version."""
        self.version, self.values = version, values
        self.people = _people(values) + [pk for one in self.earlier for pk in one.get("people", ())]

    def words(self) -> str:
        """The texts among the answers, for a search through them."""
        return " ".join(filter(None, [
            words_of(self.values), *(words_of(one["values"]) for one in self.earlier),
        ]))  # fmt: skip

    def now(self) -> list[Answered]:
        """Questions and answers as they were asked, of those `shown`."""
        return list(self._read(questions.read(self.asked), self.values))

    def before(self) -> list[Answered]:
        """The same of the forms that the ticket had earlier."""
        return [
            answered
            for one in self.earlier
            for answered in self._read(
                questions.read((self.asked_earlier or {}).get(str(one["version"]), ())),
                one["values"],
            )
        ]

    def _read(self, asked: list[Question], values: dict[str, Any]) -> Iterator[Answered]:
        for one in asked:
            if one.key in values:
                yield answered(one, values[one.key], self.names or {})


def answered(question: Question, value: Any, names: dict[str, str]) -> Answered:
    """An answer in words."""
    if value is None:
        return Answered(question.label)
    if question.kind == Kind.FILE:
        return Answered(question.label, files=value)
    if question.kind == Kind.PERSON:
        return Answered(question.label, names.get(str(value["person"]), ""))
    if question.kind == Kind.DATE:
        return Answered(question.label, dates.day(date.fromisoformat(value)))
    if question.kind in questions.DECIDING:
        words, chosen = question.choices, value if isinstance(value, list) else [value]
        return Answered(question.label, ", ".join(words.get(one, str(one)) for one in chosen))
    if question.kind == Kind.NUMBER:
        return Answered(question.label, _number(value))
    return Answered(question.label, value, is_long=question.kind == Kind.LONG)


def _number(value: str) -> str:
    locale = (translation.get_language() or "sv").replace("-", "_")
    written: str = format_decimal(value, locale=locale)
    return written


def words_of(values: dict[str, Any]) -> str:
    return " ".join(value for value in values.values() if isinstance(value, str))


def _people(values: dict[str, Any]) -> list[int]:
    return [one["person"] for one in values.values() if isinstance(one, dict)]
