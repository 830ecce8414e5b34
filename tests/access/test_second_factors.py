"""The desk and second factors: demanding them of an organisation, helping who has lost theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from kundportal.history.models import Event
from kundportal.lib import dates
from kundportal.mail.models import Mail
from kundportal.people import factors
from kundportal.people.jobs import demand_factors
from kundportal.people.models import FactorDemand, FactorReset
from tests.cast import PASSWORD, signed_in
from tests.people.software_key import SoftwareKey

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
INDEX = "/settings/factors/"
REASON = "Ringde upp via kommunens växel, och en kollega bekräftade."


@pytest.fixture
def desk(administrator):
    return signed_in(administrator)


@pytest.fixture
def page(municipality):
    return f"/desk/organisations/{municipality.pk}/"


@pytest.fixture
def guarded(customer):
    """Has one-time codes and a passkey."""
    factors.equip(person=customer, secret=KEY)
    SoftwareKey().kept_by(customer)
    return customer


def reset_of(person) -> str:
    return f"/desk/people/{person.pk}/factors/reset/"


# Demanding one


def test_a_second_factor_is_demanded_from_now_on(desk, page, municipality, customer):
    theirs = signed_in(customer)
    response = desk.post(f"{page}factor-demand/", {"since": ""})
    assert response.headers["Location"] == page
    assert "Sedan" in desk.get(page).content.decode()
    assert theirs.get("/tickets/").headers["Location"] == INDEX
    event = Event.objects.get(verb="organisation.factor_demanded")
    assert event.data == {"since": timezone.localdate().isoformat()}
    desk.post(f"{page}factor-demand/", {"since": ""})
    assert Event.objects.filter(verb="organisation.factor_demanded").count() == 1


def test_it_is_demanded_from_a_day_on_and_everyone_is_told_before(
    desk, page, municipality, customer
):
    theirs = signed_in(customer)
    day = timezone.localdate() + timedelta(days=7)
    desk.post(f"{page}factor-demand/", {"since": day.isoformat()})
    demand_factors(0)
    assert theirs.get("/tickets/").status_code == 200
    words = f"Från och med {dates.day(day)}"
    for path in (INDEX, "/settings/organisation/"):
        assert words in theirs.get(path).content.decode()
    assert words in desk.get(page).content.decode()
    FactorDemand.objects.update(holds_from=timezone.localdate())
    demand_factors(0)
    assert theirs.get("/tickets/").headers["Location"] == INDEX


def test_it_is_moved_and_lifted(desk, page, municipality, customer):
    FactorDemand.objects.make(organisation=municipality)
    theirs = signed_in(customer)
    assert theirs.get("/tickets/").headers["Location"] == INDEX
    later = timezone.localdate() + timedelta(days=3)
    assert FactorDemand.objects.make(organisation=municipality, since=later)
    assert theirs.get("/tickets/").status_code == 200
    FactorDemand.objects.make(organisation=municipality)
    desk.post(f"{page}factor-demand/removal/")
    assert theirs.get("/tickets/").status_code == 200
    assert "Var och en väljer själv." in desk.get(page).content.decode()


@pytest.mark.parametrize(
    "since", ["x", "2020-01-01", "2999-01-01", "99999-01-01", "\x00", "1" * 500]
)
def test_a_day_that_will_not_do_is_an_error_at_the_field(desk, page, municipality, since):
    response = desk.post(f"{page}factor-demand/", {"since": since})
    assert response.status_code == 422
    assert 'href="#demand_since"' in response.content.decode()
    assert not FactorDemand.objects.exists()


def test_administrators_alone_demand_it(agent, customer, page, municipality):
    for client in (signed_in(agent), signed_in(customer)):
        for path in (f"{page}factor-demand/", f"{page}factor-demand/removal/"):
            assert client.post(path).status_code == 404
    assert "factor-demand" not in signed_in(agent).get(page).content.decode()
    with pytest.raises(PermissionDenied):
        FactorDemand.objects.make(organisation=municipality, by=agent)
    with pytest.raises(PermissionDenied):
        FactorDemand.objects.withdraw(organisation=municipality, by=customer)


# Who has one


def test_staff_see_who_has_one_and_customers_do_not(agent, guarded, colleague, page):
    shown = signed_in(agent).get(page).content.decode()
    assert shown.count("Har en<") == 1
    assert shown.count("Har ingen<") == 1
    assert reset_of(guarded) in shown
    assert reset_of(colleague) not in shown
    own = signed_in(colleague).get("/settings/organisation/").content.decode()
    assert "Har en<" not in own
    assert "factors/reset" not in own


# Helping whoever has lost theirs


def test_it_is_taken_away_and_the_person_signs_in_by_password(agent, guarded, page):
    theirs = signed_in(guarded)
    client = signed_in(agent)
    assert "Förlorad andra faktor" in client.get(reset_of(guarded)).content.decode()
    response = client.post(reset_of(guarded), {"reason": REASON})
    assert response.headers["Location"] == page
    assert not factors.of(guarded)
    assert not factors.of(guarded).recovery_codes
    assert theirs.get("/settings/").status_code == 302
    again = Client()
    again.post("/sign-in/", {"login": guarded.email, "password": PASSWORD})
    assert again.get("/settings/").status_code == 200
    mail = Mail.objects.get(to=guarded.email)
    assert "har tagit bort din andra faktor" in mail.text
    assert REASON not in mail.text
    kept = FactorReset.objects.get()
    assert (kept.person, kept.by, kept.reason) == (guarded, agent, REASON)
    data = {"kinds": ["recovery_codes", "totp", "webauthn"], "reset": kept.pk}
    assert Event.objects.get(verb="person.factors_reset").data == data
    shown = client.get(reset_of(guarded)).content.decode()
    assert "har ingen andra faktor" in shown
    assert REASON in shown


@pytest.mark.parametrize(
    "reason",
    ["", "ok", "x" * 501, "Visade legitimation 19811218-9876", "Hon sa 811218 9876 till mig"],
)
def test_without_a_reason_that_will_do_nothing_is_taken_away(agent, guarded, reason):
    response = signed_in(agent).post(reset_of(guarded), {"reason": reason})
    assert response.status_code == 422
    assert 'href="#id_reason"' in response.content.decode()
    assert factors.of(guarded)


def test_sent_twice_it_is_done_once(agent, guarded):
    client = signed_in(agent)
    for _time in range(2):
        assert client.post(reset_of(guarded), {"reason": REASON}).status_code == 302
    assert FactorReset.objects.count() == Mail.objects.count() == 1


def test_customers_never_take_one_away(guarded, colleague):
    client = signed_in(colleague)
    for person in (guarded, colleague):
        assert client.get(reset_of(person)).status_code == 404
        assert client.post(reset_of(person), {"reason": REASON}).status_code == 404
    assert Client().post(reset_of(guarded)).headers["Location"].startswith("/sign-in/")
    with pytest.raises(PermissionDenied):
        factors.reset(person=guarded, by=colleague, reason=REASON)
    assert factors.of(guarded)


def test_administrators_help_colleagues_but_nobody_helps_themselves(
    agent, administrator, desk, guarded
):
    factors.equip(person=agent, secret=KEY)
    factors.equip(person=administrator, secret=KEY)
    client = signed_in(agent)
    for person in (agent, administrator):
        assert client.post(reset_of(person), {"reason": REASON}).status_code == 404
    assert desk.post(reset_of(administrator), {"reason": REASON}).status_code == 404
    response = desk.post(reset_of(agent), {"reason": REASON})
    assert response.headers["Location"] == reset_of(agent)
    assert desk.get(reset_of(agent)).status_code == 200
    assert not factors.of(agent)
    assert factors.of(administrator)
