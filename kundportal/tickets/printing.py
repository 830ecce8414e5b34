"""A ticket on paper: the same facts and conversation for the page to print and for the PDF file.

What customers may read is here and nothing else: no notes, no priority, nobody's handling. The
conversation is read a part at a time, so that a long one needs no more memory than a short one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, Spacer, Table, TableStyle

from kundportal.lib import dates, files, markdown, pdf, pdf_markdown
from kundportal.lib.pdf_fonts import markup
from kundportal.people.models import Person
from kundportal.tickets.models import Answers, Message, Participant, Ticket

AT_ONCE = 200
# A PDF file takes a second for each hundred thousand characters, so there is an end to it.
LONGEST = 1_500_000
LOCK = 4_015  # with the person's key: one at a time for each
PART = """
SELECT message.*, author.name AS author_name, author.role AS author_role,
    organisation.name AS organisation_name,
    CASE WHEN message.has_files THEN (
        SELECT json_agg(json_build_object('name', file.name, 'size', file.size) ORDER BY file.id)
        FROM tickets_attachment AS file WHERE file.message_id = message.id
    ) END AS files
FROM tickets_message AS message
JOIN people_person AS author ON author.id = message.author_id
LEFT JOIN people_organisation AS organisation ON organisation.id = author.organisation_id
WHERE message.ticket_id = %s AND message.id > %s
ORDER BY message.id LIMIT %s"""


class Busy(Exception):
    """The person is having a ticket made ready already."""


@dataclass(frozen=True)
class Reply:
    """A reply as paper shows it."""

    author: str
    role: str
    is_ours: bool
    at: datetime
    text: str
    files: list[str]

    @property
    def html(self) -> Markup:
        return markdown.render(self.text)


@contextmanager
def one_at_a_time(person: Person) -> Iterator[None]:
    """Lets a person have one ticket made ready at a time, wherever they ask for it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, person.pk % 2**31])
            if not cursor.fetchone()[0]:
                raise Busy
        yield


def facts(ticket: Ticket) -> list[tuple[str, str]]:
    """What is known of the ticket, as label and value."""
    found = [
        (_("Number"), ticket.number),
        (_("Status"), ticket.status_label),
        (_("Organisation"), ticket.organisation.name),
        (_("Product"), ticket.product.name),
        (_("Kind of matter"), str(ticket.matter)),
        (_("Form"), str(ticket.form)),
        (_("Created"), f"{dates.exact(ticket.created_at)}, {ticket.created_by.name}"),
        (_("Last activity"), dates.exact(ticket.last_activity_at)),
    ]
    if ticket.answer_by:
        found.append((_("Answer promised by"), dates.day(ticket.answer_by)))
    return found


def answers(ticket: Ticket) -> list[tuple[str, str]]:
    """What the customer answered to the questions of the form, those of an earlier form last."""
    found = Answers.objects.shown(ticket)
    rows = [*found.now(), *found.before()] if found else []
    return [
        (one.label, one.text or ", ".join(file["name"] for file in one.files) or _("No answer"))
        for one in rows
    ]


def participants(ticket: Ticket) -> list[str]:
    """Those who take part, each with their place in it."""
    roles = {"creator": _("created the ticket"), "recipient": _("recipient")}
    people = Participant.objects.in_ticket(ticket)
    return [f"{one.person_name}, {roles.get(one.role, one.role)}" for one in people]


def conversation(ticket: Ticket) -> Iterator[Reply]:
    """All replies, the first one first."""
    last, is_more = 0, True
    while is_more:
        part = list(Message.objects.raw(PART, [ticket.pk, last, AT_ONCE]))
        yield from map(_reply, part)
        is_more = len(part) == AT_ONCE
        last = part[-1].pk if part else last


def _reply(message: Message) -> Reply:
    ours = message.is_from_staff
    vendor = f"{message.public_role}, {settings.VENDOR_NAME}"
    organisation: str | None = message.organisation_name  # type: ignore[attr-defined]
    return Reply(
        author=message.author_name,
        role=vendor if ours else organisation or "",
        is_ours=ours,
        at=message.created_at,
        text=message.text,
        files=[f"{one['name']} ({files.human_size(one['size'])})" for one in message.files or []],
    )


def write_pdf(ticket: Ticket, target: IO[bytes]) -> None:
    """Writes the ticket as a PDF file in the reader's language."""
    document = pdf.Document(
        target,
        title=f"{ticket.number} {ticket.title}",
        foot=f"{ticket.number} · {ticket.title}",
        author=settings.PORTAL_NAME,
    )
    document.add(Paragraph(markup(ticket.title), pdf_markdown.TITLE))
    document.add(_table_of(facts(ticket)))
    if rows := answers(ticket):
        document.add(_heading(_("Answers in the form")))
        document.add(_table_of(rows))
    document.add(_heading(_("Who takes part")))
    for line in participants(ticket):
        document.add(Paragraph(markup(line), CLOSE))
    document.add(_heading(_("Conversation")))
    written = 0
    for reply in conversation(ticket):
        written += len(reply.text)
        if written > LONGEST:
            document.add(Paragraph(markup(_("The conversation goes on. The rest stands on the page "
                                            "that can be printed.")), CLOSE))  # fmt: skip
            break
        _add_reply(document, reply)
    document.finish()


def _add_reply(document: pdf.Document, reply: Reply) -> None:
    document.room(70)
    role = f" · {markup(reply.role)}" if reply.role else ""
    head = f"<b>{markup(reply.author)}</b>{role} · {markup(dates.exact(reply.at))}"
    document.add(Paragraph(head, HEAD))
    for part in pdf_markdown.flowables(reply.text):
        document.add(part)
    if reply.files:
        label = ngettext("File", "Files", len(reply.files))
        document.add(Paragraph(markup(f"{label}: {', '.join(reply.files)}"), QUIET))
    document.add(Spacer(0, 8))


def _heading(text: str) -> Paragraph:
    return Paragraph(markup(text), HEADING)


def _table_of(rows: list[tuple[str, str]]) -> Table:
    cells = [[Paragraph(markup(label), QUIET), Paragraph(markup(value), CLOSE)]
             for label, value in rows]  # fmt: skip
    look = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
                       ("TOPPADDING", (0, 0), (-1, -1), 1),
                       ("BOTTOMPADDING", (0, 0), (-1, -1), 1)])  # fmt: skip
    return Table(cells, colWidths=["26%", "74%"], style=look, splitInRow=1)


CLOSE = ParagraphStyle("close", pdf_markdown.BASE, spaceAfter=1)
QUIET = ParagraphStyle("quiet", CLOSE, fontSize=9, textColor=pdf_markdown.QUIET)
HEADING = ParagraphStyle("heading", pdf_markdown.HEADINGS[0], spaceBefore=14, spaceAfter=6)
HEAD = ParagraphStyle(
    "head", pdf_markdown.BASE, fontSize=9, spaceBefore=4, spaceAfter=4, borderPadding=(4, 0, 2, 0),
    backColor=pdf_markdown.SUNKEN,
)  # fmt: skip
