"""Whether the named sender sent a mail: by the envelope, and by what our own server noted."""

from __future__ import annotations

import pytest

from kundportal.incoming.models import KeptMail, Tally
from kundportal.incoming.parsing.reading import read
from kundportal.incoming.replying.authenticity import Verdict, verdict
from tests.incoming.writing import answers, arrive, comes, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retired")]

OURS = "mx.vendor.example"
MICROSOFTS = """spf=pass (sender IP is 192.0.2.1)
 smtp.mailfrom=lillkoping.example; dkim=pass (signature was verified)
 header.d=lillkoping.example;dmarc=pass action=none
 header.from=lillkoping.example;compauth=pass reason=100"""
GOOGLES = """dkim=pass header.i=@lillkoping.example header.s=2026 header.b=Ab1/+c==;
 spf=pass (mx: domain of k@lillkoping.example designates 2001:db8::1 as permitted (really))
 smtp.mailfrom="k b"@lillkoping.example; dmarc=pass (p=NONE dis=NONE)
 header.from=lillkoping.example"""


@pytest.fixture
def noted(settings, customer):
    """Has a mail in the customer's name come in with what a server noted about it."""
    settings.MAIL_AUTHSERV = f"mx2.vendor.example, {OURS}"

    def come(*notes: str, sender: str | None = None) -> str:
        mail = written(customer.email)
        for note in notes:  # one above the other, as servers write them
            mail["Authentication-Results"] = note
        return arrive(mail, sender=sender)

    return come


@pytest.mark.parametrize(
    "envelope",
    ["karin.berg@lillkoping.example", "bounce+1@utskick.lillkoping.example",
     "SRS0=a1b2=c3=lillkoping.example=karin.berg@forward.example"],
)  # fmt: skip
def test_an_envelope_of_the_senders_own_domain_bears_the_sender_out(customer, envelope):
    assert comes(customer.email, sender=envelope) == "answered"
    assert not KeptMail.objects.get().is_verified


@pytest.mark.parametrize(
    "envelope", ["", "spam@evil.example", "x@lillkoping.example.evil.example", "no address"]
)
def test_an_envelope_of_somebody_else_gets_no_answer_and_leaves_nothing(customer, envelope):
    assert comes(customer.email, sender=envelope) != "answered"
    assert not answers()
    assert not KeptMail.objects.exists()


@pytest.mark.parametrize(
    "note",
    [
        "dmarc=fail (p=none) header.from=lillkoping.example",
        "spf=fail smtp.mailfrom=karin.berg@lillkoping.example",
        "spf=softfail smtp.mailfrom=lillkoping.example; dkim=none",
        "dkim=fail (bad signature) header.d=lillkoping.example",
        "dkim=pass header.d=evil.example; dmarc=fail header.from=lillkoping.example",
        "spf=fail smtp.mailfrom=lillkoping.example; dkim=pass header.d=evil.example",
    ],
)
def test_a_forged_sender_gets_no_answer_and_changes_nothing(noted, note):
    assert noted(f"{OURS}; {note}") == "forged"
    assert not answers()
    assert not KeptMail.objects.exists()
    assert list(Tally.objects.lately().values()) == [{"came": 1, "forged": 1}]


@pytest.mark.parametrize(
    "note",
    [
        "dmarc=pass header.from=lillkoping.example",
        "spf=fail smtp.mailfrom=forward.example; dkim=pass header.d=lillkoping.example header.s=a",
        'DKIM=pass (2048-bit key; unprotected) header.i="@mail.lillkoping.example"',
        "spf=pass smtp.mailfrom=karin.berg@lillkoping.example",
    ],
)
def test_a_sender_whom_our_server_has_checked_is_verified(noted, note):
    assert noted(f"{OURS} 1; {note}", sender="bounces@massmail.example") == "answered"
    assert KeptMail.objects.get().is_verified


@pytest.mark.parametrize(
    "note",
    ["evil.example; dmarc=pass header.from=lillkoping.example", f"{OURS}; none", f"{OURS}",
     f"{OURS}; spf=neutral smtp.mailfrom=lillkoping.example", "", "(((("],
)  # fmt: skip
def test_what_others_noted_or_what_tells_nothing_is_worth_nothing(noted, note):
    assert noted(note or " ", sender="bounces@massmail.example") == "unaligned"
    assert not KeptMail.objects.exists()


@pytest.mark.parametrize(
    "note",
    [
        'spf=pass smtp.mailfrom="x; dmarc=pass header.from=lillkoping.example"@evil.example',
        'spf=pass (of "x) ; dmarc=pass header.from=lillkoping.example (y"@evil.example)',
        "spf=pass (x) ;dkim=pass header.d=lillkoping.example (y@e.example) smtp.mailfrom=e.example",
        "spf=pass (of x) smtp.mailfrom=e.example; dmarc=pass header.from=lillkoping.example (y) z",
        'dkim=pass header.i="@lillkoping.example"@evil.example header.d=evil.example',
        'dkim=pass header.i="@lillkoping.example"@evil.example',
        "dkim=pass header.i=@lillkoping.example header.d=evil.example",
        'dkim=pass header.s="\\" header.d=lillkoping.example; x=" header.d=evil.example',
        "dkim=pass header.d=evil.example header.d=lillkoping.example",
        "spf=pass smtp.helo=lillkoping.example",
        "dmarc=pass", "dmarc=pass header.from=evil.example",
        "dmarc=pass header.from=mail.lillkoping.example",
        "dmarc=none header.from=e.example; dmarc=pass header.from=lillkoping.example",
        "dmarc=pass header.from=lillkoping.example (left open",
        'dmarc=pass header.from="lillkoping.example',
        "dmarc=pass header.from=lillkoping.example; what is this",
        "(dmarc=pass header.from=lillkoping.example)", "reason=pass header.d=lillkoping.example",
        "spf=pass smtp.mailfrom==?utf-8?q?=22;dmarc=3Dpass_header.from=3Dlillkoping.example?=",
        f"{'x=y ' * 3_000}; dmarc=pass header.from=lillkoping.example",
    ],
)  # fmt: skip
def test_what_a_sender_slips_into_our_servers_note_bears_nobody_out(settings, note):
    assert judged(settings, f"{OURS}; {note}") is Verdict.UNKNOWN


@pytest.mark.parametrize(
    "note",
    [
        MICROSOFTS, GOOGLES,
        "spf=none smtp.helo=a.example; spf=pass smtp.mailfrom=SRS0=a=b=c@lillkoping.example;",
        "dmarc/1 = pass (p=reject) header.from = LILLKOPING.example.",
    ],
)  # fmt: skip
def test_notes_are_read_as_servers_write_them(settings, note):
    assert judged(settings, f"{OURS}; {note}") is Verdict.GENUINE
    assert judged(settings, f"(by) {OURS} (us) 1; {note}") is Verdict.GENUINE
    assert judged(settings, f"evil.example ({OURS}); {note}") is Verdict.UNKNOWN


def test_a_note_of_ours_that_cannot_be_read_does_not_make_way_for_one_below_it(settings):
    passed = "dmarc=pass header.from=lillkoping.example"
    assert judged(settings, f"{OURS}; spf=(", f"{OURS}; {passed}") is Verdict.UNKNOWN


def test_an_envelope_that_could_break_a_careless_servers_note_is_never_borne_out(settings):
    note = f"{OURS}; dmarc=pass header.from=lillkoping.example"
    assert judged(settings, note, sender='"x;y"@evil.example') is Verdict.UNKNOWN
    assert judged(settings, note, sender="x.y@evil.example") is Verdict.GENUINE


def judged(settings, *notes: str, sender: str = "x@evil.example") -> Verdict:
    settings.MAIL_AUTHSERV = OURS
    written = "".join(f"Authentication-Results: {note}\r\n" for note in notes)
    mail = f"{written}From: karin.berg@lillkoping.example\r\n\r\nHej"
    return verdict(read(mail.encode(), sender=sender))


def test_without_such_a_server_its_notes_are_not_looked_at(customer, settings):
    settings.MAIL_AUTHSERV = ""
    answered = comes(customer.email, Authentication_Results=f"{OURS}; dmarc=fail")
    assert answered == "answered"


def test_what_the_sender_has_written_below_our_servers_note_does_not_help(noted):
    forged = f"{OURS}; dkim=pass header.d=lillkoping.example"
    assert noted(f"{OURS}; spf=fail smtp.mailfrom=lillkoping.example", forged) == "forged"
    assert noted(f"{OURS}; spf=none", forged, sender="x@evil.example") == "unaligned"
