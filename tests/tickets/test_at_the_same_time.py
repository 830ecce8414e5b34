"""Clients that repeat themselves, and a mail server that is away."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from kundportal.mail.jobs import sweep
from kundportal.mail.models import Mail
from kundportal.tickets.models import Participant, Ticket
from tests.cast import signed_in

AT_ONCE = 20
together = pytest.mark.django_db(transaction=True)


def send_all_at_once(person, path, sent):
    """The answers to one form that is sent by many threads, each with a connection of its own."""

    def send(client):
        try:
            return client.post(path, sent)
        finally:
            connection.close()

    clients = [signed_in(person) for _number in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(send, clients))


@together
def test_one_form_sent_twenty_times_at_once_makes_one_ticket(customer, colleague, form, product):
    sent = {
        "product": product.pk,
        "matter": form.matters.first().pk,
        "title": "En gång räcker",
        "text": "Dubbelklick.",
        "recipients": [colleague.pk],
        "once": str(uuid4()),
    }
    answers = send_all_at_once(customer, "/tickets/new/sverige/", sent)
    ticket = Ticket.objects.get()
    assert {answer.status_code for answer in answers} == {302}
    assert {answer["Location"] for answer in answers} == {ticket.url}
    assert ticket.messages.count() == 1
    assert ticket.participants.count() == 2
    assert Mail.objects.count() == 2


@together
def test_one_reply_sent_twenty_times_at_once_is_one_reply(ticket, customer, colleague):
    sent = {"text": "En gång räcker", "once": str(uuid4())}
    answers = send_all_at_once(customer, f"{ticket.url}replies/", sent)
    message = ticket.messages.last()
    assert {answer["Location"] for answer in answers} == {f"{ticket.url}replies/{message.pk}/"}
    assert ticket.messages.count() == 2


@together
def test_replies_at_the_same_time_are_all_counted(create_ticket, customer, colleague, agent):
    ticket = create_ticket(customer, recipients=[colleague])

    def reply(number):
        try:
            ticket_here = Ticket.objects.get(pk=ticket.pk)
            ticket_here.reply(by=agent, text=f"Svar {number}", once=uuid4())
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(reply, range(8)))
    assert Participant.objects.of(customer).get().unread == 8
    assert Participant.objects.of(colleague).get().unread == 9


@pytest.mark.django_db
def test_a_reply_stands_while_the_mail_server_is_away_and_its_mail_goes_later(
    ticket, customer, agent, smtp
):
    Mail.objects.all().delete()
    smtp.stop()
    answer = signed_in(agent).post(
        f"{ticket.desk_url}replies/", {"text": "Prova igen.", "status": "waiting"}
    )
    assert answer.status_code == 302
    assert ticket.messages.last().text == "Prova igen."
    sweep()
    waiting = Mail.objects.waiting().get()
    assert waiting.tries == 1
    smtp.start()
    Mail.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    sweep()
    assert Mail.objects.sent().get() == waiting
    assert [mail["Message-ID"] for mail in smtp.received] == [waiting.message_id]
    assert smtp.recipients == [customer.email]
