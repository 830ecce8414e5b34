"""Which of our own mails, and so which ticket, an incoming mail answers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from kundportal.incoming.parsing.reading import Received
from kundportal.mail import addresses
from kundportal.mail.models import Mail
from kundportal.notifications.models import Notification
from kundportal.people.models import Person
from kundportal.tickets.models import Ticket

MOST_REFERENCES = 50
_NUMBER = re.compile(r"\b[A-Z]{2}-\d{4}-\d{4}\b")
_KEY = re.compile(r"tickets\.ticket (\d{1,18})")


@dataclass(frozen=True)
class Answered:
    """That a mail answers one of ours; `ticket` is what it was about, if its writer sees that."""

    ticket: Ticket | None = None


def answered_by(mail: Received, person: Person | None) -> Answered | None:
    """What the mail answers; None when that is none of ours.

    Only who got a mail learns of its ticket, and only while they see the ticket.
    """
    goes_to_us = addresses.replies().lower() in {one.lower() for one in mail.recipients}
    named = [f"<{one.strip().strip('<>')}>" for one in mail.references[-MOST_REFERENCES:]]
    ours = list(_ours(named)) if named else []
    if person:
        theirs = [one for one in ours if one.person_id == person.pk]
        thread = _thread_of(theirs) or _begun_thread(ours, person)
        if ticket := _ticket_of(theirs, thread, person):
            return Answered(ticket)
    return Answered() if goes_to_us or ours else None


def _ours(named: list[str]) -> Iterable[Mail]:
    """Our mails of these names. Some providers give a mail their own name on the way."""
    bare = [one.strip("<>") for one in named]
    keys = {*named, *bare, *(one.partition("@")[0] for one in bare)} - {""}
    known = Q(message_id__in=named) | Q(provider_id__in=keys)
    found: Iterable[Mail] = Mail.objects.without_letters().filter(known)
    return found


def _thread_of(mails: list[Mail]) -> str:
    return next((one.thread for one in mails if one.thread), "")


def _begun_thread(ours: list[Mail], person: Person) -> str:
    """The thread of the first mail that is named, which went to another, if theirs is in it too.

    Some programs name that one alone.
    """
    first = [one.thread for one in ours if one.key == addresses.key_of_first(one.thread)]
    known = Mail.objects.filter(person=person, thread__in=[one for one in first if one])
    return known.values_list("thread", flat=True).first() or ""


def _ticket_of(mails: list[Mail], thread: str, person: Person) -> Ticket | None:
    visible = Ticket.objects.visible_to(person)
    told = set(Notification.objects.filter(mail__in=mails).values_list("thing", "thing_id"))
    if told:
        # A digest tells of several things, and nobody knows which of them is meant.
        keys = [key for thing, key in told if thing == Ticket._meta.label_lower]
        return visible.filter(pk=keys[0]).first() if len(told) == len(keys) == 1 else None
    if key := _KEY.search(thread):
        return visible.filter(pk=int(key[1])).first()
    if number := _NUMBER.search(thread) or _NUMBER.search(" ".join(one.subject for one in mails)):
        return visible.filter(number=number[0]).first()
    return None
