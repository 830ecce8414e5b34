"""While a title is typed: tickets alike, and the word that one of them solved the matter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kundportal.people.models import OrganisationSight
from kundportal.tickets.models import Sight, Solution, Ticket
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
ASKS = {"HX-Request": "true"}


@pytest.fixture
def some(create_ticket, customer, colleague, outsider):
    create_ticket(customer, title="Betygen går inte att spara i gymnasiet")
    create_ticket(customer, title="Betyg sparas dubbelt")
    create_ticket(customer, title="Schemat visar fel vecka")
    create_ticket(colleague, title="Betygen sparas inte alls")
    create_ticket(outsider, title="Betygen sparas inte här heller")


def alike(person, title):
    return [ticket.title for ticket in Ticket.objects.alike(person, title)]


def test_titles_that_share_words_are_found_however_they_are_bent(some, customer):
    assert alike(customer, "Betyget spara gymnasiet")[0] == "Betygen går inte att spara i gymnasiet"
    assert alike(customer, "Schema") == ["Schemat visar fel vecka"]
    assert alike(customer, "Fel vecka i sche") == ["Schemat visar fel vecka"]
    assert alike(customer, "Lunch") == []
    assert alike(customer, "och att 'x' :* & |") == []


def test_only_what_the_person_may_see_is_found(some, customer, colleague, outsider, municipality):
    title = "Betygen sparas"
    assert "Betygen sparas inte alls" not in alike(customer, title)
    assert alike(outsider, title) == ["Betygen sparas inte här heller"]
    municipality.sight = OrganisationSight.EVERYONE
    municipality.save()
    customer.refresh_from_db()
    assert "Betygen sparas inte alls" in alike(customer, title)
    Ticket.objects.filter(created_by=colleague).update(sight=Sight.PRIVATE)
    assert "Betygen sparas inte alls" not in alike(customer, title)


def test_at_most_five(create_ticket, customer):
    for number in range(8):
        create_ticket(customer, title=f"Betyg saknas {number}")
    assert alike(customer, "Betyg saknas")[0] == "Betyg saknas 7"
    assert len(alike(customer, "Betyg saknas")) == 5


def test_the_page_gets_a_fragment_and_a_plain_browser_a_search(some, customer):
    client = signed_in(customer)
    answer = client.get("/tickets/alike/", {"title": "Schemat"}, headers=ASKS)
    text = answer.content.decode()
    assert "Schemat visar fel vecka" in text
    assert "Det här löste det" in text
    assert "/knowledge/suggestions/?q=Schemat" in text
    assert "<html" not in text
    plain = client.get("/tickets/alike/", {"title": "Schemat"})
    assert plain.url == "/tickets/?q=Schemat"
    for title in ("", "a", "\0", "x" * 5000):
        answer = client.get("/tickets/alike/", {"title": title}, headers=ASKS)
        assert "<li>" not in answer.content.decode()


def test_this_solved_it_is_counted_once_a_person_and_day(some, customer, colleague, municipality):
    municipality.sight = OrganisationSight.EVERYONE
    municipality.save()
    url = Ticket.objects.get(title="Schemat visar fel vecka").url
    for person in (customer, customer, colleague):
        answer = signed_in(person).post("/tickets/solved/", {"url": url}, headers=ASKS)
        assert "Inget ärende har skickats" in answer.content.decode()
    assert [(row["url"], row["times"]) for row in Solution.objects.since(days=7)] == [(url, 2)]
    assert signed_in(customer).post("/tickets/solved/", {"url": url}).url == "/"
    Solution.objects.update(day=timezone.localdate() - timedelta(days=1))
    assert Solution.objects.count() == 2


def test_what_is_not_visible_can_not_be_counted(some, customer, outsider):
    own = Ticket.objects.filter(created_by=customer).first()
    for url in (own.url, "/tickets/SE-0000-0000/", "https://a.example/", "/desk/", "", "/x\0",
                "/knowledge/suggestions/"):  # fmt: skip
        assert signed_in(outsider).post("/tickets/solved/", {"url": url}).status_code == 404, url
    assert not Solution.objects.exists()


def test_staff_see_what_has_helped(some, customer, agent, client):
    url = Ticket.objects.get(title="Schemat visar fel vecka").url
    signed_in(customer).post("/tickets/solved/", {"url": url})
    page = signed_in(agent).get("/desk/tickets/solved/").content.decode()
    assert url in page
    assert customer.name not in page
    assert signed_in(customer).get("/desk/tickets/solved/").status_code == 404
    assert client.get("/desk/tickets/solved/").url.startswith("/sign-in/")


def test_who_may_ask(client, agent, customer):
    for path in ("/tickets/alike/", "/tickets/solved/"):
        assert client.get(path).status_code in {302, 405}
        assert signed_in(agent).get(path).status_code in {404, 405}
    assert signed_in(customer).get("/tickets/solved/").status_code == 405


def test_the_new_tickets_title_asks(customer, form, product):
    page = signed_in(customer).get(f"/tickets/new/{form.slug}/").content.decode()
    assert 'data-hx-get="/tickets/alike/"' in page
    assert 'id="id_title"' in page
