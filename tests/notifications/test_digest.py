"""One mail at 07:30 and 15:30 on working days of all that waits: nothing twice, nothing skipped."""

from __future__ import annotations

import threading
import tracemalloc
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from kundportal.mail.models import Mail
from kundportal.notifications import digesting, jobs
from kundportal.notifications.digesting import digest
from kundportal.notifications.digests import next_digest
from kundportal.notifications.models import Notification
from kundportal.people.models import Notify, Organisation, Person
from tests.cast import person
from tests.mail.test_workers import in_thread
from tests.notifications.conftest import wants

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NIGHTS = [datetime(2026, 3, 29, tzinfo=STOCKHOLM), datetime(2026, 10, 25, tzinfo=STOCKHOLM)]
MORNING = datetime(2026, 11, 26, 7, 30, tzinfo=STOCKHOLM)  # a Thursday


@pytest.fixture
def reader(customer):
    wants(customer, Notify.DIGEST, "replies", "named")
    return customer


def digests_to(person: Person) -> list[Mail]:
    return list(Mail.objects.filter(person=person, key__startswith="digest:").order_by("pk"))


def test_all_that_waits_is_one_mail_grouped_by_ticket(tell, create_ticket, reader, at):
    one, other = (create_ticket(reader) for _ in range(2))
    at(MORNING - timedelta(hours=1))
    tell(reader, one, title="Schemat", status=("Öppet", "Väntar på dig"))
    tell(reader, other, title="Betygen", text="x" * 2000)
    tell(reader, one, title="Schemat")
    at(MORNING)
    jobs.send_digests()
    [mail] = digests_to(reader)
    assert mail.subject == "3 notiser: [SE-1234-5678] Schemat och 1 till"
    where = [mail.text.index(words) for words in ("Svar 1 från", "Svar 3 från", "Svar 2 från")]
    assert where == sorted(where), "the thing with the newest first, and in it the oldest first"
    assert mail.text.index("Status: Öppet → Väntar på dig") < where[0]
    for number in (1, 2, 3):
        assert f"/replies/{number}/" in mail.text
    assert "x" * 301 not in mail.text.replace("\n> ", "")
    assert "http://localhost:8000/notifications/" in mail.text
    jobs.send_digests()
    assert len(digests_to(reader)) == 1


def test_one_thing_alone_is_named_in_the_subject(tell, ticket, reader, at):
    at(MORNING - timedelta(hours=1))
    tell(reader, ticket)
    at(MORNING)
    assert digest(reader.pk).subject == "1 notis: [SE-1234-5678] Schemat är tomt"


def test_before_it_is_time_nothing_is_mailed_and_with_nothing_new_neither(tell, ticket, reader, at):
    at(MORNING - timedelta(hours=1))
    tell(reader, ticket)
    at(MORNING - timedelta(seconds=1))
    jobs.send_digests()
    at(MORNING)
    Notification.objects.of(reader).read()
    jobs.send_digests()
    assert digests_to(reader) == []


def test_what_was_read_meanwhile_is_left_out(tell, ticket, reader, at):
    at(MORNING - timedelta(hours=1))
    row = tell(reader, ticket)
    tell(reader, ticket)
    Notification.objects.the_one(row).read()
    at(MORNING)
    mail = digest(reader.pk)
    assert "gång 2." in mail.text
    assert "gång 1." not in mail.text


def test_what_one_sees_no_more_is_left_out(tell, create_ticket, reader, outsider, at):
    at(MORNING - timedelta(hours=1))
    tell(reader, create_ticket(reader))
    tell(reader, create_ticket(outsider))
    at(MORNING)
    mail = digest(reader.pk)
    assert "gång 1." in mail.text
    assert "gång 2." not in mail.text


def test_what_is_taken_back_leaves_the_rest_to_another_digest(tell, create_ticket, reader, at):
    one, other = (create_ticket(reader) for _ in range(2))
    at(MORNING - timedelta(hours=1))
    tell(reader, one)
    tell(reader, other)
    at(MORNING)
    digest(reader.pk)
    Notification.objects.of(reader).about(one).take_back()
    assert digests_to(reader) == []
    jobs.send_digests()
    [mail] = digests_to(reader)
    assert "gång 2." in mail.text
    assert "gång 1." not in mail.text


def test_things_of_bare_organisations_appear_with_number_and_link_alone(
    tell, create_ticket, agent, customer, outsider, elsewhere, at
):
    wants(agent, Notify.DIGEST, "replies")
    Organisation.objects.filter(pk=elsewhere.pk).update(mails_are_bare=True)
    at(MORNING - timedelta(hours=1))
    tell(agent, create_ticket(customer), title="Synligt")
    tell(agent, create_ticket(outsider), title="Hemligt", text="Hemlig text", lead="Hemlig rad")
    at(MORNING)
    mail = digest(agent.pk)
    assert "Synligt" in mail.text
    for part in (mail.subject, mail.text, mail.html):
        assert "Hemlig" not in part
    assert "Ärende SE-1234-5678" in mail.text
    assert "/replies/2/" in mail.text


def test_much_is_cut_short(tell, create_ticket, reader, at, monkeypatch):
    monkeypatch.setattr(digesting, "MOST_THINGS", 2)
    at(MORNING - timedelta(hours=1))
    tickets = [create_ticket(reader) for _ in range(3)]
    for ticket in tickets:
        tell(reader, ticket)
    for _ in range(7):
        tell(reader, tickets[-1])
    at(MORNING)
    mail = digest(reader.pk)
    assert mail.subject.startswith("10 notiser")
    assert "3 till, tidigare" in mail.text
    assert "Och 1 till, i portalen." in mail.text
    assert mail.text.count("/replies/") == 6


@pytest.mark.parametrize("night", NIGHTS, ids=["spring", "autumn"])
def test_over_a_night_when_the_clock_changes_there_are_the_same_digests(night, customer):
    """Asked every minute from Friday to Tuesday, the next digest is one of these, in turn."""
    monday, friday = night + timedelta(days=1), night - timedelta(days=2)
    expected = [
        datetime.combine(day, at, tzinfo=STOCKHOLM)
        for day in (friday.date(), monday.date(), (monday + timedelta(days=1)).date())
        for at in (digests_at[0], digests_at[1])
    ]
    moment, end, found = friday.astimezone(UTC), expected[-1].astimezone(UTC), []
    while moment < end:
        following = next_digest(moment, customer)
        assert following > moment
        if not found or found[-1] != following:
            found.append(following)
        moment += timedelta(minutes=1)
    assert found == expected


digests_at = [datetime(2026, 1, 1, 7, 30).time(), datetime(2026, 1, 1, 15, 30).time()]


@pytest.mark.parametrize("night", NIGHTS, ids=["spring", "autumn"])
def test_over_such_a_night_each_thing_is_told_once(night, tell, ticket, reader, at):
    moment = (night - timedelta(days=2)).astimezone(UTC)
    end = datetime.combine(night.date() + timedelta(days=2), digests_at[0], tzinfo=STOCKHOLM)
    told = 0
    while moment <= end.astimezone(UTC):
        at(moment)
        jobs.send_digests()
        if moment < end.astimezone(UTC) and tell(reader, ticket):
            told += 1
        moment += timedelta(minutes=30)
    at(end)
    jobs.send_digests()
    mails = digests_to(reader)
    assert len(mails) == 5  # Friday twice, Monday twice, Tuesday morning
    assert told == Notification.objects.exclude(mail=None).count()
    assert not Notification.objects.waiting().exists()


@pytest.mark.parametrize(
    ("country", "zone", "after", "expected"),
    [
        # Sweden's Midsummer Eve is no working day; Finland's clock is an hour ahead of ours.
        ("SE", "Europe/Stockholm", "2026-06-18T14:00Z", "2026-06-22T05:30Z"),
        ("NO", "Europe/Oslo", "2026-06-18T14:00Z", "2026-06-19T05:30Z"),
        ("SE", "Europe/Helsinki", "2026-11-26T05:00Z", "2026-11-26T05:30Z"),
        ("SE", "Europe/Helsinki", "2026-11-26T05:30Z", "2026-11-26T13:30Z"),
        ("SE", "Atlantic/Reykjavik", "2026-11-27T15:30Z", "2026-11-30T07:30Z"),
    ],
)
def test_it_follows_the_readers_clock_and_the_countrys_calendar(
    customer, municipality, country, zone, after, expected
):
    municipality.country, customer.time_zone = country, zone
    customer.organisation = municipality
    assert next_digest(datetime.fromisoformat(after), customer) == datetime.fromisoformat(expected)


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_people_and_write_to_each_once(tell, create_ticket, municipality, at):
    people = [person(f"P{n}", f"p{n}@lillkoping.example", at=municipality) for n in range(8)]
    at(MORNING - timedelta(hours=1))
    for one in people:
        wants(one, Notify.DIGEST, "replies")
        tell(one, create_ticket(one))
    at(MORNING)
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        jobs.send_digests()

    for worker in [in_thread(work) for _ in range(2)]:
        worker.join()
    assert [len(digests_to(one)) for one in people] == [1] * 8


def test_a_digest_that_cannot_be_written_keeps_nobody_waiting(
    tell, create_ticket, reader, colleague, at
):
    wants(colleague, Notify.DIGEST, "replies")
    at(MORNING - timedelta(hours=1))
    broken = tell(reader, create_ticket(reader))
    Notification.objects.filter(pk=broken.pk).update(content={"quote": None})
    tell(colleague, create_ticket(colleague))
    at(MORNING)
    jobs.send_digests()
    assert len(digests_to(colleague)) == 1


def test_a_run_ends_after_a_while_and_the_next_one_goes_on(
    tell, create_ticket, reader, colleague, at, monkeypatch
):
    wants(colleague, Notify.DIGEST, "replies")
    at(MORNING - timedelta(hours=1))
    for one in (reader, colleague):
        tell(one, create_ticket(one))
    at(MORNING)
    times = iter([0.0, 1.0, 51.0])
    monkeypatch.setattr(jobs, "monotonic", lambda: next(times))
    jobs.send_digests()
    assert [len(digests_to(one)) for one in (reader, colleague)] == [1, 0]
    monkeypatch.undo()
    at(MORNING + timedelta(minutes=1))
    jobs.send_digests()
    assert [len(digests_to(one)) for one in (reader, colleague)] == [1, 1]


def test_how_a_thing_stood_is_said_whatever_is_shown_of_it(tell, ticket, reader, at):
    at(MORNING - timedelta(hours=1))
    tell(reader, ticket, status=("Öppet", "Väntar på dig"))
    tell(reader, ticket, status=("Väntar på dig", "Löst"))
    for _ in range(6):
        tell(reader, ticket)
    at(MORNING)
    assert "Status: Öppet → Löst" in digest(reader.pk).text


def test_thousands_that_wait_are_not_read_whole(tell, ticket, reader, at):
    at(MORNING - timedelta(hours=1))
    row = tell(reader, ticket, text="Hemligt " * 600)
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO notifications_notification (key, person_id, kind, thing, thing_id,
                organisation_id, language, content, how, created_at, due_at)
            SELECT key || ':' || number, person_id, kind, thing, thing_id,
                organisation_id, language, content, how, created_at, due_at
            FROM notifications_notification, generate_series(1, 4999) AS number WHERE id = %s""",
            [row.pk],
        )
    at(MORNING)
    tracemalloc.start()
    mail = digest(reader.pk)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert mail.subject.startswith("5000 notiser")
    assert Notification.objects.filter(mail=mail).count() == 5000
    assert peak < 12_000_000
