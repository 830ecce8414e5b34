"""Nobody is registered over the phone: staff send the link and see how far somebody has come."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kundportal.access.invitations import stages
from kundportal.access.jobs import forget_invitations
from kundportal.access.models import AccessRequest, Invitation
from kundportal.access.states import Reason
from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.people.models import Person
from tests.access.conftest import EMAIL, filled_in, link_in, mails_to
from tests.cast import signed_in

PATH = "/desk/access/invitations/"


@pytest.fixture
def desk(agent):
    return signed_in(agent)


@pytest.fixture
def invitation(agent):
    return Invitation.objects.send(email=EMAIL, language="sv", by=agent)


def stage(invitation: Invitation) -> str:
    return stages(AccessRequest.objects.all(), Person.objects.all(), [invitation])[
        invitation.pk
    ].value


def test_the_link_is_sent_and_nothing_is_filled_in(desk, agent):
    form = {"email": EMAIL.upper(), "language": "sv"}
    assert desk.post(PATH, form).headers["Location"] == PATH
    [mail] = mails_to(EMAIL)
    assert mail.subject == "Så ansöker du om åtkomst till Kundportal"
    assert link_in(mail) == "/apply/"
    assert not AccessRequest.objects.exists()
    assert not Person.objects.with_email(EMAIL).exists()
    assert Event.objects.get(verb="access.invited").by == agent
    page = desk.get(PATH).content.decode()
    assert EMAIL in page
    assert agent.name in page


def test_the_mail_is_in_the_language_that_was_chosen(desk):
    desk.post(PATH, {"email": EMAIL, "language": "en"})
    assert mails_to(EMAIL)[0].subject == "How to apply for access to Kundportal"


def test_staff_follow_where_it_stopped(invitation, administrator, municipality):
    assert stage(invitation) == "sending"
    for state in ("failed", "sent"):
        Mail.objects.filter(to=EMAIL).update(state=state)
        assert stage(invitation) == state
    given = filled_in(language="sv", country="SE")
    del given["answers_for_data"]
    application = AccessRequest.objects.apply(**given)
    assert stage(invitation) == "unconfirmed"
    application.confirm()
    assert stage(invitation) == "waiting"
    application.decline(by=administrator, reason=Reason.UNVERIFIED)
    assert stage(invitation) == "declined"


def test_what_came_before_the_link_does_not_count(application, administrator, agent):
    application.decline(by=administrator, reason=Reason.UNVERIFIED)
    invitation = Invitation.objects.send(email=EMAIL, language="sv", by=agent)
    assert stage(invitation) == "sending"


def test_what_somebody_typed_before_confirming_is_not_shown(invitation, desk):
    given = filled_in(language="sv", country="SE", name="Vinn Pengar")
    del given["answers_for_data"]
    AccessRequest.objects.apply(**given)
    page = desk.get(PATH).content.decode()
    assert "Har ansökt, adressen inte bekräftad än" in page
    assert "Vinn Pengar" not in page


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "id_email-error"),
        ({"email": "eva@gmail.com", "language": "sv"}, "Privata adresser som"),
        ({"email": "eva", "language": "sv"}, "id_email-error"),
        ({"email": "eva@kommun.example", "language": "xx"}, "id_language-error"),
        ({"email": "a\x00@kommun.example", "language": "sv"}, "id_email-error"),
    ],
)
def test_a_link_that_would_help_nobody_is_not_sent(desk, form, words):
    answer = desk.post(PATH, form)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Invitation.objects.exists()
    assert not Mail.objects.exists()


def test_whoever_has_an_account_or_has_applied_is_answered_alike_and_shown_in_the_list(
    desk, customer, application
):
    for email, words in ((customer.email, "Har redan ett konto"), (EMAIL, "Väntar på beslut")):
        assert desk.post(PATH, {"email": email, "language": "sv"}).headers["Location"] == PATH
        assert mails_to(email)[-1].subject == "Så ansöker du om åtkomst till Kundportal"
        assert words in desk.get(PATH).content.decode()


def test_the_link_is_not_sent_over_and_over(desk):
    form = {"email": EMAIL, "language": "sv"}
    assert [desk.post(PATH, form).status_code for _time in range(4)] == [302, 302, 302, 429]
    assert len(mails_to(EMAIL)) == 3


def test_old_invitations_are_forgotten(invitation, agent):
    newer = Invitation.objects.send(email="ny@lillkoping.example", language="sv", by=agent)
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now() - timedelta(days=91))
    forget_invitations(0)
    assert Invitation.objects.get() == newer


def test_the_page_costs_the_same_for_many_and_is_paged(desk, agent, invitation):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(PATH).status_code == 200
        return len(queries)

    before = cost()
    for number in range(55):
        Invitation.objects.create(email=f"a{number}@x.example", language="sv", by=agent)
    assert cost() == before
    after = desk.get(PATH).content.decode().split("after=")[1].split('"')[0]
    assert EMAIL in desk.get(f"{PATH}?after={after}").content.decode()


def test_staff_alone_send_links(customer, administrator, visitor):
    form = {"email": EMAIL, "language": "sv"}
    assert signed_in(customer).get(PATH).status_code == 404
    assert signed_in(customer).post(PATH, form).status_code == 404
    assert visitor.get(PATH).headers["Location"].startswith("/sign-in/?next=")
    assert signed_in(administrator).get(PATH).status_code == 200
    assert not Invitation.objects.exists()


def test_no_address_lets_staff_apply_or_confirm_for_somebody(desk, invitation):
    for path in ("apply/", "confirm/", f"{invitation.pk}/", f"{invitation.pk}/password/"):
        assert desk.post(PATH + path).status_code == 404
