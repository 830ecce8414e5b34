"""What comes in is tied to the mail of ours that it is about; a forged bounce stops nobody."""

from __future__ import annotations

import pytest

from kundportal.incoming.models import Arrival, TakenFor
from kundportal.mail import addresses
from kundportal.mail.models import Address, Bounce, Mail, State
from tests.incoming.conftest import DOMAIN, EMAIL, bounce_of, complaint_of

pytestmark = pytest.mark.django_db


def test_a_bounce_is_tied_to_its_mail_by_the_address_to_which_it_came(sent, come) -> None:
    mail = sent()
    raw = bounce_of(mail, names="<another@mx.skola.se>")
    arrival = come(raw, to=addresses.return_path(mail.pk))
    assert (arrival.taken_for, arrival.mail) == (TakenFor.BOUNCE, mail)
    mail.refresh_from_db()
    assert mail.state == State.BOUNCED
    bounce = Bounce.objects.get()
    assert (bounce.mail, bounce.email, bounce.status, bounce.is_hard) == (
        mail, EMAIL, "5.1.1", True,
    )  # fmt: skip


def test_a_bounce_is_tied_to_its_mail_by_the_message_id(sent, come) -> None:
    mail = sent()
    assert come(bounce_of(mail), to=f"bounce@{DOMAIN}").mail == mail
    mail.refresh_from_db()
    assert mail.state == State.BOUNCED


def test_a_name_that_every_reader_of_a_thread_knows_is_no_proof_of_a_bounce(sent, come) -> None:
    for thread in ("SE-1111-2222", "SE-3333-4444"):
        first = sent(key=addresses.key_of_first(thread), thread=thread)
        later = addresses.threading(thread, sent(thread=thread).message_id)
        assert later["In-Reply-To"] == first.message_id
        assert come(bounce_of(first), to=f"bounce@{DOMAIN}").mail is None
        assert come(complaint_of(first), to=f"abuse@{DOMAIN}").mail is None
        first.refresh_from_db()
        assert first.state == State.SENT
    assert not Address.objects.exists()
    assert come(bounce_of(first), to=addresses.return_path(first.pk)).mail == first


def test_what_was_a_delay_first_is_a_bounce_at_last(sent, come) -> None:
    mail = sent()
    for action in ("delayed", "failed"):
        raw = bounce_of(mail, status="4.4.1", action=action, said="timed out")
        come(raw, to=addresses.return_path(mail.pk))
    mail.refresh_from_db()
    assert mail.state == State.BOUNCED
    assert Bounce.objects.count() == 1


def test_a_mail_that_is_sent_again_and_comes_back_again_is_not_sent(sent, come) -> None:
    mail = sent()
    for _time in range(2):
        Mail.objects.filter(pk=mail.pk).update(state=State.SENT)
        Arrival.objects.all().delete()
        come(bounce_of(mail), to=addresses.return_path(mail.pk))
        mail.refresh_from_db()
        assert mail.state == State.BOUNCED
    assert Address.objects.get().hard_bounces == 1


def test_two_hard_bounces_stop_the_address(sent, come) -> None:
    for mail in (sent(), sent()):
        come(bounce_of(mail), to=addresses.return_path(mail.pk))
    assert Address.objects.is_stopped(EMAIL)


@pytest.mark.parametrize("number", ["1", "99999999999999999999999"])
def test_a_forged_bounce_stops_nobody(sent, come, number: str) -> None:
    for mail in (sent(), sent()):
        forged = bounce_of(mail, names="<forged@mx.skola.se>")
        arrival = come(forged, to=f"bounce+{number}.aaaaaaaaaaaaaaaa@{DOMAIN}", sender="")
        assert (arrival.taken_for, arrival.mail) == (TakenFor.BOUNCE, None)
        mail.refresh_from_db()
        assert mail.state == State.SENT
    assert not Address.objects.exists()


def test_a_bounce_of_somebody_to_whom_the_mail_was_passed_on_stops_nobody(sent, come) -> None:
    for mail in (sent(), sent()):
        raw = bounce_of(mail, address="colleague@elsewhere.example")
        assert come(raw, to=addresses.return_path(mail.pk)).reason == "other-address"
    assert not Address.objects.stopped().exists()
    assert {one.email for one in Bounce.objects.all()} == {"colleague@elsewhere.example"}


def test_a_server_that_still_tries_leaves_the_mail_as_it_is(sent, come) -> None:
    mail = sent()
    raw = bounce_of(mail, status="4.4.1", action="delayed", said="timed out")
    assert come(raw, to=addresses.return_path(mail.pk)).taken_for == TakenFor.DELAY
    mail.refresh_from_db()
    assert mail.state == State.SENT


def test_a_full_mailbox_stops_nobody(sent, come) -> None:
    for mail in (sent(), sent(), sent()):
        come(
            bounce_of(mail, status="5.2.2", said="mailbox is full"),
            to=addresses.return_path(mail.pk),
        )
        mail.refresh_from_db()
        assert mail.state == State.BOUNCED
    assert not Address.objects.stopped().exists()


def test_a_report_of_success_is_no_bounce(sent, come) -> None:
    mail = sent()
    raw = bounce_of(mail, status="2.0.0", action="delivered", said="delivered")
    assert come(raw, to=addresses.return_path(mail.pk)).taken_for == TakenFor.OTHER
    mail.refresh_from_db()
    assert mail.state == State.SENT


def test_a_complaint_is_told_apart(sent, come) -> None:
    mail = sent()
    arrival = come(complaint_of(mail), to=f"abuse@{DOMAIN}", sender="feedback@mailbox.example")
    assert (arrival.taken_for, arrival.mail) == (TakenFor.COMPLAINT, mail)
    mail.refresh_from_db()
    assert mail.state == State.COMPLAINED


def test_an_address_in_another_way_of_writing_is_the_same(sent, come) -> None:
    mail = sent(to="Asa@räksmörgås.se")
    come(bounce_of(mail, address="asa@xn--rksmrgs-5wao1o.se"), to=addresses.return_path(mail.pk))
    assert Address.objects.get().hard_bounces == 1
