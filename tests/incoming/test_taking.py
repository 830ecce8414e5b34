"""A mail that comes in is kept before anything is done with it, once, and read without harm."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from kundportal.incoming import jobs
from kundportal.incoming.arriving import routing
from kundportal.incoming.models import Arrival, ArrivalState, Source, TakenFor, TooLarge

pytestmark = pytest.mark.django_db
MAIL = b"From: Bo <bo@skola.se>\r\nTo: support@old.example\r\nSubject: Hej\r\n\r\nHej\r\n"
TO = "support@old.example"


def take(raw: bytes = MAIL, **details) -> Arrival:
    chosen = {"sender": "bo@skola.se", "recipients": [TO], "source": Source.LMTP}
    return Arrival.objects.take(raw, **(chosen | details))


def readings() -> list[int]:
    found = ProcrastinateJob.objects.filter(task_name="kundportal.incoming.jobs.read")
    return [job.args["arrival_id"] for job in found]


def test_a_mail_is_kept_as_it_came_and_its_reading_is_queued() -> None:
    arrival = take()
    arrival.refresh_from_db()
    assert (bytes(arrival.raw), arrival.size) == (MAIL, len(MAIL))
    assert (arrival.sender, arrival.recipients) == ("bo@skola.se", [TO])
    assert arrival.state == ArrivalState.WAITING
    assert arrival.pk in readings()


def test_the_same_mail_in_the_same_envelope_is_taken_once() -> None:
    first = take()
    before = len(readings())
    assert take() == first
    assert len(readings()) == before
    assert take(sender="eva@skola.se") != first
    assert take(recipients=["other@old.example"]) != first
    jobs.read(arrival_id=first.pk)
    assert take() == first  # it comes again after it has been read


def test_what_is_read_is_wiped() -> None:
    arrival = take()
    jobs.read(arrival_id=arrival.pk)
    arrival.refresh_from_db()
    assert (arrival.state, arrival.taken_for) == (ArrivalState.READ, TakenFor.OTHER)
    assert arrival.raw is None
    assert arrival.read_at


def test_a_mail_that_is_too_large_is_not_kept_but_told_of() -> None:
    with pytest.raises(TooLarge):
        take(b"x" * (1024 * 1024 + 1))
    arrival = Arrival.objects.get()
    assert (arrival.state, arrival.reason, arrival.raw) == (ArrivalState.FAILED, "too-large", None)
    assert not arrival.may_be_read_again


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 1000,
        b"\xff\xfe\x00broken",
        b">" * 1_000_000,
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n" * 20_000,
        b"Content-Type: message/rfc822\r\n\r\n" * 5_000,
        b"Subject: =?utf-99?B?%%%?=\r\nFrom: \xe5\xe4\xf6 <\x00@>\r\n\r\n\xff",
        b"From: a@b.se\r\nTo: " + b",".join(b"p%d@x.se" % n for n in range(300)) + b"\r\n\r\n",
    ],
)
def test_whatever_comes_in_is_read(raw: bytes) -> None:
    arrival = take(raw)
    jobs.read(arrival_id=arrival.pk)
    arrival.refresh_from_db()
    assert arrival.state == ArrivalState.READ


def test_odd_envelopes_are_kept() -> None:
    arrival = take(sender="åsa\r\n\0\ud83d@räksmörgås.se" + "x" * 400, recipients=["ö" * 400] * 300)
    arrival.refresh_from_db()
    assert len(arrival.sender) == 254
    assert arrival.sender.startswith("åsa @räksmörgås.se")
    assert (len(arrival.recipients), len(arrival.recipients[0])) == (100, 254)


class Poison(Exception):
    pass


@pytest.fixture
def poison(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail from mallory can't be read, whatever one tries."""
    real = routing.read

    def read(raw: bytes, **envelope):
        if b"mallory" in raw:
            raise Poison("the secret text of the mail")
        return real(raw, **envelope)

    monkeypatch.setattr(routing, "read", read)


def again(arrival: Arrival) -> Arrival:
    """The time comes at which the sweep tries it again."""
    Arrival.objects.waiting().update(next_try_at=timezone.now() - timedelta(seconds=1))
    jobs.sweep()
    return Arrival.objects.get(pk=arrival.pk)


def test_a_mail_that_can_not_be_read_is_given_up_and_stops_no_other(poison, caplog) -> None:
    bad, good = take(b"From: mallory\r\n\r\n"), take()
    jobs.sweep()
    assert Arrival.objects.get(pk=good.pk).state == ArrivalState.READ
    for _try in range(2):
        bad = again(bad)
    assert (bad.state, bad.reason, bad.tries) == (ArrivalState.FAILED, "Poison", 3)
    assert bytes(bad.raw)  # for staff to have it read again
    assert "Poison" in caplog.text
    assert "secret" not in caplog.text


def test_a_mail_that_takes_its_worker_along_is_given_up_too(monkeypatch) -> None:
    monkeypatch.setattr(routing, "read", lambda *a, **k: (_ for _ in ()).throw(SystemExit))
    arrival = take()
    for _try in range(3):
        Arrival.objects.waiting().update(next_try_at=timezone.now())
        with pytest.raises(SystemExit):
            jobs.read(arrival_id=arrival.pk)
    arrival = again(arrival)
    assert (arrival.state, arrival.reason) == (ArrivalState.FAILED, "worker-lost")


def test_a_mail_whose_job_was_lost_is_read_by_the_sweep() -> None:
    arrival = take()
    ProcrastinateJob.objects.all()._raw_delete("default")
    jobs.sweep()
    arrival.refresh_from_db()
    assert arrival.state == ArrivalState.READ


def test_an_outage_of_the_database_costs_no_mail(monkeypatch) -> None:
    def away(*args, **options):
        raise OperationalError("gone")

    arrival = take()
    with monkeypatch.context() as broken:
        broken.setattr(routing, "bounce_in", away)
        with pytest.raises(OperationalError):
            jobs.read(arrival_id=arrival.pk)
    assert again(arrival).state == ArrivalState.READ


def test_a_lock_that_is_not_got_is_no_try_of_the_mail(monkeypatch) -> None:
    def locked(*args, **options):
        raise OperationalError("canceling statement due to lock timeout")

    arrival = take()
    with monkeypatch.context() as broken:
        broken.setattr(routing, "bounce_in", locked)
        for _time in range(5):
            with pytest.raises(OperationalError):
                again(arrival)
    arrival.refresh_from_db()
    assert (arrival.state, arrival.tries) == (ArrivalState.WAITING, 0)
    assert again(arrival).state == ArrivalState.READ


def test_a_mail_that_could_not_be_read_is_read_again_on_demand(poison, agent) -> None:
    bad = take(b"From: mallory\r\n\r\n")
    bad.fail("Poison")
    assert bad.read_again(by=agent)
    assert not bad.read_again(by=agent)
    bad.refresh_from_db()
    assert (bad.state, bad.tries) == (ArrivalState.WAITING, 0)


def test_what_could_not_be_read_is_wiped_after_two_weeks_and_the_row_after_ninety_days() -> None:
    old, older, young = take(b"1"), take(b"2"), take(b"3")
    for arrival, days in ((old, 15), (older, 91), (young, 13)):
        arrival.fail("Poison")
        received = timezone.now() - timedelta(days=days)
        Arrival.objects.filter(pk=arrival.pk).update(received_at=received)
    jobs.forget()
    kept = {one.pk: one.raw for one in Arrival.objects.all()}
    assert kept.keys() == {old.pk, young.pk}
    assert kept[old.pk] is None
    assert kept[young.pk] is not None
