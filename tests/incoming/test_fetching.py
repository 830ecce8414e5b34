"""Mail is fetched from a real mailbox: each once, deleted there only when it is kept here."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from imapclient import IMAPClient

from kundportal.incoming import jobs
from kundportal.incoming.arriving import fetching
from kundportal.incoming.models import Arrival, ArrivalState, Mailbox
from kundportal.incoming.models.mailbox import MailboxFault

pytestmark = pytest.mark.django_db


def mail(subject: str, extra: bytes = b"") -> bytes:
    text = (
        "Return-Path: <bo@skola.se>\r\nDelivered-To: support@old.example\r\n"
        f"From: Bo <bo@skola.se>\r\nSubject: {subject}\r\n\r\nHej\r\n"
    )
    return text.encode() + extra


def test_what_lies_in_the_mailbox_comes_in_and_is_deleted_there(mailbox) -> None:
    mailbox.put(mail("ett"), mail("två"))
    jobs.fetch()
    first, _second = Arrival.objects.order_by("pk")
    assert (bytes(first.raw), first.source) == (mail("ett"), "imap")
    jobs.read(arrival_id=first.pk)
    first.refresh_from_db()
    assert (first.sender, first.recipients[0]) == ("bo@skola.se", "support@old.example")
    assert mailbox.subjects() == []
    box = Mailbox.objects.get()
    assert box.fetched_at
    assert not box.fault
    assert "ord" not in box.name.replace("portal", "")


def test_a_mail_is_never_deleted_before_it_is_kept(mailbox, monkeypatch) -> None:
    def away(*args, **options):
        raise OperationalError("gone")

    mailbox.put(mail("ett"))
    with monkeypatch.context() as broken:
        broken.setattr(Arrival.objects.__class__, "take", away)
        with pytest.raises(OperationalError):
            fetching.fetch()
    assert mailbox.subjects() == ["ett"]
    fetching.fetch()
    assert Arrival.objects.count() == 1
    assert mailbox.subjects() == []


def test_a_mail_that_stays_in_the_mailbox_is_taken_once(mailbox, monkeypatch) -> None:
    mailbox.put(mail("ett"))
    with monkeypatch.context() as broken:
        broken.setattr(fetching, "_delete", lambda *args: None)
        assert fetching.fetch().taken == 1
        fetched = []
        broken.setattr(fetching, "_take", lambda *args: fetched.append(args) or False)
        assert fetching.fetch().taken == 0
        assert not fetched
    fetching.fetch()
    assert mailbox.subjects() == []
    assert Arrival.objects.count() == 1


def test_one_that_is_too_large_stays_there_and_staff_see_it(mailbox) -> None:
    mailbox.put(mail("stor", b"x" * 1024 * 1024), mail("liten"))
    for _round in range(2):
        jobs.fetch()
    assert mailbox.subjects() == ["stor"]
    noted = Arrival.objects.get(state=ArrivalState.FAILED)
    assert (noted.reason, noted.raw) == ("too-large", None)
    assert Arrival.objects.count() == 2


def test_those_that_are_too_large_keep_nothing_behind_them_waiting(mailbox, monkeypatch) -> None:
    monkeypatch.setattr(fetching, "MOST_AT_ONCE", 1)
    mailbox.put(mail("stor", b"x" * 1024 * 1024), mail("liten"))
    for _round in range(2):
        jobs.fetch()
    assert mailbox.subjects() == ["stor"]


def test_one_that_can_not_be_fetched_is_no_fault_while_others_come_in(mailbox, monkeypatch) -> None:
    real = IMAPClient.fetch

    def odd(self, uids, data):
        found = real(self, uids, data)
        if data == ["BODY.PEEK[]"] and b"sjuk" in found[uids[0]][b"BODY[]"]:
            return {}
        return found

    monkeypatch.setattr(IMAPClient, "fetch", odd)
    mailbox.put(mail("sjuk"), mail("frisk"))
    jobs.fetch()
    assert Mailbox.objects.get().fault == ""
    jobs.fetch()
    assert Mailbox.objects.get().fault == MailboxFault.MAIL
    assert mailbox.subjects() == ["sjuk"]


def test_a_round_with_nothing_new_writes_nothing(mailbox, django_assert_num_queries) -> None:
    jobs.fetch()
    with django_assert_num_queries(2) as asked:
        jobs.fetch()
    assert all(one["sql"].startswith("SELECT") for one in asked.captured_queries)


def test_an_empty_mail_and_broken_ones_come_in(mailbox) -> None:
    mailbox.put(b"\r\n", b"\xff\xfe broken \x80\r\n\r\n", b">" * 300_000 + b"\r\n")
    jobs.fetch()
    for arrival in Arrival.objects.all():
        jobs.read(arrival_id=arrival.pk)
    assert {one.state for one in Arrival.objects.all()} == {ArrivalState.READ}
    assert mailbox.subjects() == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("l%C3%B6sen%2Ford", "wrong", MailboxFault.SIGN_IN),
        ("/INBOX", "/Nowhere", MailboxFault.FOLDER),
        ("imap://", "ftp://", MailboxFault.SETTING),
    ],
)
def test_staff_see_what_is_wrong(mailbox, settings, before, after, fault) -> None:
    settings.MAILBOX = mailbox.url.replace(before, after)
    jobs.fetch()
    box = Mailbox.objects.get()
    since = box.fault_since
    assert box.fault == fault
    jobs.fetch()
    assert Mailbox.objects.get().fault_since == since
    settings.MAILBOX = mailbox.url
    jobs.fetch()
    assert Mailbox.objects.get().fault == ""


def test_a_server_that_is_away_is_a_fault_and_no_exception(mailbox) -> None:
    mailbox.stop()
    jobs.fetch()
    assert Mailbox.objects.get().fault == MailboxFault.CONNECTION


def test_a_connection_that_breaks_in_the_middle_loses_nothing(mailbox, monkeypatch) -> None:
    def breaks(*args, **options):
        raise ConnectionResetError

    mailbox.put(mail("ett"), mail("två"))
    with monkeypatch.context() as broken:
        broken.setattr(IMAPClient, "delete_messages", breaks)
        jobs.fetch()
        assert Mailbox.objects.get().fault == MailboxFault.CONNECTION
    jobs.fetch()
    assert Arrival.objects.count() == 2
    assert mailbox.subjects() == []


def test_it_can_be_done_by_hand(mailbox, settings) -> None:
    mailbox.put(mail("ett"))
    said = StringIO()
    call_command("fetch_mail", stdout=said)
    assert "1 mail" in said.getvalue()
    settings.MAILBOX = ""
    with pytest.raises(CommandError, match="KUNDPORTAL_MAILBOX"):
        call_command("fetch_mail")
    assert jobs.fetch() is None
