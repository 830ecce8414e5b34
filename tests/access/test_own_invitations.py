"""An organisation's administrators invite a colleague, who goes through the same approval."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kundportal.access.models import AccessRequest, Invitation
from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.people.models import Organisation, Person
from tests.access.conftest import EMAIL, errors_of, filled_in, link_in, mails_to
from tests.cast import person, signed_in

PATH = "/settings/organisation/invitations/"
FORM = {"email": EMAIL, "language": "sv"}


@pytest.fixture
def client(customer):
    return signed_in(customer)


def apply(**changed) -> AccessRequest:
    given = filled_in(language="sv", country="SE", **changed)
    del given["answers_for_data"]
    return AccessRequest.objects.apply(**given)


def test_the_colleague_gets_the_link_and_nothing_is_filled_in(client, customer):
    assert client.post(PATH, {**FORM, "email": EMAIL.upper()}).headers["Location"] == PATH
    [mail] = mails_to(EMAIL)
    assert link_in(mail) == "/apply/"
    assert "Karin Berg" in mail.text
    assert not AccessRequest.objects.exists()
    assert not Person.objects.with_email(EMAIL).exists()
    assert Event.objects.get(verb="access.invited").by == customer


def test_the_same_approval_and_those_who_decide_see_who_invited(client, administrator, customer):
    client.post(PATH, FORM)
    application = apply().confirm()
    page = signed_in(administrator).get(f"/desk/access/{application.pk}/").content.decode()
    assert "Inbjuden av Karin Berg, Lillköpings kommun." in page
    with pytest.raises(PermissionDenied):
        application.approve(by=customer, organisation=customer.organisation)


def test_whoever_invites_follows_how_far_the_colleague_has_come(client):
    client.post(PATH, FORM)
    assert "Mejlet är på väg" in client.get(PATH).content.decode()
    Mail.objects.filter(to=EMAIL).update(state="sent")
    assert "Skickat, inte ansökt än" in client.get(PATH).content.decode()
    application = apply()
    assert "adressen inte bekräftad än" in client.get(PATH).content.decode()
    application.confirm()
    assert "Väntar på beslut" in client.get(PATH).content.decode()


def test_an_organisation_sees_its_own_alone(client, agent, outsider, customer):
    client.post(PATH, FORM)
    Invitation.objects.send(email="ny@annat.example", language="sv", by=agent)
    page = signed_in(outsider).get(PATH).content.decode()
    assert EMAIL not in page
    assert "ny@annat.example" not in page
    page = client.get(PATH).content.decode()
    assert EMAIL in page
    assert "ny@annat.example" not in page


def test_what_an_address_has_elsewhere_is_not_told(client, elsewhere, administrator):
    """An account, or an application, in another organisation: as an address nobody knows."""
    there = person("Ulla Ute", "ulla@lillkoping.example", at=elsewhere)
    placed = apply(email="per@lillkoping.example").confirm()
    Organisation.objects.filter(pk=elsewhere.pk).update(seats=1)
    placed.approve(by=administrator, organisation=elsewhere)
    answers, costs = [], []
    for email in ("ny@lillkoping.example", there.email, placed.email):
        with CaptureQueriesContext(connection) as queries:
            answers.append(client.post(PATH, {**FORM, "email": email}))
        costs.append(len(queries))
        assert mails_to(email)[-1].subject.startswith("Så ansöker du")
    assert [one.status_code for one in answers] == [302, 302, 302]
    assert len(set(costs)) == 1
    page = client.get(PATH).content.decode()
    assert page.count("Mejlet är på väg") == 3
    assert "Ulla Ute" not in page


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("", "Skriv din e-postadress"),
        ("eva", "hel e-postadress"),
        ("eva@gmail.com", "Privata adresser"),
        ("eva@storsund.example", "Skriv en adress på Lillköpings kommun."),
        ("eva@lillkoping.example.evil.example", "Skriv en adress på Lillköpings kommun."),
        ("eva@xlillkoping.example", "Skriv en adress på Lillköpings kommun."),
        ("olle.dahl@lillkoping.example", "har redan åtkomst, som Olle Dahl."),
        ("a\x00@lillkoping.example", ""),
    ],
)
def test_an_address_that_will_not_do_is_refused_at_the_field(client, colleague, email, words):
    answer = client.post(PATH, {**FORM, "email": email})
    assert answer.status_code == 422
    assert words in errors_of(answer.content, "email")
    assert errors_of(answer.content, "email")
    assert not Mail.objects.exists()


def test_a_domain_under_ones_own_will_do_unless_it_is_anothers(client, elsewhere):
    elsewhere.mail_domains.create(domain="fria.lillkoping.example")
    assert client.post(PATH, {**FORM, "email": "a@skola.lillkoping.example"}).status_code == 302
    assert client.post(PATH, {**FORM, "email": "a@fria.lillkoping.example"}).status_code == 422


def test_where_there_is_no_mail_domain_ones_own_counts(client, municipality):
    municipality.mail_domains.all().delete()
    assert client.post(PATH, FORM).status_code == 302
    assert client.post(PATH, {**FORM, "email": "a@storsund.example"}).status_code == 422


def test_whoever_has_left_is_let_in_again_in_the_list(client, colleague, customer):
    colleague.give_back_seat(by=customer)
    answer = client.post(PATH, {**FORM, "email": colleague.email})
    assert "Ge åtkomst igen där." in errors_of(answer.content, "email")


def test_whoever_has_applied_here_needs_no_link(client, application):
    answer = client.post(PATH, FORM)
    assert "Adressen har redan ansökt." in errors_of(answer.content, "email")


def test_a_full_organisation_is_told_that_the_colleague_will_wait(client, municipality):
    Organisation.objects.filter(pk=municipality.pk).update(seats=1)
    assert "Alla platser är upptagna." in client.get(PATH).content.decode()


def test_the_link_is_sent_again_but_not_over_and_over(client):
    statuses = [client.post(PATH, FORM).status_code for _time in range(4)]
    assert statuses == [302, 302, 302, 429]
    assert len(mails_to(EMAIL)) == 3
    assert "Skicka igen" in client.get(PATH).content.decode()


def test_nobody_invites_for_another_organisation(customer, elsewhere):
    for given in ({"organisation": elsewhere}, {}, {"ground": "x"}):
        with pytest.raises(PermissionDenied):
            Invitation.objects.send(email=EMAIL, language="sv", by=customer, **given)


def test_the_page_costs_the_same_for_many_and_is_paged(client, customer):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PATH).status_code == 200
        return len(queries)

    client.post(PATH, FORM)
    before = cost()
    assert before <= 8
    for number in range(55):
        Invitation.objects.create(
            email=f"a{number}@x.example",
            language="sv",
            by=customer,
            organisation=customer.organisation,
        )
    assert cost() == before
    after = client.get(PATH).content.decode().split("after=")[1].split('"')[0]
    assert EMAIL in client.get(f"{PATH}?after={after}").content.decode()


def test_customers_alone_reach_it_and_strangers_sign_in(client, agent, visitor):
    assert signed_in(agent).get(PATH).status_code == 404
    assert signed_in(agent).post(PATH, FORM).status_code == 404
    assert visitor.post(PATH, FORM).headers["Location"].startswith("/sign-in/?next=")
    assert client.put(PATH).status_code == 405
    assert not Invitation.objects.exists()
