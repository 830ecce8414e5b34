"""Mail comes in by LMTP and by SMTP, in real conversations, and is kept before it is "taken"."""

from __future__ import annotations

import asyncio
import smtplib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connections

from kundportal.incoming.arriving import listening, receiving
from kundportal.incoming.arriving.listening import Address, Listener
from kundportal.incoming.models import Arrival, Source
from tests.incoming.conftest import DOMAIN

pytestmark = pytest.mark.django_db
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
def by_lmtp(database) -> Iterator[Callable[[], smtplib.LMTP]]:
    with listening_by(Source.LMTP) as port:
        yield lambda: smtplib.LMTP("127.0.0.1", port, timeout=10)


@pytest.fixture
def by_smtp(database) -> Iterator[Callable[[], smtplib.SMTP]]:
    with listening_by(Source.SMTP) as port:
        yield lambda: smtplib.SMTP("127.0.0.1", port, timeout=10)


@pytest.fixture
def database(request, monkeypatch) -> Iterator[None]:
    """The listener's threads ask by the test's own connection, in its transaction, in turns.

    In a test with `transaction=True` they have their own, and close them, so that the database can
    be emptied.
    """
    real, turns, ours = listening._safely, threading.Lock(), connections["default"]
    is_shared = not request.node.get_closest_marker("django_db").kwargs.get("transaction")

    def safely(question):
        if is_shared:
            with turns:
                connections["default"] = ours
                return real(question)
        try:
            return real(question)
        finally:
            connections.close_all()

    monkeypatch.setattr(listening, "_safely", safely)
    if is_shared:
        monkeypatch.setattr(listening, "close_old_connections", lambda: None)
    ours.inc_thread_sharing()
    yield
    ours.dec_thread_sharing()


@pytest.mark.django_db(transaction=True)
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


def test_it_is_no_relay_and_what_nobody_reads_is_refused(by_smtp) -> None:
    strangers = [
        "bo@skola.se", "nobody", f"x@evil.{DOMAIN}", f"x@{DOMAIN}.evil.example",
        f"a@b@{DOMAIN[1:]}", f"support@{DOMAIN}",
    ]  # fmt: skip
    with by_smtp() as server:
        server.ehlo()
        server.mail("bo@skola.se")
        for stranger in strangers:
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
        assert server.data(MAIL + (b"x" * 998 + b"\r\n") * 1100)[0] == 552
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
        server.sendmail("åsa@räksmörgås.se", [f"replies+räksmörgås@{DOMAIN}"], MAIL, ["SMTPUTF8"])
    assert Arrival.objects.get().sender == "åsa@räksmörgås.se"


@pytest.mark.django_db(transaction=True)
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


def test_it_tells_what_a_server_of_lmtp_must_offer(by_lmtp) -> None:
    with by_lmtp() as server:
        server.ehlo()
        for extension in ("pipelining", "enhancedstatuscodes", "8bitmime", "size"):
            assert server.has_extn(extension)


def test_every_answer_carries_a_code(by_lmtp) -> None:
    with by_lmtp() as server:
        server.ehlo()
        for command in ("NOOP", "RSET", "NONSENSE", "RCPT TO:<x@y.se>", "DATA", "VRFY x", "HELP"):
            code, text = server.docmd(command)
            assert text.startswith(f"{str(code)[0]}.".encode()), (command, text)
        assert server.docmd("QUIT") == (221, b"2.0.0 Bye")


def test_commands_that_come_together_are_answered_in_turn(by_lmtp) -> None:
    with by_lmtp() as server:
        server.ehlo()
        commands = ["MAIL FROM:<bo@skola.se>", f"RCPT TO:<{TO}>", "RCPT TO:<x@nowhere.se>", "DATA"]
        server.send("\r\n".join([*commands, ""]))
        assert [server.getreply()[0] for _one in commands] == [250, 250, 550, 354]
        server.send(MAIL + b".\r\nNOOP\r\n")
        assert [server.getreply()[0] for _one in "12"] == [250, 250]
    assert bytes(Arrival.objects.get().raw) == MAIL


def test_who_is_sent_away_hears_nothing_else(by_smtp, monkeypatch) -> None:
    monkeypatch.setattr(listening, "MOST_CONNECTIONS", 1)
    with by_smtp() as one, socket.create_connection(one.sock.getpeername(), timeout=10) as other:
        assert b"".join(iter(lambda: other.recv(1000), b"")).startswith(b"421 ")
    with by_smtp() as one, socket.create_connection(one.sock.getpeername(), timeout=10) as other:
        assert b"220" not in b"".join(iter(lambda: other.recv(1000), b""))


def test_more_connections_than_are_served_are_sent_away(by_smtp, monkeypatch) -> None:
    monkeypatch.setattr(listening, "MOST_CONNECTIONS", 2)
    with by_smtp() as one, by_smtp() as two:
        with pytest.raises(smtplib.SMTPConnectError) as refusal:
            by_smtp()
        assert refusal.value.smtp_code == 421
        assert one.noop()[0] == two.noop()[0] == 250
    with by_smtp() as three:
        assert three.noop()[0] == 250


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_kept(by_lmtp) -> None:
    def send(number: int) -> None:
        with by_lmtp() as server:
            server.sendmail("bo@skola.se", [TO], MAIL + str(number).encode())

    with ThreadPoolExecutor(8) as senders:
        list(senders.map(send, range(24)))
    assert Arrival.objects.count() == 24


def test_mails_that_take_too_much_memory_together_come_later(by_lmtp, monkeypatch) -> None:
    monkeypatch.setattr(receiving, "MOST_AT_ONCE", 100_000)
    large = MAIL + b"x" * 78_000 + b"\r\n"
    with by_lmtp() as first, by_lmtp() as second, by_lmtp() as third:
        for one in (first, second):
            one.ehlo()
            one.mail("bo@skola.se")
            one.rcpt(TO)
            one.putcmd("data")
            one.getreply()
        first.send(large)
        waits_until(lambda: third.docmd("MAIL", "FROM:<a@b.se> SIZE=50000")[0] == 452, third)
        second.send(large + b".\r\n")
        assert second.getreply()[0] == 452
        first.send(b".\r\n")
        assert first.getreply()[0] == 250
        second.rset()
        assert not second.sendmail("bo@skola.se", [TO], large + b"2")
    assert {one.size for one in Arrival.objects.all()} == {len(large), len(large) + 3}


def waits_until(is_so: Callable[[], bool], server: smtplib.SMTP) -> None:
    """Asks until the listener has seen what another conversation has sent."""
    server.ehlo()
    until = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < until
        server.rset()


def test_what_begins_with_a_dot_and_what_is_cut_in_odd_places_comes_whole(by_smtp) -> None:
    raw = b"Subject: x\r\n\r\n.\r\n..a\r\n" + b"y" * 70_000 + b"\r\n.z\r\n"
    with by_smtp() as server:
        server.sendmail("bo@skola.se", [TO], raw)
        server.sendmail("bo@skola.se", [TO], b"\r\n")
    assert raw in {bytes(one.raw) for one in Arrival.objects.all()}


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
