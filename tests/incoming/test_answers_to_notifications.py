"""Who answers one of our mails is led to its ticket, if it is theirs to see."""

from __future__ import annotations

from uuid import uuid4

import pytest

from kundportal.incoming.models import KeptMail
from kundportal.mail import addresses
from kundportal.mail.letters import Letter
from kundportal.mail.models import Mail
from kundportal.notifications.models import Kind, Notification
from kundportal.notifications.news import News
from kundportal.notifications.telling import tell_all
from kundportal.tickets.intake import drafting
from kundportal.tickets.models import Draft, Message, Upload
from tests.cast import signed_in
from tests.incoming.writing import answers, comes

pytestmark = pytest.mark.django_db

REPLIES = "replies@in.vendor.example"
NOTE = ("fel.txt", "text/plain", b"Fel 12")
TEXT = (
    "Tack, nu går det.\n\nDen 26 november 2026 skrev Kundportal <no-reply@vendor.example>:\n> Läs"
)


@pytest.fixture(autouse=True)
def _domain(settings):
    settings.MAIL_DOMAIN = "in.vendor.example"
    settings.GATHER_SECONDS = 0


@pytest.fixture
def told(ticket, customer) -> Mail:
    """The mail by which the customer was told of something in their ticket."""
    news = News(topic="T", what="svar", lead="L", url="https://p.example/", label="L", why="W")
    tell_all([(customer, news)], kind=Kind.REPLIES, about=ticket, key="k")
    return Notification.objects.of(customer).latest("pk").mail


def reply(by: str, mail: Mail, **about) -> str:
    about = {"to": REPLIES, "text": TEXT, "In_Reply_To": mail.message_id, **about}
    return comes(by, **about)


def test_all_our_mails_say_where_an_answer_goes(told, settings):
    assert told.message().message()["Reply-To"] == REPLIES
    settings.MAIL_DOMAIN = ""
    assert told.message().message()["Reply-To"] is None


def test_the_answer_leads_to_the_ticket_and_what_was_written_is_a_reply_not_sent(
    told, ticket, customer
):
    assert reply(customer.email, told, files=[NOTE]) == "answered"
    [mail], kept = answers(), KeptMail.objects.get()
    assert mail.subject == f"[{ticket.number}] Ditt mejl har inte kommit in i ärendet"
    assert f"/tickets/{ticket.number}/" in mail.text
    assert f"/kept-mails/{kept.key}/" in mail.text
    assert ticket.title not in mail.text + mail.html + mail.subject
    assert (kept.ticket, kept.text) == (ticket, "Tack, nu går det.")
    assert Message.objects.count() == 1
    assert not Draft.objects.exists()


def test_going_on_opens_the_reply_box_with_the_text_and_the_files(told, ticket, customer):
    reply(customer.email, told, files=[NOTE])
    browser, kept = signed_in(customer), KeptMail.objects.get()
    assert ticket.number in browser.get(f"/kept-mails/{kept.key}/").content.decode()
    answer = browser.post(f"/kept-mails/{kept.key}/claim/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/tickets/{ticket.number}/#reply"
    text = answer.content.decode()
    assert "Tack, nu går det." in text
    assert "fel.txt" in text
    draft = Draft.objects.get()
    assert (draft.kind, draft.ticket, draft.once) == ("reply", ticket, kept.key)


def test_a_reply_that_is_begun_is_not_lost(told, ticket, customer):
    once = uuid4()
    drafting.write(by=customer, once=once, kind="reply", ticket=ticket, values={"text": "Begynt"},
                   revision=0)  # fmt: skip
    reply(customer.email, told, files=[NOTE])
    browser, address = signed_in(customer), f"/kept-mails/{KeptMail.objects.get().key}/claim/"
    first, second = browser.post(address), browser.post(address)
    draft = Draft.objects.get()
    assert draft.text == "Begynt\n\nTack, nu går det."
    assert draft.once == Upload.objects.get().once == once
    assert first.url == second.url == f"/tickets/drafts/{once}/"


def test_the_thread_alone_is_enough_for_programs_that_name_nothing_else(
    customer, colleague, create_ticket
):
    ticket = create_ticket(customer, recipients=[colleague])  # who has told that colleague of it
    root = addresses.message_id_of(addresses.key_of_first(ticket.number))
    assert Mail.objects.filter(message_id=root, person=customer).exists()
    comes(colleague.email, to=REPLIES, In_Reply_To=root, References=root)
    assert KeptMail.objects.get().ticket == ticket


def test_who_has_no_mail_of_a_thread_learns_nothing_by_its_name(ticket, outsider):
    root = addresses.message_id_of(addresses.key_of_first(ticket.number))
    comes(outsider.email, to=REPLIES, In_Reply_To=root, References=root)
    assert KeptMail.objects.get().ticket is None


@pytest.mark.parametrize("who", ["colleague", "outsider", "stranger"])
def test_others_who_answer_the_mail_learn_nothing_of_the_ticket(
    who, told, ticket, colleague, outsider
):
    by = {"colleague": colleague.email, "outsider": outsider.email}.get(who, "x@okand.example")
    assert reply(by, told) == "answered"
    [mail] = answers()
    assert ticket.number not in mail.text + mail.html + mail.subject
    assert not KeptMail.objects.filter(ticket=ticket).exists()
    assert KeptMail.objects.exists() is (who != "stranger")


def test_who_sees_the_ticket_but_did_not_get_that_mail_is_led_to_no_ticket(
    customer, colleague, create_ticket
):
    ticket = create_ticket(customer, recipients=[colleague])
    letter = Letter(subject=f"[{ticket.number}] S", lead="L", why="W")
    mail = Mail.objects.post(letter, to=customer.email, key="w", language="sv", person=customer)
    reply(colleague.email, mail)
    assert ticket.number not in answers()[0].text + answers()[0].subject
    assert KeptMail.objects.get().ticket is None


def test_who_does_not_see_the_ticket_any_more_learns_nothing_of_it(told, ticket, customer):
    ticket.participants.all().delete()
    reply(customer.email, told)
    [mail] = answers()
    assert ticket.number not in mail.text + mail.subject
    assert KeptMail.objects.get().ticket is None


def test_what_was_kept_for_a_ticket_out_of_sight_becomes_a_ticket_of_its_own(
    told, ticket, customer
):
    reply(customer.email, told)
    ticket.participants.all().delete()
    browser, kept = signed_in(customer), KeptMail.objects.get()
    for page in ("/", f"/kept-mails/{kept.key}/"):
        assert ticket.number not in browser.get(page).content.decode()
    browser.post(f"/kept-mails/{kept.key}/claim/")
    assert Draft.objects.get().kind == "ticket"


def test_two_tickets_of_a_day_get_an_answer_each(told, customer, create_ticket):
    other = create_ticket(customer, title="Ett annat")
    letter = Letter(subject=f"[{other.number}] S", lead="L", why="W")
    mail = Mail.objects.post(letter, to=customer.email, key="y", language="sv", person=customer)
    assert [reply(customer.email, one) for one in (told, mail, told)] == [
        "answered", "answered", "already",
    ]  # fmt: skip
    assert other.number in answers()[1].subject


def test_answering_our_answer_brings_no_second_one(told, ticket, customer):
    reply(customer.email, told)
    [ours] = answers()
    assert comes(customer.email, to=REPLIES, In_Reply_To=ours.message_id) == "already"
    assert [one.ticket for one in KeptMail.objects.all()] == [ticket, ticket]


def test_our_own_people_are_led_to_the_desk(ticket, agent):
    letter = Letter(subject=f"[{ticket.number}] S", lead="L", why="W")
    mail = Mail.objects.post(letter, to=agent.email, key="z", language="sv", person=agent)
    reply(agent.email, mail)
    assert f"/desk/tickets/{ticket.number}/" in answers()[0].text
    assert not KeptMail.objects.exists()


def test_an_answer_that_comes_to_another_address_is_known_by_its_mail(told, ticket, customer):
    assert reply(customer.email, told, to="no-reply@vendor.example") == "answered"
    assert ticket.number in answers()[0].subject


def test_a_forged_answer_changes_nothing(told, ticket, customer):
    assert reply(customer.email, told, sender="x@evil.example") == "unaligned"
    assert not answers()
    assert not KeptMail.objects.exists()


def test_a_digest_of_several_tickets_leads_to_none_of_them(told, ticket, customer, create_ticket):
    other = create_ticket(customer, title="Ett annat")
    row = Notification.objects.get()
    row.pk, row.key, row.thing_id = None, "k2", other.pk
    row.save(force_insert=True)
    assert reply(customer.email, told) == "answered"
    assert KeptMail.objects.get().ticket is None
    assert not any(one.number in answers()[0].text for one in (ticket, other))


def test_a_mail_to_which_a_provider_gave_its_own_name_is_known_by_that(told, ticket, customer):
    Mail.objects.filter(pk=told.pk).update(provider_id="0100018f-abc")
    reply(customer.email, told, In_Reply_To="<0100018f-abc@eu-west-1.provider.example>")
    assert KeptMail.objects.get().ticket == ticket


def test_a_name_without_letters_is_no_mail_of_ours(told, customer):
    assert reply(customer.email, told, In_Reply_To="<@x.example> <>", to="x@y.example") == "nothing"
