"""Takes mail by LMTP or SMTP from the mail server in front of the portal.

Nothing is answered with "taken" before it is kept. Who is not ours is refused at RCPT, so this is
no relay. When the database is away, everything is answered with "later".
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import close_old_connections, connection

from kundportal.incoming.arriving.receiving import FULL, Body, Room
from kundportal.incoming.arriving.recipients import is_ours
from kundportal.incoming.models import Arrival, Source, TooLarge
from kundportal.incoming.models.arrival import MOST_RECIPIENTS

logger = logging.getLogger(__name__)

MOST_CONNECTIONS = 10
MOST_COMMANDS = 500  # of one kind in a connection, so that nobody talks for ever
TALKS_FOR = 300  # seconds that one command may take, with the mail that follows it
LONGEST_PIECE = 64 * 1024  # bytes that are read at once
GOODBYE_SECONDS = 10
_BARE = re.compile(r"([45])\d\d (?!\1\.\d)|250 (?=OK|Supported)|221 (?!2\.)|252 (?!2\.)")
_CLASS = {"2": "0", "4": "0", "5": "5"}  # what is wrong when nothing is said: the command
LATER = "451 4.3.0 Try again later"

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Address:
    """Where to listen, and in which tongue."""

    source: Source
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> Address:
        """Raises ValueError for what is no such address."""
        parts = urlsplit(url)
        if parts.scheme not in {"lmtp", "smtp"} or not parts.hostname or parts.port is None:
            raise ValueError("it must be like lmtp://127.0.0.1:2400")
        return cls(Source(parts.scheme), parts.hostname, parts.port)


class Handler:
    """Answers RCPT and DATA. The database is asked in threads, a few at a time."""

    def __init__(self, source: Source) -> None:
        self.source, self.room = source, Room()
        self.threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="incoming")

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        answer = await self._ask(partial(_recipient, address))
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        told = [one[5:] for one in options if one.startswith("SIZE=")]
        if not self.room.has(int(told[0]) if told else 0):
            return FULL
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Ok"

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, name: str, told: list[str]
    ) -> list[str]:
        # What RFC 2033 demands: commands are read in turn, and `_coded` sees to the answers.
        session.host_name = name
        return [*told[:-1], "250-PIPELINING", "250-ENHANCEDSTATUSCODES", told[-1]]

    async def handle_DATA(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope
    ) -> str:
        body: Body = server.body
        if body.problem:
            return body.problem
        sender, recipients = envelope.mail_from or "", tuple(envelope.rcpt_tos)
        return await self._ask(partial(_take, body.content, sender, recipients, self.source))

    async def handle_exception(self, error: Exception) -> str:
        logger.error("Taking a mail failed: %s", type(error).__name__)
        return LATER

    async def _ask(self, question: Callable[[], str]) -> str:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, partial(_safely, question))


def _safely(question: Callable[[], str]) -> str:
    close_old_connections()
    try:
        return question()
    except Exception as fault:  # noqa: BLE001  nearly always the database; the sender tries again
        logger.error("Taking a mail failed: %s", type(fault).__name__)
        connection.close()
        return LATER


def _recipient(address: str) -> str:
    return "250 2.1.5 Ok" if is_ours(address) else "550 5.1.1 Nobody here takes mail there"


def _take(raw: bytes | bytearray, sender: str, recipients: tuple[str, ...], source: Source) -> str:
    if Arrival.objects.is_full():
        return "452 4.3.1 Too much mail waits to be read; try again later"
    try:
        arrival = Arrival.objects.take(raw, sender=sender, recipients=recipients, source=source)
    except TooLarge:
        return "552 5.3.4 The mail is too large"
    return f"250 2.0.0 Ok: taken as {arrival.pk}"


def _coded(status: str) -> str:
    """The answer with a code of RFC 3463, which aiosmtpd leaves out of most of its own."""
    found = _BARE.match(status)
    return f"{found[0]}{status[0]}.{_CLASS[status[0]]}.0 {status[4:]}" if found else status


class _Bounded(SMTP):
    """Turns away more connections than are served at a time."""

    line_length_limit = LONGEST_PIECE
    open: set[Any]
    room: Room
    body: Body
    _reader: Any
    transport: Any

    is_turned_away = False

    def connection_made(self, transport: Any) -> None:
        self.is_turned_away = len(self.open) >= MOST_CONNECTIONS
        self.open.add(self)
        super().connection_made(transport)

    async def push(self, status: Any) -> None:
        await super().push(_coded(status))

    async def _handle_client(self) -> None:
        if self.is_turned_away:  # instead of the greeting
            await self.push("421 4.3.2 Too many connections; try again later")
            self.transport.close()
        else:
            await super()._handle_client()

    def connection_lost(self, error: Exception | None) -> None:
        self.open.discard(self)
        super().connection_lost(error)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        reader: Any = self._reader
        self._reader = self.body = Body(reader, self.room, self.data_size_limit or 0)
        try:
            await super().smtp_DATA(arg)
        finally:
            self._reader = reader
            self.body.close()


class _Smtp(_Bounded):
    pass


class _Lmtp(_Bounded, LMTP):
    """Gives one answer for each recipient after the mail, as RFC 2033 wants."""

    _answers = 1

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        self._answers = len(self.envelope.rcpt_tos) if self.envelope and not arg else 1
        try:
            await super().smtp_DATA(arg)
        finally:
            self._answers = 1

    async def push(self, status: Any) -> None:
        if self._answers > 1 and not status.startswith("354"):
            status = "\r\n".join([_coded(status)] * self._answers)
        await super().push(status)


class Listener:
    """Serves one address until it is stopped."""

    def __init__(self, address: Address) -> None:
        self.address, self.open = address, set[Any]()
        self.handler = Handler(address.source)
        self.server: asyncio.Server | None = None

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(
            self._conversation, self.address.host, self.address.port
        )

    def _conversation(self) -> SMTP:
        made = (_Lmtp if self.address.source == Source.LMTP else _Smtp)(
            self.handler,
            data_size_limit=settings.MAIL_LARGEST_MB * 1024 * 1024,
            enable_SMTPUTF8=True,
            hostname=settings.MAIL_DOMAIN or "localhost",
            ident=settings.PORTAL_NAME.encode("ascii", "replace").decode(),
            timeout=TALKS_FOR,
            command_call_limit=MOST_COMMANDS,
            loop=asyncio.get_running_loop(),
        )
        made.open, made.room = self.open, self.handler.room
        return made

    async def stop(self) -> None:
        """Takes no more connections, and lets those that are open come to an end."""
        assert self.server is not None
        self.server.close()
        for _moment in range(GOODBYE_SECONDS * 20):
            if not self.open:
                break
            await asyncio.sleep(0.05)
        for one in list(self.open):
            one.transport.close()
        self.handler.threads.shutdown(wait=True)
