"""An organisation's administrators see who has access, and help those who have not come in yet."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kundportal.people.models import Person
from tests.access.conftest import mails_to
from tests.cast import person, signed_in

PATH = "/settings/organisation/"


@pytest.fixture
def client(customer):
    return signed_in(customer)


@pytest.fixture
def newcomer(municipality):
    """Let in, but has not chosen a password."""
    return Person.objects.admit(
        email="nils@lillkoping.example", name="Nils Ny", organisation=municipality, title="Rektor"
    )


def test_each_person_stands_there_with_address_role_and_last_sign_in(client, colleague, newcomer):
    Person.objects.filter(pk=colleague.pk).update(last_login=timezone.now())
    page = client.get(PATH).content.decode()
    for words in (colleague.email, newcomer.email, "Rektor", "i dag", "Har aldrig loggat in"):
        assert words in page


def test_the_word_says_how_it_is(client, customer, colleague, newcomer, municipality):
    third = person("Tea Tredje", "tea@lillkoping.example", at=municipality)
    colleague.pause(by=customer)
    third.give_back_seat(by=customer)
    page = client.get(PATH).content.decode()
    for words in ("Aktiv", "Inte aktiverad än", "Pausad, har kvar platsen", "Platsen är återl"):
        assert words in page


@pytest.mark.parametrize("face", ["desk/people", "settings/people"])
def test_whoever_has_not_come_in_gets_the_link_again(client, administrator, newcomer, face):
    runner = client if face == "settings/people" else signed_in(administrator)
    path = f"/{face}/{newcomer.pk}/activation/"
    page = runner.post(path, follow=True).content.decode()
    assert "skickad till nils@lillkoping.example" in page
    assert mails_to(newcomer.email)[-1].subject == "Välj ditt lösenord till Kundportal"
    for _time in range(3):
        page = runner.post(path, follow=True).content.decode()
    assert "Länken har skickats dit ofta." in page
    assert len(mails_to(newcomer.email)) == 3


def test_whoever_has_a_password_or_no_access_gets_none(client, customer, colleague, newcomer):
    newcomer.pause(by=customer)
    for one in (colleague, newcomer):
        before = len(mails_to(one.email))
        page = client.post(f"/settings/people/{one.pk}/activation/", follow=True).content.decode()
        assert "behöver ingen länk" in page
        assert len(mails_to(one.email)) == before


def test_the_pages_keep_within_eight_queries(client, administrator, municipality, customer):
    def cost(reader, path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(path).status_code == 200
        return len(queries)

    paths = ((client, PATH), (signed_in(administrator), f"/desk/organisations/{municipality.pk}/"))
    before = [cost(*one) for one in paths]
    assert max(before) <= 8
    for number in range(8):
        person(f"Nr {number}", f"n{number}@lillkoping.example", at=municipality)
    assert [cost(*one) for one in paths] == before


def test_nobody_sends_it_for_others(client, outsider, agent, newcomer, visitor):
    path = f"/settings/people/{newcomer.pk}/activation/"
    assert signed_in(outsider).post(path).status_code == 404
    assert client.post(f"/settings/people/{outsider.pk}/activation/").status_code == 404
    for one in (agent, outsider):
        assert signed_in(one).post(f"/desk/people/{newcomer.pk}/activation/").status_code == 404
    assert visitor.post(path).headers["Location"].startswith("/sign-in/?next=")
    assert client.get(path).status_code == 405
    assert not mails_to(newcomer.email)
