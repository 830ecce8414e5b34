"""A customer creates a ticket."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from stdnum import damm

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.tickets.models import Participant, Priority, Status, Ticket
from kundportal.tickets.numbers import new_number, tidy_number
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


def fields(form, its_product, **given):
    return {
        "product": its_product.pk,
        "matter": form.matters.first().pk,
        "title": "Frånvaro syns inte",
        "text": "Sedan i måndags är listan tom.",
        "once": str(uuid4()),
        **given,
    }


def test_the_form_makes_a_ticket_that_its_creator_lands_on(customer, form, product):
    client = signed_in(customer)
    answer = client.post("/tickets/new/sverige/", fields(form, product), follow=True)
    ticket = Ticket.objects.get()
    assert answer.redirect_chain == [(f"/tickets/{ticket.number}/", 302)]
    page = answer.content.decode()
    assert "Frånvaro syns inte" in page
    assert ticket.number in page
    assert "Vi svarar senast" in page
    assert ticket.status == Status.OPEN
    assert ticket.handling.priority == Priority.NORMAL


def test_create_ticket_leads_straight_to_the_only_form(customer, form):
    answer = signed_in(customer).get("/tickets/new/")
    assert answer.status_code == 302
    assert answer["Location"] == "/tickets/new/sverige/"


def test_the_form_shows_what_to_have_at_hand(customer, form, product):
    page = signed_in(customer).get("/tickets/new/sverige/").content.decode()
    assert "Sverige – Ärendeformulär" in page
    assert "Ha gärna det här till hands" in page


def test_sending_twice_makes_one_ticket_and_one_mail(customer, form, product):
    client, sent = signed_in(customer), fields(form, product)
    first = client.post("/tickets/new/sverige/", sent)
    second = client.post("/tickets/new/sverige/", sent)
    assert first["Location"] == second["Location"]
    assert Ticket.objects.count() == 1
    assert Ticket.objects.get().messages.count() == 1
    assert Mail.objects.count() == 1
    assert Event.objects.filter(verb="ticket.created").count() == 1


def test_recipients_see_the_ticket_as_unread_and_get_a_mail(customer, colleague, create_ticket):
    ticket = create_ticket(customer, recipients=[colleague])
    theirs = Participant.objects.of(colleague).get()
    assert (theirs.ticket, theirs.unread) == (ticket, 1)
    assert Participant.objects.of(customer).get().unread == 0
    mail = Mail.objects.get(to=colleague.email)
    assert ticket.number in mail.subject
    assert ticket.title in mail.subject


def test_the_creator_gets_a_receipt_with_the_day_of_the_answer(customer, ticket):
    mail = Mail.objects.get(to=customer.email)
    assert ticket.number in mail.subject
    assert f"/tickets/{ticket.number}/" in mail.text
    assert "Vi svarar senast" in mail.text


@pytest.mark.parametrize("others", [0, 1])
def test_a_colleague_who_has_no_access_gets_the_link(customer, form, request, others):
    if others:
        assert request.getfixturevalue("colleague")
    page = signed_in(customer).get("/tickets/new/sverige/").content.decode()
    assert 'Saknas någon? <a href="/settings/organisation/invitations/">Skicka länken' in page
    assert ("Ingen av dina kollegor" in page) == (not others)


def test_somebody_elsewhere_can_not_be_made_a_recipient(customer, outsider, form, product):
    sent = fields(form, product, recipients=[outsider.pk])
    answer = signed_in(customer).post("/tickets/new/sverige/", sent)
    assert answer.status_code == 422
    assert not Ticket.objects.exists()


def test_the_verb_itself_refuses_a_recipient_from_elsewhere(customer, outsider, create_ticket):
    with pytest.raises(PermissionDenied):
        create_ticket(customer, recipients=[outsider])


def test_staff_do_not_create_tickets_as_customers(agent, create_ticket):
    with pytest.raises(PermissionDenied):
        create_ticket(agent)


def test_fields_that_no_customer_may_set_are_ignored(customer, form, product):
    sent = fields(form, product, priority=4, status="closed", organisation=99, number="SE-1-1")
    signed_in(customer).post("/tickets/new/sverige/", sent)
    ticket = Ticket.objects.get()
    assert (ticket.status, ticket.handling.priority) == (Status.OPEN, Priority.NORMAL)
    assert ticket.organisation == customer.organisation


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "   ", "Skriv en rubrik"),
        ("title", "", "Skriv en rubrik"),
        ("title", "x" * 151, "150"),
        ("title", "noll\0tecken", "Null-tecken"),
        ("text", "\0", "Null-tecken"),
        ("text", "x" * 1_000_000, "20000"),
        ("text", "  \n ", "Beskriv ditt ärende"),
        ("product", "", "Välj den produkt"),
        ("product", "999999999999999999999", "giltigt"),
        ("product", ["1", "x\0"], "Null-tecken"),
        ("matter", "-1", "giltigt"),
        ("recipients", "abc", "giltigt"),
    ],
)
def test_bad_input_gets_an_error_at_its_field_and_nothing_is_lost(
    customer, colleague, form, product, field, value, words
):
    sent = fields(form, product, **{field: value})
    answer = signed_in(customer).post("/tickets/new/sverige/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in page
    assert words in page.replace("\xa0", "")
    if field != "text":
        assert "Sedan i måndags är listan tom." in page
    if field != "title":
        assert "Frånvaro syns inte" in page
    assert not Ticket.objects.exists()


def test_emoji_and_a_broken_once_token_are_no_trouble(customer, form, product):
    sent = fields(form, product, title="Hjälp 🙏🏽", once="inte ett nummer")
    answer = signed_in(customer).post("/tickets/new/sverige/", sent)
    assert answer.status_code == 302
    assert Ticket.objects.get().title == "Hjälp 🙏🏽"


def test_a_title_of_several_lines_becomes_one_line(customer, form, product):
    sent = fields(form, product, title="Första\r\nBcc: x@y.example")
    signed_in(customer).post("/tickets/new/sverige/", sent)
    assert Ticket.objects.get().title == "Första Bcc: x@y.example"


def test_files_come_with_the_description(customer, create_ticket):
    upload = SimpleUploadedFile("logg.txt", b"rad 1\nrad 2\n")
    message = create_ticket(customer, attachments=[upload]).messages.get()
    assert [one.name for one in message.attachments.all()] == ["logg.txt"]


def test_numbers_catch_every_mistyped_digit_and_every_swap_of_neighbours():
    number = new_number("SE")
    digits = number[3:].replace("-", "")
    for place, digit in enumerate(digits):
        for other in set("0123456789") - {digit}:
            assert not damm.is_valid(digits[:place] + other + digits[place + 1 :])
    for place in range(7):
        a, b = digits[place : place + 2]
        if a != b:
            assert not damm.is_valid(digits[:place] + b + a + digits[place + 2 :])


@pytest.mark.parametrize(
    "typed", ["se48392177", " SE 4839 2177 ", "SE-4839-2177", "se4839-2177", "SE - 4839 - 2177"]
)
def test_a_number_is_understood_however_it_is_typed(typed):
    assert tidy_number(typed) == "SE-4839-2177"


@pytest.mark.parametrize("typed", ["SE-4839-2178", "SE-4839-217", "4839-2177", "", "SE-483９-2177"])
def test_what_is_no_number_is_told_apart(typed):
    assert tidy_number(typed) is None


def test_anonymous_is_sent_to_sign_in(client, db):
    answer = client.get("/tickets/new/sverige/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/?next=/tickets/new/sverige/")


def test_staff_find_no_customer_form(agent):
    assert signed_in(agent).get("/tickets/new/sverige/").status_code == 404
