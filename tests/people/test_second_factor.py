"""Setting up a second factor, and signing in with it."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.people import factors
from kundportal.people.models import FactorDemand
from tests.cast import PASSWORD, confirm_password, one_time_code, signed_in
from tests.people.conftest import GOOD, is_signed_in, latest_mail, link_in

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
INDEX, CODES = "/settings/factors/", "/settings/factors/codes/"
RECOVERY, CONFIRM, STEP = "/settings/factors/recovery/", "/settings/confirm/", "/sign-in/code/"


@pytest.fixture
def browser(customer):
    client = signed_in(customer)
    confirm_password(client, customer)
    return client


@pytest.fixture
def guarded(customer):
    """Has one-time codes."""
    factors.equip(person=customer, secret=KEY)
    return customer


def begin(person) -> Client:
    """Has written address and password."""
    client = Client()
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    return client


def key_on(page) -> str:
    return re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", page.content.decode())[1].replace(" ", "")


# Setting up


def test_a_code_from_the_app_turns_it_on_and_the_recovery_codes_are_shown(browser, customer):
    key = key_on(browser.get(CODES))
    page = browser.post(CODES, {"code": one_time_code(key)}, follow=True)
    assert page.redirect_chain == [(RECOVERY, 302)]
    assert "Engångskoder är påslagna." in page.content.decode()
    codes = re.findall(r"<li><code>(\d+)</code>", page.content.decode())
    assert codes == factors.of(customer).recovery_codes
    assert len(set(codes)) == 10
    assert latest_mail(customer).subject == "Hur du loggar in i Kundportal är ändrat"
    assert Event.objects.get(verb="person.factor_added").data == {"kind": "totp"}


def test_the_key_stays_until_it_is_taken_and_belongs_to_one_session(browser, customer):
    key = key_on(browser.get(CODES))
    assert key_on(browser.post(CODES, {"code": "000000"})) == key
    other = signed_in(customer)
    confirm_password(other, customer)
    assert key_on(other.get(CODES)) != key
    browser.post(CODES, {"code": one_time_code(key)})
    browser.post("/settings/factors/codes/removal/")
    assert key_on(browser.get(CODES)) != key


@pytest.mark.parametrize("code", ["", "000000", "12", "a\x00", "x" * 1000, "å"])
def test_a_wrong_code_is_an_error_at_the_field(browser, customer, code):
    response = browser.post(CODES, {"code": code})
    assert response.status_code == 422
    assert "id_code-error" in response.content.decode()
    assert not factors.of(customer)


def test_trying_codes_makes_a_pause(browser):
    answers = [browser.post(CODES, {"code": "000000"}).status_code for _try in range(6)]
    assert answers == [422] * 5 + [429]


def test_sent_twice_it_is_turned_on_once(browser, customer):
    key = key_on(browser.get(CODES))
    for _time in range(2):
        assert browser.post(CODES, {"code": one_time_code(key)}).status_code == 302
    assert Mail.objects.filter(to=customer.email).count() == 1


def test_the_password_is_asked_for_first(customer):
    client = signed_in(customer)
    response = client.get(CODES)
    assert response.headers["Location"] == f"{CONFIRM}?next=%2Fsettings%2Ffactors%2Fcodes%2F"
    assert client.post(CONFIRM, {"old": "fel", "next": CODES}).status_code == 422
    assert client.post(CONFIRM, {"old": PASSWORD, "next": CODES}).headers["Location"] == CODES
    assert client.get(CODES).status_code == 200


def test_a_change_without_the_password_changes_nothing(guarded):
    client = signed_in(guarded)
    codes = factors.of(guarded).recovery_codes
    for path in ("/settings/factors/codes/removal/", RECOVERY):
        assert client.post(path).headers["Location"].startswith(CONFIRM)
    assert factors.of(guarded).recovery_codes == codes
    assert client.get(RECOVERY).headers["Location"].startswith(CONFIRM)


@pytest.mark.parametrize("elsewhere", ["https://lur.example/", "//lur.example", "x", "/a\nb", ""])
def test_the_way_back_leads_nowhere_else(customer, elsewhere):
    response = signed_in(customer).post(CONFIRM, {"old": PASSWORD, "next": elsewhere})
    assert response.headers["Location"] == INDEX


def test_guessing_the_password_makes_a_pause(customer):
    client = signed_in(customer)
    answers = {client.post(CONFIRM, {"old": "fel"}).status_code for _try in range(12)}
    assert answers == {422, 429}


def test_it_is_turned_off_and_the_person_is_told(browser, guarded):
    page = browser.post("/settings/factors/codes/removal/", follow=True).content.decode()
    assert "Engångskoder är avslagna." in page
    assert not factors.of(guarded)
    assert not factors.of(guarded).recovery_codes
    assert "behövs inte längre" in latest_mail(guarded).text


def test_new_recovery_codes_replace_the_old_ones(browser, guarded):
    old = factors.of(guarded).recovery_codes
    browser.post(RECOVERY)
    assert not set(old) & set(factors.of(guarded).recovery_codes)
    assert "Nya reservkoder" in latest_mail(guarded).text


# Signing in


def test_the_password_alone_lets_nobody_in(guarded):
    client = begin(guarded)
    assert not is_signed_in(client)
    assert client.get("/tickets/").headers["Location"].startswith("/sign-in/")


def test_the_code_lets_in_and_leads_to_where_one_was_headed(guarded):
    client = Client()
    form = {"login": guarded.email, "password": PASSWORD, "next": "/tickets/"}
    assert client.post("/sign-in/", form).headers["Location"] == STEP
    assert client.get(STEP).status_code == 200
    response = client.post(STEP, {"code": one_time_code(KEY)})
    assert response.headers["Location"] == "/tickets/"
    assert is_signed_in(client)


@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_a_clock_may_be_half_a_minute_off(guarded, ahead):
    client = begin(guarded)
    client.post(STEP, {"code": one_time_code(KEY, ahead=ahead)})
    assert is_signed_in(client)


def test_a_code_lets_in_once(guarded):
    code = one_time_code(KEY)
    first, second = begin(guarded), begin(guarded)
    first.post(STEP, {"code": code})
    assert second.post(STEP, {"code": code}).status_code == 422
    assert not is_signed_in(second)


def test_a_recovery_code_lets_in_once(guarded):
    code = factors.of(guarded).recovery_codes[3]
    first, second = begin(guarded), begin(guarded)
    first.post(STEP, {"code": f"{code[:4]} {code[4:]}"})
    assert is_signed_in(first)
    assert second.post(STEP, {"code": code}).status_code == 422
    assert len(factors.of(guarded).recovery_codes) == 9


@pytest.mark.parametrize("code", ["", "000000", "a\x00", "x" * 1000, "å"])
def test_a_wrong_code_says_so(guarded, code):
    response = begin(guarded).post(STEP, {"code": code})
    assert response.status_code == 422
    assert "id_code-error" in response.content.decode()


def test_guessing_codes_makes_a_pause(guarded):
    client = begin(guarded)
    answers = [client.post(STEP, {"code": "000000"}) for _try in range(6)]
    assert [one.status_code for one in answers] == [422] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert client.post(STEP, {"code": one_time_code(KEY)}).status_code == 429
    cache.clear()
    assert client.post(STEP, {"code": one_time_code(KEY)}).status_code == 302


def test_whoever_gives_up_can_sign_in_as_somebody_else(guarded, colleague):
    client = begin(guarded)
    client.post("/sign-out/")
    client.post("/sign-in/", {"login": colleague.email, "password": PASSWORD})
    assert colleague.email in client.get("/settings/").content.decode()


def test_a_new_password_by_mail_still_needs_the_code(guarded, visitor):
    visitor.post("/password/forgotten/", {"email": guarded.email})
    response = visitor.post(link_in(latest_mail(guarded)), {"password": GOOD})
    assert response.headers["Location"] == STEP
    assert not is_signed_in(visitor)


def test_without_a_password_first_there_is_no_second_step(visitor, guarded):
    assert visitor.get(STEP).headers["Location"] == "/sign-in/"
    assert visitor.post(STEP, {"code": one_time_code(KEY)}).headers["Location"] == "/sign-in/"
    assert not is_signed_in(visitor)


# Staff


def test_staff_without_one_reach_nothing_but_the_way_to_one(agent, ticket):
    client = begin(agent)
    for path in ("/desk/tickets/", "/settings/", f"/desk/tickets/{ticket.number}/", "/desk/mail/"):
        assert client.get(path).headers["Location"] == INDEX, path
    assert client.post(f"/desk/tickets/{ticket.number}/notes/").headers["Location"] == INDEX
    assert "måste ha en andra faktor" in client.get(INDEX).content.decode()


def test_staff_set_one_up_and_go_on(agent):
    client = begin(agent)
    client.post(CONFIRM, {"old": PASSWORD})
    client.post(CODES, {"code": one_time_code(key_on(client.get(CODES)))})
    assert client.get("/desk/tickets/").status_code == 200


def test_staff_can_not_turn_theirs_off(agent):
    factors.equip(person=agent, secret=KEY)
    client = signed_in(agent)
    confirm_password(client, agent)
    assert client.post("/settings/factors/codes/removal/").status_code == 404
    assert factors.of(agent)
    assert "Stäng av" not in client.get(INDEX).content.decode()


# Where an organisation demands it


def test_a_demand_holds_at_once_and_at_the_next_sign_in(customer, outsider, municipality):
    here, other = signed_in(customer), signed_in(outsider)
    call_command("demand_factor", "lillköpings kommun", stdout=StringIO())
    for client in (here, begin(customer)):
        assert client.get("/tickets/").headers["Location"] == INDEX
        assert "Din organisation släpper inte in" in client.get(INDEX).content.decode()
    assert other.get("/tickets/").status_code == 200
    assert Event.objects.get(verb="organisation.factor_demanded").thing_id == municipality.pk


def test_whoever_has_one_goes_on_and_keeps_it(guarded, municipality):
    FactorDemand.objects.make(organisation=municipality)
    client = begin(guarded)
    client.post(STEP, {"code": one_time_code(KEY)})
    assert client.get("/tickets/").status_code == 200
    confirm_password(client, guarded)
    assert client.post("/settings/factors/codes/removal/").status_code == 404


def test_a_demand_can_be_taken_back(customer, municipality):
    FactorDemand.objects.make(organisation=municipality)
    call_command("demand_factor", municipality.name, "--stop", stdout=StringIO())
    assert begin(customer).get("/tickets/").status_code == 200
    with pytest.raises(CommandError):
        call_command("demand_factor", "Ingenstans kommun")


def test_whoever_lost_everything_is_helped_from_the_command_line(guarded):
    client = signed_in(guarded)
    said = StringIO()
    call_command("reset_factor", guarded.email.upper(), stdout=said)
    assert guarded.name in said.getvalue()
    assert not is_signed_in(client)
    assert is_signed_in(begin(guarded))
    with pytest.raises(CommandError):
        call_command("reset_factor", guarded.email)


def test_a_second_factor_stands_in_for_a_phrase(browser, guarded, settings):
    settings.PHRASES = True
    form = {"old": PASSWORD, "password": GOOD}
    assert browser.post("/settings/password/", form).status_code == 302


def test_the_pages_are_for_whoever_is_signed_in(visitor, browser):
    for path in (INDEX, CODES, RECOVERY, CONFIRM):
        assert visitor.get(path).headers["Location"].startswith("/sign-in/?next=")
        assert browser.put(path).status_code == 405
    assert visitor.post("/settings/factors/codes/removal/").status_code == 302
    assert browser.get("/settings/factors/codes/removal/").status_code == 405
