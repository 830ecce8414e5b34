"""Changing the language keeps the page, and is remembered."""

from __future__ import annotations

import pytest

from tests.cast import signed_in

pytestmark = pytest.mark.django_db


def choose(client, language="en", page="/help/"):
    return client.post("/language/", {"language": language, "next": page})


def test_the_same_page_is_shown_in_the_other_language(client):
    response = choose(client, page="/help/?a=1")
    assert response.status_code == 302
    assert response.url == "/help/?a=1"
    assert "Questions and answers" in client.get(response.url).content.decode()


def test_a_visitors_choice_is_kept_in_a_cookie_that_scripts_cannot_read(client):
    cookie = choose(client).cookies["kundportal_language"]
    assert cookie.value == "en"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_persons_choice_follows_them_to_another_browser(customer):
    choose(signed_in(customer))
    assert "Hello Karin" in signed_in(customer).get("/").content.decode()


@pytest.mark.parametrize(
    "page",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\x00",
        "/help\r\nX-Bad: 1",
        "sign-in",
        "",
        "/" * 3 + "evil.example",
    ],
)
def test_an_address_elsewhere_leads_to_the_start_page_instead(client, page):
    response = choose(client, page=page)
    assert response.status_code == 302
    assert response.url == "/"


@pytest.mark.parametrize("language", ["xx", "", "sv\x00", "en" * 5000])
def test_a_language_that_is_not_offered_changes_nothing(customer, language):
    client = signed_in(customer)
    response = choose(client, language=language)
    assert response.status_code == 302
    assert "kundportal_language" not in response.cookies
    customer.refresh_from_db()
    assert customer.language == "sv"


def test_a_page_address_never_changes_the_language(client):
    assert client.get("/language/").status_code == 405


def test_a_form_that_was_refused_keeps_its_page_in_the_other_language(form, customer):
    refused = signed_in(customer).post("/tickets/new/sverige/", {})
    assert 'name="next" value="/tickets/new/sverige/"' in refused.content.decode()


def test_a_page_that_is_no_page_of_its_own_leads_to_the_start_page(ticket, customer):
    refused = signed_in(customer).post(f"{ticket.url}replies/", {})
    assert 'name="next" value="/"' in refused.content.decode()
