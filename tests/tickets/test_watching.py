"""Each person mutes a ticket, or follows one that they do not take part in."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from kundportal.desk.merging import merge
from kundportal.mail.models import Mail
from kundportal.notifications.models import Notification
from kundportal.people.models import Role
from kundportal.tickets.extract import extract_of
from kundportal.tickets.models import Watch
from tests.cast import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def third(municipality):
    return person("Ove Utan", "ove.utan@lillkoping.example", at=municipality)


@pytest.fixture
def seen_by_all(municipality, customer, third, administrator):
    municipality.share_sight(sight="everyone", may_reply=False, by=administrator)
    Mail.objects.all().delete()


@pytest.fixture
def shared(create_ticket, customer, colleague):
    ticket = create_ticket(customer, recipients=[colleague])
    Mail.objects.all().delete()
    Notification.objects.all().delete()
    return ticket


def address(ticket, face: str = "") -> str:
    return f"{face}/tickets/{ticket.number}/watching/"


def choose(one, ticket, wants: str):
    face = "/desk" if one.is_staff else ""
    return signed_in(one).post(address(ticket, face), {"wants": wants})


def told(ticket, by) -> set[str]:
    """The names of those who are told of a reply."""
    Notification.objects.all().delete()
    ticket.reply(by=by, text="Något nytt.", once=uuid4())
    return set(Notification.objects.values_list("person__name", flat=True))


def test_whoever_has_muted_a_ticket_is_told_nothing_and_has_it_unread(shared, colleague, agent):
    assert choose(colleague, shared, "mute").status_code == 302
    assert told(shared, agent) == {"Karin Berg"}
    assert shared.participants.get(person=colleague).unread == 2
    shared.close(by=agent)
    assert not Mail.objects.filter(person=colleague).exists()


def test_whoever_wants_to_be_told_again_is(shared, colleague, agent):
    choose(colleague, shared, "mute")
    choose(colleague, shared, "")
    assert not Watch.objects.exists()
    assert told(shared, agent) == {"Karin Berg", "Olle Dahl"}


def test_chosen_twice_is_chosen_once(shared, colleague):
    for _time in range(2):
        assert choose(colleague, shared, "mute").status_code == 302
    assert Watch.objects.count() == 1


def test_who_sees_a_ticket_through_the_organisation_can_follow_it(
    shared, third, agent, seen_by_all
):
    assert "Ove Utan" not in told(shared, agent)
    choose(third, shared, "follow")
    assert "Ove Utan" in told(shared, agent)
    mail = Mail.objects.filter(person=third).latest("pk")
    assert "du följer ärendet" in mail.text
    assert "Vi väntar på ditt svar." not in mail.text, "nothing is wanted of those who look on"


def test_who_loses_sight_is_told_no_more(
    shared, third, agent, seen_by_all, municipality, administrator
):
    choose(third, shared, "follow")
    municipality.share_sight(sight="own", may_reply=False, by=administrator)
    assert "Ove Utan" not in told(shared, agent)


def test_staff_follow_what_others_handle(shared, agent, customer):
    other = person("Eva Holm", "eva.holm@vendor.example", Role.AGENT)
    shared.handling.assign(to=agent, by=agent)
    choose(other, shared, "follow")
    assert told(shared, customer) == {"Anna Ek", "Eva Holm", "Olle Dahl"}
    mail = Mail.objects.filter(person=other).latest("pk")
    assert f"/desk/tickets/{shared.number}/watching/" in mail.text


def test_the_agent_in_charge_can_mute_it_until_it_is_given_to_them_anew(
    shared, agent, customer, administrator
):
    shared.handling.assign(to=agent, by=agent)
    choose(agent, shared, "mute")
    assert told(shared, customer) == {"Olle Dahl"}
    shared.handling.assign(to=None, by=administrator)
    shared.handling.assign(to=agent, by=administrator)
    assert "Anna Ek" in told(shared, customer)


def test_who_is_removed_keeps_neither_the_choice_nor_what_was_to_be_mailed(
    shared, colleague, customer, agent, settings
):
    choose(colleague, shared, "follow")
    settings.GATHER_SECONDS = 120
    told(shared, agent)
    shared.remove_recipient(person=colleague, by=customer)
    assert not Watch.objects.exists()
    assert not Notification.objects.filter(person=colleague).exists()


def test_the_ticket_and_the_page_say_how_it_is(shared, colleague, third, agent, seen_by_all):
    for one, face, words in (
        (colleague, "", "Tysta ärendet"),
        (third, "", "Följ ärendet"),
        (agent, "/desk", "Följ ärendet"),
    ):
        client = signed_in(one)
        for page in (f"{face}/tickets/{shared.number}/", address(shared, face)):
            assert words in client.get(page).content.decode()
    choose(colleague, shared, "mute")
    choose(third, shared, "follow")
    assert "Få besked igen" in signed_in(colleague).get(shared.url).content.decode()
    assert "Sluta följa" in signed_in(third).get(address(shared)).content.decode()


def test_what_is_not_offered_changes_nothing(shared, colleague):
    assert choose(colleague, shared, "everything").status_code == 422
    assert not Watch.objects.exists()


def test_the_choice_goes_along_when_organisations_merge(
    shared, colleague, municipality, elsewhere, administrator
):
    choose(colleague, shared, "mute")
    merge(municipality, into=elsewhere, by=administrator)
    assert Watch.objects.get().organisation == elsewhere


def test_the_choice_stands_in_ones_extract(shared, colleague):
    choose(colleague, shared, "mute")
    [part] = [one for one in extract_of(colleague) if one.name == "watches"]
    [entry] = part.entries
    assert [fact.value for fact in entry.facts][:2] == [shared.number, "mute"]


def test_the_verb_asks_too(shared, outsider):
    with pytest.raises(PermissionDenied):
        Watch.objects.choose("follow", person=outsider, ticket=shared)


def test_outsiders_find_nothing_there_and_nobody_gets_in_unsigned(shared, outsider, customer):
    assert signed_in(outsider).post(address(shared), {"wants": "mute"}).status_code == 404
    assert signed_in(outsider).get(address(shared)).status_code == 404
    assert signed_in(customer).get(address(shared, "/desk")).status_code == 404
    answer = Client().get(address(shared))
    assert (answer.status_code, answer.headers["Location"][:9]) == (302, "/sign-in/")
