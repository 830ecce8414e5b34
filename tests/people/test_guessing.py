"""Whoever guesses has to wait, and the right person is in again within fifteen minutes."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from kundportal.people import factors
from tests.cast import PASSWORD, one_time_code, signed_in
from tests.people.conftest import GOOD, as_seen, is_signed_in, latest_mail, link_in

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
UNKNOWN = "okand@lillkoping.example"
QUARTER = 15 * 60


def sign_in(client, email, password="fel lösenord helt", *, place="192.0.2.1", language="sv"):
    return client.post(
        "/sign-in/",
        {"login": email, "password": password, "next": "/tickets/"},
        headers={"accept-language": language},
        REMOTE_ADDR=place,
    )


def wait_of(response) -> int:
    assert response.status_code == 429
    return int(response.headers["Retry-After"])


def attack(email, *, tries=20):
    """Wrong passwords from all over the world, so that only the address is counted."""
    for number in range(tries):
        sign_in(Client(), email, place=f"198.51.100.{number}")


def test_twenty_wrong_passwords_and_the_right_one_after_the_time_that_is_said(
    visitor, customer, later
):
    answers = [sign_in(visitor, customer.email) for _try in range(20)]
    assert [one.status_code for one in answers[:5]] == [422] * 5
    waits = [wait_of(one) for one in answers[5:]]
    assert all(0 < wait <= QUARTER for wait in waits)
    assert sign_in(visitor, customer.email, PASSWORD).status_code == 429
    later(waits[-1])
    assert sign_in(visitor, customer.email, PASSWORD).status_code == 302
    assert is_signed_in(visitor)


def test_it_is_not_said_too_late(visitor, customer, later):
    answers = [sign_in(visitor, customer.email) for _try in range(6)]
    later(wait_of(answers[-1]) - 5)
    assert 1 <= wait_of(sign_in(visitor, customer.email, PASSWORD)) <= 5


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", "Det har varit för många inloggningsförsök. Vänta 5 minuter och försök igen"),
        ("en", "There have been too many attempts to sign in. Wait 5 minutes and try again"),
    ],
)
def test_the_page_says_when_and_keeps_what_was_typed(visitor, customer, language, words):
    for _try in range(6):
        response = sign_in(visitor, customer.email, language=language)
    page = response.content.decode()
    assert response.status_code == 429
    assert words in page
    assert f'value="{customer.email}"' in page
    assert 'name="next" value="/tickets/"' in page
    assert 'href="/password/forgotten/"' in page


def test_one_minute_is_one(visitor, customer, later):
    for _try in range(5):
        sign_in(visitor, customer.email)
    later(5 * 60 - 30)
    assert "Vänta 1 minut och" in sign_in(visitor, customer.email).content.decode()


def test_known_and_unknown_addresses_get_the_same_pause(customer):
    seen = {}
    for email in (customer.email, UNKNOWN):
        cache.clear()
        client = Client()
        answers = [sign_in(client, email) for _try in range(8)]
        seen[email] = [as_seen(one, email) for one in answers]
        assert wait_of(answers[-1]) in {299, 300}
    assert seen[customer.email] == seen[UNKNOWN]


def test_many_tries_from_one_place_have_to_wait_whatever_the_address(later):
    for number in range(10):
        assert sign_in(Client(), f"a{number}@lillkoping.example").status_code == 422
    wait = wait_of(sign_in(Client(), UNKNOWN))
    assert wait <= 60
    assert sign_in(Client(), UNKNOWN, place="192.0.2.2").status_code == 422
    later(wait)
    assert sign_in(Client(), UNKNOWN).status_code == 422


def test_those_who_sign_in_rightly_are_not_counted(customer):
    answers = [sign_in(Client(), customer.email, PASSWORD).status_code for _try in range(30)]
    assert answers == [302] * 30


def test_guesses_from_everywhere_are_counted_by_the_address(visitor, customer, later):
    for email in (customer.email, UNKNOWN):
        attack(email)
        wait = wait_of(sign_in(visitor, email, place="203.0.113.9"))
        assert wait <= QUARTER
    later(wait)
    assert sign_in(visitor, customer.email, PASSWORD, place="203.0.113.9").status_code == 302


def test_one_place_alone_keeps_nobody_out(visitor, customer, later):
    for _round in range(4):
        for _try in range(8):
            sign_in(Client(), customer.email, place="198.51.100.7")
        assert sign_in(visitor, customer.email, PASSWORD).status_code == 302
        visitor.post("/sign-out/")
        visitor.cookies.clear()
        later(5 * 60)


def test_whoever_has_signed_in_here_before_gets_in_while_others_guess(visitor, customer, later):
    assert sign_in(visitor, customer.email, PASSWORD).status_code == 302
    visitor.post("/sign-out/")
    for _round in range(3):
        attack(customer.email)
        assert sign_in(Client(), customer.email, PASSWORD).status_code == 429
        assert sign_in(visitor, customer.email, PASSWORD).status_code == 302
        visitor.post("/sign-out/")
        later(QUARTER)


def test_a_known_browser_may_not_guess_either(visitor, customer, later):
    sign_in(visitor, customer.email, PASSWORD)
    visitor.post("/sign-out/")
    answers = [sign_in(visitor, customer.email) for _try in range(20)]
    assert [one.status_code for one in answers] == [422] * 5 + [429] * 15
    later(wait_of(answers[-1]))
    assert sign_in(visitor, customer.email, PASSWORD).status_code == 302


def test_a_browser_is_known_for_those_who_have_signed_in_with_it(visitor, customer, colleague):
    sign_in(visitor, customer.email, PASSWORD)
    visitor.post("/sign-out/")
    sign_in(visitor, colleague.email, PASSWORD)
    visitor.post("/sign-out/")
    for one in (customer, colleague):
        attack(one.email)
        assert sign_in(visitor, one.email).status_code == 422
    attack(UNKNOWN)
    assert sign_in(visitor, UNKNOWN).status_code == 429


def test_nobody_makes_a_browser_known_by_writing_a_cookie(visitor, customer, colleague):
    sign_in(visitor, customer.email, PASSWORD)
    cookie = visitor.cookies[settings.BROWSER_COOKIE_NAME]
    assert customer.email not in cookie.value
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    attack(colleague.email)
    for forged in (cookie.value, cookie.value[:-1], "", "x:y:z", "é", "{}"):
        other = Client()
        other.cookies[settings.BROWSER_COOKIE_NAME] = forged
        assert sign_in(other, colleague.email, PASSWORD).status_code == 429


def test_a_browser_is_forgotten_after_half_a_year(visitor, customer, later):
    sign_in(visitor, customer.email, PASSWORD)
    visitor.post("/sign-out/")
    later(settings.BROWSER_COOKIE_AGE + 1)
    attack(customer.email)
    assert sign_in(visitor, customer.email, PASSWORD).status_code == 429


def test_the_link_to_a_new_password_gets_in_while_others_guess(visitor, customer):
    attack(customer.email)
    visitor.post("/password/forgotten/", {"email": customer.email})
    assert visitor.post(link_in(latest_mail(customer)), {"password": GOOD}).status_code == 302
    assert is_signed_in(visitor)
    visitor.post("/sign-out/")
    assert sign_in(visitor, customer.email, GOOD).status_code == 302


def test_codes_may_not_be_guessed_and_the_right_one_works_after_the_time_that_is_said(
    visitor, customer, later
):
    factors.equip(person=customer, secret=KEY)
    assert sign_in(visitor, customer.email, PASSWORD).headers["Location"].endswith("/code/")
    answers = [visitor.post("/sign-in/code/", {"code": "000000"}) for _try in range(20)]
    assert [one.status_code for one in answers[:5]] == [422] * 5
    assert "Det har varit för många försök. Vänta" in answers[-1].content.decode()
    assert wait_of(answers[-1]) <= QUARTER
    later(wait_of(answers[-1]))
    assert visitor.post("/sign-in/code/", {"code": one_time_code(KEY)}).status_code == 302
    assert is_signed_in(visitor)


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("/settings/confirm/", {"next": "/settings/factors/"}),
        ("/settings/password/", {"password": GOOD}),
        ("/settings/email/", {"email": "ny@lillkoping.example"}),
    ],
)
def test_the_present_password_may_not_be_guessed_either(customer, later, page, form):
    client = signed_in(customer)
    answers = [client.post(page, {**form, "old": "fel"}) for _try in range(20)]
    assert [one.status_code for one in answers[:5]] == [422] * 5
    assert {one.status_code for one in answers[5:]} == {429}
    said = answers[-1].content.decode()
    assert re.search(r"för många försök.*Vänta \d+ minut", said)
    assert wait_of(answers[-1]) <= QUARTER
    later(wait_of(answers[-1]))
    assert client.post(page, {**form, "old": PASSWORD}).status_code == 302


def test_the_reset_of_a_password_is_counted_with_a_true_end(visitor, customer, later):
    answers = [
        visitor.post("/password/forgotten/", {"email": customer.email}) for _try in range(20)
    ]
    assert [one.status_code for one in answers[:5]] == [302] * 5
    later(wait_of(answers[-1]))
    assert visitor.post("/password/forgotten/", {"email": customer.email}).status_code == 302
