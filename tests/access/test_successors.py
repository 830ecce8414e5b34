"""Nobody is left at an organisation: staff check a successor, who then applies as everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kundportal.access.jobs import forget_invitations
from kundportal.access.models import AccessRequest, Invitation
from kundportal.people.models import Organisation, Person
from tests.access.conftest import EMAIL, errors_of, filled_in, link_in, mails_to
from tests.cast import signed_in

GROUND = "Ringde växeln 0500-12 34 56 (kommunens webbplats), skolchefen Per Lund bekräftade."
FORM = {"email": EMAIL, "language": "sv", "ground": GROUND}


@pytest.fixture
def left(customer, administrator, municipality):
    """An organisation whose only administrator has gone."""
    customer.give_back_seat(by=administrator)
    return municipality


@pytest.fixture
def desk(agent):
    return signed_in(agent)


def path(organisation: Organisation) -> str:
    return f"/desk/organisations/{organisation.pk}/successor/"


def test_staff_see_where_nobody_is_left_with_a_count(desk, left, outsider):
    Organisation.objects.create(name="Ny utan folk")
    page = desk.get("/desk/organisations/").content.decode()
    assert '?show=nobody-left">Ingen kvar <span class="count">1</span>' in page
    page = desk.get("/desk/organisations/?show=nobody-left").content.decode()
    assert "Lillköpings kommun" in page
    assert "Storsunds kommun" not in page
    assert "Ny utan folk" not in page
    page = desk.get(f"/desk/organisations/{left.pk}/").content.decode()
    assert "Ingen finns kvar" in page
    assert path(left) in page


def test_a_paused_administrator_is_nobody(customer, administrator, desk):
    customer.pause(by=administrator)
    page = desk.get("/desk/organisations/?show=nobody-left").content.decode()
    assert "Lillköpings kommun" in page


def test_the_successor_gets_the_link_and_the_ground_is_kept(desk, left, agent):
    assert desk.post(path(left), FORM).status_code == 302
    assert link_in(mails_to(EMAIL)[0]) == "/apply/"
    assert GROUND not in mails_to(EMAIL)[0].text
    sent = Invitation.objects.get()
    assert (sent.ground, sent.organisation, sent.by) == (GROUND, left, agent)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=400))
    forget_invitations(0)
    assert Invitation.objects.exists()


def test_those_who_decide_see_the_ground_and_hand_over_the_tickets_after(
    desk, left, administrator, ticket
):
    desk.post(path(left), FORM)
    given = filled_in(language="sv", country="SE")
    del given["answers_for_data"]
    application = AccessRequest.objects.apply(**given)
    lead = signed_in(administrator)
    assert lead.get(f"/desk/access/{application.pk}/").status_code == 404  # not confirmed yet
    application.confirm()
    page = lead.get(f"/desk/access/{application.pk}/").content.decode()
    assert "Efterträdare på Lillköpings kommun. Länken skickades av Anna Ek." in page
    assert GROUND in page
    lead.post(
        f"/desk/access/{application.pk}/approval/", {"place": "existing", "organisation": left.pk}
    )
    page = lead.get(f"/desk/access/{application.pk}/").content.decode()
    assert "Lämna över ärendena från dem som har slutat" in page
    gone = ticket.created_by
    assert (
        f"/desk/tickets/handover/{gone.pk}/"
        in lead.get(f"/desk/organisations/{left.pk}/").content.decode()
    )
    successor = Person.objects.with_email(EMAIL).get()
    lead.post(f"/desk/tickets/handover/{gone.pk}/", {"colleague": successor.pk})
    assert signed_in(successor).get(ticket.url).status_code == 200


@pytest.mark.parametrize("ground", ["", "  \n ", "a\0b"])
def test_without_a_ground_nothing_is_sent(desk, left, ground):
    answer = desk.post(path(left), {**FORM, "ground": ground})
    assert answer.status_code == 422
    assert errors_of(answer.content, "ground")
    assert not Invitation.objects.exists()


def test_private_addresses_get_no_link(desk, left):
    answer = desk.post(path(left), {**FORM, "email": "a@gmail.com"})
    assert "Privata" in errors_of(answer.content, "email")
    assert not Invitation.objects.exists()


def test_the_link_is_not_sent_over_and_over(desk, left):
    assert [desk.post(path(left), FORM).status_code for _time in range(4)][2:] == [302, 429]


def test_where_somebody_is_left_they_invite(desk, customer, municipality):
    assert desk.get(path(municipality)).status_code == 404
    assert desk.post(path(municipality), FORM).status_code == 404


def test_staff_alone_reach_it(desk, left, outsider, visitor):
    assert signed_in(outsider).get(path(left)).status_code == 404
    assert signed_in(outsider).post(path(left), FORM).status_code == 404
    assert visitor.post(path(left), FORM).headers["Location"].startswith("/sign-in/?next=")
    assert desk.put(path(left)).status_code == 405
    assert not Invitation.objects.exists()
