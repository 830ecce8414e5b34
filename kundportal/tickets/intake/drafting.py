"""Keeping what somebody types, listing it, and giving it to a colleague."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from kundportal.history.models import record
from kundportal.people.models import Person
from kundportal.tickets.asking import questions
from kundportal.tickets.asking.questions import Question
from kundportal.tickets.intake import intake_emails
from kundportal.tickets.models import Draft, Form, Note, Ticket, Upload
from kundportal.tickets.models.draft import MOST, Kind


class Refused(Exception):
    """What was typed is not kept; `draft` is what is kept instead, if anything."""

    def __init__(self, draft: Draft | None = None) -> None:
        super().__init__()
        self.draft = draft


class Stale(Refused):
    """Another window or device has saved something else meanwhile."""


class Gone(Refused):
    """It has been sent, handed over or discarded meanwhile."""


class TooMany(Refused):
    """The person has as many drafts as one may have."""


@transaction.atomic
def write(
    *,
    by: Person,
    once: UUID,
    kind: str,
    values: dict[str, Any],
    revision: int,
    window: str = "",
    form: Form | None = None,
    ticket: Ticket | None = None,
) -> Draft:
    """Keeps what stands in a form. `revision` is what its page knows, 0 before the first time.

    Raises Stale, Gone or TooMany, and keeps nothing then.
    """
    if ticket and kind != Kind.NOTE and not ticket.may_be_written_by(by):
        raise PermissionDenied
    Draft.objects.hold(once)
    draft = _kept(by=by, once=once, kind=kind, ticket=ticket)
    if draft is None:
        if revision or _is_sent(by=by, once=once, ticket=ticket, kind=kind):
            raise Gone
        return _begin(by=by, once=once, kind=kind, values=values, window=window,
                      form=form, ticket=ticket)  # fmt: skip
    if draft.revision != revision and not (window and draft.window == window):
        raise Stale(draft)
    return _go_on(draft, once=once, values=values, window=window)


def _go_on(draft: Draft, *, once: UUID, **fields: Any) -> Draft:
    """Saves what stands there now; files that wait come along when another page goes on with it."""
    before, draft.once = draft.once, once
    draft.values, draft.window = fields["values"], fields["window"]
    draft.revision, draft.saved_at = draft.revision + 1, timezone.now()
    try:
        with transaction.atomic():
            Upload.objects.of(draft.owner).filter(once=before).update(once=once)
            draft.save(update_fields=["once", "values", "window", "revision", "saved_at"])
    except IntegrityError:  # the key of another draft of theirs
        draft.refresh_from_db()
        raise Stale(draft) from None
    return draft


def _kept(*, by: Person, once: UUID, kind: str, ticket: Ticket | None) -> Draft | None:
    own = Draft.objects.select_for_update(of=("self",)).filter(owner=by)
    if ticket is None:
        return own.filter(once=once, kind=kind).first()
    return own.filter(ticket=ticket, kind=kind).first()


def _begin(*, by: Person, ticket: Ticket | None, form: Form | None, **fields: Any) -> Draft:
    if Draft.objects.of(by).count() >= MOST:
        raise TooMany
    organisation = ticket.organisation_id if ticket else by.organisation_id
    assert organisation  # staff fill in no forms of tickets
    try:
        with transaction.atomic():
            return Draft.objects.create(
                owner=by, ticket=ticket, form=form, organisation_id=organisation, **fields
            )
    except IntegrityError:  # another window was first
        kept = _kept(by=by, once=fields["once"], kind=fields["kind"], ticket=ticket)
        raise Stale(kept) from None


def _is_sent(*, by: Person, once: UUID, ticket: Ticket | None, kind: str) -> bool:
    if ticket is None:
        return Ticket.objects.filter(created_by=by, once=once).exists()
    if kind == Kind.NOTE:
        return Note.objects.filter(ticket=ticket, once=once).exists()
    return ticket.messages.filter(once=once).exists()


@transaction.atomic
def discard(draft: Draft) -> None:
    """Throws away a draft and the files that waited with it."""
    for upload in Upload.objects.of(draft.owner).filter(once=draft.once):
        upload.remove()
    Draft.objects.of(draft.owner).filter(pk=draft.pk).delete()  # it may be a colleague's by now


@transaction.atomic
def hand_over(draft: Draft, *, to: Person, by: Person) -> None:
    """Gives a new ticket's draft with its files to a colleague, whose it is from then on."""
    # Files before drafts, as sending and discarding lock them.
    files = Upload.objects.of(by).filter(once=draft.once)
    list(files.select_for_update(of=("self",)).order_by("pk"))
    locked = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk, owner=by).first()
    if locked is None or locked.once != draft.once or locked.kind != Kind.TICKET or to.pk == by.pk:
        raise PermissionDenied
    if not to.may_sign_in or to.organisation_id != locked.organisation_id:
        raise PermissionDenied
    # A new key: what the giver's open page still sends finds nothing to write into.
    once = uuid4()
    Upload.objects.of(by).filter(once=locked.once).update(owner=to, once=once)
    locked.owner, locked.once, locked.handed_over_by = to, once, by
    locked.window, locked.revision, locked.saved_at = "", locked.revision + 1, timezone.now()
    locked.save()
    record("draft.handed_over", thing=locked, by=by, to=to.pk)
    intake_emails.draft_handed_over(locked, by=by)


def for_list(person: Person, most: int = MOST) -> list[Draft]:
    """The person's drafts as they are listed; of a ticket only what they may see of it today."""
    visible = Ticket.objects.visible_to(person).filter(pk=OuterRef("ticket_id"))
    rows = Draft.objects.of(person).select_related("form").annotate(  # type: ignore[no-redef]
        ticket_number=Subquery(visible.values("number")[:1]),
        ticket_title=Subquery(visible.values("title")[:1]),
        asked=Coalesce(
            F("form__version__questions"),
            Subquery(visible.values("answers__version__questions")[:1]),
        ),
        giver_name=F("handed_over_by__name"),
    )  # fmt: skip
    drafts: list[Draft] = list(rows[:most])
    for draft in drafts:
        draft.words = _words(draft, questions.read(draft.asked or ()))
    return drafts


def _words(draft: Draft, asked: list[Question]) -> str:
    """All that was written, to be read and copied where it can not be sent from any more."""
    values = draft.values
    parts = [draft.text] if draft.text else []
    for one in asked:
        value = values.get(one.field_name)
        if not value or one.kind in (questions.Kind.PERSON, questions.Kind.FILE):
            continue
        if one.kind in questions.DECIDING:
            chosen = value if isinstance(value, list) else [value]
            value = ", ".join(str(one.choices.get(each, each)) for each in chosen)
        parts.append(f"{one.label}\n{value}")
    if not asked:  # of a ticket that is out of sight: the writer's own words alone
        texts = (value for name, value in values.items() if name.startswith("field_"))
        parts += [value for value in texts if isinstance(value, str) and value]
    return "\n\n".join(parts)
