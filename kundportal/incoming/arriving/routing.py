"""Where a mail that has come in belongs, and what reading it may not harm."""

from __future__ import annotations

import logging
import traceback
from contextlib import suppress

from django.db import DatabaseError, OperationalError, transaction
from psycopg.errors import QueryCanceled

from kundportal.incoming.bouncing.bounces import Report, bounce_in
from kundportal.incoming.models import Arrival, SelfCheck, TakenFor
from kundportal.incoming.models.arrival import (
    MOST_TRIES,
    OTHER_ADDRESS,
    UNKNOWN_MAIL,
    ArrivalQuerySet,
)
from kundportal.incoming.parsing.reading import read
from kundportal.incoming.replying import answering
from kundportal.mail.models import Mail

logger = logging.getLogger(__name__)


def read_one(arrivals: ArrivalQuerySet) -> Arrival | None:
    """Reads the first waiting mail of the set that no other worker is reading.

    The try is counted before it is made, so that a mail that ends the worker is not tried for ever.
    """
    with transaction.atomic():
        found = arrivals.waiting().without_mails().select_for_update(skip_locked=True, of=("self",))
        begun: Arrival | None = found.first()
        if begun is None or not begun.begin():
            return begun
    try:
        with transaction.atomic():
            locked = Arrival.objects.waiting().filter(pk=begun.pk)
            arrival = locked.select_for_update(skip_locked=True, of=("self",)).first()
            if arrival:
                _route(arrival)
    except OperationalError as fault:  # the database; the mail is read later
        if not isinstance(fault.__cause__, QueryCanceled):  # that may be the mail's own doing
            with suppress(DatabaseError):  # it may still be away
                begun.take_back()
        raise
    except Exception as fault:  # noqa: BLE001  one mail never stops the others
        _note(begun, fault)
    return begun


def _note(arrival: Arrival, fault: Exception) -> None:
    """Takes down a fault of reading without what the mail says, which may stand in its message."""
    last = traceback.extract_tb(fault.__traceback__)[-1]
    kind = type(fault).__name__
    logger.error("Arrival %s: %s at %s:%s", arrival.pk, kind, last.filename, last.lineno)
    if arrival.tries >= MOST_TRIES:
        arrival.fail(kind)


def _route(arrival: Arrival) -> None:
    mail = read(bytes(arrival.raw or b""), sender=arrival.sender, recipients=arrival.recipients)
    arrival.learn(sender=mail.return_path, recipients=mail.recipients)
    if check := SelfCheck.objects.meant_by(arrival.recipients):
        check.come_back(source=arrival.source)
        arrival.finish(TakenFor.CHECK, mail=check.mail)
    elif report := bounce_in(mail):
        _take_report(arrival, report)
    else:
        arrival.finish(TakenFor.OTHER, reason=answering.answer(arrival, mail))


def _take_report(arrival: Arrival, report: Report) -> None:
    taken_for = TakenFor.DELAY if report.is_delay else TakenFor.BOUNCE
    taken_for = TakenFor.COMPLAINT if report.is_complaint else taken_for
    mail = _mail_of(report)
    if mail is None:
        arrival.finish(taken_for, reason=UNKNOWN_MAIL)
        return
    if report.is_complaint:
        mail.complain()
        arrival.finish(taken_for, mail=mail)
        return
    is_its = not report.addresses or _plain(mail.to) in map(_plain, report.addresses)
    mail.bounce(
        kind=report.kind,
        status=report.status,
        # Somebody to whom the mail was passed on: that tells nothing of its own address.
        is_hard=report.is_hard and is_its,
        text=report.text,
        email=mail.to if is_its else report.addresses[0],
        is_final=not report.is_delay,
    )
    arrival.finish(taken_for, reason="" if is_its else OTHER_ADDRESS, mail=mail)


def _mail_of(report: Report) -> Mail | None:
    """Our mail that a report is about, by what nobody but its reader's servers can know."""
    found: Mail | None = None
    if report.mail_id is not None:
        found = Mail.objects.without_letters().filter(pk=report.mail_id).first()
    elif report.message_id:
        found = Mail.objects.with_message_id(report.message_id)
    return found


def _plain(email: str) -> str:
    """An address in the one way of writing it that servers use among themselves."""
    local, _at, domain = email.strip().lower().rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return f"{local}@{domain}"
