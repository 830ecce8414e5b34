"""What no person wrote, or what asks for silence, is never answered."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from kundportal.incoming.models import KeptMail
from kundportal.mail.models import Mail
from tests.incoming.writing import SUPPORT, answers, arrive, comes, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retired")]

AUTOMATIC = {
    "auto-replied": {"Auto_Submitted": "auto-replied"},
    "auto-generated": {"Auto_Submitted": "auto-generated (failure)"},
    "list": {"List_Id": "<lista.lillkoping.example>"},
    "bulk list": {"Precedence": "list"},
    "vacation": {"X_Autoreply": "yes"},
    "newsletter": {"List_Unsubscribe": "<https://x.example/>", "Precedence": "bulk"},
    "out of office": {"subject": "Frånvaro: Betyg", "text": "Jag är på semester till den 4 juli."},
    "loop": {"X_Loop": SUPPORT},
    "spam": {"X_Spam_Flag": "YES"},
}


@pytest.mark.parametrize("what", AUTOMATIC)
def test_automatic_mail_is_neither_answered_nor_kept(what, customer):
    assert comes(customer.email, **AUTOMATIC[what]) not in {"answered", "nothing"}
    assert not answers()
    assert not KeptMail.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{"X_Auto_Response_Suppress": "All"}, {"X_Auto_Response_Suppress": "DR, AutoReply"},
     {"Precedence": "bulk"}],
)  # fmt: skip
def test_a_persons_mail_that_asks_for_no_answer_is_kept_all_the_same(headers, customer):
    assert comes(customer.email, **headers) in {"suppressed", "precedence"}
    assert not answers()
    assert KeptMail.objects.get().person == customer
    comes("nagon@okand.example", **headers)
    assert KeptMail.objects.count() == 1


def test_a_header_that_suppresses_other_kinds_of_answers_changes_nothing(customer):
    assert comes(customer.email, X_Auto_Response_Suppress="OOF, RN") == "answered"


@pytest.mark.parametrize(
    "sender",
    [SUPPORT, "no-reply@localhost", "MAILER-DAEMON@x.example", "noreply@x.example",
     "replies@in.vendor.example", "check@in.vendor.example"],
)  # fmt: skip
def test_mail_from_ourselves_or_from_a_machine_is_not_answered(sender, settings):
    settings.MAIL_DOMAIN = "in.vendor.example"
    assert comes(sender) not in {"answered", "nothing"}
    assert not answers()


def test_an_empty_envelope_is_not_answered(customer):
    assert comes(customer.email, sender="") == "empty-sender"
    assert not answers()


def our_answer() -> EmailMessage:
    [mail] = answers()
    made: EmailMessage = message_from_bytes(
        mail.message().message().as_bytes(), policy=policy.default
    )
    return made


def test_our_own_answer_that_comes_back_is_not_answered(customer, settings):
    settings.MAIL_DOMAIN = "in.vendor.example"
    comes(customer.email)
    ours = our_answer()
    for envelope in ("no-reply@localhost", "", customer.email):
        arrive(ours, sender=envelope, at=[SUPPORT])
    del ours["From"]
    ours["From"] = "forwarded@okand.example"
    arrive(ours, at=[SUPPORT])
    assert len(answers()) == 1


def test_two_retired_addresses_that_forward_to_each_other_come_to_rest(customer):
    comes(customer.email)
    ours = our_answer()
    ours.replace_header("From", SUPPORT)
    ours.replace_header("To", SUPPORT)
    assert arrive(ours) not in {"answered", "nothing"}
    assert len(answers()) == 1


def test_a_machine_that_looks_like_a_person_gets_one_answer_a_day(customer):
    comes("robot@okand.example")
    for _time in range(5):
        ours = our_answer()
        comes("robot@okand.example", text="Ärendet är mottaget.", In_Reply_To=ours["Message-ID"])
    assert len(answers()) == 1


def test_a_bounce_of_our_answer_is_not_answered():
    comes("nagon@okand.example")
    bounce = written("MAILER-DAEMON@okand.example", subject="Undelivered Mail Returned to Sender",
                     text="550 5.1.1 <nagon@okand.example>: no such user")  # fmt: skip
    assert arrive(bounce, sender="", at=[SUPPORT]) not in {"answered", "nothing"}
    assert Mail.objects.filter(key__startswith="answer:").count() == 1
