"""Keeping what a known sender wrote, and making a draft of it when they claim it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundportal.history.models import record
from kundportal.incoming.models import KeptMail, Outcome, RetiredAddress, Tally
from kundportal.incoming.models.kept_mail import KEPT
from kundportal.incoming.parsing.reading import Attached, Received
from kundportal.incoming.parsing.wrapping import unwrapped
from kundportal.lib.files import tidy_name
from kundportal.mail.letters import clean, fold, shorten
from kundportal.people.models import Person
from kundportal.tickets.intake import drafting
from kundportal.tickets.models import Draft, Form, Ticket, Upload
from kundportal.tickets.models.draft import Kind

LONGEST_TEXT = 100_000
LONGEST_TITLE = 150
FILES_FIELD = "attachments"  # as the forms of tickets and of replies call it
MOST_FILES = 20  # of one mail
MOST_BYTES = 100 * 1024 * 1024  # of all that is kept for one person
SMALL = 10_000  # bytes of a picture within the text: a logo below the sender's name


class Full(Exception):
    """As many mails wait for the person as may."""


class NoForm(Exception):
    """The person is offered no form in which they could go on."""


def keep(
    mail: Received,
    person: Person,
    *,
    address: RetiredAddress | None,
    ticket: Ticket | None,
    is_verified: bool,
) -> KeptMail | None:
    """Keeps the text and the files for the person; None when there is nothing to keep.

    The same mail again, to another address, is kept once. Raises Full. Call it inside
    `writing_for(person)`.
    """
    text = mail.new_text.strip() or mail.text.strip() if ticket else mail.text.strip()
    files = [one for one in mail.attachments if not _is_ornament(one)]
    assert person.organisation_id
    if not text and not files:
        return None
    # One at a time for each person, so that many at once do not pass the limits together.
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    message_id = mail.message_id[:255]
    if earlier := KeptMail.objects.same(person, message_id):
        return earlier
    if not KeptMail.objects.make_room(person, is_verified=is_verified):
        raise Full
    now = timezone.now()
    kept: KeptMail = KeptMail.objects.create(
        person=person, organisation_id=person.organisation_id, address=address, ticket=ticket,
        subject=shorten(fold(mail.subject), 255), text=shorten(clean(text), LONGEST_TEXT),
        message_id=message_id, is_verified=is_verified, received_at=now, kept_until=now + KEPT,
    )  # fmt: skip
    kept.left_out = _keep_files(kept, files, person)
    kept.save(update_fields=["left_out"])
    record("kept_mail.kept", thing=kept, files=len(files) - len(kept.left_out))
    return kept


def _is_ornament(file: Attached) -> bool:
    return file.is_inline and file.content_type.startswith("image/") and len(file.content) < SMALL


def _keep_files(kept: KeptMail, files: list[Attached], person: Person) -> list[str]:
    """Keeps the files as if they had been attached in the form; says which could not be kept."""
    problems = []
    for file in files[:MOST_FILES]:
        try:
            _keep_file(kept, file, person)
        except ValidationError as problem:
            problems += problem.messages
    if (more := len(files) - MOST_FILES) > 0:
        problems.append(
            ngettext("%(count)s file more than we keep of one mail.",
                     "%(count)s files more than we keep of one mail.", more) % {"count": more}
        )  # fmt: skip
    return problems


def _keep_file(kept: KeptMail, file: Attached, person: Person) -> None:
    content = file.content
    # The database takes no names with broken letters in them.
    name = tidy_name(clean(file.name) or "file")
    away = KeptMail.objects.thrown_away().filter(person=person).values("key")
    held = Upload.objects.of_mails(person).exclude(once__in=away).aggregate(bytes=Sum("size"))
    # Of those who may not be the sender, so much that there is always room for who is.
    most = MOST_BYTES if kept.is_verified else MOST_BYTES // 2
    if (held["bytes"] or 0) + len(content) > most:
        raise ValidationError(
            _("There was no room for the file %(name)s, since many of your mails wait already.")
            % {"name": name}
        )
    upload = SimpleUploadedFile(name, content, file.content_type)
    Upload.objects.keep(upload, by=person, once=kept.key, field=FILES_FIELD, until=kept.kept_until)


@transaction.atomic
def claim(kept: KeptMail, *, by: Person) -> KeptMail:
    """Makes a draft of it: a reply where it answered a ticket's mail, else a new ticket.

    Nothing is sent by that. The same again gives the same draft. Raises what `drafting.write`
    raises, and NoForm.
    """
    locked = _own(kept, by)
    if locked is None:
        raise drafting.Gone
    if locked.claimed_at:
        return locked
    ticket = Ticket.objects.visible_to(by).filter(pk=locked.ticket_id or 0).first()
    if ticket and ticket.may_be_written_by(by):
        draft = _reply_with(locked, ticket, by=by)
    else:
        draft = _ticket_with(locked, by=by)
    Upload.objects.of(by).filter(once=locked.key).update(once=draft.once, kept_until=None)
    locked.claimed_at, locked.claimed_as = timezone.now(), draft.once
    locked.subject, locked.text, locked.left_out = "", "", []
    locked.save(update_fields=["claimed_at", "claimed_as", "subject", "text", "left_out"])
    record("kept_mail.claimed", thing=locked, by=by, draft=draft.pk)
    if locked.address:
        Tally.objects.note([locked.address], Outcome.CLAIMED)
    return locked


def _ticket_with(kept: KeptMail, *, by: Person) -> Draft:
    form = form_for(by, kept.address)
    if form is None:
        raise NoForm
    values = {"title": shorten(kept.subject, LONGEST_TITLE), "text": unwrapped(kept.text)}
    return drafting.write(
        by=by, once=kept.key, kind=Kind.TICKET, form=form, values=values, revision=0
    )


def _reply_with(kept: KeptMail, ticket: Ticket, *, by: Person) -> Draft:
    """A reply that is begun already goes on with the mail's text below what stands there."""
    begun = Draft.objects.about(ticket, Kind.REPLY, by=by)
    if begun is None:
        return drafting.write(
            by=by, once=kept.key, kind=Kind.REPLY, ticket=ticket,
            values={"text": unwrapped(kept.text)}, revision=0,
        )  # fmt: skip
    text = "\n\n".join(one for one in (begun.text.rstrip(), unwrapped(kept.text)) if one)
    return drafting.write(
        by=by, once=begun.once, kind=Kind.REPLY, ticket=ticket,
        values={**begun.values, "text": text}, revision=begun.revision,
    )  # fmt: skip


def draft_of(kept: KeptMail) -> Draft | None:
    """What it has become, unless that is sent or discarded by now."""
    return Draft.objects.filter(owner=kept.person_id, once=kept.claimed_as or kept.key).first()


def form_for(person: Person, address: RetiredAddress | None) -> Form | None:
    """The form that is likely to fit: the address's own, else the first of the person's."""
    forms = list(Form.objects.offered_to(person))
    likely = address.form_id if address else None
    return next((one for one in forms if one.pk == likely), forms[0] if forms else None)


@transaction.atomic
def throw_away(kept: KeptMail, *, by: Person) -> None:
    """Hides it, and has it deleted in a day with its files. The same again changes nothing."""
    locked = _own(kept, by)
    if locked and not locked.claimed_at and not locked.thrown_away_at:
        locked.hide()
        record("kept_mail.thrown_away", thing=locked, by=by)


@transaction.atomic
def take_back(kept: KeptMail, *, by: Person) -> None:
    """Shows again what was thrown away."""
    locked = _own(kept, by)
    if locked and not locked.claimed_at and locked.thrown_away_at:
        locked.show()
        record("kept_mail.taken_back", thing=locked, by=by)


def _own(kept: KeptMail, by: Person) -> KeptMail | None:
    """The row, locked; None when it is deleted meanwhile."""
    locked = KeptMail.objects.locked(kept.pk)
    return locked if locked and locked.person_id == by.pk else None
