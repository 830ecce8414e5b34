"""Whoever leaves ends their own access; the last one is told what follows, and may go."""

from __future__ import annotations

import pytest

from kundportal.history.models import Event
from kundportal.people.models import Organisation, Person
from tests.access.conftest import mails_to
from tests.cast import signed_in

PATH = "/settings/organisation/leaving/"


def now(one: Person) -> Person:
    return Person.objects.get(pk=one.pk)


@pytest.mark.parametrize(("seat", "keeps"), [("free", False), ("kept", True)])
def test_whoever_leaves_is_out_at_once(customer, colleague, seat, keeps):
    client = signed_in(customer)
    page = client.post(PATH, {"seat": seat}, follow=True).content.decode()
    assert "Du har avslutat din åtkomst" in page
    assert (now(customer).is_active, now(customer).has_seat) == (False, keeps)
    assert client.get("/tickets/").status_code == 302
    assert mails_to(customer.email)[-1].subject.startswith("Du har avslutat din åtkomst")
    event = Event.objects.get(verb="person.left")
    assert (event.by, event.data) == (customer, {"keeps_seat": keeps})


def test_a_colleague_lets_them_in_again(customer, colleague):
    customer.leave(keep_seat=True)
    signed_in(colleague).post(f"/settings/people/{customer.pk}/return/")
    assert now(customer).may_sign_in


def test_leaving_twice_is_leaving_once(customer, colleague):
    for _time in range(2):
        now(customer).leave(keep_seat=False)
    assert Event.objects.filter(verb="person.left").count() == 1


def test_the_last_one_is_told_what_follows_and_how_to_name_a_successor(customer):
    page = signed_in(customer).get(PATH).content.decode()
    assert "Du är den sista som kan logga in för Lillköpings kommun." in page
    assert "/settings/organisation/invitations/" in page


def test_the_last_one_must_say_that_they_understand_but_is_not_trapped(customer):
    client = signed_in(customer)
    answer = client.post(PATH, {"seat": "free"})
    assert answer.status_code == 422
    assert "eller bjud in en efterträdare först" in answer.content.decode()
    assert now(customer).is_active
    assert client.post(PATH, {"seat": "free", "understood": "on"}).status_code == 302
    assert not now(customer).is_active
    assert Organisation.objects.with_nobody_left().get() == customer.organisation


def test_whoever_is_not_the_last_need_not(customer, colleague):
    page = signed_in(customer).get(PATH).content.decode()
    assert "understood" not in page
    assert f"/tickets/handover/{customer.pk}/" in page


@pytest.mark.parametrize("seat", ["", "x", "a\0", "9" * 400])
def test_what_happens_to_the_seat_is_chosen(customer, colleague, seat):
    answer = signed_in(customer).post(PATH, {"seat": seat})
    assert answer.status_code == 422
    assert now(customer).is_active


def test_customers_alone_leave(agent, customer, visitor):
    assert signed_in(agent).get(PATH).status_code == 404
    assert signed_in(agent).post(PATH, {"seat": "free"}).status_code == 404
    assert visitor.post(PATH).headers["Location"].startswith("/sign-in/?next=")
    assert signed_in(customer).put(PATH).status_code == 405
