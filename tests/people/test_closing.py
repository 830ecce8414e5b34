"""An organisation closes: its people are out at the next request, and nothing is lost."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.people import activation
from kundportal.people.models import Organisation, Person
from kundportal.people.seating import OrganisationClosed
from tests.cast import PASSWORD, person, signed_in


@pytest.fixture(autouse=True)
def _nobody_has_tried(db):
    cache.clear()


def path(organisation: Organisation, act: str) -> str:
    return f"/desk/organisations/{organisation.pk}/{act}/"


@pytest.fixture
def desk(administrator):
    return signed_in(administrator)


def sign_in(client, one: Person):
    return client.post("/sign-in/", {"login": one.email, "password": PASSWORD})


def test_those_who_are_signed_in_are_out_at_the_next_request(
    desk, municipality, customer, outsider
):
    client, other = signed_in(customer), signed_in(outsider)
    assert client.get("/tickets/").status_code == 200
    page = desk.post(path(municipality, "closing"), follow=True).content.decode()
    assert "Lillköpings kommun är stängd." in page
    assert client.get("/tickets/").headers["Location"].startswith("/sign-in/")
    assert other.get("/tickets/").status_code == 200


def test_a_session_that_lasts_ends_all_the_same(municipality, customer):
    """Also one that was made while the organisation was being closed."""
    client = signed_in(customer)
    Organisation.objects.filter(pk=municipality.pk).update(closed_at="2026-01-01T00:00:00Z")
    assert client.get("/tickets/").headers["Location"].startswith("/sign-in/")


def test_nobody_signs_in_as_long_as_it_is_closed(client, municipality, customer, administrator):
    municipality.close(by=administrator)
    assert sign_in(client, customer).status_code == 422
    municipality.reopen(by=administrator)
    assert sign_in(client, customer).status_code == 302


def test_neither_link_nor_reset_lets_anybody_in(client, municipality, administrator):
    newcomer = Person.objects.admit(
        email="ny@lillkoping.example", name="Ny", organisation=municipality
    )
    link = activation.link_for(newcomer).removeprefix("http://localhost:8000")
    municipality.close(by=administrator)
    assert client.get(link).status_code == 404
    assert client.post(link, {"password": PASSWORD}).status_code == 404
    assert not Person.objects.get(pk=newcomer.pk).has_usable_password()


def test_each_who_could_sign_in_gets_one_mail(municipality, customer, colleague, administrator):
    colleague.pause(by=administrator)
    Mail.objects.all().delete()
    for _time in range(2):
        municipality.close(by=administrator)
    [mail] = Mail.objects.all()
    assert (mail.to, mail.subject) == (customer.email, "Lillköpings kommun är stängd i Kundportal")
    assert Event.objects.filter(verb="organisation.closed").count() == 1


def test_mails_about_tickets_stop(municipality, ticket, agent, administrator):
    from uuid import uuid4

    municipality.close(by=administrator)
    Mail.objects.all().delete()
    ticket.reply(by=agent, text="Klart.", once=uuid4())
    ticket.close(by=agent)
    assert not Mail.objects.exists()


def test_it_is_reopened_with_all_that_it_had(desk, municipality, customer):
    desk.post(path(municipality, "closing"))
    assert "Öppna organisationen igen" in desk.get(path(municipality, "ending")).content.decode()
    page = desk.post(path(municipality, "reopening"), follow=True).content.decode()
    assert "Lillköpings kommun är öppen igen." in page
    assert Person.objects.get(pk=customer.pk).has_seat
    assert signed_in(customer).get("/tickets/").status_code == 200


def test_nobody_is_let_in_to_a_closed_organisation(municipality, customer, administrator, desk):
    customer.give_back_seat(by=administrator)
    municipality.close(by=administrator)
    with pytest.raises(OrganisationClosed):
        person("Ny", "ny@lillkoping.example", at=municipality)
    page = desk.post(f"/desk/people/{customer.pk}/return/", follow=True).content.decode()
    assert "Lillköpings kommun är stängd, så Karin Berg fick inte åtkomst igen." in page


def test_closed_ones_stand_in_a_view_of_their_own(desk, municipality, elsewhere, administrator):
    municipality.close(by=administrator)
    page = desk.get("/desk/organisations/").content.decode()
    assert "Lillköpings kommun" not in page
    assert "Storsunds kommun" in page
    page = desk.get("/desk/organisations/?show=closed").content.decode()
    assert "Lillköpings kommun" in page
    assert "Storsunds kommun" not in page


def test_administrators_alone_close_and_reopen(municipality, customer, agent, client):
    for act in ("ending", "closing", "reopening", "merger"):
        for one in (customer, agent):
            assert signed_in(one).get(path(municipality, act)).status_code in {404, 405}
            assert signed_in(one).post(path(municipality, act)).status_code in {404, 405}
        assert client.get(path(municipality, act)).status_code in {302, 405}
    for verb in (municipality.close, municipality.reopen):
        with pytest.raises(PermissionDenied):
            verb(by=agent)
    assert not Organisation.objects.closed().exists()


def test_closing_takes_a_post(desk, municipality):
    for act in ("closing", "reopening", "merger"):
        assert desk.get(path(municipality, act)).status_code == 405
    assert desk.get("/desk/organisations/999999/ending/").status_code == 404
