"""What may answer a ticket's title is shown beside the form, and counted when it did."""

from __future__ import annotations

import pytest
from django.test import Client

from kundportal.search import jobs, pacing
from kundportal.search.models import Audience
from kundportal.tickets.models import Solution
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
ASKS = {"HX-Request": "true"}
HERE = "/knowledge/suggestions/"


@pytest.fixture(autouse=True)
def _rested():
    pacing._pace._left.clear()


@pytest.fixture
def some(publish):
    translation = publish("Byt lösenord", "Så byter du ditt lösenord, steg för steg.")
    publish("Nollställ lösenord åt kund", "Bara hos oss.", audience=Audience.STAFF)
    jobs.read()
    return translation


def asked(client, title: str) -> str:
    answer = client.get(HERE, {"q": title}, headers=ASKS)
    assert answer.status_code == 200
    return answer.content.decode().strip()


def test_an_article_that_answers_is_shown_with_its_passage(some, customer):
    text = asked(signed_in(customer), "Hur byter jag lösenord?")
    assert f'href="{some.address}' in text
    assert 'target="_blank"' in text
    assert "steg för steg" in text
    assert "Nollställ" not in text
    assert "<html" not in text


def test_the_form_is_told_where_to_ask(some, customer):
    client = signed_in(customer)
    text = client.get("/tickets/alike/", {"title": "Lösenord"}, headers=ASKS).content.decode()
    assert f"{HERE}?q=L%C3%B6senord" in text


def test_when_nothing_surely_answers_nothing_is_shown(some, customer):
    for title in ("", "l", "Kanelbulle i matsalen", "och att", "&|!:*", "\0", "\u202e", "x" * 5000):
        assert asked(signed_in(customer), title) == ""


def test_that_it_solved_the_matter_is_counted(some, customer):
    client = signed_in(customer)
    assert f'value="{some.address}"' in asked(client, "byta lösenord")
    answer = client.post("/tickets/solved/", {"url": some.address}, headers=ASKS)
    assert answer.status_code == 200
    assert [row["url"] for row in Solution.objects.since(days=1)] == [some.address]


def test_the_address_of_a_long_title_can_be_counted(publish, customer):
    long = publish("Lösenord " + "som är mycket långa " * 9 + "heter", "Så byter du lösenord.")
    assert 160 < len(long.address) <= 200  # what can be counted
    client = signed_in(customer)
    assert client.post("/tickets/solved/", {"url": long.address}, headers=ASKS).status_code == 200
    assert client.get(long.address).status_code == 200


def test_a_plain_browser_is_led_to_the_search(some, customer):
    assert (
        signed_in(customer).get(HERE, {"q": "byta lösenord"}).url == "/search/?q=byta+l%C3%B6senord"
    )


def test_whoever_types_too_much_is_shown_nothing(some, customer, settings):
    settings.SEARCHES_A_MINUTE = 1
    client = signed_in(customer)
    assert asked(client, "byta lösenord") != ""
    assert asked(client, "byta lösenord") == ""


def test_it_is_for_customers_and_only_asked_for(some, customer, agent):
    assert signed_in(agent).get(HERE).status_code == 404
    assert Client().get(HERE).url.startswith("/sign-in/")
    assert signed_in(customer).post(HERE).status_code == 405
