"""What the letters about tickets have in common: words, addresses, and how they are posted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kundportal.lib import dates
from kundportal.mail.letters import LONGEST_QUOTE, Letter, Quote
from kundportal.mail.models import Mail
from kundportal.notifications.news import News
from kundportal.people.models import Person
from kundportal.tickets.models.choices import Status
from kundportal.tickets.telling import Told, Why

if TYPE_CHECKING:
    from kundportal.tickets.models import Message, Ticket

# A little more than a mail shows, which then says that there is more.
LONGEST_KEPT = LONGEST_QUOTE + 200


def news(ticket: Ticket, told: Told, *, what: str, lead: str, url: str = "", **more: Any) -> News:
    """What happened in the ticket, as one person is told of it."""
    return News(
        topic=topic(ticket),
        what=what,
        lead=lead,
        named=_("ticket %(number)s, “%(title)s”") % names(ticket),
        bare_topic=_("Ticket %(number)s") % names(ticket),
        bare_lead=_("There is something new in ticket %(number)s.") % names(ticket),
        url=url or address(ticket, told.person),
        label=more.pop("label", "") or _("Open the ticket"),
        why=why(told),
        mute_url=_mute_url(ticket, told),
        thread=ticket.number,
        **more,
    )


def topic(ticket: Ticket) -> str:
    """How subjects name the ticket."""
    return f"[{ticket.number}] {ticket.title}"


def names(ticket: Ticket) -> dict[str, str]:
    return {"number": ticket.number, "title": ticket.title}


def why(told: Told) -> str:
    """Why the mail comes to them."""
    return {
        Why.CREATOR: _("You get this mail because you created the ticket."),
        Why.RECIPIENT: _("You get this mail because you are a recipient of the ticket."),
        Why.ASSIGNEE: _("You get this mail because you handle the ticket."),
        Why.FOLLOWER: _("You get this mail because you follow the ticket."),
        Why.STAFF: _("You get this mail because you have chosen to be told of such things."),
        Why.AUTHOR: _("You get this mail because you attached the file."),
        Why.PARKER: _("You get this mail because you parked the ticket until today."),
    }[told.why]


def status(was: str, now: str, told: Told) -> tuple[str, str]:
    """How the ticket stood and stands, as msgids of the words that customers read."""
    return _status(was, told), _status(now, told)


def need(ticket: Ticket, told: Told) -> str:
    """What we need from the reader, by its msgid where it is the same for all; or nothing."""
    if told.person.is_staff:
        if not ticket.answer_by or ticket.is_closed:
            return ""
        day = dates.day(ticket.answer_by)
        return _("The customer is to have an answer by %(day)s at the latest.") % {"day": day}
    if not told.takes_part or ticket.status != Status.WAITING or ticket.is_parked:
        return ""
    if ticket.lacks_answers:
        return gettext_noop("We need a few more answers from you.")
    return gettext_noop("We are waiting for your reply.")


def quote(message: Message, author: Person | None = None) -> Quote:
    """A reply as mails quote it, with what its files are called."""
    text = message.text.strip()[:LONGEST_KEPT]
    files = tuple(message.file_names())
    return Quote(who=signature(author or message.author), text=text, files=files)


def signature(person: Person) -> str:
    """`Anna Ek, Support` for staff; customers by their name alone."""
    return f"{person.name}, {person.public_role}" if person.is_staff else person.name


def post(
    letter: Letter, person: Person, *, key: str, organisation_id: int | None, thread: str = ""
) -> None:
    """Sends it to one person, once for the same key."""
    Mail.objects.post(
        letter,
        to=person.email,
        key=key,
        language=person.language,
        person=person,
        organisation_id=organisation_id,
        thread=thread,
    )


def address(ticket: Ticket, reader: Person) -> str:
    """The ticket's address for the reader."""
    return url("desk-ticket" if reader.is_staff else "ticket", ticket.number)


def url(name: str, *args: object) -> str:
    """The whole address of a page, as a mail needs it."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def _status(value: str, told: Told) -> str:
    if value == Status.WAITING and told.person.is_staff:
        return gettext_noop("Waiting for the customer")
    with translation.override(None):
        return str(Status(value).label)


def _mute_url(ticket: Ticket, told: Told) -> str:
    if told.why in {Why.STAFF, Why.AUTHOR}:
        return ""
    return url("desk-watching" if told.person.is_staff else "watching", ticket.number)
