"""The organisation's own administrators learn who has applied, and can say who is not known."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from kundportal.access.deciding import AlreadyDecided
from kundportal.access.models import AccessRequest, Objection
from kundportal.access.states import Reason
from kundportal.people.models import Person
from tests.access.conftest import filled_in, link_in, mails_to
from tests.cast import person, signed_in

WORDS = "Hon slutade i våras."


def page_of(application: AccessRequest) -> str:
    return f"/settings/organisation/applications/{application.pk}/"


@pytest.fixture
def told(customer, colleague, waiting):
    """An application of which the organisation's administrators were told."""
    Person.objects.filter(pk=colleague.pk).update(is_active=False)
    return waiting(email="eva@skola.lillkoping.example")


def test_those_who_have_access_are_told_when_the_address_is_confirmed(
    told, customer, colleague, outsider
):
    mail = mails_to(customer.email)[-1]
    assert mail.subject == "Känner du till Eva Öst, som ansöker om åtkomst?"
    assert "Utsedd av: Per Lund, skolchef." in " ".join(mail.text.split())
    assert link_in(mail) == page_of(told)
    assert told.email not in mail.text + mail.html
    assert mails_to(colleague.email) == mails_to(outsider.email) == []


def test_nobody_is_told_before_the_address_is_confirmed(customer):
    given = filled_in(language="sv", country="SE")
    del given["answers_for_data"]
    application = AccessRequest.objects.apply(**given)
    assert mails_to(customer.email) == []
    assert signed_in(customer).get(page_of(application)).status_code == 404


def test_the_page_says_who_it_is_and_who_appointed_them(told, customer):
    page = signed_in(customer).get(page_of(told)).content.decode()
    for text in ("Eva Öst", "Systemförvaltare", "Per Lund, skolchef", "Vi känner inte till"):
        assert text in page
    assert told.email not in page
    assert told.phone not in page


def test_an_objection_reaches_those_who_decide(told, customer, administrator, agent):
    client = signed_in(customer)
    answer = client.post(page_of(told) + "objection/", {"words": WORDS}, follow=True)
    assert "Du har sagt att du inte känner till personen." in answer.content.decode()
    mail = mails_to(administrator.email)[-1]
    assert mail.subject == f"[{told.reference}] Känner inte till den sökande: Karin Berg"
    assert WORDS in mail.text
    assert link_in(mail) == f"/desk/access/{told.pk}/"
    assert mails_to(agent.email) == []
    desk = signed_in(administrator)
    assert "okänd där" in desk.get("/desk/access/").content.decode()
    page = desk.get(f"/desk/access/{told.pk}/").content.decode()
    assert "Karin Berg" in page
    assert WORDS in page


def test_one_person_objects_once(told, customer, administrator):
    for words in (WORDS, "igen", ""):
        signed_in(customer).post(page_of(told) + "objection/", {"words": words})
    assert [one.words for one in Objection.objects.all()] == [WORDS]
    assert sum("Karin Berg" in mail.subject for mail in mails_to(administrator.email)) == 1


def test_the_applicant_learns_nothing_of_it(told, customer, visitor):
    before = len(mails_to(told.email))
    told.object_to(by=customer, words=WORDS)
    page = visitor.get(f"/apply/status/{told.key}/").content.decode()
    assert WORDS not in page
    assert customer.name not in page
    assert len(mails_to(told.email)) == before


def test_an_objection_after_the_decision_is_a_clear_answer(told, customer, administrator):
    told.decline(by=administrator, reason=Reason.UNVERIFIED)
    client = signed_in(customer)
    assert "Ansökan är redan avgjord." in client.get(page_of(told)).content.decode()
    answer = client.post(page_of(told) + "objection/", {"words": WORDS}, follow=True)
    assert "Ansökan är redan avgjord." in answer.content.decode()
    with pytest.raises(AlreadyDecided):
        told.object_to(by=customer)
    assert not Objection.objects.exists()


@pytest.mark.parametrize("words", ["a\x00b", "x" * 100_000])
def test_words_that_can_not_be_kept_change_nothing(told, customer, words):
    answer = signed_in(customer).post(page_of(told) + "objection/", {"words": words})
    assert answer.status_code == 422
    assert not Objection.objects.exists()


def test_what_is_written_is_escaped(told, customer, administrator):
    told.object_to(by=customer, words="<script>x</script>")
    page = signed_in(administrator).get(f"/desk/access/{told.pk}/").content.decode()
    assert "<script>x" not in page


def test_the_nearest_owner_of_the_domain_is_asked_alone(customer, elsewhere, outsider, waiting):
    elsewhere.mail_domains.create(domain="friskola.lillkoping.example")
    application = waiting(email="eva@friskola.lillkoping.example")
    assert mails_to(customer.email) == []
    assert link_in(mails_to(outsider.email)[0]) == page_of(application)
    assert signed_in(customer).get(page_of(application)).status_code == 404
    assert signed_in(outsider).get(page_of(application)).status_code == 200


def test_an_application_that_staff_have_placed_belongs_to_that_organisation(
    told, administrator, elsewhere, outsider, customer
):
    told.approve(by=administrator, organisation=elsewhere)
    assert signed_in(customer).get(page_of(told)).status_code == 404
    assert signed_in(outsider).get(page_of(told)).status_code == 200


def test_others_can_neither_see_nor_object(told, outsider, agent, visitor, customer):
    for act, send in (("", "get"), ("objection/", "post")):
        path = page_of(told) + act
        for one in (outsider, agent):
            assert getattr(signed_in(one), send)(path).status_code == 404
        assert getattr(visitor, send)(path).headers["Location"].startswith("/sign-in/")
    assert signed_in(customer).get(page_of(told) + "objection/").status_code == 405
    newcomer = person("Nils Ny", "nils@lillkoping.example", at=customer.organisation)
    newcomer.pause(by=customer)
    newcomer.refresh_from_db()
    for one in (outsider, agent, newcomer):
        with pytest.raises(PermissionDenied):
            told.object_to(by=one)
    assert not Objection.objects.exists()
