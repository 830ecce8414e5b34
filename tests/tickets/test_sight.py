"""Who sees a ticket: one rule for the lookup, the page, the panel and what is written."""

from __future__ import annotations

from itertools import product
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from kundportal.history.models import Event
from kundportal.people.models import OrganisationSight, Person
from kundportal.tickets import sight
from kundportal.tickets.models import Participant, Sight, Ticket
from kundportal.tickets.seeing import everyone_who_sees
from tests.cast import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(municipality, elsewhere):
    """The creator, a recipient, a colleague, a coordinator, and the same outside."""
    here = {
        name: person(name, f"{name}@lillkoping.example", at=municipality)
        for name in ("creator", "recipient", "colleague", "coordinator")
    }
    there = {
        name: person(name, f"{name}@storsund.example", at=elsewhere)
        for name in ("outsider", "their-coordinator")
    }
    everyone = here | there
    for name in ("coordinator", "their-coordinator"):
        everyone[name].is_coordinator = True
        everyone[name].save(update_fields=["is_coordinator"])
    return everyone


@pytest.fixture
def tickets(create_ticket, people):
    return {
        one: create_ticket(people["creator"], recipients=[people["recipient"]], sight=one)
        for one in Sight.values
    }


# By hand: who sees a ticket of which sight, where the organisation has chosen what, besides those
# who take part in it.
ALSO = {
    ("own", "organisation"): set(),
    ("own", "private"): set(),
    ("own", "shared"): {"colleague", "coordinator"},
    ("coordinators", "organisation"): {"coordinator"},
    ("coordinators", "private"): set(),
    ("coordinators", "shared"): {"colleague", "coordinator"},
    ("everyone", "organisation"): {"colleague", "coordinator"},
    ("everyone", "private"): set(),
    ("everyone", "shared"): {"colleague", "coordinator"},
}


def test_the_rule_the_lookup_the_page_and_the_list_of_seers_agree(people, tickets, municipality):
    for chosen, may_reply in product(OrganisationSight.values, (False, True)):
        municipality.sight, municipality.sight_may_reply = chosen, may_reply
        municipality.save()
        for shared, ticket in tickets.items():
            expected = {"creator", "recipient"} | ALSO[chosen, shared]
            places = Participant.objects.in_ticket(ticket)
            ticket.refresh_from_db()
            listed = {one.person.name for one in everyone_who_sees(ticket, places)}
            assert listed == expected, (chosen, shared)
            for name, one in people.items():
                reader = Person.objects.select_related("organisation").get(pk=one.pk)
                role = next((str(p.role) for p in places if p.person_id == one.pk), None)
                look = sight.look(reader, ticket, role)
                told = (chosen, shared, name)
                assert (look is not None) is (name in expected), told
                assert Ticket.objects.visible_to(reader).contains(ticket) is bool(look), told
                found = Ticket.objects.seen_by(reader, number=ticket.number)
                assert (found is not None) is bool(look), told
                if look:
                    takes_part = name in {"creator", "recipient"}
                    assert look.may_write is (takes_part or may_reply), told
                    assert ticket.may_be_written_by(reader) is look.may_write, told


@pytest.mark.parametrize("chosen", OrganisationSight.values)
@pytest.mark.parametrize("shared", Sight.values)
def test_the_panel_and_the_full_list_name_those_whom_the_guard_lets_in(
    people, tickets, municipality, chosen, shared
):
    municipality.sight = chosen
    municipality.save()
    url = tickets[shared].url
    let_in = {name for name, one in people.items() if signed_in(one).get(url).status_code == 200}
    client = signed_in(people["creator"])
    full = client.get(f"{url}seers/", headers={"HX-Request": "true"}).content.decode()
    assert {name for name in people if f"<span>{name}" in full} == let_in
    panel = client.get(url).content.decode().split('id="people-title"')[1].split("</ul>")[0]
    everyone = "Alla på Lillköpings kommun" in panel
    coordinators = "Samordnare på Lillköpings kommun" in panel
    assert everyone is ({"colleague", "coordinator"} <= let_in)
    assert coordinators is ("coordinator" in let_in and "colleague" not in let_in)


def test_the_full_list_says_who_added_whom(people, tickets):
    ticket = tickets["organisation"]
    ticket.add_recipients(people=[people["colleague"]], by=people["recipient"])
    page = signed_in(people["creator"]).get(f"{ticket.url}seers/").content.decode()
    assert "mottagare, tillagd av creator" in page
    assert "mottagare, tillagd av recipient" in page


def test_the_full_list_offers_to_change_it_to_those_who_may(people, tickets, municipality, agent):
    ticket = tickets["shared"]
    for may_reply in (False, True):
        municipality.sight, municipality.sight_may_reply = "everyone", may_reply
        municipality.save()
        for name, may in (("creator", True), ("recipient", True), ("coordinator", True),
                          ("colleague", may_reply)):  # fmt: skip
            page = signed_in(people[name]).get(f"{ticket.url}seers/").content.decode()
            assert (f'href="{ticket.url}recipients/"' in page) is may, name
    page = signed_in(agent).get(f"{ticket.desk_url}seers/").content.decode()
    assert f'href="{ticket.desk_url}recipients/"' in page


def test_whoever_can_no_longer_sign_in_is_not_said_to_see_it(people, tickets):
    ticket = tickets["organisation"]
    Person.objects.filter(name="recipient").update(is_active=False)
    client = signed_in(people["creator"])
    assert "har inte längre åtkomst" in client.get(ticket.url).content.decode()
    assert "<span>recipient" not in client.get(f"{ticket.url}seers/").content.decode()


def test_the_creator_keeps_a_ticket_private_or_shares_it(people, tickets, municipality):
    municipality.sight = "everyone"
    municipality.save()
    ticket, reader = tickets["organisation"], signed_in(people["colleague"])
    client = signed_in(people["creator"])
    for chosen, status in (("private", 404), ("shared", 200), ("organisation", 200)):
        assert client.post(f"{ticket.url}sight/", {"sight": chosen}).status_code == 302
        assert reader.get(ticket.url).status_code == status
    told = Event.objects.of(ticket).among(["ticket.shared"])
    assert [one.data for one in told] == [
        {"was": "shared", "now": "organisation"},
        {"was": "private", "now": "shared"},
        {"was": "organisation", "now": "private"},
    ]
    client.post(f"{ticket.url}sight/", {"sight": "organisation"})
    assert told.count() == 3
    wrong = client.post(f"{ticket.url}sight/", {"sight": "alla"})
    assert wrong.status_code == 422


def test_nobody_else_chooses_but_staff(people, tickets, agent):
    ticket = tickets["shared"]
    for name in ("recipient", "colleague", "coordinator"):
        sent = signed_in(people[name]).post(f"{ticket.url}sight/", {"sight": "private"})
        assert sent.status_code == 403
        with pytest.raises(PermissionDenied):
            ticket.share(sight="private", by=people[name])
    answer = signed_in(agent).post(f"/desk{ticket.url}sight/", {"sight": "private"})
    assert answer.status_code == 302
    ticket.refresh_from_db()
    assert ticket.sight == "private"


def test_sight_is_chosen_when_the_ticket_is_created(people, form, product):
    client = signed_in(people["creator"])
    page = client.get(f"/tickets/new/{form.slug}/").content.decode()
    assert "Som organisationen har valt: i dag ingen annan" in page
    for chosen in ("", "private", "shared"):
        sent = {
            "product": product.pk, "matter": form.matters.first().pk, "title": f"Ny {chosen}",
            "text": "Ny", "sight": chosen, "once": str(uuid4()),
        }  # fmt: skip
        assert client.post(f"/tickets/new/{form.slug}/", sent).status_code == 302
        created = Ticket.objects.get(title=f"Ny {chosen}".strip())
        assert created.sight == (chosen or "organisation")


@pytest.mark.parametrize("role", ["creator", "agent"])
def test_its_pages_cost_the_same_for_two_people_and_for_many(
    people, tickets, municipality, agent, role, django_assert_max_num_queries
):
    for number in range(5):
        person(f"Kollega {number}", f"k{number}@lillkoping.example", at=municipality)
    tickets["shared"].add_recipients(
        people=Person.objects.filter(email__startswith="k"), by=people["creator"]
    )
    client = signed_in({**people, "agent": agent}[role])
    face = "/desk" if role == "agent" else ""
    paths = [f"{face}{tickets['shared'].url}{one}/" for one in ("recipients", "seers", "history")]
    for path in [*paths, "/settings/sight/"] if role == "creator" else paths:
        with django_assert_max_num_queries(8):
            assert client.get(path).status_code == 200
