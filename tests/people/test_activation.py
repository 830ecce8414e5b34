"""A new person follows the link in the mail, chooses a password and is in."""

from __future__ import annotations

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.people import activation
from kundportal.people.models import Person
from tests.cast import signed_in
from tests.people.conftest import GOOD, as_seen, is_signed_in, latest_mail, link_in, write_mails


@pytest.fixture
def link(newcomer):
    newcomer.send_activation()
    return link_in(latest_mail(newcomer))


def test_the_link_sets_the_password_signs_in_and_lands_on_the_start_page(visitor, newcomer, link):
    page = visitor.get(link).content.decode()
    assert "Nils Ny" in page
    assert 'autocomplete="username"' in page
    assert "data-password-rules" in page
    response = visitor.post(link, {"password": GOOD})
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert is_signed_in(visitor)
    assert Event.objects.filter(verb="person.activated", thing_id=newcomer.pk).count() == 1


def test_opening_the_link_writes_nothing(visitor, link):
    with CaptureQueriesContext(connection) as queries:
        response = visitor.get(link)
    assert not [
        q for q in queries if not q["sql"].startswith("SELECT") and "rate_limit" not in q["sql"]
    ]
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_the_link_works_once(visitor, client, newcomer, link):
    visitor.post(link, {"password": GOOD})
    response = client.post(link, {"password": "Ett-annat-lösen-1"})
    assert response.status_code == 410
    assert "Du har redan valt ett lösenord" in response.content.decode()
    assert 'href="/sign-in/"' in response.content.decode()
    assert Person.objects.get(pk=newcomer.pk).check_password(GOOD)


def test_of_two_who_use_the_link_at_once_one_is_told(visitor, newcomer, link):
    reader = Person.objects.get(pk=newcomer.pk)
    assert newcomer.choose_password(password=GOOD)
    assert not reader.choose_password(password="Ett-annat-lösen-1")
    assert Person.objects.get(pk=newcomer.pk).check_password(GOOD)


def test_an_expired_link_offers_a_new_one(visitor, link, settings):
    settings.ACTIVATION_TIMEOUT = -1
    response = visitor.get(link)
    assert response.status_code == 410
    assert "Länken är för gammal" in response.content.decode()
    assert 'action="/activate/"' in response.content.decode()


def test_an_altered_link_offers_a_new_one(visitor, newcomer, link):
    forged = signing.dumps({"person": newcomer.pk, "state": "x"}, salt="something else")
    for path in (
        link[:-6] + "AAAAA/",
        f"/activate/{forged}/",
        "/activate/%00/",
        "/activate/å/",
        "/activate/a:b:c/",
    ):
        response = visitor.post(path, {"password": GOOD})
        assert response.status_code == 404
        assert "kopiera hela adressen" in response.content.decode()
    assert not Person.objects.get(pk=newcomer.pk).has_usable_password()


def test_a_link_lets_nobody_in_once_the_account_is_closed(visitor, newcomer, link):
    Person.objects.filter(pk=newcomer.pk).update(is_active=False)
    assert visitor.post(link, {"password": GOOD}).status_code == 404


def test_a_bad_password_is_an_error_at_the_field_and_the_link_stays(visitor, newcomer, link):
    for typed in (
        "",
        "kort",
        "a\x00bcdefgh1A!xyzåäö",
        "x" * 1_000_000,
        "password1!",
        "Nils-2026!",
    ):
        response = visitor.post(link, {"password": typed})
        assert response.status_code == 422, typed[:30]
        assert "id_password-error" in response.content.decode()
    assert visitor.post(link, {"password": GOOD}).status_code == 302


def test_somebody_else_who_is_signed_in_is_signed_out(newcomer, customer, link):
    browser = signed_in(customer)
    browser.post(link, {"password": GOOD})
    page = browser.get("/settings/").content.decode()
    assert newcomer.email in page
    assert customer.email not in page


def test_a_new_link_is_asked_for_and_the_answer_is_always_the_same(
    visitor, newcomer, customer, outsider
):
    Person.objects.filter(pk=outsider.pk).update(is_active=False)
    seen = set()
    for email in (newcomer.email, customer.email, outsider.email, "okand@lillkoping.example"):
        response = visitor.post("/activate/", {"email": email})
        page = visitor.get(response.headers["Location"])
        seen.add((response.status_code, response.headers["Location"], as_seen(page)))
    assert len(seen) == 1
    assert link_in(latest_mail(newcomer)).startswith("/activate/")
    assert link_in(latest_mail(customer)) == "/sign-in/"
    assert Mail.objects.count() == 2


def test_asking_again_and_again_makes_a_pause_for_known_and_unknown_alike(visitor, newcomer):
    for email in (newcomer.email, "okand@lillkoping.example"):
        answers = [visitor.post("/activate/", {"email": email}) for _time in range(4)]
        assert [one.status_code for one in answers] == [302, 302, 302, 429]
        assert 3590 <= int(answers[-1].headers["Retry-After"]) <= 3600
    write_mails()
    assert Mail.objects.count() == 3


def test_trying_many_links_makes_a_pause(visitor):
    answers = [
        visitor.post(f"/activate/x{number}/", {"password": GOOD}).status_code
        for number in range(21)
    ]
    assert answers == [404] * 20 + [429]


@pytest.mark.parametrize("typed", ["", "anna", "a\x00@b.se", "x" * 100_000])
def test_a_bad_address_is_an_error_at_the_field(visitor, typed):
    assert visitor.post("/activate/", {"email": typed}).status_code == 422


def test_the_link_is_for_one_person_and_one_address(newcomer, link):
    token = link.removeprefix("/activate/").rstrip("/")
    assert activation.person_of(token) == newcomer
    Person.objects.filter(pk=newcomer.pk).update(email="annan@lillkoping.example")
    with pytest.raises(activation.UnusableLink):
        activation.person_of(token)
