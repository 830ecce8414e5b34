"""A mail that had to wait for the mail server tells nobody what they may not know any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from kundportal.mail import guarding, sending
from kundportal.mail.letters import Letter
from kundportal.mail.models import Destination, Mail, State
from kundportal.notifications import jobs
from kundportal.notifications.models import Notification
from kundportal.people.models import Notify, Person
from tests.mail.conftest import empty_the_queue
from tests.mail.test_workers import eventually, in_thread
from tests.notifications.conftest import let_pass, wants
from tests.smtp import MailServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gathering")]
SECRET = "Nyckeln ligger under mattan."


def back_after(smtp: MailServer, change: Callable[[], Any]) -> list[Any]:
    """The mails that arrive when the server has been away for an hour, in which there was a change.

    Those about the change itself are left out.
    """
    smtp.stop()
    sending.sweep()
    waiting = Mail.objects.waiting().count()
    assert waiting
    hour = timedelta(hours=1)
    for mail in Mail.objects.all():
        Mail.objects.filter(pk=mail.pk).update(created_at=mail.created_at - hour)
    change()
    Mail.objects.filter(created_at__gt=timezone.now() - hour / 2).delete()
    Destination.objects.all().delete()
    smtp.start()
    for _ in range(2):
        Mail.objects.waiting().update(next_try_at=timezone.now())
        sending.sweep()
        jobs.sweep()
        jobs.send_digests()
    assert not Mail.objects.waiting().exists()
    assert not Notification.objects.waiting().exists()
    return smtp.received


def text_of(message: Any) -> str:
    return str(message.get_body(("plain",)).get_content())


@pytest.fixture
def told(create_ticket, customer, agent, smtp):
    """A reply that the customer, and whoever follows the ticket, is told of and not yet sent."""

    def tell(*followers: Person) -> Any:
        ticket = create_ticket(customer, title="Hemlig rubrik")
        for one in followers:
            ticket.watches.create(
                person=one, organisation_id=ticket.organisation_id, wants="follow"
            )
        Notification.objects.all().delete()
        ticket.reply(by=agent, text=SECRET, once=uuid4())
        Mail.objects.all().delete()
        let_pass(120)
        jobs.sweep()
        assert Mail.objects.waiting().count() == 1 + len(followers)
        return ticket

    return tell


def test_what_is_still_meant_arrives_as_it_was_written(told, smtp):
    told()
    [mail] = Mail.objects.all()
    [message] = back_after(smtp, lambda: None)
    assert message["Message-ID"] == mail.message_id
    assert SECRET in text_of(message)
    assert Mail.objects.get() == mail


@pytest.mark.parametrize("how", ["the ticket is private", "sight is narrowed", "not coordinator"])
def test_whoever_follows_and_sees_it_no_more_gets_nothing(
    told, smtp, customer, colleague, municipality, administrator, how
):
    def share(sight: str, coordinators: list[Person]) -> None:
        municipality.share_sight(
            sight=sight, may_reply=False, by=administrator, coordinators=coordinators
        )

    def change() -> None:
        if how == "the ticket is private":
            ticket.share(sight="private", by=customer)
        else:
            share("own" if how == "sight is narrowed" else "coordinators", [])

    share("coordinators", [colleague])
    colleague.refresh_from_db()
    ticket = told(colleague)
    [message] = back_after(smtp, change)
    assert message["To"] == customer.email
    assert not Mail.objects.filter(to=colleague.email).exists()


@pytest.mark.parametrize("how", ["pause", "give_back_seat", "leave", "close"])
def test_whoever_has_no_access_any_more_gets_nothing(
    told, smtp, customer, municipality, administrator, how
):
    told()
    change = {
        "pause": lambda: customer.pause(by=administrator),
        "give_back_seat": lambda: customer.give_back_seat(by=administrator),
        "leave": lambda: customer.leave(keep_seat=False),
        "close": lambda: municipality.close(by=administrator),
    }[how]
    assert back_after(smtp, change) == []
    assert not Mail.objects.filter(text__contains="mattan").exists()


def test_it_goes_to_the_new_address(told, smtp, customer):
    told()
    [message] = back_after(smtp, lambda: customer.change_email(email="ny@lillkoping.example"))
    assert message["To"] == "ny@lillkoping.example"
    assert SECRET in text_of(message)


def test_where_mails_are_bare_by_now_it_is_bare(told, smtp, municipality, administrator):
    told()

    def change() -> None:
        municipality.choose_mails(are_bare=True, by=administrator)

    [message] = back_after(smtp, change)
    for part in (message["Subject"], text_of(message)):
        assert "Hemlig" not in part
        assert SECRET not in part
    assert "/replies/" in text_of(message)


def test_one_that_is_bare_stays_as_it_is(told, smtp, municipality, administrator):
    municipality.choose_mails(are_bare=True, by=administrator)
    told()
    [mail] = Mail.objects.all()
    [message] = back_after(smtp, lambda: None)
    assert message["Message-ID"] == mail.message_id
    assert Mail.objects.get() == mail


@pytest.mark.parametrize("how", ["private", "bare"])
def test_a_digest_tells_what_is_left(
    tell, create_ticket, customer, colleague, municipality, administrator, smtp, how
):
    wants(colleague, Notify.DIGEST, "replies")
    municipality.share_sight(sight="everyone", may_reply=False, by=administrator)
    colleague.refresh_from_db()
    gone, other = create_ticket(customer), create_ticket(customer)
    Notification.objects.all().delete()
    Mail.objects.all().delete()
    tell(colleague, gone, text=SECRET, title="Hemlig rubrik")
    tell(colleague, other)
    let_pass(7 * 24 * 3600)
    jobs.send_digests()

    def change() -> None:
        if how == "private":
            gone.share(sight="private", by=customer)
        else:
            municipality.choose_mails(are_bare=True, by=administrator)

    [message] = back_after(smtp, change)
    assert SECRET not in text_of(message)
    assert "Hemlig" not in text_of(message)
    assert "/replies/2/" in text_of(message)
    assert ("gång 2." in text_of(message)) == (how == "private")


def test_letters_that_are_no_notifications_arrive(letter, smtp, customer, administrator):
    secret = Letter(subject="Din länk", lead="Här är den.", why="Du bad om den.", secret=True)
    for key, one in (("thread:SE-1", letter), ("reset:1", secret)):
        Mail.objects.post(one, to=customer.email, key=key, language="sv", person=customer)
    assert len(back_after(smtp, lambda: customer.pause(by=administrator))) == 2


def test_one_of_which_all_was_taken_back_is_not_sent(told, smtp, customer):
    told()
    assert back_after(smtp, lambda: Notification.objects.all().delete()) == []
    assert not Mail.objects.exists()


def test_a_fresh_mail_is_not_asked_about(told, smtp, settings):
    settings.MAIL_GUARD = "no.such.guard"
    told()
    sending.sweep()
    assert len(smtp.received) == 1


def test_one_about_which_nobody_can_answer_stays_and_keeps_no_other_waiting(
    told, post, smtp, settings, caplog
):
    told()
    settings.MAIL_GUARD = "no.such.guard"
    Mail.objects.update(created_at=timezone.now() - guarding.FRESH)
    post(to="karin@skola.se")
    sending.sweep()
    assert [message["To"] for message in smtp.received] == ["karin@skola.se"]
    assert Mail.objects.filter(state=State.WAITING).count() == 1
    assert "could not be found out" in caplog.text


def test_many_that_are_not_to_go_out_keep_no_other_to_their_domain_waiting(
    told, post, smtp, customer, administrator
):
    for _ in range(3):
        Mail.objects.all().delete()
        told()
    [mail] = Mail.objects.all()
    after = post(to="annan@lillkoping.example")
    customer.pause(by=administrator)
    Mail.objects.exclude(pk__in=[mail.pk, after.pk]).delete()
    Mail.objects.update(created_at=timezone.now() - timedelta(hours=1))
    Destination.objects.note_fault("lillkoping.example", answer="451")
    Destination.objects.update(resumes_at=timezone.now())
    sending.sweep()
    assert smtp.recipients == ["annan@lillkoping.example"]


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_while_its_mail_is_tried_is_not_told_by_the_next_try(
    told, smtp, colleague, customer, agent
):
    ticket = told()
    empty_the_queue()
    ticket.add_recipients(people=[colleague], by=customer)
    ticket.reply(by=agent, text=SECRET, once=uuid4())
    let_pass(120)
    jobs.sweep()
    mail = Mail.objects.get(to=colleague.email, key__startswith="told:")
    Mail.objects.exclude(pk=mail.pk).delete()
    smtp.refuse("451 later", at="DATA")
    smtp.hold()
    sender = in_thread(sending.sweep)
    eventually(lambda: smtp.begun == 1, "it is being sent")
    ticket.remove_recipient(person=colleague, by=customer)
    smtp.release()
    sender.join()
    assert Mail.objects.get(pk=mail.pk).state == State.DEFERRED
    Mail.objects.exclude(pk=mail.pk).delete()
    smtp.accept()
    Destination.objects.all().delete()
    Mail.objects.update(next_try_at=timezone.now())
    sending.sweep()
    assert smtp.received == []
    assert not Mail.objects.filter(pk=mail.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_while_somebody_changes_what_it_tells_the_mail_waits_and_nobody_else_does(
    told, smtp, customer, administrator
):
    told()
    customer.pause(by=administrator)
    Mail.objects.exclude(key__startswith="told:").delete()
    Mail.objects.update(created_at=timezone.now() - timedelta(hours=1))
    with transaction.atomic():
        assert Notification.objects.locked()
        in_thread(sending.sweep).join()
        assert Mail.objects.waiting().count() == 1
    sending.sweep()
    assert not Mail.objects.exists()
    assert smtp.received == []
