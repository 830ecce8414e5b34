"""A mail about a ticket is enough: what happened, how it stands, what we need, the way there."""

from __future__ import annotations

from email import message_from_bytes, policy
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kundportal.mail.models import Mail
from kundportal.notifications.gathering import gather
from kundportal.notifications.models import Kind, Notification
from kundportal.people.models import Person, Role
from kundportal.tickets.models import Participant
from tests.cast import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def handled(create_ticket, customer, colleague, agent):
    """With a recipient and an agent in charge; no mails yet."""
    ticket = create_ticket(customer, title="Skolval: listan är tom", recipients=[colleague])
    ticket.handling.assign(to=agent, by=agent)
    ticket.refresh_from_db()
    Mail.objects.all().delete()
    return ticket


def mail_to(one: Person) -> Mail:
    return Mail.objects.get(person=one)


def parts(mail: Mail) -> tuple[str, str]:
    """The words of the text part and of the HTML part, with single spaces."""
    return " ".join(mail.text.split()), " ".join(mail.html.split())


def test_the_subject_names_the_ticket_and_says_what_happened(handled, customer, agent):
    handled.reply(by=agent, text="Är perioden öppen?", once=uuid4())
    assert mail_to(customer).subject == (
        f"[{handled.number}] Skolval: listan är tom – svar från Anna Ek"
    )


def test_both_parts_quote_the_reply_and_say_how_it_stands_and_what_we_need(
    handled, customer, agent
):
    message = handled.reply(by=agent, text="Är **perioden** öppen?", once=uuid4())
    text, html = parts(mail_to(customer))
    for part in (text, html):
        assert "Anna Ek, Support skriver:" in part
        assert "Status: Pågående → Väntar på dig" in part
        assert "Vi väntar på ditt svar." in part
        assert f"/tickets/{handled.number}/replies/{message.pk}/" in part
        assert f"/tickets/{handled.number}/watching/" in part
        assert "/settings/notifications/" in part
    assert "> Är perioden öppen?" in text
    assert "<strong>perioden</strong>" in html


def test_nothing_is_needed_of_the_customer_while_we_work(handled, customer, agent):
    handled.reply(by=agent, text="Vi tittar på det.", once=uuid4(), status="progress")
    text, _html = parts(mail_to(customer))
    assert "Status: Pågående" in text
    assert "Vi väntar på" not in text


def test_staff_read_by_when_the_customer_is_to_have_an_answer(handled, customer, agent):
    handled.reply(by=agent, text="Är den öppen?", once=uuid4())
    Mail.objects.all().delete()
    handled.reply(by=customer, text="Ja.", once=uuid4(), insists=True)
    text, _html = parts(mail_to(agent))
    assert "Status: Väntar på kunden → Pågående" in text
    assert "Kunden ska ha svar senast " in text


def test_when_the_form_asks_for_more_the_mail_says_so(handled, customer, agent):
    handled.answers_state = "missing"
    handled.save(update_fields=["answers_state"])
    handled.reply(by=agent, text="Svara gärna på det här.", once=uuid4())
    assert "Vi behöver några fler svar från dig." in mail_to(customer).text


def test_files_are_counted_and_named(handled, customer, agent):
    files = [SimpleUploadedFile(f"lista {number}.txt", b"ett") for number in range(2)]
    handled.reply(by=agent, text="Se listorna.", once=uuid4(), attachments=files)
    for part in parts(mail_to(customer)):
        assert "2 filer: lista 0.txt, lista 1.txt" in part


def test_each_part_is_in_the_readers_language(handled, customer, agent):
    customer.language = "en"
    customer.save(update_fields=["language"])
    handled.reply(by=agent, text="Är perioden öppen?", once=uuid4())
    text, html = parts(mail_to(customer))
    for part in (text, html):
        assert "Status: In progress → Waiting for you" in part
        assert "We are waiting for your reply." in part
    assert mail_to(customer).subject.endswith("– reply from Anna Ek")


def test_a_list_of_mails_shows_the_beginning_of_the_reply(handled, customer, agent):
    handled.reply(by=agent, text="## Hej\n\nÄr [perioden](https://a.se) **öppen**?", once=uuid4())
    hidden = mail_to(customer).html.split('mso-hide:all;">')[1]
    assert hidden.startswith("Hej Är perioden öppen?")


def test_a_closing_says_how_it_stood_until_when_it_opens_and_asks_how_it_went(
    handled, customer, agent
):
    handled.close(by=agent)
    mail = mail_to(customer)
    assert mail.subject.endswith("– stängt av Anna Ek")
    text, _html = parts(mail)
    assert "Status: Pågående → Stängt" in text
    assert "Är det inte löst?" in text
    assert f"/tickets/{handled.number}/rating/?value=3" in text


def test_what_happens_within_two_minutes_is_one_mail(handled, customer, agent, settings):
    settings.GATHER_SECONDS = 120
    first = handled.reply(by=agent, text="Vi tittar.", once=uuid4(), status="progress")
    handled.reply(by=agent, text="Nu syns den.", once=uuid4())
    assert not Mail.objects.filter(person=customer).exists()
    Notification.objects.waiting().update(due_at=timezone.now())
    gather(customer.pk, "tickets.ticket", handled.pk)
    mail = mail_to(customer)
    assert mail.subject.endswith("– 2 svar från Anna Ek")
    text, _html = parts(mail)
    assert text.startswith(
        f"Anna Ek har svarat två gånger i ärende {handled.number}, ”Skolval: listan är tom”."
    )
    assert text.index("Vi tittar.") < text.index("Nu syns den.")
    assert "Status: Pågående → Väntar på dig" in text
    assert f"/replies/{first.pk}/" in text


def test_an_agent_is_told_of_a_ticket_that_a_colleague_gives_them(handled, agent):
    other = person("Eva Holm", "eva.holm@vendor.example", Role.AGENT)
    handled.handling.assign(to=other, by=agent)
    handled.handling.assign(to=other, by=agent)
    mail = mail_to(other)
    assert mail.subject.endswith("– du har fått det av Anna Ek")
    assert "Fel 12" in mail.text
    assert Notification.objects.get(person=other).kind == Kind.ASSIGNED
    handled.handling.assign(to=agent, by=agent)
    assert not Mail.objects.filter(person=agent).exists(), "who takes it oneself knows"


def test_staff_have_new_tickets_in_the_queue_and_by_mail_when_they_want(
    create_ticket, customer, agent
):
    keen = person("Eva Holm", "eva.holm@vendor.example", Role.AGENT)
    keen.notify_new_tickets = "at_once"
    keen.save(update_fields=["notify_new_tickets"])
    create_ticket(customer, text="Det är tomt.")
    assert not Mail.objects.filter(person=agent).exists()
    assert [one.person for one in Notification.objects.filter(kind=Kind.NEW_TICKETS)] == [keen]
    assert "Det är tomt." in mail_to(keen).text
    assert mail_to(keen).subject.endswith("– nytt ärende från Lillköpings kommun")


def test_a_title_with_line_breaks_adds_no_header(create_ticket, customer, agent):
    customer.name = "Karin\r\nBcc: d@e.se"
    customer.save(update_fields=["name"])
    ticket = create_ticket(customer, title="Ett\r\nBcc: a@b.se\ntvå")
    files = [SimpleUploadedFile("a\r\nb.txt", b"ett")]
    ticket.handling.assign(to=agent, by=agent)
    ticket.reply(by=customer, text="Hej\r\n.\r\nBcc: c@d.se", once=uuid4(), attachments=files)
    for mail in Mail.objects.all():
        sent = message_from_bytes(mail.message().message().as_bytes(), policy=policy.default)
        assert sent["Bcc"] is None
        assert "\n" not in sent["Subject"]
        assert sent.get_body(("plain",)).get_content().strip()


@pytest.mark.parametrize(
    "address", ['"karin berg"@lillkoping.example', "karin@skolan-på-ön.example"]
)
def test_addresses_that_look_odd_do_no_harm(create_ticket, customer, agent, address):
    Person.objects.filter(pk=customer.pk).update(email=address)
    customer.refresh_from_db()
    ticket = create_ticket(customer)
    ticket.reply(by=agent, text="Hej.", once=uuid4())
    for mail in Mail.objects.filter(person=customer):
        assert mail.message().message().as_bytes().isascii()


def test_three_hundred_recipients_cost_a_few_statements(
    ticket, agent, municipality, settings, django_assert_max_num_queries
):
    settings.GATHER_SECONDS = 120
    names = (f"Person {number}" for number in range(300))
    people = Person.objects.bulk_create(
        Person(name=name, email=f"{name[7:]}@lillkoping.example", organisation=municipality)
        for name in names
    )
    Participant.objects.bulk_create(
        Participant(
            ticket=ticket,
            person=one,
            organisation=municipality,
            role="recipient",
            last_activity_at=ticket.last_activity_at,
        )
        for one in people
    )
    with django_assert_max_num_queries(35):
        ticket.reply(by=agent, text="Vi tittar på det.", once=uuid4())
    assert Notification.objects.filter(kind=Kind.REPLIES).count() == 301


def test_three_hundred_recipients_and_two_hundred_of_us_cost_a_few_statements(
    create_ticket, customer, municipality, settings, django_assert_max_num_queries
):
    settings.GATHER_SECONDS = 120
    people = Person.objects.bulk_create(
        Person(name=f"P {number}", email=f"{number}@lillkoping.example", organisation=municipality)
        for number in range(300)
    )
    Person.objects.bulk_create(
        Person(
            name=f"A {number}",
            email=f"{number}@vendor.example",
            role=Role.AGENT,
            notify_new_tickets=("at_once", "digest")[number % 2],
        )
        for number in range(200)
    )
    recipients = list(Person.objects.filter(pk__in=[one.pk for one in people]))
    file = SimpleUploadedFile("schema.txt", b"Fel 12")
    with django_assert_max_num_queries(35):
        create_ticket(customer, recipients=recipients, attachments=[file])
    told = Notification.objects
    assert told.filter(kind=Kind.NAMED).count() == 300
    assert told.filter(kind=Kind.NEW_TICKETS).count() == 200
    for kind in (Kind.NAMED, Kind.NEW_TICKETS):
        assert told.filter(kind=kind).last().news.quote.files == ("schema.txt",)


def test_the_same_again_is_told_once(handled, agent, customer):
    once = uuid4()
    for _time in range(2):
        handled.reply(by=agent, text="Är perioden öppen?", once=once)
    assert Notification.objects.filter(person=customer, kind=Kind.REPLIES).count() == 1
    assert mail_to(customer)
