"""Several people act at the same moment, each in a connection of their own."""

from __future__ import annotations

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from kundportal.access.applying import AddressTaken
from kundportal.access.deciding import AlreadyDecided
from kundportal.access.models import AccessRequest
from kundportal.access.states import Reason
from kundportal.mail.models import Mail
from kundportal.people.models import Organisation, Person, Role
from kundportal.people.models.organisation import NameTaken, NumberTaken
from tests.access.conftest import EMAIL, filled_in, mails_to
from tests.cast import person, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts) -> list[str]:
    """Runs acts in threads of their own, begun together; gives the names of how they ended."""
    barrier, outcomes = Barrier(len(acts)), []

    def run(act) -> None:
        barrier.wait()
        try:
            act()
            outcomes.append("done")
        except (AlreadyDecided, AddressTaken, NameTaken, NumberTaken) as problem:
            outcomes.append(type(problem).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return sorted(outcomes)


def test_two_administrators_at_once_decide_once(application, administrator, municipality):
    second = person("Mia Sund", "mia.sund@vendor.example", Role.ADMINISTRATOR)
    outcomes = at_once(
        lambda: application.approve(by=administrator, organisation=municipality),
        lambda: application.approve(by=second, organisation=municipality),
        lambda: application.decline(by=second, reason=Reason.UNVERIFIED),
    )
    assert outcomes == ["AlreadyDecided", "AlreadyDecided", "done"]
    application.refresh_from_db()
    admitted = Person.objects.with_email(EMAIL).count()
    assert admitted == (1 if application.is_approved else 0)
    assert len(mails_to(EMAIL)) == 3  # confirm, received, the one decision


def test_two_links_of_one_address_confirmed_at_once_wait_as_one(administrator):
    sent = []
    for _time in range(2):
        given = filled_in(country="SE", language="sv", once=uuid4())
        del given["answers_for_data"]
        sent.append(AccessRequest.objects.apply(**given))
    assert at_once(*(one.confirm for one in sent)) == ["done", "done"]
    assert AccessRequest.objects.to_decide().count() == 1
    assert len(mails_to(administrator.email)) == 1


def test_two_new_organisations_of_one_name_at_once_become_one(administrator, waiting):
    first, second = waiting(), waiting(email="annan@lillkoping.example")
    outcomes = at_once(
        lambda: first.approve(by=administrator, organisation_name="Ny kommun"),
        lambda: second.approve(by=administrator, organisation_name="Ny kommun"),
    )
    assert outcomes == ["NameTaken", "done"]
    assert Organisation.objects.count() == 1
    assert AccessRequest.objects.to_decide().count() == 1


def test_one_form_sent_twenty_times_at_once_is_one_application():
    given = filled_in(country="SE", language="sv", once=uuid4())
    del given["answers_for_data"]
    acts = [lambda: AccessRequest.objects.apply(**given)] * 20
    assert at_once(*acts) == ["done"] * 20
    assert AccessRequest.objects.count() == 1
    assert len(mails_to(EMAIL)) == 1


def test_two_new_organisations_of_one_number_at_once_become_one(administrator, waiting):
    first, second = (
        waiting(email=f"{name}@lillkoping.example", organisation_number="5599990008")
        for name in ("eva", "ulf")
    )
    outcomes = at_once(
        lambda: first.approve(by=administrator, organisation_name="Ö friskola"),
        lambda: second.approve(by=administrator, organisation_name="Ö fria skola"),
    )
    assert outcomes == ["NumberTaken", "done"]
    assert Organisation.objects.count() == 1


def test_twenty_approvals_at_once_for_one_seat_let_one_in(administrator, municipality, waiting):
    Organisation.objects.filter(pk=municipality.pk).update(seats=1)
    sent = [waiting(email=f"a{number}@lillkoping.example") for number in range(20)]
    let_in = []

    def approve(one):
        return lambda: let_in.append(one.approve(by=administrator, organisation=municipality))

    assert at_once(*map(approve, sent)) == ["done"] * 20
    assert len(let_in) == 20
    assert [person for person in let_in if person] == [Person.objects.get(role=Role.CUSTOMER)]
    assert AccessRequest.objects.seatless().count() == 19
    assert AccessRequest.objects.to_decide().count() == 0
    clear = Mail.objects.filter(subject__startswith="Det finns ingen ledig plats för dig än")
    assert clear.count() == 19


def test_twenty_approvals_at_once_by_hand_get_twenty_clear_answers(
    administrator, municipality, waiting
):
    """The same through the pages: each in a browser of its own, which shows what became of it."""
    Organisation.objects.filter(pk=municipality.pk).update(seats=1)
    sent = [waiting(email=f"a{number}@lillkoping.example") for number in range(20)]
    browsers = [signed_in(administrator) for _one in sent]
    chosen = {"place": "existing", "organisation": municipality.pk}
    answers = []

    def approve(one, browser):
        path = f"/desk/access/{one.pk}/approval/"
        return lambda: answers.append(browser.post(path, chosen, follow=True))

    assert at_once(*map(approve, sent, browsers)) == ["done"] * 20
    assert {one.status_code for one in answers} == {200}
    pages = [one.content.decode() for one in answers]
    let_in = [page for page in pages if "får ett mejl med en länk" in page]
    refused = [page for page in pages if "Lillköpings kommun har ingen ledig plats" in page]
    assert (len(let_in), len(refused)) == (1, 19)
    assert all("står i kö" in page for page in refused)
    assert Person.objects.filter(role=Role.CUSTOMER).count() == 1
