"""Signing in with a passkey: alone, and as the second step."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from kundportal.people import factors
from kundportal.people.models import FactorDemand, Person
from tests.cast import confirm_password, one_time_code, show_factor, signed_in
from tests.people.conftest import as_seen, is_signed_in
from tests.people.passkey_acts import (
    ADD,
    ALONE,
    INDEX,
    QUESTION,
    SIGN_IN,
    STEP,
    begin,
    give,
    show_alone,
    show_second,
)
from tests.people.software_key import SoftwareKey

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def browser(customer):
    client = signed_in(customer)
    confirm_password(client, customer)
    return client


@pytest.fixture
def key():
    return SoftwareKey()


@pytest.fixture
def kept(customer, key):
    return give(customer, key)


# Signing in with it alone


def test_it_lets_in_alone_and_counts_as_the_second_factor(visitor, agent, key):
    passkey = give(agent, key)
    assert visitor.post(ALONE).json()["publicKey"]["allowCredentials"] == []
    before = visitor.session.session_key
    response = show_alone(visitor, key)
    assert (response.status_code, response.headers["Location"]) == (302, "/desk/tickets/")
    assert visitor.get("/desk/tickets/").status_code == 200
    assert visitor.session.session_key != before
    passkey.refresh_from_db()
    assert timezone.now() - passkey.last_used_at < timezone.timedelta(minutes=1)


def test_it_leads_to_where_one_was_headed_and_nowhere_else(customer, kept, key):
    for wanted, there in (("/tickets/", "/tickets/"), ("//lur.example/", "/"), ("", "/")):
        assert show_alone(Client(), key, next=wanted).headers["Location"] == there


def test_unknown_removed_and_closed_look_the_same(customer, outsider, kept, key, visitor):
    closed = SoftwareKey()
    give(outsider, closed)
    Person.objects.filter(pk=outsider.pk).update(is_active=False)
    stranger, nobody = SoftwareKey(), SoftwareKey()
    stranger.user, nobody.user = key.user, b"zzzzzz"
    seen = set()
    for one in (closed, stranger, nobody, SoftwareKey()):
        seen.add(as_seen(show_alone(visitor, one)))
    assert len(seen) == 1
    [(status, page)] = seen
    assert status == 422
    assert "Passnyckeln är inte känd här." in page.decode()
    assert "<title>Fel: Logga in" in page.decode()
    assert not is_signed_in(visitor)


@pytest.mark.parametrize(
    "bent",
    [{"origin": "https://lur.example"}, {"origin": "http://localhost:80"}, {"verifies": False}],
)
def test_a_key_that_says_the_wrong_thing_lets_nobody_in(customer, kept, key, visitor, bent):
    vars(key).update(bent)
    assert show_alone(visitor, key).status_code == 422
    assert not is_signed_in(visitor)


def test_a_wrong_signature_lets_nobody_in(kept, key, visitor):
    answer = key.show(visitor.post(ALONE).json(), signature=b"\x30\x06\x02\x01\x01\x02\x01\x01")
    assert visitor.post(SIGN_IN, {"credential": answer}).status_code == 422
    assert not is_signed_in(visitor)


def test_an_answer_lets_in_once_and_in_time(kept, key, visitor, monkeypatch):
    answer = key.show(visitor.post(ALONE).json())
    assert visitor.post(SIGN_IN, {"credential": answer}).status_code == 302
    visitor.post("/sign-out/")
    visitor.post(ALONE)
    page = visitor.post(SIGN_IN, {"credential": answer})
    assert page.status_code == 422
    answer = key.show(visitor.post(ALONE).json())
    session = visitor.session
    session["mfa.webauthn.state"] |= {"until": 0}
    session.save()
    page = visitor.post(SIGN_IN, {"credential": answer})
    assert "Det tog för lång tid." in page.content.decode()
    assert not is_signed_in(visitor)


def test_what_was_asked_for_one_purpose_serves_no_other(kept, key, customer, browser):
    client = begin(customer)
    answer = key.show(client.post(ALONE).json())
    assert client.post(STEP, {"credential": answer}).status_code == 422
    assert not is_signed_in(client)
    show_factor(browser, customer)
    asked = browser.post(QUESTION).json()["publicKey"]
    answer = key.show({"publicKey": {**asked, "rpId": "localhost"}})
    assert browser.post(ADD, {"name": "A", "credential": answer}).status_code == 422


def test_failing_again_and_again_makes_a_pause(visitor, kept, key):
    answers = [show_alone(visitor, SoftwareKey()) for _try in range(11)]
    assert [one.status_code for one in answers] == [422] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) == 60
    assert show_alone(visitor, key).status_code == 429
    cache.clear()
    assert show_alone(visitor, key).status_code == 302


def test_asking_again_and_again_makes_a_pause(visitor):
    answers = [visitor.post(ALONE) for _try in range(31)]
    assert {one.status_code for one in answers[:-1]} == {200}
    assert (answers[-1].status_code, answers[-1].headers["Retry-After"]) == (429, "60")


# As the second step


def test_it_is_a_second_step_beside_codes(customer, kept, key):
    client = begin(customer)
    page = client.get(STEP).content.decode()
    assert "Använd en passnyckel" in page
    assert "en av dina reservkoder" in page
    assert show_second(client, key).status_code == 302
    assert is_signed_in(client)
    factors.equip(person=customer, secret=KEY)
    client = begin(customer)
    assert "De sex siffror som appen visar" in client.get(STEP).content.decode()
    client.post(STEP, {"code": one_time_code(KEY)})
    assert is_signed_in(client)


def test_a_recovery_code_stands_in_for_it(customer, kept):
    client = begin(customer)
    client.post(STEP, {"code": factors.of(customer).recovery_codes[0]})
    assert is_signed_in(client)


def test_without_one_the_second_step_offers_none(customer):
    factors.equip(person=customer, secret=KEY)
    page = begin(customer).get(STEP).content.decode()
    assert "passnyckel" not in page
    assert "passkeys.js" not in page


def test_the_passkey_of_another_is_no_second_step(customer, outsider, kept):
    other = SoftwareKey()
    give(outsider, other)
    client = begin(customer)
    assert show_second(client, other).status_code == 422
    assert not is_signed_in(client)


def test_a_key_that_does_not_ask_who_holds_it_is_no_second_step(customer, kept, key):
    key.verifies = False
    client = begin(customer)
    assert show_second(client, key).status_code == 422
    assert not is_signed_in(client)


def test_wrong_passkeys_count_as_wrong_codes_do(customer, kept, key):
    client = begin(customer)
    answers = [show_second(client, SoftwareKey()) for _try in range(6)]
    assert [one.status_code for one in answers] == [422] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert show_second(client, key).status_code == 429
    assert client.post(STEP, {"code": "000000"}).status_code == 429
    cache.clear()
    assert show_second(client, key).status_code == 302


def test_without_a_password_first_nothing_is_asked(visitor):
    assert visitor.post(f"{STEP}passkey/").headers["Location"] == SIGN_IN


# Who must have one


def test_a_passkey_satisfies_staff_and_organisations_that_demand_one(
    agent, customer, municipality, key
):
    FactorDemand.objects.make(organisation=municipality)
    other = SoftwareKey()
    for person, one, there in ((agent, key, "/desk/tickets/"), (customer, other, "/tickets/")):
        client = begin(person)
        assert client.get(there).headers["Location"] == INDEX
        confirm_password(client, person)
        answer = one.make(client.post(QUESTION).json())
        client.post(ADD, {"name": "A", "credential": answer})
        assert client.get(there).status_code == 200
        again = Client()
        show_alone(again, one)
        assert again.get(there).status_code == 200
