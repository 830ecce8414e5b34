"""Where a person is signed in, and how that ends."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kundportal.history.models import Event
from kundportal.people import devices
from kundportal.people.jobs import forget_sessions
from kundportal.people.models import Person, Session
from tests.cast import PASSWORD, signed_in
from tests.people.conftest import is_signed_in

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36"
)
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"
)


def enter(person: Person, agent: str = FIREFOX) -> Client:
    """Signs in by the page, with a browser that says what it is."""
    client = Client(headers={"user-agent": agent})
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    return client


def row_of(client: Client) -> Session:
    return Session.objects.get(pk=client.session.session_key)


def let_pass(client: Client, *, unused: timedelta, since: timedelta | None = None) -> None:
    """Moves the session back in time, as if it had lain there."""
    row = row_of(client)
    row.last_used_at -= unused
    row.signed_in_at -= since or unused
    row.expire_date = row._lasts_until()
    row.save()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, "Firefox på Windows"),
        (CHROME, "Chrome på Linux"),
        (SAFARI, "Safari på iPhone"),
        (CHROME + " Edg/140.0", "Edge på Linux"),
        ("curl/8.5", "Okänd webbläsare"),
        ("", "Okänd webbläsare"),
    ],
)
def test_a_browser_is_named_in_plain_words(said, words):
    assert devices.words(said) == words


def test_the_list_names_each_browser_and_marks_this_one(customer):
    here = enter(customer)
    enter(customer, SAFARI)
    page = here.get("/settings/sessions/").content.decode()
    assert "Firefox på Windows (den här webbläsaren)" in page
    assert "Safari på iPhone</h2>" in page
    for row in Session.objects.all():
        assert row.session_key not in page


def test_nobody_sees_the_browsers_of_another(customer, colleague):
    enter(colleague, SAFARI)
    assert "Safari" not in enter(customer).get("/settings/sessions/").content.decode()


def test_one_browser_is_signed_out_from_another(customer):
    here, there = enter(customer), enter(customer, SAFARI)
    response = here.post(f"/settings/sessions/{row_of(there).handle}/ending/", follow=True)
    assert "Du är utloggad där." in response.content.decode()
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert Event.objects.get(verb="person.sessions_ended").data == {"number": 1}


def test_all_others_are_signed_out_at_once(customer, colleague):
    here, *there = (enter(customer, agent) for agent in (FIREFOX, SAFARI, CHROME))
    other = enter(colleague)
    response = here.post("/settings/sessions/others/ending/", follow=True)
    assert "i 2 andra webbläsare" in response.content.decode()
    assert is_signed_in(here)
    assert is_signed_in(other)
    assert not any(is_signed_in(one) for one in there)


def test_ending_this_one_signs_out(customer):
    here = enter(customer)
    response = here.post(f"/settings/sessions/{row_of(here).handle}/ending/")
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert not is_signed_in(here)


def test_a_foreign_or_unknown_session_is_not_there(customer, outsider):
    here, foreign = enter(customer), enter(outsider)
    for handle in (row_of(foreign).handle, "x", "x" * 3000):
        assert here.post(f"/settings/sessions/{handle}/ending/").status_code == 404
    assert is_signed_in(foreign)


def test_use_is_noted_once_a_minute_at_the_most(customer):
    browser = enter(customer)
    for minutes, updates in ((0, 0), (2, 1), (0, 0)):
        if minutes:
            let_pass(browser, unused=timedelta(minutes=minutes))
        with CaptureQueriesContext(connection) as queries:
            browser.get("/tickets/")
        written = [one["sql"] for one in queries if not one["sql"].lstrip().startswith("SELECT")]
        assert len(written) == updates
        assert all(one.startswith('UPDATE "people_session"') for one in written)
    assert timezone.now() - row_of(browser).last_used_at < timedelta(seconds=30)


def test_staff_are_out_after_an_hour_without_use_and_customers_are_not(customer, agent):
    for person, still_in in ((customer, True), (agent, False)):
        browser = signed_in(person)
        let_pass(browser, unused=timedelta(minutes=61))
        assert is_signed_in(browser) is still_in


def test_staff_who_go_on_working_stay_in(agent):
    browser = signed_in(agent)
    for _time in range(3):
        let_pass(browser, unused=timedelta(minutes=50))
        assert is_signed_in(browser)


def test_nobody_stays_longer_than_twelve_hours_however_much_they_do(customer, agent):
    for person in (customer, agent):
        browser = signed_in(person)
        let_pass(browser, unused=timedelta(), since=timedelta(hours=11, minutes=59))
        assert is_signed_in(browser)
        browser.post("/sign-in/", {"login": person.email, "password": PASSWORD})
        let_pass(browser, unused=timedelta(), since=timedelta(minutes=2))
        assert not is_signed_in(browser)


def test_a_new_password_prolongs_nothing_and_leaves_no_other_session(customer):
    browser, other = enter(customer), enter(customer, SAFARI)
    let_pass(browser, unused=timedelta(), since=timedelta(hours=5))
    form = {"old": PASSWORD, "password": "en annan fras om våren"}
    assert browser.post("/settings/password/", form).status_code == 302
    [row] = Session.objects.of(customer)
    assert row == row_of(browser)
    assert timezone.now() - row.signed_in_at > timedelta(hours=4)
    assert not is_signed_in(other)


def test_whoever_signs_in_after_another_begins_anew(customer, colleague):
    browser = enter(customer)
    let_pass(browser, unused=timedelta(), since=timedelta(hours=5))
    browser.post("/sign-out/")
    browser.post("/sign-in/", {"login": colleague.email, "password": PASSWORD})
    row = row_of(browser)
    assert row.person == colleague
    assert timezone.now() - row.signed_in_at < timedelta(minutes=1)


def test_a_disabled_person_is_out_at_the_next_request(customer):
    browser = enter(customer)
    Person.objects.filter(pk=customer.pk).update(is_active=False)
    assert browser.get("/tickets/").headers["Location"].startswith("/sign-in/")


def test_a_browser_may_say_anything_of_itself(customer):
    for said in ("x" * 5000, "\x01\x7f\u202e", "å", ""):
        browser = enter(customer, said)
        assert browser.get("/settings/sessions/").status_code == 200
        assert len(row_of(browser).device) <= 300


def test_what_is_over_is_deleted(customer):
    browser, other = signed_in(customer), signed_in(customer)
    let_pass(browser, unused=timedelta(hours=13))
    forget_sessions(0)
    assert [one.session_key for one in Session.objects.all()] == [other.session.session_key]


def test_the_pages_are_for_whoever_is_signed_in(visitor, customer):
    for path in ("/settings/sessions/others/ending/", "/settings/sessions/x/ending/"):
        assert visitor.post(path).headers["Location"].startswith("/sign-in/")
        assert signed_in(customer).get(path).status_code == 405
    assert visitor.get("/settings/sessions/").headers["Location"].startswith("/sign-in/")


def test_asking_how_long_it_lasts_prolongs_nothing_and_staying_does(agent, customer):
    browser = signed_in(agent)
    let_pass(browser, unused=timedelta(minutes=56))
    for _time in range(2):
        left = browser.get("/sessions/staying/").json()
        assert 230 < left["left"] <= 240
        assert left["longest"] == pytest.approx(11 * 3600 + 4 * 60, abs=5)
    left = browser.post("/sessions/staying/").json()
    assert 3590 < left["left"] <= 3600
    assert browser.get("/sessions/staying/").json()["left"] > 3590
    left = signed_in(customer).get("/sessions/staying/").json()
    assert left["left"] == left["longest"] > 12 * 3600 - 5


def test_nothing_prolongs_the_twelve_hours(agent):
    browser = signed_in(agent)
    let_pass(browser, unused=timedelta(), since=timedelta(hours=11, minutes=58))
    left = browser.post("/sessions/staying/").json()
    assert 110 < left["left"] == left["longest"] <= 120


def test_every_page_says_how_long_the_session_lasts(agent, visitor):
    browser = signed_in(agent)
    let_pass(browser, unused=timedelta(minutes=30))
    page = browser.get("/desk/tickets/").content.decode()
    left = int(re.search(r'data-left="(\d+)"', page)[1])
    assert 3590 < left <= 3600  # having asked for the page is a use
    assert "data-staying" not in visitor.get("/").content.decode()


def test_how_long_a_session_lasts_is_for_whoever_has_one(visitor):
    assert visitor.get("/sessions/staying/").headers["Location"].startswith("/sign-in/")
    assert visitor.post("/sessions/staying/").headers["Location"].startswith("/sign-in/")
