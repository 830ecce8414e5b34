"""Connections are kept between mails, and one that breaks loses and doubles nothing."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from kundportal.mail import jobs, pool
from kundportal.mail.models import Mail, State
from tests.mail.tarpit import Server, Talk, used_by

pytestmark = pytest.mark.django_db
Post = Callable[..., Mail]


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    with used_by(settings, timeout=1) as server:
        yield server


def sent(*mails: Mail) -> bool:
    return all(Mail.objects.get(pk=mail.pk).state == State.SENT for mail in mails)


def test_many_mails_go_over_one_connection(server: Server, post: Post) -> None:
    mails = [post(to=f"a{number}@skola.se") for number in range(5)]
    jobs.sweep()
    assert sent(*mails)
    assert server.connections == 1


def test_a_connection_is_replaced_after_so_many_mails(
    server: Server, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "MOST_MAILS", 2)
    mails = [post() for _ in range(5)]
    jobs.sweep()
    assert sent(*mails)
    assert server.connections == 3


def test_a_connection_that_was_idle_too_long_is_not_used_again(
    server: Server, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = post(), post()
    jobs.deliver(mail_id=first.pk)
    monkeypatch.setattr(pool, "MOST_IDLE", -1.0)
    jobs.deliver(mail_id=second.pk)
    third = post()
    jobs.deliver(mail_id=third.pk)
    assert sent(first, second, third)
    assert server.connections == 2


def test_one_that_has_been_idle_is_asked_before_it_is_used(
    server: Server, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "ASKED_AFTER", -1.0)
    asked = []
    server.act = lambda talk, word, line: asked.append(word) if word == "NOOP" else None
    mails = [post(to=f"a@skola{number}.se") for number in range(2)]
    jobs.sweep()
    assert sent(*mails)
    assert asked == ["NOOP"]
    assert server.connections == 1


@pytest.mark.parametrize("ending", ["cut", "421 4.4.2 too long idle"])
def test_a_mail_that_meets_an_ended_connection_goes_over_a_new_one_once(
    server: Server, post: Post, ending: str
) -> None:
    def end(talk: Talk, word: str, line: str) -> bool | None:
        if word != "MAIL" or not talk.mails:
            return None
        if ending != "cut":
            talk.say(ending)
        return False

    server.act = end
    mails = [post(to=f"a{number}@skola.se") for number in range(3)]
    jobs.sweep()
    assert sent(*mails)
    assert sorted(server.taken) == [f"a{number}@skola.se" for number in range(3)]
    assert server.connections == 3
    assert {mail.tries for mail in Mail.objects.all()} == {1}


def test_a_connection_cut_after_the_mail_was_said_does_not_say_it_at_once_again(
    server: Server, post: Post
) -> None:
    def cut(talk: Talk, word: str, line: str) -> bool | None:
        if word != "DATA":
            return None
        talk.say("354 go on")
        while talk.rfile.readline().strip() != b".":
            pass
        server.taken.append("somebody")
        return False

    server.act = cut
    mail = post()
    jobs.sweep()
    assert server.taken == ["somebody"]
    assert not sent(mail)


def test_a_refused_recipient_leaves_the_connection_to_the_next(server: Server, post: Post) -> None:
    def refuse(talk: Talk, word: str, line: str) -> bool | None:
        if word != "RCPT" or "nobody" not in line:
            return None
        talk.say("550 5.1.1 no such user")
        return True

    server.act = refuse
    nobody, somebody = post(to="nobody@skola.se"), post(to="somebody@skola.se")
    jobs.sweep()
    assert Mail.objects.get(pk=nobody.pk).state == State.BOUNCED
    assert sent(somebody)
    assert server.connections == 1


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Taking:
    def __init__(self) -> None:
        self.taken: list[tuple[bool, bool]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append((session.ssl is not None, bool(session.authenticated)))
        return "250 OK"


def knows(server: Any, session: Any, envelope: Any, mechanism: str, told: Any) -> AuthResult:
    right = LoginPassword(b"portal", b"hemligt")
    return AuthResult(success=told == right)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that nobody but itself vouches for."""
    file = tmp_path_factory.mktemp("tls") / "pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost",
         "-keyout", file, "-out", file],
        check=True, capture_output=True,
    )  # fmt: skip
    return file


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("how", ["STARTTLS", "TLS"])
def test_mail_goes_encrypted_and_signed_in(
    post: Post, settings: Any, certificate: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(certificate)
    taking = Taking()
    # aiosmtpd counts TLS from the start as no TLS, so signing in is not made to depend on it there.
    options: dict[str, Any] = {"authenticator": knows, "auth_required": True}
    options |= (
        {"tls_context": ours, "require_starttls": True}
        if how == "STARTTLS"
        else {"ssl_context": ours, "auth_require_tls": False}
    )
    controller = Controller(taking, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    settings.EMAIL_BACKEND = "kundportal.mail.backends.Smtp"
    settings.EMAIL_HOST = "localhost"
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "hemligt"
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = how == "STARTTLS", how == "TLS"
    try:
        mails = [post(), post()]
        jobs.sweep()
        assert sent(*mails), [mail.answer for mail in Mail.objects.all()]
        assert [authenticated for _tls, authenticated in taking.taken] == [True, True]
    finally:
        pool.close_idle(every=True)
        controller.stop()
