"""The one search box: what is found of all rooms, by whom, and what bad words come to."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kundportal.portal.searching.asked import Asked, tidy
from kundportal.search import jobs, pacing
from kundportal.search.models import Audience
from tests.cast import person, signed_in
from tests.knowledge.conftest import category, lead, publish

__all__ = ["category", "lead", "publish"]
pytestmark = pytest.mark.django_db
ASKS = {"HX-Request": "true"}
BAD = [
    "ö" * 10_000, "och att det i", "?!.,-", "&|!:*", "' OR 1=1; DROP TABLE people_person; --",
    "\u202e\u200fdrönesöl\u202c", "a\0b", "<script>alert(1)</script>", "%", "\\", '"', "()",
    "lösenord " * 1000, "😀", "\ufeff", "{{ 7*7 }}", "'", "0", "-", "\u0301" * 300, "a" * 500,
]  # fmt: skip


@pytest.fixture(autouse=True)
def _rested():
    pacing._pace._left.clear()


@pytest.fixture
def some(publish, product, category):
    """Articles for everyone, for customers and for staff."""
    category.product = product
    category.save()
    publish("Byt lösenord", "Så byter du ditt lösenord, steg för steg.")
    publish("Roller och lösenord", "För oss som har konto.", audience=Audience.CUSTOMERS)
    publish("Nollställ lösenord åt kund", "Bara hos oss.", audience=Audience.STAFF)
    publish("Reading the timetable", "Weeks and rooms.", language="en")
    jobs.read()


def page(client, query="", status=200, path="/search/"):
    answer = client.get(f"{path}?{query}" if isinstance(query, str) else path, query)
    assert answer.status_code == status
    return answer.content.decode()


def titles(text: str) -> list[str]:
    found = re.findall(r'class="row-title"[^>]*><strong>(.*?)</strong>', text)
    return [re.sub("<[^>]*>", "", one) for one in found]


def test_articles_are_found_with_the_same_rights_as_the_pages(some, customer, agent):
    query = {"q": "lösenord"}
    assert titles(page(Client(), query)) == ["Byt lösenord"]
    assert set(titles(page(signed_in(customer), query))) == {"Byt lösenord", "Roller och lösenord"}
    assert len(titles(page(signed_in(agent), query))) == 3


def test_what_was_asked_for_is_marked_and_the_way_there_is_shown(some):
    text = page(Client(), {"q": "lösenord"})
    assert "Byt <mark>lösenord</mark>" in text
    assert "Skolvalvet › Betyg" in text


def test_staff_who_have_not_shown_their_second_factor_read_as_strangers_do(some, agent):
    client = Client()
    client.force_login(agent)
    assert titles(page(client, {"q": "lösenord"})) == ["Byt lösenord"]
    assert "Nollställ" not in page(client, {"q": "lösen"}, path="/search/hits/")


def test_staff_see_for_whom_each_article_is(some, agent):
    text = page(signed_in(agent), {"q": "lösenord"})
    assert "desk-views" in text
    assert "Personal" in text


def test_a_ticket_number_leads_staff_to_the_ticket(ticket, agent):
    assert ticket.desk_url in page(signed_in(agent), {"q": ticket.number.lower()})


def test_the_readers_tickets_stand_beside(some, create_ticket, customer, outsider):
    for number in range(7):
        create_ticket(customer, title=f"Lösenord biter inte, fall {number}")
    text = page(signed_in(customer), {"q": "lösenord"})
    assert text.count("Lösenord biter inte") == 5
    assert "/tickets/?q=l%C3%B6senord" in text
    alone = page(signed_in(customer), {"q": "lösenord", "in": "tickets"})
    assert alone.count("Lösenord biter inte") == 7
    assert titles(alone) == []
    assert "biter" not in page(signed_in(outsider), {"q": "lösenord"})
    assert "biter" not in page(Client(), {"q": "lösenord", "in": "tickets"})


def test_filters_stand_in_the_address_and_narrow_what_is_found(some, customer, product):
    text = page(signed_in(customer), {"q": "lösenord", "product": product.pk})
    assert len(titles(text)) == 2
    assert "Skolvalvet (2)" in text
    assert f'href="/search/?q=l%C3%B6senord&amp;in=articles&amp;product={product.pk}"' in text
    assert titles(page(Client(), {"q": "lösenord", "in": "articles"})) == ["Byt lösenord"]
    assert titles(page(Client(), {"q": "lösenord", "in": "messages"})) == []
    for nonsense in ({"in": "x"}, {"product": "x"}, {"product": "9" * 30}, {"after": "x"}):
        assert titles(page(Client(), {"q": "lösenord", **nonsense})) == ["Byt lösenord"]


def test_filters_say_how_many_there_are(some, ticket, create_ticket, customer):
    create_ticket(customer, title="Lösenord biter inte")
    text = re.sub(r"<[^>]*>", "", page(signed_in(customer), {"q": "lösenord"}))
    assert re.search(r"Allt 2\s+Artiklar 2\s+Ärenden 1", text)
    assert 'aria-label="Visa"' not in page(Client(), {"q": "lösenord"})


def test_what_there_is_in_another_language_alone_is_said_to_be(some):
    text = page(Client(), {"q": "timetable"})
    assert titles(text) == ["Reading the timetable"]
    assert "Det här finns på engelska." in text
    assert '<li class="row" lang="en">' in text


def test_the_next_page_goes_on_where_the_first_ended(publish):
    for number in range(15):
        publish(f"Schema del {number}", "Salar och lärare.")
    jobs.read()
    first = page(Client(), {"q": "schema"})
    after = re.search(r'href="(/search/[^"]*after=[^"]*)"', first)[1].replace("&amp;", "&")
    second = page(Client(), path=after, query={})
    assert len(titles(first)) == 10
    assert len(titles(second)) == 5
    assert not set(titles(first)) & set(titles(second))


def test_when_nothing_is_found_the_page_says_what_to_do(some, customer):
    text = page(signed_in(customer), {"q": "kanelbulle & kaffe"})
    assert "Vi hittade ingenting." in text
    assert 'href="/tickets/new/?title=kanelbulle+%26+kaffe"' in text
    stranger = page(Client(), {"q": "kanelbulle"})
    assert "administratören på din skola" in stranger
    assert "/tickets/new/" not in stranger


def test_the_words_come_along_to_the_new_ticket(customer, form):
    client = signed_in(customer)
    answer = client.get("/tickets/new/", {"title": "Betyg & <b>kaffe</b>"}, follow=True)
    assert 'value="Betyg &amp; &lt;b&gt;kaffe&lt;/b&gt;"' in answer.content.decode()
    for title in ("\0", "x" * 5000, ""):
        assert client.get("/tickets/new/", {"title": title}, follow=True).status_code == 200


@pytest.mark.parametrize("words", BAD)
def test_whatever_is_typed_there_is_a_page(some, customer, words):
    client = signed_in(customer)
    text = page(client, {"q": words})
    assert "<script>alert" not in text
    assert "\u202e" not in text
    page(client, {"q": words}, path="/search/hits/")


def test_half_of_a_letter_is_no_fault(some):
    for sent in ("q=%ED%A0%80", "q=%ff%fe", "q=%00", "q=a&q=b", "q=%E2%80%AE", "q=", "x=1"):
        for path in ("/search/", "/search/hits/"):
            assert Client().get(f"{path}?{sent}").status_code == 200


def test_signs_that_nobody_sees_are_left_out():
    assert tidy("  a\u202eb\u00ad\0c \t\n d\u2028e ") == "abc d e"
    assert Asked(words="a & b", part="articles").query() == "?q=a+%26+b&in=articles"


def test_while_one_types_there_are_suggestions_and_the_way_to_all(some, customer):
    text = page(signed_in(customer), {"q": "löse", "box": "search"}, path="/search/hits/")
    assert "<html" not in text
    assert text.count('role="option"') == 3
    assert 'id="search-1"' in text
    assert "2 förslag" in text
    assert page(Client(), {"q": "l"}, path="/search/hits/").count("option") == 0
    assert '"><b' not in page(Client(), {"q": "löse", "box": '"><b'}, path="/search/hits/")


def test_whoever_searches_too_often_is_asked_to_wait(some, settings, customer):
    settings.SEARCHES_A_MINUTE = 2
    for client in (Client(), signed_in(customer)):
        for _ in range(2):
            page(client, {"q": "lösenord"})
        answer = client.get("/search/", {"q": "lösenord"})
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "60"
        assert "vi väntar lite" in answer.content.decode()
        fragment = client.get("/search/hits/", {"q": "lösenord"}, headers=ASKS)
        assert (fragment.status_code, fragment.content) == (429, b"")
        page(client)  # the box itself


def test_strangers_are_counted_by_where_they_come_from(some, settings):
    settings.SEARCHES_A_MINUTE = 1
    for address in ("192.0.2.1", "192.0.2.2"):
        asked = {"q": "lösenord"}
        assert Client(REMOTE_ADDR=address).get("/search/", asked).status_code == 200
        assert Client(REMOTE_ADDR=address).get("/search/", asked).status_code == 429


def test_the_pages_ask_few_questions_however_much_is_found(publish, customer, create_ticket):
    client, costs = signed_in(customer), []
    for number in range(16):
        publish(f"Schema del {number}")
        create_ticket(customer, title=f"Schema {number}", once=uuid4())
        if number in {4, 15}:
            jobs.read()
            page(client, {"q": "schema"})  # the words of a language are read once for all pages
            with CaptureQueriesContext(connection) as asked:
                page(client, {"q": "schema"})
            costs.append(len(asked))
    # Where search is not sure it asks which other languages there are.
    assert costs[1] <= costs[0] + 1 <= 8
    with CaptureQueriesContext(connection) as asked:
        page(client, {"q": "sche"}, path="/search/hits/")
    assert len(asked) <= 4


def test_the_box_is_on_every_page(customer, agent, form):
    for client, paths in (
        (Client(), ["/", "/help/", "/sign-in/", "/apply/", "/nothing-here/", "/search/"]),
        (signed_in(customer), ["/", "/tickets/", "/tickets/new/sverige/", "/settings/"]),
        (signed_in(agent), ["/desk/tickets/", "/settings/"]),
    ):
        for path in paths:
            text = client.get(path).content.decode()
            assert 'action="/search/"' in text, path
            assert text.count('id="search"') + text.count('id="find"') <= 2, path


def test_nobody_posts_a_search(customer):
    for path in ("/search/", "/search/hits/"):
        assert signed_in(customer).post(path).status_code == 405


def test_a_newcomer_finds_no_ticket_that_is_not_theirs_to_see(some, ticket, municipality):
    newcomer = person("Nils Ny", "nils.ny@lillkoping.example", at=municipality)
    assert ticket.title not in page(signed_in(newcomer), {"q": "betyg"})
