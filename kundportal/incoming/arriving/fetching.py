"""Fetches mail from a mailbox by IMAP. A mail is deleted there only once it is kept here."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from urllib.parse import unquote, urlsplit

from django.conf import settings
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from kundportal.incoming.models import Arrival, Mailbox, Source, TooLarge
from kundportal.incoming.models.mailbox import MailboxFault

logger = logging.getLogger(__name__)

ROUND_SECONDS = 50
MOST_AT_ONCE = 500
TIMEOUT = SocketTimeout(connect=10, read=30)
HERE = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Place:
    """Where the mailbox is."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    is_encrypted: bool

    @classmethod
    def of(cls, url: str) -> Place:
        parts = urlsplit(url)
        is_encrypted = parts.scheme == "imaps"
        if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username:
            raise ValueError("it must be like imaps://user:password@host/INBOX")
        return cls(
            parts.hostname,
            parts.port or (993 if is_encrypted else 143),
            unquote(parts.username),
            unquote(parts.password or ""),
            unquote(parts.path.strip("/")) or "INBOX",
            is_encrypted,
        )

    def __str__(self) -> str:
        return f"{self.user} at {self.host}, {self.folder}"[:300]

    def __repr__(self) -> str:  # never with the password
        return str(self)


@dataclass
class Outcome:
    """How a round went."""

    taken: int = 0
    fault: MailboxFault | None = None


def fetch() -> Outcome | None:
    """One round; None where there is no mailbox. No fault of the server is raised."""
    if not settings.MAILBOX:
        return None
    outcome = Outcome()
    try:
        place = Place.of(settings.MAILBOX)
    except ValueError:
        Mailbox.objects.named("").note(MailboxFault.SETTING)
        return Outcome(fault=MailboxFault.SETTING)
    try:
        with _signed_in(place) as client:
            _empty(client, place, outcome)
    except _Fault as fault:
        outcome.fault = fault.code
    except (OSError, IMAPClientError) as fault:
        logger.warning("Fetching mail failed: %s", type(fault).__name__)
        outcome.fault = (
            MailboxFault.SERVER if isinstance(fault, IMAPClientError) else MailboxFault.CONNECTION
        )
    if outcome.taken and outcome.fault is MailboxFault.MAIL:
        outcome.fault = None  # one that can not be fetched, while the others come in
    Mailbox.objects.named(str(place)).note(outcome.fault)
    return outcome


class _Fault(Exception):
    def __init__(self, code: MailboxFault) -> None:
        super().__init__(code)
        self.code = code


@contextmanager
def _signed_in(place: Place) -> Iterator[IMAPClient]:
    context = ssl.create_default_context()
    client = IMAPClient(
        place.host, place.port, ssl=place.is_encrypted, ssl_context=context, timeout=TIMEOUT
    )
    try:
        if not place.is_encrypted and place.host not in HERE:
            client.starttls(context)  # a password is never sent in the open
        _sign_in(client, place)
        yield client
    finally:
        try:
            client.logout()
        except (OSError, IMAPClientError):
            client.shutdown()


def _sign_in(client: IMAPClient, place: Place) -> None:
    """LOGIN carries ASCII alone, so it is used only where the server knows nothing better."""
    try:
        if client.has_capability("AUTH=PLAIN"):
            client.plain_login(place.user, place.password)
        else:
            client.login(place.user, place.password)
    except (LoginError, UnicodeEncodeError):
        raise _Fault(MailboxFault.SIGN_IN) from None


def _empty(client: IMAPClient, place: Place, outcome: Outcome) -> None:
    try:
        validity = client.select_folder(place.folder).get(b"UIDVALIDITY", 0)
    except IMAPClientError:
        raise _Fault(MailboxFault.FOLDER) from None
    prefix = f"{place.host}:{place.folder}"[:50] + f":{validity}:"
    # They stay, and never keep those behind them from being looked at.
    too_large = Arrival.objects.too_large_at(prefix)
    places = {uid: f"{prefix}{uid}" for uid in sorted(client.search("NOT DELETED"))}
    uids = [uid for uid, at in places.items() if at not in too_large][:MOST_AT_ONCE]
    known = Arrival.objects.taken_at([places[uid] for uid in uids])
    stop = monotonic() + ROUND_SECONDS
    for uid in uids:
        if monotonic() > stop:
            break
        if places[uid] in known or _take(client, uid, places[uid], outcome):
            _delete(client, uid)


def _take(client: IMAPClient, uid: int, place: str, outcome: Outcome) -> bool:
    """Keeps one mail; says whether it may be deleted there. One that is too large stays there."""
    told = client.fetch([uid], ["RFC822.SIZE"]).get(uid, {})
    size = int(told.get(b"RFC822.SIZE", 0))
    if size > settings.MAIL_LARGEST_MB * 1024 * 1024:
        Arrival.objects.turn_away(
            sender=None, recipients=(), source=Source.IMAP, size=size, place=place
        )
        return False
    raw = client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
    if not isinstance(raw, bytes):
        outcome.fault = MailboxFault.MAIL
        return False
    try:
        # It is read by the worker alone: one that ends its reader would block the mailbox.
        Arrival.objects.take(raw, sender=None, recipients=(), source=Source.IMAP, place=place)
    except TooLarge:  # its size was told wrongly
        return False
    outcome.taken += 1
    return True


def _delete(client: IMAPClient, uid: int) -> None:
    client.delete_messages([uid], silent=True)
    if client.has_capability("UIDPLUS"):
        client.uid_expunge([uid])
    else:
        client.expunge()
