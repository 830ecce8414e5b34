"""Where an organisation has chosen so, mails hold the number and the link, and nothing else."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.notifications.gathering import gather
from kundportal.notifications.models import Notification
from kundportal.people.models import Person, Role
from kundportal.tickets.ending import ending_emails
from kundportal.tickets.handing_over import hand_over
from kundportal.tickets.intake import intake_emails
from kundportal.tickets.models import Attachment, Draft, Rating
from tests.cast import person, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/settings/sight/mails/"
CANARIES = ("hemligtitel", "hemligtext", "hemligfil", "hemligkarin", "hemliganna", "hemligkommun")


@pytest.fixture
def cast(municipality, customer, colleague, agent):
    """People and an organisation whose names may not be in any mail."""
    for one, name in ((customer, "hemligkarin"), (colleague, "hemligkarin"), (agent, "hemliganna")):
        one.name, one.notify_new_tickets = name, "at_once"
        one.save(update_fields=["name", "notify_new_tickets"])
    municipality.name, municipality.mails_are_bare = "hemligkommun", True
    municipality.save(update_fields=["name", "mails_are_bare"])


def raw(mail: Mail) -> str:
    """All that goes over the wire, with its parts decoded besides."""
    sent = mail.message().message()
    parts = [one.get_payload(decode=True) or b"" for one in sent.walk()]
    return sent.as_string() + b"\n".join(parts).decode() + str(mail.message().subject)


def assert_bare(mails, *people: Person) -> None:
    assert {mail.person_id for mail in mails} >= {one.pk for one in people}
    for mail in mails:
        assert [word for word in CANARIES if word in raw(mail).lower()] == [], mail.subject
        assert "http://" in mail.text


def files() -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile("hemligfil.txt", b"ett")]


@pytest.fixture
def bare_ticket(cast, create_ticket, customer, colleague):
    words = {"title": "hemligtitel", "text": "hemligtext", "attachments": files()}
    return create_ticket(customer, recipients=[colleague], **words)


def test_no_mail_tells_a_title_a_text_a_file_or_a_name(
    bare_ticket, customer, colleague, agent, administrator, settings
):
    ticket, lead = bare_ticket, person("Eva Holm", "eva.holm@vendor.example", Role.LEAD)
    ticket.handling.assign(to=agent, by=administrator)
    ticket.reply(by=agent, text="hemligtext", once=uuid4(), attachments=files())
    ticket.reply(by=customer, text="hemligtext", once=uuid4(), insists=True)
    settings.GATHER_SECONDS = 120
    for _time in range(2):
        ticket.reply(by=agent, text="hemligtext", once=uuid4(), attachments=files())
    Notification.objects.waiting().update(due_at=timezone.now())
    gather(customer.pk, "tickets.ticket", ticket.pk)
    settings.GATHER_SECONDS = 0
    ticket.close(by=agent, text="hemligtext", once=uuid4())
    ticket.rate(by=customer, value=1, text="hemligtext")
    ending_emails.low_rating(Rating.objects.get())
    intake_emails.file_refused(Attachment.objects.earliest("pk"))
    mails = Mail.objects.all()
    assert mails.count() >= 12
    assert_bare(mails, customer, colleague, agent, lead)
    for mail in mails:
        assert ticket.number in mail.subject
        assert "Status" not in mail.text


def test_drafts_and_tickets_that_are_handed_over_are_not_named(
    cast, form, customer, colleague, administrator, bare_ticket
):
    draft = Draft.objects.create(
        owner=colleague, organisation=customer.organisation, once=uuid4(),
        kind="ticket", form=form, values={"title": "hemligtitel"},
    )  # fmt: skip
    intake_emails.draft_handed_over(draft, by=customer)
    newcomer = person("Ny Person", "ny@lillkoping.example", at=customer.organisation)
    hand_over(customer, to=newcomer, by=administrator)
    assert_bare(Mail.objects.all(), colleague, newcomer)


def test_what_the_portal_shows_is_whole_all_the_same(bare_ticket, colleague):
    told = Notification.objects.get(person=colleague)
    assert "hemligtitel" in told.news.lead
    assert told.news.quote.text == "hemligtext"


def test_mails_that_wait_to_be_gathered_are_bare_once_it_is_chosen(
    create_ticket, customer, agent, municipality, settings, administrator
):
    ticket = create_ticket(customer)
    settings.GATHER_SECONDS = 120
    ticket.reply(by=agent, text="hemligtext", once=uuid4())
    municipality.choose_mails(are_bare=True, by=administrator)
    Notification.objects.waiting().update(due_at=timezone.now())
    gather(customer.pk, "tickets.ticket", ticket.pk)
    assert_bare([Mail.objects.latest("pk")], customer)


def test_coordinators_choose_and_so_do_we(customer, colleague, municipality, administrator):
    municipality.share_sight(
        sight="own", may_reply=False, coordinators=[customer], by=administrator
    )
    page = signed_in(customer).post(PAGE, {"mails": "bare"}, follow=True).content.decode()
    assert "Det gäller mejlen från och med nu." in page
    assert "Karin Berg valde att mejl bara innehåller ärendets nummer" in page
    municipality.refresh_from_db()
    assert municipality.mails_are_bare
    assert signed_in(colleague).post(PAGE, {"mails": "whole"}).status_code == 403
    desk = f"/desk/organisations/{municipality.pk}/sight/mails/"
    assert signed_in(administrator).post(desk, {"mails": "whole"}).status_code == 302
    municipality.refresh_from_db()
    assert not municipality.mails_are_bare
    assert Event.objects.filter(verb="organisation.mails_chosen").count() == 2


def test_what_is_not_offered_is_an_error_at_the_field(customer, municipality):
    answer = signed_in(customer).post(PAGE, {"mails": "some"})
    assert answer.status_code == 422
    municipality.refresh_from_db()
    assert not municipality.mails_are_bare


def test_the_stricter_choice_holds_when_two_become_one(municipality, elsewhere, administrator):
    municipality.choose_mails(are_bare=True, by=administrator)
    elsewhere.absorb(municipality, by=administrator)
    elsewhere.refresh_from_db()
    assert elsewhere.mails_are_bare


def test_agents_and_outsiders_do_not_choose(agent, outsider, municipality, customer):
    desk = f"/desk/organisations/{municipality.pk}/sight/mails/"
    for one in (agent, outsider, customer):
        assert signed_in(one).post(desk, {"mails": "bare"}).status_code in {403, 404}
    assert signed_in(customer).get(PAGE).status_code == 405
    answer = Client().post(PAGE, {"mails": "bare"})
    assert (answer.status_code, answer.headers["Location"][:9]) == (302, "/sign-in/")
    municipality.refresh_from_db()
    assert not municipality.mails_are_bare
