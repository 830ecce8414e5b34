"""An organisation has so many seats and no more: who has one, who waits, and who frees one."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kundportal.access.jobs import offer_free_seats
from kundportal.access.models import AccessRequest
from kundportal.access.states import Reason, State
from kundportal.people.models import Organisation, Person, Seat
from kundportal.people.seating import OrganisationFull, SeatsInUse
from tests.access.conftest import EMAIL, filled_in, link_in, mails_to
from tests.cast import person, signed_in


@pytest.fixture
def desk(administrator):
    return signed_in(administrator)


@pytest.fixture
def full(municipality, customer):
    """An organisation of one seat, which the customer has."""
    Organisation.objects.filter(pk=municipality.pk).update(seats=1)
    municipality.refresh_from_db()
    return municipality


@pytest.fixture
def seatless(application, full, administrator):
    """An application in the waiting list of the full organisation."""
    application.approve(by=administrator, organisation=full)
    application.refresh_from_db()
    return application


def approve(desk, application, organisation):
    chosen = {"place": "existing", "organisation": organisation.pk}
    return desk.post(f"/desk/access/{application.pk}/approval/", chosen, follow=True)


def states() -> list[str]:
    return list(AccessRequest.objects.order_by("pk").values_list("state", flat=True))


def test_whoever_is_let_in_takes_the_lowest_free_seat(municipality, customer, colleague):
    customer.give_back_seat(by=colleague)
    third = person("Tea Tredje", "tea@lillkoping.example", at=municipality)
    assert (third.seat.number, colleague.seat.number) == (1, 2)


def test_staff_take_no_seat(agent):
    assert not agent.has_seat


def test_approval_into_a_full_organisation_lets_nobody_in_and_says_so(desk, application, full):
    page = approve(desk, application, full).content.decode()
    assert "Lillköpings kommun har ingen ledig plats, så ingen fick åtkomst." in page
    assert states() == [State.SEATLESS]
    assert not Person.objects.with_email(EMAIL).exists()
    assert "Kommer tillbaka för beslut när Lillköpings kommun har en ledig plats" in page


def test_the_applicant_is_told_and_sees_it_on_their_page(seatless, visitor, customer):
    mail = mails_to(EMAIL)[-1]
    assert mail.subject.startswith("Det finns ingen ledig plats för dig än")
    page = visitor.get(f"/apply/status/{seatless.key}/").content.decode()
    for text in (" ".join(mail.text.split()), page):
        assert "kan frigöra en plats eller be oss om fler." in text
        assert customer.name not in text
        assert customer.email not in text


def test_whoever_waits_for_a_decision_sees_that_there_is_no_seat(application, full, visitor):
    page = visitor.get(f"/apply/status/{application.key}/").content.decode()
    assert "Det finns ingen ledig plats just nu" in page
    assert "Du får besked senast" in page


def test_those_who_can_free_a_seat_are_told_who_waits(seatless, customer, outsider):
    mail = mails_to(customer.email)[-1]
    assert mail.subject == "Eva Öst väntar på en plats i Lillköpings kommun"
    assert link_in(mail) == "/settings/organisation/"
    assert mails_to(outsider.email) == []


def test_approving_again_while_it_is_full_changes_nothing(desk, seatless, full):
    mails = len(mails_to(EMAIL))
    assert "har ingen ledig plats" in approve(desk, seatless, full).content.decode()
    assert states() == [State.SEATLESS]
    assert len(mails_to(EMAIL)) == mails


def test_a_free_seat_brings_the_first_in_the_list_back_to_the_desk(
    seatless, waiting, administrator, full, customer
):
    second = waiting(email="annan@lillkoping.example")
    second.approve(by=administrator, organisation=full)
    offer_free_seats(0)
    assert states() == [State.SEATLESS, State.SEATLESS]
    full.limit_seats(seats=2, by=administrator)
    for _time in range(2):  # the one that is back counts until it is decided
        offer_free_seats(0)
        assert states() == [State.WAITING, State.SEATLESS]
    assert mails_to(EMAIL)[-1].subject.startswith("Det finns en ledig plats för dig")
    assert [mail.subject for mail in mails_to("annan@lillkoping.example")][-1].startswith(
        "Det finns ingen"
    )
    seatless.refresh_from_db()
    assert seatless.approve(by=administrator, organisation=full).has_seat
    offer_free_seats(0)
    assert states() == [State.APPROVED, State.SEATLESS]


def test_whoever_waits_for_a_seat_can_be_declined(seatless, administrator):
    seatless.decline(by=administrator, reason=Reason.UNVERIFIED)
    assert states() == [State.DECLINED]


def test_whoever_waits_for_a_seat_waits_once(seatless):
    given = filled_in(language="sv", country="SE")
    del given["answers_for_data"]
    AccessRequest.objects.apply(**given)
    mail = mails_to(EMAIL)[-1]
    assert "väntar redan" in mail.subject
    assert "Det finns ingen ledig plats för dig än." in " ".join(mail.text.split())


def test_the_database_itself_holds_the_limit(full, customer, colleague_of_nobody):
    """Also when somebody goes round the verbs."""
    for number, seats in ((2, 1), (2, 2), (1, 1), (0, 1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Seat.objects.create(
                organisation=full, number=number, seats=seats, person=colleague_of_nobody
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=full.pk).update(seats=0)


@pytest.fixture
def colleague_of_nobody(elsewhere):
    return Person.objects.create(
        email="utan@lillkoping.example", name="Utan", organisation=elsewhere
    )


def test_fewer_seats_move_those_who_sit_further_up(
    municipality, customer, colleague, administrator
):
    third = person("Tea Tredje", "tea@lillkoping.example", at=municipality)
    customer.give_back_seat(by=colleague)
    municipality.limit_seats(seats=2, by=administrator)
    taken = Seat.objects.filter(organisation=municipality).order_by("number")
    assert [(one.number, one.seats) for one in taken] == [(1, 2), (2, 2)]
    assert {one.person_id for one in taken} == {colleague.pk, third.pk}
    with pytest.raises(SeatsInUse):
        municipality.limit_seats(seats=1, by=administrator)


def test_the_limit_is_set_by_administrators_alone(desk, municipality, customer, colleague, agent):
    path = f"/desk/organisations/{municipality.pk}/"
    assert desk.post(path + "seats/", {"seats": "12"}).status_code == 302
    municipality.refresh_from_db()
    assert municipality.seats == 12
    refused = {
        "1": "2 platser är upptagna",
        "": "Skriv hur många",
        "0": "",
        "501": "",
        "x": "heltal",
    }
    for wrong, words in refused.items():
        answer = desk.post(path + "seats/", {"seats": wrong})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    for one in (agent, customer):
        assert signed_in(one).post(path + "seats/", {"seats": "9"}).status_code == 404
        with pytest.raises(PermissionDenied):
            municipality.limit_seats(seats=9, by=one)
    municipality.refresh_from_db()
    assert municipality.seats == 12


@pytest.mark.parametrize("face", ["desk/people", "settings/people"])
def test_a_pause_keeps_the_seat_and_giving_back_frees_it(desk, customer, colleague, face):
    runner = desk if face == "desk/people" else signed_in(customer)
    client, path = signed_in(colleague), f"/{face}/{colleague.pk}/"
    for act, is_in, has_seat in (
        ("pause/", False, True), ("return/", True, True), ("seat-return/", False, False),
        ("return/", True, True),
    ):  # fmt: skip
        assert runner.post(path + act).status_code == 302
        now = Person.objects.get(pk=colleague.pk)
        assert (now.is_active, now.has_seat) == (is_in, has_seat)
        client = signed_in(colleague) if is_in else client
        assert client.get("/tickets/").status_code == (200 if is_in else 302)
    assert len(mails_to(colleague.email)) == 4


def test_nobody_comes_back_to_a_full_organisation(full, customer, administrator, desk):
    left = Person.objects.get(pk=customer.pk)
    left.give_back_seat(by=administrator)
    person("Tea Tredje", "tea@lillkoping.example", at=full)
    with pytest.raises(OrganisationFull):
        left.resume(by=administrator)
    page = desk.post(f"/desk/people/{left.pk}/return/", follow=True).content.decode()
    assert "så Karin Berg fick inte åtkomst igen." in page
    assert not Person.objects.get(pk=left.pk).is_active


def test_customers_run_their_colleagues_alone(customer, colleague, outsider, agent, visitor):
    client = signed_in(customer)
    for act in ("pause", "return", "seat-return"):
        for other in (customer, outsider, agent):
            assert client.post(f"/settings/people/{other.pk}/{act}/").status_code == 404
            assert client.post(f"/desk/people/{other.pk}/{act}/").status_code == 404
        assert signed_in(agent).post(f"/desk/people/{customer.pk}/{act}/").status_code == 404
        path = f"/settings/people/{colleague.pk}/{act}/"
        assert client.get(path).status_code == 405
        assert visitor.post(path).headers["Location"].startswith("/sign-in/")
    for verb in ("pause", "resume", "give_back_seat"):
        for other in (customer, outsider, agent):
            with pytest.raises(PermissionDenied):
                getattr(other, verb)(by=customer)
    assert Person.objects.filter(is_active=False).count() == 0


def test_two_who_pause_each_other_leave_one(customer, colleague):
    customer.pause(by=colleague)
    with pytest.raises(PermissionDenied):
        colleague.pause(by=customer)  # was read before the pause
    assert Person.objects.get(pk=colleague.pk).is_active


def test_the_organisations_own_page_shows_its_people_and_nobody_elses(
    customer, outsider, seatless, waiting
):
    Organisation.objects.filter(pk=customer.organisation_id).update(seats=7)
    colleague = person("Olle Dahl", "olle.dahl@lillkoping.example", at=customer.organisation)
    waiting(email="ny@skola.lillkoping.example", name="Ny Nilsson")
    waiting(email="ny@annat.example", name="Ove Okänd")
    waiting(email="ny@storsund.example", name="Sten Sund")
    page = signed_in(customer).get("/settings/organisation/").content.decode()
    for name in (customer.name, colleague.name, "Eva Öst", "Ny Nilsson", "2 av 7 platser"):
        assert name in page
    for name in (outsider.name, "Ove Okänd", "Sten Sund", EMAIL):
        assert name not in page
    other = signed_in(outsider).get("/settings/organisation/").content.decode()
    assert "Sten Sund" in other
    assert "Eva Öst" not in other


def test_staff_see_organisations_by_name_and_find_one(desk, agent, seatless, elsewhere):
    page = desk.get("/desk/organisations/").content.decode()
    assert page.index("Lillköpings kommun") < page.index("Storsunds kommun")
    assert "fullt" in page
    page = desk.get("/desk/organisations/?q=storSUND").content.decode()
    assert "Lillköpings kommun" not in page
    one = f"/desk/organisations/{seatless.organisation_id}/"
    assert "Eva Öst" in signed_in(agent).get(one).content.decode()
    assert desk.get("/desk/organisations/?q=%00%F0&after=%00x").status_code == 200


def test_the_organisations_are_paged_and_cost_the_same_for_many(desk, municipality):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get("/desk/organisations/").status_code == 200
        return len(queries)

    before = cost()
    Organisation.objects.bulk_create(Organisation(name=f"Ort {n:03}") for n in range(60))
    assert cost() == before
    first = desk.get("/desk/organisations/").content.decode()
    after = first.split("after=")[1].split('"')[0]
    rest = desk.get(f"/desk/organisations/?after={after}").content.decode()
    assert "Ort 059" in rest
    assert "Ort 001" not in rest


@pytest.mark.parametrize("path", ["/desk/organisations/", "/desk/organisations/{pk}/"])
def test_the_desks_pages_are_for_staff(customer, agent, visitor, path):
    path = path.format(pk=customer.organisation_id)
    assert signed_in(customer).get(path).status_code == 404
    assert visitor.get(path).headers["Location"].startswith("/sign-in/?next=")
    assert signed_in(agent).get(path).status_code == 200
    assert signed_in(agent).get("/desk/organisations/999999/").status_code == 404
    assert signed_in(agent).get("/settings/organisation/").status_code == 404
