"""Mail comes in by LMTP and by SMTP, in real conversations, and is kept before it is "taken"."""

from __future__ import annotations

import asyncio
import smtplib
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connections

from kundportal.incoming import listening
from kundportal.incoming.listening import Address, Listener
from kundportal.incoming.models import Arrival, Source
from tests.incoming.conftest import DOMAIN

pytestmark = pytest.mark.django_db(transaction=True)
MAIL = b"From: Bo <bo@skola.se>\r\nTo: replies@mail.portal.example\r\nSubject: Hej\r\n\r\nHej\r\n"
TO = f"replies@{DOMAIN}"


@contextmanager
def listening_by(source: Source) -> Iterator[int]:
    """A listener in a thread of its own; its port."""
    loop = asyncio.new_event_loop()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    listener = Listener(Address(source, "127.0.0.1", port))
    loop.run_until_complete(listener.start())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield port
    finally:
        asyncio.run_coroutine_threadsafe(listener.stop(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.fixture
def by_lmtp(monkeypatch) -> Iterator[Callable[[], smtplib.LMTP]]:
    with closing_connections(monkeypatch), listening_by(Source.LMTP) as port:
        yield lambda: smtplib.LMTP("127.0.0.1", port, timeout=10)


@pytest.fixture
def by_smtp(monkeypatch) -> Iterator[Callable[[], smtplib.SMTP]]:
    with closing_connections(monkeypatch), listening_by(Source.SMTP) as port:
        yield lambda: smtplib.SMTP("127.0.0.1", port, timeout=10)


@contextmanager
def closing_connections(monkeypatch) -> Iterator[None]:
    """The listener's threads keep no connection, so that the database can be emptied."""
    monkeypatch.setitem(connections.databases["default"], "CONN_MAX_AGE", 0)
    real = listening._safely

    def safely(question):
        try:
            return real(question)
        finally:
            connections.close_all()

    monkeypatch.setattr(listening, "_safely", safely)
    yield


def test_a_mail_comes_in_by_lmtp(by_lmtp) -> None:
    with by_lmtp() as server:
        assert not server.sendmail("bo@skola.se", [TO], MAIL)
    arrival = Arrival.objects.get()
    assert bytes(arrival.raw) == MAIL
    assert (arrival.sender, arrival.recipients, arrival.source) == ("bo@skola.se", [TO], "lmtp")


def test_a_mail_comes_in_by_smtp(by_smtp) -> None:
    with by_smtp() as server:
        server.sendmail("", [TO], MAIL)
    arrival = Arrival.objects.get()
    assert (arrival.sender, arrival.source) == ("", "smtp")


def test_lmtp_answers_for_each_recipient(by_lmtp) -> None:
    three = [f"replies+{number}@{DOMAIN}" for number in range(3)]
    with by_lmtp() as server:
        server.ehlo_or_helo_if_needed()
        assert server.mail("bo@skola.se")[0] == 250
        assert [server.rcpt(one)[0] for one in three] == [250] * 3
        server.putcmd("data")
        assert server.getreply()[0] == 354
        server.send(MAIL + b".\r\n")
        answers = [server.getreply() for _one in three]
        assert [code for code, _text in answers] == [250] * 3
        assert server.noop()[0] == 250  # nothing more was said
    assert Arrival.objects.get().recipients == three


@pytest.mark.parametrize(
    "stranger",
    ["bo@skola.se", "nobody", f"x@evil.{DOMAIN}", f"x@{DOMAIN}.evil.example", f"a@b@{DOMAIN[1:]}"],
)  # fmt: skip
def test_it_is_no_relay(by_smtp, stranger: str) -> None:
    with by_smtp() as server:
        server.ehlo()
        server.mail("bo@skola.se")
        assert server.rcpt(stranger)[0] in {550, 553, 501}
        server.putcmd("data")
        assert server.getreply()[0] == 503
    assert not Arrival.objects.exists()


def test_a_mail_that_is_too_large_is_refused(by_lmtp) -> None:
    with by_lmtp() as server:
        server.ehlo()
        assert server.mail("bo@skola.se", ["SIZE=99999999"])[0] == 552
        server.mail("bo@skola.se")
        server.rcpt(TO)
        assert server.data(MAIL + b"\r\n" * 1024 * 600)[0] == 552
        assert server.noop()[0] == 250
    assert not Arrival.objects.exists()


def test_a_line_of_any_length_and_an_empty_mail_are_taken(by_lmtp) -> None:
    long = MAIL + b">" * 500_000 + b"\r\n"
    for raw in (long, b""):
        with by_lmtp() as server:
            assert not server.sendmail("bo@skola.se", [TO], raw)
    assert {one.size for one in Arrival.objects.all()} == {len(long), 2}


def test_letters_beyond_ascii_in_an_address_are_taken(by_smtp) -> None:
    with by_smtp() as server:
        server.ehlo()
        assert server.has_extn("smtputf8")
        server.sendmail("åsa@räksmörgås.se", [f"räksmörgås@{DOMAIN}"], MAIL, ["SMTPUTF8"])
    assert Arrival.objects.get().sender == "åsa@räksmörgås.se"


def test_when_the_database_is_away_the_sender_tries_again_later(by_lmtp, monkeypatch) -> None:
    def away(*args, **options):
        raise OperationalError("gone")

    monkeypatch.setattr(listening.Arrival.objects.__class__, "take", away)
    with by_lmtp() as server, pytest.raises(smtplib.SMTPDataError) as refusal:
        server.sendmail("bo@skola.se", [TO], MAIL)
    assert refusal.value.smtp_code == 451


def test_the_same_mail_told_of_twice_is_one(by_lmtp) -> None:
    for _time in range(2):
        with by_lmtp() as server:
            server.sendmail("bo@skola.se", [TO], MAIL)
    assert Arrival.objects.count() == 1


def test_three_hundred_recipients_are_not_taken_at_once(by_smtp) -> None:
    with by_smtp() as server:
        server.ehlo()
        server.mail("bo@skola.se")
        codes = [server.rcpt(f"replies+{number}@{DOMAIN}")[0] for number in range(101)]
    assert codes == [250] * 100 + [452]


def test_more_connections_than_are_served_are_sent_away(by_smtp, monkeypatch) -> None:
    monkeypatch.setattr(listening, "MOST_CONNECTIONS", 2)
    with by_smtp() as one, by_smtp() as two:
        with pytest.raises(smtplib.SMTPConnectError) as refusal:
            by_smtp()
        assert refusal.value.smtp_code == 421
        assert one.noop()[0] == two.noop()[0] == 250
    with by_smtp() as three:
        assert three.noop()[0] == 250


def test_many_at_once_are_all_kept(by_lmtp) -> None:
    def send(number: int) -> None:
        with by_lmtp() as server:
            server.sendmail("bo@skola.se", [TO], MAIL + str(number).encode())

    with ThreadPoolExecutor(8) as senders:
        list(senders.map(send, range(24)))
    assert Arrival.objects.count() == 24


def test_a_conversation_that_is_cut_keeps_nothing_and_harms_nothing(by_lmtp) -> None:
    server = by_lmtp()
    server.ehlo_or_helo_if_needed()
    server.mail("bo@skola.se")
    server.rcpt(TO)
    server.putcmd("data")
    server.getreply()
    server.send(b"From: half")
    server.sock.close()
    with by_lmtp() as other:
        assert not other.sendmail("bo@skola.se", [TO], MAIL)
    assert Arrival.objects.count() == 1


@pytest.mark.parametrize("url", ["", "http://x", "lmtp://", "lmtp://127.0.0.1", "smtp:/x:1"])
def test_what_is_no_place_to_listen_at_is_said(url: str) -> None:
    with pytest.raises(ValueError, match="lmtp"):
        Address.of(url)
