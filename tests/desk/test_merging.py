"""One organisation becomes part of another, with all that it has in every room."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models
from django.test import Client

from kundportal.access.models import AccessRequest, Invitation, Review
from kundportal.desk.merging import merge
from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.people.closing import CannotMerge, CannotReopen, TooFewSeats
from kundportal.people.models import FactorDemand, Organisation, Person, Seat, Session
from kundportal.tickets.models import Participant, Ticket
from tests.cast import person, signed_in

# What `merge` moves, and what stays where it is, with the reason. Whoever adds a table that names
# an organisation thinks of it here.
MOVED = {
    "people.Person.organisation", "people.MailDomain.organisation", "people.Seat.organisation",
    "people.Organisation.merged_into",
    "access.AccessRequest.organisation", "access.Invitation.organisation",
    "tickets.Ticket.organisation", "tickets.Participant.organisation",
    "tickets.Message.organisation", "tickets.Handling.organisation", "tickets.Note.organisation",
    "tickets.Attachment.organisation", "tickets.Answers.organisation",
    "tickets.Audience.organisation", "tickets.Draft.organisation", "tickets.Upload.organisation",
    "tickets.Rating.organisation", "tickets.Watch.organisation", "tickets.SearchEntry.organisation",
    "notifications.Notification.organisation_id",
    "incoming.KeptMail.organisation",
    "knowledge.ReadBefore.organisation", "knowledge.Subscription.organisation_id",
    "knowledge.Vote.organisation_id",
}  # fmt: skip
STAYS = {
    "people.FactorDemand.organisation": "the demand is made anew, so that it is recorded",
    "people.IdentityProvider.organisation": "it may sign in nobody of another organisation",
    "access.Review.organisation": "what was answered was answered for the old one",
    "history.Event.organisation_id": "the history is not rewritten",
    "mail.Mail.organisation_id": "a mail that was written to somebody of the old one",
}


@pytest.fixture
def desk(administrator):
    return signed_in(administrator)


def post(desk: Client, source: Organisation, into: object):
    chosen = {"into": getattr(into, "pk", into)}
    return desk.post(f"/desk/organisations/{source.pk}/merger/", chosen, follow=True)


def test_every_table_that_names_an_organisation_is_thought_of():
    found = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "column", "")
        and (field.name == "organisation_id" or field.related_model is Organisation)
    }
    assert found == MOVED | STAYS.keys()


def test_people_seats_and_mail_domains_move(desk, municipality, elsewhere, customer, outsider):
    answer = post(desk, municipality, elsewhere)
    assert "Lillköpings kommun är nu en del av Storsunds kommun." in answer.content.decode()
    assert Person.objects.get(pk=customer.pk).organisation == elsewhere
    seats = Seat.objects.filter(organisation=elsewhere).order_by("number")
    assert [(one.number, one.seats, one.person_id) for one in seats] == [
        (1, 10, outsider.pk),
        (2, 10, customer.pk),
    ]
    assert {one.domain for one in elsewhere.mail_domains.all()} == {
        "lillkoping.example",
        "storsund.example",
    }
    source = Organisation.objects.get(pk=municipality.pk)
    assert source.is_closed
    assert source.merged_into == elsewhere


def test_tickets_move_and_their_people_see_them_as_before(
    desk, municipality, elsewhere, ticket, agent, customer, outsider
):
    ticket.reply(by=agent, text="Vi tittar.", once=uuid4())
    ticket.handling.note(by=agent, text="Känt fel.", once=uuid4())
    client = signed_in(customer)
    post(desk, municipality, elsewhere)
    for model in apps.get_app_config("tickets").get_models():
        if any(field.name == "organisation" for field in model._meta.get_fields()):
            assert not model.objects.filter(organisation=municipality).exists(), model
    assert Ticket.objects.get().organisation == elsewhere
    assert client.get(ticket.url).status_code == 200  # in the same session
    assert signed_in(outsider).get(ticket.url).status_code == 404


def test_those_who_come_along_are_told_once(municipality, elsewhere, customer, administrator):
    merge(municipality, into=elsewhere, by=administrator)
    mails = Mail.objects.filter(subject__contains="nu en del av").values_list("to", flat=True)
    assert list(mails) == [customer.email]
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"organisation.merged", "organisation.absorbed"} <= verbs


def test_too_few_seats_is_told_and_nothing_is_done(
    desk, municipality, elsewhere, customer, colleague, outsider, ticket
):
    Organisation.objects.filter(pk=elsewhere.pk).update(seats=2)
    answer = post(desk, municipality, elsewhere)
    assert answer.status_code == 422
    words = "Storsunds kommun har 1 ledig plats, men 2 behövs. Höj antalet platser först."
    assert words in answer.content.decode()
    assert Ticket.objects.get().organisation == municipality
    assert not Organisation.objects.closed().exists()
    assert Person.objects.get(pk=customer.pk).organisation == municipality


def test_whoever_has_no_seat_needs_none(
    municipality, elsewhere, customer, colleague, outsider, administrator
):
    Organisation.objects.filter(pk=elsewhere.pk).update(seats=2)
    colleague.give_back_seat(by=customer)
    elsewhere.refresh_from_db()
    merge(municipality, into=elsewhere, by=administrator)
    assert Person.objects.get(pk=colleague.pk).organisation == elsewhere


def test_applications_invitations_and_open_reviews_follow(
    municipality, elsewhere, customer, administrator, application_at
):
    waiting = application_at(municipality)
    Invitation.objects.send(
        email="ny@lillkoping.example", language="sv", by=customer, organisation=municipality
    )
    review = Review.objects.ask(municipality, half="2027-03")
    assert review
    merge(municipality, into=elsewhere, by=administrator)
    assert AccessRequest.objects.get(pk=waiting.pk).organisation == elsewhere
    assert Invitation.objects.get().organisation == elsewhere
    assert not Review.objects.open().exists()


@pytest.fixture
def application_at(administrator):
    """An application that waits for a seat in the organisation."""

    def wait(organisation: Organisation) -> AccessRequest:
        one = AccessRequest.objects.apply(
            country="SE", name="Eva Öst", email="eva.ost@lillkoping.example", language="sv",
            phone="070-174 06 05", organisation_name=organisation.name, title="Rektor",
            appointed_by="Per Lund", once=uuid4(),
        ).confirm()  # fmt: skip
        Organisation.objects.filter(pk=organisation.pk).update(seats=1)
        one.approve(by=administrator, organisation=organisation)
        return AccessRequest.objects.get(pk=one.pk)

    return wait


@pytest.mark.parametrize("stricter", ["source", "into"])
def test_the_stricter_demand_for_a_second_factor_holds(
    municipality, elsewhere, customer, administrator, stricter
):
    signed_in(customer)
    demanding = municipality if stricter == "source" else elsewhere
    FactorDemand.objects.make(organisation=demanding)
    merge(municipality, into=elsewhere, by=administrator)
    assert FactorDemand.objects.concerns(elsewhere.pk)
    assert Session.objects.get(person=customer).needs_factor


def test_a_chain_of_mergers_leads_to_the_last(municipality, elsewhere, administrator):
    third = Organisation.objects.create(name="Storkommunen")
    merge(municipality, into=elsewhere, by=administrator)
    merge(elsewhere, into=third, by=administrator)
    assert Organisation.objects.get(pk=municipality.pk).merged_into == third


def test_what_is_closed_merged_or_the_same_is_no_place_to_go(
    desk, municipality, elsewhere, administrator
):
    third = Organisation.objects.create(name="Storkommunen")
    merge(third, into=elsewhere, by=administrator)
    for wrong in (municipality, third, "", "x", "9" * 400, "a\0"):
        assert post(desk, municipality, wrong).status_code == 422
    for source, into in ((third, municipality), (municipality, third), (elsewhere, elsewhere)):
        with pytest.raises(CannotMerge):
            merge(source, into=into, by=administrator)
    with pytest.raises(CannotReopen):
        Organisation.objects.get(pk=third.pk).reopen(by=administrator)
    page = desk.post(f"/desk/organisations/{third.pk}/reopening/", follow=True).content.decode()
    assert "kan inte öppnas igen" in page


def test_a_closed_organisation_can_be_merged(municipality, elsewhere, customer, administrator):
    municipality.close(by=administrator)
    merge(municipality, into=elsewhere, by=administrator)
    assert Person.objects.select_related("organisation").get(pk=customer.pk).may_sign_in


def test_merging_twice_is_merging_once(municipality, elsewhere, customer, administrator):
    merge(municipality, into=elsewhere, by=administrator)
    with pytest.raises(CannotMerge):
        merge(municipality, into=elsewhere, by=administrator)
    assert Event.objects.filter(verb="organisation.merged").count() == 1


def test_many_tickets_move(municipality, elsewhere, ticket, administrator):
    fields = [one.name for one in Ticket._meta.fields if one.name not in {"id", "number", "once"}]
    copy = {name: getattr(ticket, name) for name in fields}
    Ticket.objects.bulk_create(Ticket(number=f"SE-{n}", once=uuid4(), **copy) for n in range(6_000))
    assert merge(municipality, into=elsewhere, by=administrator) == 6_001
    assert Participant.objects.get().organisation == elsewhere


def test_nobody_but_an_administrator_merges(municipality, elsewhere, agent, customer):
    for one in (agent, customer):
        with pytest.raises(PermissionDenied):
            merge(municipality, into=elsewhere, by=one)
        assert post(signed_in(one), municipality, elsewhere).status_code == 404
    path = f"/desk/organisations/{municipality.pk}/merger/"
    assert Client().post(path).headers["Location"].startswith("/sign-in/?next=")
    assert signed_in(agent).get(path).status_code == 405
    assert isinstance(Organisation._meta.get_field("merged_into"), models.ForeignKey)


def test_the_numbers_of_seats_are_told(municipality, elsewhere, customer, administrator):
    Organisation.objects.filter(pk=elsewhere.pk).update(seats=1)
    person("Ulf Upptagen", "ulf@storsund.example", at=Organisation.objects.get(pk=elsewhere.pk))
    with pytest.raises(TooFewSeats) as problem:
        merge(municipality, into=elsewhere, by=administrator)
    assert (problem.value.wanted, problem.value.free) == (1, 0)
