"""A ticket gets another form: what was answered is kept, and only what is missing is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kundportal.history.models import record
from kundportal.people.models import Person
from kundportal.products.models import Product
from kundportal.tickets.asking.questions import (
    MATTER,
    PRODUCT,
    Chosen,
    Question,
    applying,
    values_of,
)
from kundportal.tickets.models import (
    Answers,
    Asked,
    FormVersion,
    Matter,
    Message,
    Status,
    Ticket,
)
from kundportal.tickets.models.answers import Given, answered


class AskedNoMore(Exception):
    """Somebody else has answered already, or the form has been changed again."""


@dataclass(frozen=True)
class Outcome:
    """What the ticket's answers come to on the form; the questions in their order."""

    carried: dict[str, Any]
    left: dict[str, Any]
    missing: list[Question]  # must be answered before the ticket is complete
    open: list[Question]  # all that may still be asked, these among them


def compare(
    answers: Answers | None, version: FormVersion, product: Product | None, matter: Matter | None
) -> Outcome:
    """Which answers the version takes over, which it does not ask for, and what it lacks.

    `version` is one `asked_at` the ticket's organisation.
    """
    had = answers.values if answers else {}
    kinds = {one.key: one.kind for one in answers.version.all_questions} if answers else {}
    fits = {
        one.key: had[one.key]
        for one in version.asked
        if had.get(one.key) is not None and kinds.get(one.key) == one.kind
        and one.takes(had[one.key])
    }  # fmt: skip
    asked = applying(version.asked, chosen_in(fits, product, matter))
    carried = {key: value for key, value in fits.items() if key in asked}
    unanswered = [one for one in version.asked if one.key not in carried]
    return Outcome(
        carried=carried,
        left={key: value for key, value in had.items() if key not in carried and value is not None},
        missing=[one for one in unanswered if one.required and one.key in asked],
        open=unanswered,
    )


def chosen_in(values: dict[str, Any], product: Product | None, matter: Matter | None) -> Chosen:
    """What is chosen, for `applying`, where the answers are stored already."""

    def chosen(of: str) -> set[str]:
        if of == PRODUCT:
            return {str(product.pk)} if product else set()
        if of == MATTER:
            return {matter.key} if matter else set()
        return values_of(values.get(of))

    return chosen


@transaction.atomic
def change(
    ticket: Ticket, *, version: FormVersion, product: Product, matter: Matter, text: str,
    once: UUID, by: Person,
) -> Outcome | None:  # fmt: skip
    """Moves the ticket; with something missing, asks for it by a reply, after which it waits.

    None when it stands on that form already, as when the same is sent twice.
    """
    if not by.is_staff:
        raise PermissionDenied
    ticket = Ticket.objects.locked(ticket.pk)
    answers = Answers.objects.filter(ticket=ticket).select_related("version").first()
    is_same = (ticket.form_id, ticket.product_id, ticket.matter_id) == (
        version.form_id, product.pk, matter.pk,
    )  # fmt: skip
    if is_same and (answers is None or answers.version_id == version.pk):
        return None
    outcome = compare(answers, version, product, matter)
    was = ticket.form_id
    _hold(ticket, answers, version, outcome)
    state = Asked.GIVEN if answers or outcome.carried else Asked.NOTHING
    ticket.form, ticket.product, ticket.matter = version.form, product, matter
    ticket.answers_state = Asked.MISSING if outcome.missing else state
    ticket.save(update_fields=["form", "product", "matter", "answers_state"])
    asks = [one.key for one in outcome.missing]
    record("ticket.form_changed", thing=ticket, by=by, was=was, now=version.form_id, asks=asks)
    if outcome.missing:
        ticket.reply(by=by, text=text, once=once, status=Status.WAITING)
    return outcome


def _hold(ticket: Ticket, answers: Answers | None, version: FormVersion, outcome: Outcome) -> None:
    """Keeps what the new form asks for as its answers, and the rest beside them."""
    if answers is None and not outcome.missing:
        return
    row = answers or Answers(ticket=ticket, organisation_id=ticket.organisation_id)
    if answers and outcome.left:
        people = [one["person"] for one in outcome.left.values() if isinstance(one, dict)]
        row.earlier = [
            *row.earlier,
            {"version": answers.version_id, "values": outcome.left, "people": people},
        ]
    row.take(version, outcome.carried)
    row.save()


@transaction.atomic
def complete(ticket: Ticket, *, given: Given, once: UUID, by: Person) -> Message:
    """The customer answers what was missing: a reply that says what, and the answers are whole."""
    locked = Ticket.objects.locked(ticket.pk)
    answers = Answers.objects.select_for_update(of=("self",)).get(ticket=ticket)
    if locked.starts_anew or not locked.lacks_answers or answers.version_id != given.version.pk:
        if sent := locked.messages.filter(once=once).first():
            return sent
        raise AskedNoMore
    uploads = given.uploads
    message = locked.reply(by=by, text=_said(given), once=once, attachments=uploads, insists=True)
    given.keep_files(message, after=0)
    answers.take(given.version, {**answers.values, **given.values})
    answers.save()
    locked.answers_state = Asked.GIVEN
    locked.save(update_fields=["answers_state"])
    record("ticket.answered", thing=locked, by=by, answers=sorted(given.values))
    return message


def _said(given: Given) -> str:
    """The answers as a reply, which the vendor reads where everything else stands."""
    people = [one["person"] for one in given.values.values() if isinstance(one, dict)]
    names = {str(one.pk): one.name for one in Person.objects.filter(pk__in=people)}
    lines = []
    for one in given.version.all_questions:
        if one.key in given.files:
            text = ", ".join(upload.name or "" for upload in given.files[one.key])
        elif given.values.get(one.key) is not None:
            text = answered(one, given.values[one.key], names).text
        else:
            continue
        lines.append(f"**{one.label}**\n{text}")
    return "\n\n".join(lines)
