"""The language and the time zone that a person reads in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from kundportal.lib import dates, zones
from kundportal.lib.reader import writing_for
from kundportal.people import emails
from kundportal.people.models import Person
from kundportal.tickets.models import Message, Ticket
from tests.cast import signed_in
from tests.people.conftest import latest_mail

LATE = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)  # half past midnight in Sweden, in summer


@pytest.fixture
def browser(customer):
    return signed_in(customer)


def choose(client: Client, **changed: str):
    sent = {"language": "sv", "time_zone": "Europe/Helsinki", **changed}
    return client.post("/settings/language/", sent, follow=True)


def in_zone(person: Person, name: str) -> Client:
    Person.objects.filter(pk=person.pk).update(time_zone=name)
    return signed_in(person)


def test_language_and_zone_are_kept_and_turned_on_at_once(browser, customer):
    page = choose(browser, language="en").content.decode()
    assert "Your language and time zone are saved." in page
    assert '<html lang="en">' in page
    assert '<option value="Europe/Helsinki" selected>Finland</option>' in page
    customer.refresh_from_db()
    assert (customer.language, customer.time_zone) == ("en", "Europe/Helsinki")


@pytest.mark.parametrize(
    "changed",
    [
        {"language": "xx"},
        {"language": ""},
        {"time_zone": ""},
        {"time_zone": "Europe/Atlantis"},
        {"time_zone": "../../etc/passwd"},
        {"time_zone": "\x00"},
        {"time_zone": "x" * 5000},
    ],
)
def test_what_is_not_offered_is_an_error_and_changes_nothing(browser, customer, changed):
    response = choose(browser, **changed)
    assert response.status_code == 422
    after = Person.objects.get(pk=customer.pk)
    assert (after.language, after.time_zone) == ("sv", "Europe/Stockholm")


def test_an_unknown_zone_is_told_in_plain_words(browser):
    page = choose(browser, time_zone="Europe/Atlantis").content.decode()
    assert "Vi känner inte till den tidszonen. Välj en i listan." in page


def test_the_usual_zones_come_first_and_in_plain_words():
    with translation.override("sv"):
        first, europe, *others = zones.choices()
    assert [words for _name, words in first[1]] == [
        "Sverige, Norge, Danmark och Tyskland", "Finland", "Storbritannien", "Island",
    ]  # fmt: skip
    assert ("Europe/Copenhagen", "Köpenhamn") in europe[1]
    names = [name for _label, group in (first, europe, *others) for name, _words in group]
    assert len(names) == len(set(names)) > 300
    assert set(names) <= available_timezones()


def test_every_zone_in_the_list_can_be_chosen(customer):
    for _label, group in zones.choices():
        for name, _words in group:
            assert len(name) <= zones.LONGEST_NAME
            assert str(zones.zone(name)) == name


def test_a_zone_that_is_chosen_but_no_longer_listed_stays(customer):
    browser = in_zone(customer, "Europe/Kyiv")
    assert 'value="Europe/Kyiv" selected' in browser.get("/settings/language/").content.decode()
    assert choose(browser, time_zone="Europe/Kyiv").status_code == 200


def test_a_zone_that_the_computer_does_not_know_is_read_as_the_installations_own(customer):
    browser = in_zone(customer, "Mars/Olympus")
    assert browser.get("/settings/language/").status_code == 200
    assert str(zones.zone("Mars/Olympus")) == "Europe/Stockholm"


def test_times_on_pages_are_in_the_readers_zone(ticket, customer):
    Message.objects.filter(ticket=ticket).update(created_at=LATE)
    page = f"/tickets/{ticket.number}/"
    shown = {
        name: in_zone(customer, name).get(page).content.decode()
        for name in ("Europe/Stockholm", "Europe/London", "Europe/Helsinki", "America/New_York")
    }
    assert "tisdag 2 juni 2026 00:30" in shown["Europe/Stockholm"]
    assert "måndag 1 juni 2026 23:30" in shown["Europe/London"]
    assert "tisdag 2 juni 2026 01:30" in shown["Europe/Helsinki"]
    assert "måndag 1 juni 2026 18:30" in shown["America/New_York"]


def test_the_zone_of_one_reader_is_not_that_of_the_next(customer, colleague):
    in_zone(customer, "Pacific/Auckland").get("/settings/language/")
    assert str(timezone.get_current_timezone()) == "Europe/Stockholm"
    page = signed_in(colleague).get("/settings/language/").content.decode()
    with translation.override("sv"):
        assert dates.exact(timezone.now())[:-2] in page


def test_the_zone_costs_no_question(customer):
    counted = {}
    for name in ("Europe/Stockholm", "Asia/Tokyo"):
        browser = in_zone(customer, name)
        with CaptureQueriesContext(connection) as queries:
            browser.get("/settings/")
        counted[name] = len(queries)
    assert counted["Europe/Stockholm"] == counted["Asia/Tokyo"]


def test_a_mail_tells_the_time_of_its_reader_whoever_causes_it(customer, colleague):
    customer.time_zone = "Europe/Helsinki"
    now = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
    with writing_for(colleague):
        emails.password_reset(customer, link="https://a.example/", until=now)
    assert "tisdag 1 december kl. 10:00" in latest_mail(customer).text.replace("\n", " ")


@pytest.mark.parametrize("name", ["Pacific/Auckland", "America/Los_Angeles"])
def test_a_promised_day_is_the_same_for_every_reader(ticket, customer, name):
    friday = date(2026, 12, 11)
    Ticket.objects.filter(pk=ticket.pk).update(answer_by=friday)
    page = in_zone(customer, name).get(f"/tickets/{ticket.number}/").content.decode()
    assert "fredag 11 december" in page


@pytest.mark.parametrize("name", ["Pacific/Auckland", "America/Los_Angeles", "Europe/Stockholm"])
def test_a_promise_is_counted_from_the_installations_day(name):
    here = datetime.now(tz=timezone.get_default_timezone()).date()
    with timezone.override(name):
        assert dates.today() == here
        assert dates.day_of(LATE) == date(2026, 6, 2)
        assert dates.end_of_work(date(2026, 6, 1)) == datetime(2026, 6, 1, 15, tzinfo=UTC)
        assert dates.beginning_of(date(2026, 6, 1)) == LATE - timedelta(days=1, minutes=30)


def test_the_page_is_for_whoever_is_signed_in(visitor, browser):
    assert visitor.get("/settings/language/").headers["Location"].startswith("/sign-in/")
    assert visitor.post("/settings/language/").headers["Location"].startswith("/sign-in/")
    assert browser.put("/settings/language/").status_code == 405
