"""Somebody applies for an organisation that has closed, or become part of another."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kundportal.access.jobs import offer_free_seats
from kundportal.access.models import AccessRequest
from kundportal.access.states import Reason, State
from kundportal.people.models import Organisation, Person
from kundportal.people.seating import OrganisationClosed
from tests.access.conftest import EMAIL, errors_of, mails_to
from tests.cast import signed_in


@pytest.fixture
def desk(administrator):
    return signed_in(administrator)


@pytest.fixture
def closed(municipality, administrator):
    municipality.close(by=administrator)
    return municipality


@pytest.fixture
def merged(municipality, elsewhere, administrator):
    elsewhere.absorb(municipality, by=administrator)
    return Organisation.objects.get(pk=municipality.pk)


def approve(desk, application, organisation: object = "", name: str = ""):
    chosen = {
        "place": "new" if name else "existing",
        "organisation": getattr(organisation, "pk", organisation),
        "organisation_name": name,
    }
    return desk.post(f"/desk/access/{application.pk}/approval/", chosen)


def status_page(visitor, application) -> str:
    return visitor.get(f"/apply/status/{application.key}/").content.decode()


@pytest.mark.parametrize(
    "given",
    [{}, {"organisation_name": "Annat"}, {"email": "eva@annat.example"}],
    ids=["both", "by mail domain", "by name"],
)
def test_the_applicant_is_told_that_it_is_closed(closed, waiting, visitor, given):
    application = waiting(**given)
    words = "Lillköpings kommun är stängd i Kundportal, och ingen får åtkomst för den"
    assert words in status_page(visitor, application)
    mail = mails_to(application.email)[-1]
    assert words in " ".join(mail.text.split())


def test_the_applicant_is_told_that_it_is_part_of_another(merged, waiting, visitor):
    application = waiting(email="eva@annat.example")
    words = "Lillköpings kommun är nu en del av Storsunds kommun."
    assert words in status_page(visitor, application)
    assert words in " ".join(mails_to("eva@annat.example")[-1].text.split())


def test_nobody_is_asked_whether_they_know_them_where_nobody_can_sign_in(
    customer, municipality, administrator, waiting
):
    municipality.close(by=administrator)
    before = len(mails_to(customer.email))
    waiting()
    assert len(mails_to(customer.email)) == before


def test_those_who_decide_see_that_it_is_closed_and_cannot_let_in(closed, application, desk):
    page = desk.get(f"/desk/access/{application.pk}/").content.decode()
    assert "Lillköpings kommun är stängd. Ingen kan få åtkomst för den." in page
    assert f'<option value="{closed.pk}"' not in page
    answer = approve(desk, application, closed)
    assert answer.status_code == 422
    assert "Den organisationen är stängd eller borta." in answer.content.decode()
    answer = approve(desk, application, name="Lillköpings kommun")
    assert "Organisationen med det namnet är stängd." in answer.content.decode()
    assert not Person.objects.with_email(EMAIL).exists()


def test_an_application_that_names_what_was_merged_is_led_to_the_other(
    merged, elsewhere, waiting, desk
):
    application = waiting(email="eva@annat.example")
    page = desk.get(f"/desk/access/{application.pk}/").content.decode()
    assert "Lillköpings kommun har slagits ihop med en annan organisation." in page
    assert f'<option value="{elsewhere.pk}" selected>' in page
    answer = approve(desk, application, name="lillköpings kommun")
    words = "Organisationen med det namnet är nu en del av Storsunds kommun."
    assert words in answer.content.decode()
    assert approve(desk, application, merged).status_code == 422
    assert approve(desk, application, elsewhere).status_code == 302
    assert Person.objects.with_email("eva@annat.example").get().organisation == elsewhere


def test_by_its_mail_domain_it_belongs_to_the_other(merged, elsewhere, waiting, desk):
    application = waiting(organisation_name="Något annat")
    page = desk.get(f"/desk/access/{application.pk}/").content.decode()
    assert "Storsunds kommun finns här och har den här e-postdomänen." in page
    assert "Storsunds kommun" in desk.get("/desk/access/").content.decode()


def test_closed_while_somebody_decides(application, municipality, administrator):
    """The form was shown before; the verb asks once more."""
    municipality.close(by=administrator)
    with pytest.raises(OrganisationClosed):
        application.approve(by=administrator, organisation=municipality)
    assert AccessRequest.objects.get(pk=application.pk).is_waiting


def test_merged_while_somebody_decides(application, municipality, elsewhere, administrator):
    elsewhere.absorb(municipality, by=administrator)
    with pytest.raises(OrganisationClosed):
        application.approve(by=administrator, organisation=municipality)
    assert AccessRequest.objects.get(pk=application.pk).is_waiting


def test_a_closed_organisation_offers_no_seats(application, municipality, customer, administrator):
    Organisation.objects.filter(pk=municipality.pk).update(seats=1)
    municipality.refresh_from_db()
    application.approve(by=administrator, organisation=municipality)
    customer.give_back_seat(by=administrator)
    municipality.close(by=administrator)
    offer_free_seats(0)
    assert AccessRequest.objects.get(pk=application.pk).state == State.SEATLESS


def test_it_can_be_declined(closed, application, administrator):
    application.decline(by=administrator, reason=Reason.OTHER, words="Kommunen är stängd.")
    assert AccessRequest.objects.get(pk=application.pk).is_declined


def test_whoever_approves_what_another_has_just_declined_is_told(
    application, municipality, desk, administrator
):
    application.decline(by=administrator, reason=Reason.UNVERIFIED)
    answer = approve(desk, application, municipality)
    page = desk.get(answer.headers["Location"]).content.decode()
    assert "Bo Lind har redan avslagit ansökan. Inget mer gjordes." in page
    assert not Person.objects.with_email(EMAIL).exists()
    assert errors_of(answer.content, "organisation") == ""


def test_the_page_of_an_application_costs_no_more(closed, application, desk):
    desk.get("/desk/")
    with CaptureQueriesContext(connection) as queries:
        desk.get(f"/desk/access/{application.pk}/")
    assert len(queries) <= 8
