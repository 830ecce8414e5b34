"""An organisation chooses who sees the tickets of colleagues, and its people are told."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from kundportal.desk.merging import merge
from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.people.models import Organisation, Person
from tests.cast import person, signed_in

pytestmark = pytest.mark.django_db

OWN = "/settings/sight/"


@pytest.fixture
def third(municipality):
    return person("Ove Utan", "ove.utan@lillkoping.example", at=municipality)


def chosen(sight: str, *people: Person, reply: str = "no") -> dict:
    return {"sight": sight, "may_reply": reply, "coordinators": [one.pk for one in people]}


def told() -> set[str]:
    return set(Mail.objects.values_list("to", flat=True))


def test_as_long_as_there_is_no_coordinator_anyone_may_begin(customer, colleague, municipality):
    client = signed_in(customer)
    answer = client.post(OWN, chosen("coordinators", colleague), follow=True)
    assert "Sparat." in answer.content.decode()
    municipality.refresh_from_db()
    colleague.refresh_from_db()
    assert (municipality.sight, colleague.is_coordinator) == ("coordinators", True)
    assert "Karin Berg utsåg till samordnare: Olle Dahl" in answer.content.decode()


def test_afterwards_only_coordinators_choose_and_others_see_whom_to_ask(
    customer, colleague, municipality
):
    municipality.share_sight(
        sight="coordinators", may_reply=False, coordinators=[colleague], by=customer
    )
    client = signed_in(customer)
    page = client.get(OWN).content.decode()
    assert 'name="sight"' not in page
    assert "Olle Dahl" in page
    assert client.post(OWN, chosen("everyone", customer)).status_code == 403
    assert signed_in(colleague).post(OWN, chosen("own")).status_code == 302
    municipality.refresh_from_db()
    assert municipality.sight == "own"


def test_a_coordinator_without_access_locks_nobody_out(customer, colleague, municipality):
    municipality.share_sight(
        sight="coordinators", may_reply=False, coordinators=[colleague], by=customer
    )
    colleague.is_active = False
    colleague.save(update_fields=["is_active"])
    assert signed_in(customer).post(OWN, chosen("own")).status_code == 302
    colleague.refresh_from_db()
    assert not colleague.is_coordinator


def test_everyone_is_told_when_more_people_see_more(customer, colleague, third, municipality):
    signed_in(customer).post(OWN, chosen("coordinators", third))
    assert told() == {colleague.email, third.email}
    mail = Mail.objects.filter(person=colleague).get()
    assert "Karin Berg har ändrat" in mail.text
    assert "samordnarna på Lillköpings kommun" in mail.text
    assert "Ove Utan" in mail.text
    Mail.objects.all().delete()
    signed_in(third).post(OWN, chosen("coordinators", third, colleague))
    assert told() == {customer.email, colleague.email}
    Mail.objects.all().delete()
    signed_in(third).post(OWN, chosen("everyone", third, colleague, reply="yes"))
    assert told() == {customer.email, colleague.email}
    assert "De kan också svara" in Mail.objects.filter(person=customer).get().text


def test_nobody_is_mailed_when_fewer_see_less_or_nothing_changes(
    customer, colleague, municipality, administrator
):
    municipality.share_sight(
        sight="everyone", may_reply=False, coordinators=[customer, colleague], by=administrator
    )
    Mail.objects.all().delete()
    events = Event.objects.count()
    client = signed_in(customer)
    client.post(OWN, chosen("everyone", customer, colleague))
    assert Event.objects.count() == events
    client.post(OWN, chosen("coordinators", customer, colleague))
    client.post(OWN, chosen("own", customer))
    assert told() == set()
    assert Event.objects.count() == events + 3


def test_what_is_wrong_is_said_at_its_field(customer, outsider, municipality):
    client = signed_in(customer)
    for sent, words in (
        (chosen("coordinators"), "Välj minst en samordnare."),
        ({}, "Välj vem som ser ärendena."),
        (chosen("alla"), "alla"),
        (chosen("everyone", outsider), "ett giltigt alternativ"),
    ):
        answer = client.post(OWN, sent)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    municipality.refresh_from_db()
    assert municipality.sight == "own"
    with pytest.raises(PermissionDenied):
        municipality.share_sight(sight="own", may_reply=False, coordinators=[outsider], by=customer)


def test_our_administrators_choose_at_the_desk(administrator, customer, municipality, agent):
    here = f"/desk/organisations/{municipality.pk}/sight/"
    assert here in signed_in(administrator).get(
        f"/desk/organisations/{municipality.pk}/"
    ).content.decode()  # fmt: skip
    client = signed_in(administrator)
    assert client.get(here).status_code == 200
    assert client.post(here, chosen("everyone")).status_code == 302
    municipality.refresh_from_db()
    assert municipality.sight == "everyone"
    assert told() == {customer.email}
    assert signed_in(agent).get(here).status_code == 404


def test_nobody_sees_more_because_two_organisations_become_one(
    customer, outsider, municipality, elsewhere, administrator, create_ticket
):
    """Each sees their own until they choose anew; whoever comes along coordinates nothing."""
    municipality.share_sight(
        sight="coordinators", may_reply=True, coordinators=[customer], by=administrator
    )
    elsewhere.share_sight(sight="everyone", may_reply=False, by=administrator)
    mine, theirs = create_ticket(customer), create_ticket(outsider, sight="shared")
    merge(municipality, into=elsewhere, by=administrator)
    elsewhere.refresh_from_db()
    assert (elsewhere.sight, elsewhere.sight_may_reply) == ("own", False)
    assert not Person.objects.coordinators().exists()
    assert signed_in(customer).get(theirs.url).status_code == 404
    assert signed_in(outsider).get(mine.url).status_code == 404
    assert signed_in(customer).get(mine.url).status_code == 200
    last = Event.objects.of(elsewhere).among(["organisation.sight_shared"]).first()
    assert (last.data["was"], last.data["now"]) == ("everyone", "own")


def test_the_choice_of_another_organisation_is_out_of_reach(outsider, municipality, elsewhere):
    signed_in(outsider).post(OWN, chosen("everyone"))
    assert Organisation.objects.get(pk=municipality.pk).sight == "own"
    with pytest.raises(PermissionDenied):
        municipality.share_sight(sight="everyone", may_reply=False, by=outsider)


def test_who_may_come_in(customer, agent):
    assert signed_in(agent).get(OWN).status_code == 404
    assert Client().get(OWN).headers["Location"].startswith("/sign-in/")
    assert signed_in(customer).put(OWN).status_code == 405
