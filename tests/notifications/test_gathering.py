"""What happens to one thing within two minutes becomes one mail, and none is lost or doubled."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from kundportal.mail.models import Mail, State
from kundportal.notifications import gathering as module
from kundportal.notifications import jobs
from kundportal.notifications.choosing import choose
from kundportal.notifications.gathering import gather
from kundportal.notifications.models import Kind, Notification
from kundportal.people.models import Notify, Organisation
from tests.mail.test_workers import eventually, in_thread
from tests.notifications.conftest import let_pass, wants

pytestmark = pytest.mark.usefixtures("gathering")
TICKET = "tickets.ticket"


def mails_to(person) -> list[Mail]:
    return list(Mail.objects.filter(person=person, key__startswith="told:").order_by("pk"))


def test_several_things_within_two_minutes_are_one_mail(tell, ticket, customer):
    for _ in range(3):
        tell(customer, ticket)
    assert gather(customer.pk, TICKET, ticket.pk) is None, "it is not time yet"
    let_pass(120)
    mail = gather(customer.pk, TICKET, ticket.pk)
    assert [mail] == mails_to(customer)
    for number in (1, 2, 3):
        assert f"gång {number}." in mail.text
        assert f"/replies/{number}/" in mail.text
    assert gather(customer.pk, TICKET, ticket.pk) is None
    assert set(Notification.objects.values_list("mail_id", "due_at")) == {(mail.pk, None)}


def test_the_first_one_says_when_and_those_that_came_after_it_come_along(tell, ticket, customer):
    first = tell(customer, ticket)
    tell(customer, ticket)
    Notification.objects.filter(pk=first.pk).update(due_at=timezone.now())
    assert "gång 2." in gather(customer.pk, TICKET, ticket.pk).text
    assert not Notification.objects.waiting().exists()


def test_two_things_or_two_people_are_two_mails(tell, create_ticket, customer, colleague):
    one, other = (create_ticket(customer, recipients=[colleague]) for _ in range(2))
    for person in (customer, colleague):
        for ticket in (one, other):
            tell(person, ticket)
    let_pass(120)
    jobs.sweep()
    assert [len(mails_to(person)) for person in (customer, colleague)] == [2, 2]


def test_the_same_key_again_tells_nothing(tell, ticket, customer):
    assert tell(customer, ticket, key="reply:1")
    assert tell(customer, ticket, key="reply:1") is None
    assert Notification.objects.count() == 1
    let_pass(120)
    jobs.sweep()
    assert gather(customer.pk, TICKET, ticket.pk) is None
    assert len(mails_to(customer)) == 1


def test_what_comes_from_an_organisation_that_chose_so_has_number_and_link_alone(
    tell, ticket, customer, municipality
):
    Organisation.objects.filter(pk=municipality.pk).update(mails_are_bare=True)
    tell(customer, ticket, status=("Öppet", "Väntar på dig"), need="Svara på frågan.")
    tell(customer, ticket)
    let_pass(120)
    mail = gather(customer.pk, TICKET, ticket.pk)
    assert mail.subject.startswith("Ärende SE-1234-5678 – ")
    for part in (mail.subject, mail.text, mail.html):
        for secret in ("Schemat", "Anna", "Prova", "Väntar", "Svara på"):
            assert secret not in part
    assert "/replies/1/" in mail.text


def test_whoever_lost_sight_meanwhile_gets_no_mail(tell, ticket, outsider):
    tell(outsider, ticket)
    let_pass(120)
    assert gather(outsider.pk, TICKET, ticket.pk) is None
    assert mails_to(outsider) == []
    assert not Notification.objects.waiting().exists()


@pytest.mark.parametrize("end", ["leaves", "closed", "paused"])
def test_whoever_has_no_access_any_more_gets_no_mail(
    tell, ticket, customer, colleague, municipality, administrator, end
):
    tell(customer, ticket)
    if end == "leaves":
        customer.leave(keep_seat=False)
    elif end == "paused":
        customer.pause(by=administrator)
    else:
        municipality.close(by=administrator)
    let_pass(120)
    jobs.sweep()
    assert mails_to(customer) == []
    customer.refresh_from_db()
    assert tell(customer, ticket) is None, "and is told nothing more"


def test_what_is_taken_back_is_not_mailed_nor_is_a_mail_that_was_written(tell, ticket, customer):
    tell(customer, ticket)
    let_pass(120)
    gather(customer.pk, TICKET, ticket.pk)
    tell(customer, ticket)
    assert Notification.objects.of(customer).about(ticket).take_back() == 2
    let_pass(120)
    jobs.sweep()
    assert mails_to(customer) == []


def test_a_mail_that_has_gone_out_stays_in_the_outbox(tell, ticket, customer):
    tell(customer, ticket)
    let_pass(120)
    gather(customer.pk, TICKET, ticket.pk)
    Mail.objects.update(state=State.SENT)
    Notification.objects.about(ticket).take_back()
    assert len(mails_to(customer)) == 1


def test_one_that_cannot_be_written_keeps_nobody_waiting(tell, ticket, customer, agent):
    broken = tell(customer, ticket)
    Notification.objects.filter(pk=broken.pk).update(content={"quote": None})
    tell(agent, ticket)
    let_pass(120)
    jobs.sweep()
    assert len(mails_to(agent)) == 1
    broken.refresh_from_db()
    assert broken.due_at > timezone.now() + timedelta(minutes=59), "it is tried again later"


def test_what_is_chosen_meanwhile_holds_for_what_waits(tell, ticket, customer):
    row = tell(customer, ticket)
    choose(customer, {Kind.REPLIES: Notify.PORTAL})
    let_pass(120)
    jobs.sweep()
    assert mails_to(customer) == []
    wants(customer, Notify.DIGEST, "replies")
    row = tell(customer, ticket)
    assert row.how == Notify.DIGEST
    choose(customer, {Kind.REPLIES: Notify.AT_ONCE})
    jobs.sweep()
    assert [mail.key for mail in mails_to(customer)] == [f"told:{row.pk}"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_time_write_one_mail(tell, ticket, customer):
    for _ in range(3):
        tell(customer, ticket)
    let_pass(120)
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        gather(customer.pk, TICKET, ticket.pk)

    for worker in [in_thread(work) for _ in range(2)]:
        worker.join()
    assert len(mails_to(customer)) == 1


def held_up_while_writing(monkeypatch) -> tuple[threading.Event, threading.Event]:
    """Tells when a mail is being written, and lets that go on when told to."""
    is_writing, may_go_on = threading.Event(), threading.Event()
    write = module.letter_of

    def slowly(*args, **kwargs):
        is_writing.set()
        may_go_on.wait(10)
        return write(*args, **kwargs)

    monkeypatch.setattr(module, "letter_of", slowly)
    return is_writing, may_go_on


@pytest.mark.django_db(transaction=True)
def test_a_change_while_the_mail_is_being_written_is_told_by_another(
    tell, ticket, customer, monkeypatch
):
    tell(customer, ticket)
    let_pass(120)
    is_writing, may_go_on = held_up_while_writing(monkeypatch)
    worker = in_thread(lambda: gather(customer.pk, TICKET, ticket.pk))
    assert is_writing.wait(10)
    tell(customer, ticket)
    may_go_on.set()
    worker.join()
    let_pass(120)
    jobs.sweep()
    first, second = mails_to(customer)
    assert "gång 1." in first.text
    assert "gång 2." not in first.text
    assert "gång 2." in second.text
    assert "gång 1." not in second.text


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_writes_loses_nothing(tell, ticket, customer, monkeypatch):
    tell(customer, ticket)
    let_pass(120)
    post = Mail.objects.post

    def killed(*args, **kwargs):
        post(*args, **kwargs)
        with connection.cursor() as cursor:  # what the database sees of a kill -9
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(type(Mail.objects), "post", lambda self, *a, **k: killed(*a, **k))

    def work() -> None:
        with pytest.raises(Exception, match="terminat"):
            gather(customer.pk, TICKET, ticket.pk)

    in_thread(work).join()
    monkeypatch.undo()
    assert mails_to(customer) == []
    jobs.sweep()
    assert len(mails_to(customer)) == 1


@pytest.mark.django_db(transaction=True)
def test_sight_that_is_lost_while_the_mail_is_written_takes_the_mail_back(
    tell, create_ticket, customer, colleague, monkeypatch
):
    ticket = create_ticket(customer, recipients=[colleague])
    Notification.objects.all().delete()
    tell(colleague, ticket)
    let_pass(120)
    is_writing, may_go_on = held_up_while_writing(monkeypatch)
    worker = in_thread(lambda: gather(colleague.pk, TICKET, ticket.pk))
    assert is_writing.wait(10)

    def remove() -> None:
        with transaction.atomic():
            ticket.participants.filter(person=colleague).delete()
            Notification.objects.of(colleague).about(ticket).take_back()

    other = in_thread(remove)
    eventually(is_waiting_for_another_worker, "the one waits for the other")
    may_go_on.set()
    worker.join()
    other.join()
    assert mails_to(colleague) == []
    assert not Notification.objects.of(colleague).exists()


def is_waiting_for_another_worker() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
        return cursor.fetchone() is not None
