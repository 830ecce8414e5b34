"""The pages for when something is wrong: plain, in the reader's language, without secrets."""

from __future__ import annotations

import logging

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from kundportal.portal import views
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept_language": "en"}


@pytest.fixture
def broken(monkeypatch):
    """A browser for which the help page fails with the given error."""

    def browser(error: Exception) -> Client:
        def fail(reader: object, language: str) -> None:
            raise error

        monkeypatch.setattr(views, "questions", fail)
        return Client(raise_request_exception=False)

    return browser


def test_a_page_that_does_not_exist_helps_onward_in_both_languages(client):
    swedish = client.get("/nothing-here/")
    english = client.get("/nothing-here/", headers=ENGLISH)
    assert swedish.status_code == english.status_code == 404
    assert "Sidan finns inte här" in swedish.content.decode()
    assert "The page is not here" in english.content.decode()


def test_what_is_hidden_looks_like_what_does_not_exist(outsider, ticket):
    client = signed_in(outsider)
    hidden = client.get(reverse("ticket", args=[ticket.number]))
    missing = client.get(reverse("ticket", args=["SE-0000-0000"]))
    assert hidden.status_code == missing.status_code == 404

    def body(response):
        text = response.content.decode()
        return text[text.index("<main") : text.index("</main>")]

    assert body(hidden) == body(missing)


def test_our_own_fault_gives_a_number_that_stands_in_the_log(broken, caplog):
    client = broken(RuntimeError("a secret detail"))
    with caplog.at_level(logging.ERROR, logger="kundportal.fault"):
        response = client.get("/help/")
    page = response.content.decode()
    record = next(one for one in caplog.records if one.name == "kundportal.fault")
    number = record.getMessage().split()[1]
    assert response.status_code == 500
    assert "Något gick fel hos oss" in page
    assert number in page
    assert "a secret detail" not in page
    assert "Something went wrong with us" in client.get("/help/", headers=ENGLISH).content.decode()


def test_our_own_fault_is_told_without_asking_the_database(broken, django_assert_num_queries):
    client = broken(RuntimeError())
    with django_assert_num_queries(0):
        assert client.get("/help/").status_code == 500


def test_a_database_that_is_away_gives_503_in_both_languages(broken):
    response = broken(OperationalError("gone")).get("/help/")
    page = response.content.decode()
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "strax tillbaka" in page
    assert "will soon be back" in page


def test_a_database_that_is_away_before_the_page_begins_gives_503(customer, monkeypatch):
    client = signed_in(customer)
    client.raise_request_exception = False

    def away(*_args):
        raise OperationalError("gone")

    monkeypatch.setattr("kundportal.people.reading_sessions.lasting", away)
    assert client.get("/").status_code == 503


def test_a_form_without_its_token_keeps_calm_and_says_what_to_do(db):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/language/", {"language": "en", "next": "/"})
    assert response.status_code == 403
    assert "Gå tillbaka, ladda om sidan och skicka igen." in response.content.decode()


def test_what_can_not_be_read_gives_400_and_a_page(client):
    response = client.post("/language/", {f"field{n}": "" for n in range(2000)})
    assert response.status_code == 400
    assert "Vi kunde inte läsa det som skickades" in response.content.decode()
