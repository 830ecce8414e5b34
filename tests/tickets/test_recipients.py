"""Recipients come and go: who may add and remove them, and what the removed lose at once."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.tickets.models import Participant
from tests.cast import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def third(municipality):
    return person("Ove Utan", "ove.utan@lillkoping.example", at=municipality)


@pytest.fixture
def shared(create_ticket, customer, colleague):
    """A ticket with a recipient and a file."""
    files = [SimpleUploadedFile("lista.txt", b"ett")]
    return create_ticket(customer, recipients=[colleague], attachments=files)


def address(ticket, one=None) -> str:
    return f"/tickets/{ticket.number}/recipients/" + (f"{one.pk}/removal/" if one else "")


def verbs(ticket) -> list[str]:
    return list(Event.objects.of(ticket).values_list("verb", flat=True))


def test_a_colleague_added_later_sees_all_of_it_as_new_and_gets_a_mail(ticket, agent, colleague):
    ticket.reply(by=agent, text="Vi tittar på det.", once=uuid4())
    client = signed_in(ticket.created_by)
    answer = client.post(address(ticket), {"people": [colleague.pk]})
    assert (answer.status_code, answer.headers["Location"]) == (302, address(ticket))
    place = Participant.objects.get(ticket=ticket, person=colleague)
    assert (place.unread, place.first_unread_id) == (2, ticket.messages.earliest("pk").pk)
    mail = Mail.objects.filter(person=colleague).get()
    assert f"[{ticket.number}]" in mail.subject
    assert ticket.created_by.name in mail.text
    page = signed_in(colleague).get(ticket.url).content.decode()
    assert "Fel 12" in page
    assert "Vi tittar på det." in page
    assert verbs(ticket)[0] == "ticket.recipients_added"


def test_adding_twice_is_adding_once(ticket, colleague):
    client = signed_in(ticket.created_by)
    for _time in range(2):
        assert client.post(address(ticket), {"people": [colleague.pk]}).status_code == 302
    assert ticket.participants.count() == 2
    assert verbs(ticket).count("ticket.recipients_added") == 1
    assert Mail.objects.filter(person=colleague).count() == 1


def test_the_page_offers_those_who_do_not_take_part_and_keeps_what_was_chosen(shared, third):
    client = signed_in(shared.created_by)
    page = client.get(address(shared)).content.decode()
    assert f'value="{third.pk}"' in page
    assert f'type="checkbox" name="people" value="{shared.created_by_id}"' not in page
    refused = client.post(address(shared), {})
    assert refused.status_code == 422
    assert "Välj minst en kollega." in refused.content.decode()


def test_nobody_of_another_organisation_or_without_access_is_added(ticket, outsider, agent, third):
    client = signed_in(ticket.created_by)
    third.is_active = False
    third.save(update_fields=["is_active"])
    for one in (outsider, agent, third):
        assert client.post(address(ticket), {"people": [one.pk]}).status_code == 422
        with pytest.raises(PermissionDenied):
            ticket.add_recipients(people=[one], by=ticket.created_by)
    assert ticket.participants.count() == 1


def test_a_recipient_adds_others_but_removes_nobody_else(shared, colleague, third):
    client = signed_in(colleague)
    assert client.post(address(shared), {"people": [third.pk]}).status_code == 302
    assert client.post(address(shared, third)).status_code == 403
    assert shared.participants.count() == 3


def test_a_removed_recipient_loses_everything_at_once(shared, colleague, agent):
    """Page, list, permalink, file, replying; and what waited to be mailed."""
    message = shared.reply(by=agent, text="Vi tittar på det.", once=uuid4())
    key = shared.attachments.get().key
    client = signed_in(colleague)
    paths = [
        shared.url, f"{shared.url}replies/{message.pk}/", f"{shared.url}files/{key}/",
        f"{shared.url}seers/", f"{shared.url}history/", address(shared),
    ]  # fmt: skip
    assert all(client.get(path).status_code in {200, 302} for path in paths)
    assert Mail.objects.waiting().filter(person=colleague).count() == 2
    others = Mail.objects.exclude(person=colleague).count()
    signed_in(shared.created_by).post(address(shared, colleague))
    assert {client.get(path).status_code for path in paths} == {404}
    for sent in ("replies/", "reading/", "closure/", "recipients/", "sight/"):
        assert client.post(shared.url + sent, {"text": "x"}).status_code == 404
    for page in ("/", "/tickets/?show=all"):
        assert shared.number not in client.get(page).content.decode()
        assert shared.title not in client.get(page).content.decode()
    assert not Mail.objects.filter(person=colleague).exists()
    assert Mail.objects.count() == others
    shared.reply(by=agent, text="Ett svar till.", once=uuid4())
    assert not Mail.objects.filter(person=colleague).exists()
    assert verbs(shared)[1] == "ticket.recipient_removed"


def test_what_a_browser_has_kept_of_a_file_is_asked_for_anew(shared, colleague):
    client = signed_in(colleague)
    path = f"{shared.url}files/{shared.attachments.get().key}/"
    first = client.get(path)
    assert "no-cache" in first.headers["Cache-Control"]
    kept = {"If-None-Match": first.headers["ETag"]}
    assert client.get(path, headers=kept).status_code == 304
    shared.remove_recipient(person=colleague, by=shared.created_by)
    assert client.get(path, headers=kept).status_code == 404


def test_a_mail_that_was_sent_stays_noted(shared, colleague, third):
    Mail.objects.filter(person=colleague).update(state="sent")
    shared.remove_recipient(person=colleague, by=shared.created_by)
    assert Mail.objects.filter(person=colleague).count() == 1
    shared.add_recipients(people=[colleague], by=shared.created_by)
    assert Mail.objects.filter(person=colleague).count() == 2


def test_a_recipient_leaves_by_themselves(shared, colleague):
    client = signed_in(colleague)
    assert "Lämna ärendet" in client.get(address(shared)).content.decode()
    answer = client.post(address(shared, colleague), follow=True)
    assert answer.redirect_chain == [("/tickets/", 302)]
    assert f"Du har lämnat ärende {shared.number}." in answer.content.decode()
    assert shared.participants.count() == 1


def test_removing_twice_says_that_it_was_done(shared, colleague):
    client = signed_in(shared.created_by)
    for _time in range(2):
        assert client.post(address(shared, colleague)).status_code == 302
    assert verbs(shared).count("ticket.recipient_removed") == 1


def test_the_creator_is_never_removed(shared, agent):
    creator = shared.created_by
    for one in (creator, agent):
        with pytest.raises(PermissionDenied):
            shared.remove_recipient(person=creator, by=one)
    assert signed_in(creator).post(address(shared, creator)).status_code == 403


def test_a_coordinator_who_sees_the_ticket_removes_recipients(
    shared, colleague, third, municipality, administrator
):
    client = signed_in(third)
    assert client.post(address(shared, colleague)).status_code == 404
    municipality.share_sight(
        sight="coordinators", may_reply=False, coordinators=[third], by=administrator
    )
    assert client.post(address(shared), {"people": [third.pk]}).status_code == 403
    assert client.post(address(shared, colleague)).status_code == 302
    assert shared.participants.count() == 1


def test_staff_add_and_remove_at_the_desk(ticket, colleague, agent):
    client = signed_in(agent)
    here = f"/desk{address(ticket)}"
    assert client.post(here, {"people": [colleague.pk]}).status_code == 302
    assert Mail.objects.filter(person=colleague, text__contains="Kundportal").exists()
    assert colleague.name in client.get(here).content.decode()
    assert client.post(f"{here}{colleague.pk}/removal/").status_code == 302
    assert ticket.participants.count() == 1


def test_whoever_has_no_access_gets_the_link_to_apply_by_the_page_of_invitations(ticket):
    page = signed_in(ticket.created_by).get(address(ticket)).content.decode()
    assert 'action="/settings/organisation/invitations/"' in page
    client = signed_in(ticket.created_by)
    given = {"email": "ny.kollega@lillkoping.example", "language": "sv"}
    answer = client.post("/settings/organisation/invitations/", given, follow=True)
    assert "ny.kollega@lillkoping.example" in answer.content.decode()
    assert ticket.participants.count() == 1


def test_whoever_only_reads_becomes_a_recipient_by_replying_where_that_is_allowed(
    ticket, third, municipality, administrator
):
    municipality.share_sight(sight="everyone", may_reply=False, by=administrator)
    client = signed_in(third)
    page = client.get(ticket.url).content.decode()
    assert 'name="text"' not in page
    assert "closure/" not in page
    assert "Du kan läsa det men inte svara" in page
    sent = {"text": "Vi har det också.", "once": str(uuid4())}
    assert client.post(f"{ticket.url}replies/", sent).status_code == 403
    assert client.post(f"{ticket.url}closure/").status_code == 403
    municipality.share_sight(sight="everyone", may_reply=True, by=administrator)
    assert "Om du svarar blir du mottagare" in client.get(ticket.url).content.decode()
    assert client.post(f"{ticket.url}replies/", sent).status_code == 302
    place = Participant.objects.get(ticket=ticket, person=third)
    assert (place.role, place.unread) == ("recipient", 0)
    assert "ticket.recipients_added" in verbs(ticket)
    assert "Om du svarar blir du mottagare" not in client.get(ticket.url).content.decode()


@pytest.mark.parametrize("path", ["recipients/", "recipients/1/removal/", "sight/", "seers/"])
def test_who_may_come_in(ticket, outsider, agent, path):
    where = ticket.url + path
    method = "get" if path == "seers/" else "post"
    for one in (outsider, agent):
        assert getattr(signed_in(one), method)(where).status_code == 404
    assert getattr(Client(), method)(where).headers["Location"].startswith("/sign-in/")
    if path in {"recipients/1/removal/", "sight/"}:
        assert signed_in(ticket.created_by).get(where).status_code == 405
