"""Passkeys: adding one, signing in with it alone, and as the second step."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.people import factors
from tests.cast import confirm_password, show_factor, signed_in
from tests.people.conftest import latest_mail
from tests.people.passkey_acts import (
    ADD,
    ALONE,
    INDEX,
    QUESTION,
    RECOVERY,
    SIGN_IN,
    STEP,
    begin,
    give,
    show_alone,
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


# Adding one


def test_a_passkey_is_added_and_the_recovery_codes_are_shown(browser, customer, key):
    asked = browser.post(QUESTION).json()["publicKey"]
    assert asked["rp"] == {"id": "localhost", "name": "Kundportal"}
    assert asked["user"]["name"] == customer.email
    chosen = asked["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
    answer = key.make({"publicKey": asked})
    page = browser.post(ADD, {"name": "Jobbdatorn", "credential": answer}, follow=True)
    assert page.redirect_chain == [(RECOVERY, 302)]
    assert "Passnyckeln är tillagd. Spara nu dina reservkoder." in page.content.decode()
    [kept] = factors.of(customer).passkeys
    assert str(kept) == "Jobbdatorn"
    assert len(factors.of(customer).recovery_codes) == 10
    assert Event.objects.get(verb="person.factor_added").data == {"kind": "webauthn"}
    assert "Passnyckeln ”Jobbdatorn” kan nu användas" in latest_mail(customer).text
    index = browser.get(INDEX).content.decode()
    assert "Jobbdatorn" in index
    assert "Inte använd än." in index


def test_without_a_name_it_bears_that_of_the_browser(browser, customer, key):
    answer = key.make(browser.post(QUESTION).json())
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    browser.post(ADD, {"name": " ", "credential": answer}, headers={"user-agent": firefox})
    assert str(factors.of(customer).passkeys[0]) == "Firefox på Linux"


def test_a_second_one_leaves_the_recovery_codes_and_excludes_the_first(customer, key, kept):
    codes = factors.of(customer).recovery_codes
    client = signed_in(customer)
    show_factor(client, customer)
    confirm_password(client, customer)
    asked = client.post(QUESTION).json()
    assert [one["id"] for one in asked["publicKey"]["excludeCredentials"]] == [
        json.loads(key.show({"publicKey": {**asked["publicKey"], "rpId": "localhost"}}))["id"]
    ]
    response = client.post(ADD, {"name": "Två", "credential": SoftwareKey().make(asked)})
    assert response.headers["Location"] == INDEX
    assert factors.of(customer).recovery_codes == codes
    assert len(factors.of(customer).passkeys) == 2
    asked = client.post(QUESTION).json()
    assert client.post(ADD, {"name": "Igen", "credential": key.make(asked)}).status_code == 422


def test_an_answer_is_taken_once_and_only_for_what_was_asked(browser, customer, key):
    answer = key.make(browser.post(QUESTION).json())
    assert browser.post(ADD, {"name": "A", "credential": answer}).status_code == 302
    assert browser.post(ADD, {"name": "B", "credential": answer}).status_code == 422
    stale = SoftwareKey().make(browser.post(QUESTION).json())
    browser.post(QUESTION)
    assert browser.post(ADD, {"name": "C", "credential": stale}).status_code == 422
    assert len(factors.of(customer).passkeys) == 1


@pytest.mark.parametrize(
    "bent",
    [{"origin": "https://lur.example"}, {"origin": "http://x.localhost:8000"},
     {"origin": "http://localhost:8001"}, {"verifies": False}],
)  # fmt: skip
def test_a_key_that_says_the_wrong_thing_is_not_added(browser, customer, bent):
    answer = SoftwareKey(**bent).make(browser.post(QUESTION).json())
    page = browser.post(ADD, {"name": "A", "credential": answer})
    assert page.status_code == 422
    assert "Passnyckeln kunde inte läggas till." in page.content.decode()
    assert not factors.of(customer)


def test_the_site_may_stand_on_https_behind_a_proxy(browser, customer, settings):
    settings.SITE_URL = "https://portal.kommun.example"
    asked = browser.post(QUESTION).json()
    assert asked["publicKey"]["rp"]["id"] == "portal.kommun.example"
    key = SoftwareKey(origin="https://portal.kommun.example")
    assert browser.post(ADD, {"name": "A", "credential": key.make(asked)}).status_code == 302


def test_the_password_is_asked_for_first(customer, key):
    client = signed_in(customer)
    assert client.get(ADD).headers["Location"].startswith("/settings/confirm/?next=")
    assert client.post(QUESTION).status_code == 302
    assert client.post(ADD, {"name": "A", "credential": "{}"}).status_code == 302
    assert not factors.of(customer)


def test_a_session_from_before_the_first_one_adds_no_other(customer, kept):
    older = signed_in(customer)
    confirm_password(older, customer)
    assert older.get(ADD).headers["Location"] == INDEX
    assert older.get("/settings/factors/codes/").headers["Location"] == INDEX
    assert "Logga ut och logga in igen." in older.get(INDEX).content.decode()


def test_ten_are_enough(browser, customer, key, monkeypatch):
    monkeypatch.setattr(factors, "MOST_PASSKEYS", 1)
    give(customer, key)
    show_factor(browser, customer)
    assert browser.get(ADD).headers["Location"] == INDEX
    assert "så många passnycklar som man kan ha" in browser.get(INDEX).content.decode()


# Naming and removing


def test_it_is_renamed(browser, customer, kept):
    path = f"{ADD}{kept.pk}/"
    assert browser.post(path, {"name": ""}).status_code == 422
    assert browser.post(path, {"name": "x" * 61}).status_code == 422
    assert browser.post(path, {"name": "Nya  telefonen"}).headers["Location"] == INDEX
    assert str(factors.of(customer).passkeys[0]) == "Nya telefonen"
    assert Event.objects.get(verb="person.passkey_renamed").data == {"passkey": kept.pk}


def test_it_is_removed_and_the_recovery_codes_go_with_the_last(browser, customer, kept, key):
    page = browser.post(f"{ADD}{kept.pk}/removal/", follow=True).content.decode()
    assert "Passnyckeln är borttagen här." in page
    assert not factors.of(customer)
    assert not factors.of(customer).recovery_codes
    assert "kan inte längre användas" in latest_mail(customer).text
    visitor = Client()
    assert show_alone(visitor, key).status_code == 422


def test_codes_go_and_the_passkey_and_recovery_codes_stay(browser, customer, kept):
    factors.equip(person=customer, secret=KEY)
    codes = factors.of(customer).recovery_codes
    browser.post("/settings/factors/codes/removal/")
    held = factors.of(customer)
    assert (held.codes, held.passkeys, held.recovery_codes) == (None, [kept], codes)


def test_whoever_must_have_one_keeps_the_last(agent, key):
    passkey = give(agent, key)
    client = signed_in(agent)
    confirm_password(client, agent)
    path = f"{ADD}{passkey.pk}/"
    assert "den enda du har" in client.get(path).content.decode()
    assert client.post(f"{path}removal/").status_code == 404
    factors.equip(person=agent, secret=KEY)
    assert client.post(f"{path}removal/").status_code == 302
    assert factors.of(agent).codes


def test_that_of_another_is_not_there(outsider, kept):
    client = signed_in(outsider)
    confirm_password(client, outsider)
    assert client.get(f"{ADD}{kept.pk}/").status_code == 404
    assert client.post(f"{ADD}{kept.pk}/", {"name": "Min"}).status_code == 404
    assert client.post(f"{ADD}{kept.pk}/removal/").status_code == 404
    kept.refresh_from_db()
    assert str(kept) == "Telefonen"


# What is sent


BAD = [
    "", "x", "null", "[]", "{}", "1", '"a"', "[" * 50_000, '{"a":' * 5000, "{" * 20_001, "NaN",
    '{"id":"AA","rawId":"AA","response":[]}', '{"id":"AA","rawId":"AA","response":{}}',
    '{"rawId":"å","response":{"clientDataJSON":"e30"}}', "a\x00", '{"rawId":"\\u0000"}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30"}}',
]  # fmt: skip


@pytest.mark.parametrize("sent", BAD)
def test_bad_input_is_an_error_and_never_a_fault(browser, customer, kept, sent):
    show_factor(browser, customer)
    browser.post(QUESTION)
    assert browser.post(ADD, {"name": "A", "credential": sent}).status_code == 422
    visitor = Client()
    visitor.post(ALONE)
    assert visitor.post(SIGN_IN, {"credential": sent}).status_code == 422
    client = begin(customer)
    client.post(f"{STEP}passkey/")
    assert client.post(STEP, {"credential": sent}).status_code == 422
    assert len(factors.of(customer).passkeys) == 1


def test_what_a_browser_adds_to_its_answer_is_not_kept(browser, customer, key):
    answer = json.loads(key.make(browser.post(QUESTION).json()))
    answer |= {"clientExtensionResults": {"a": "\x00" * 100}, "more": "x" * 5000}
    assert browser.post(ADD, {"name": "A", "credential": json.dumps(answer)}).status_code == 302
    kept = factors.of(customer).passkeys[0].data["credential"]
    assert kept.keys() == {"id", "rawId", "type", "response"}


def test_the_pages_are_for_whoever_is_signed_in(visitor, browser, kept):
    for path in (ADD, f"{ADD}{kept.pk}/"):
        assert visitor.get(path).headers["Location"].startswith("/sign-in/?next=")
        assert browser.put(path).status_code == 405
    for path in (QUESTION, f"{ADD}{kept.pk}/removal/"):
        assert visitor.post(path).headers["Location"].startswith("/sign-in/?next=")
        assert browser.get(path).status_code == 405
    assert visitor.get(ALONE).status_code == 405
    assert Mail.objects.count() == 1
