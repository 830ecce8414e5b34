"""Whether the named sender sent a mail: by the envelope, and by what our own server noted."""

from __future__ import annotations

import pytest

from kundportal.incoming.models import KeptMail, Tally
from tests.incoming.writing import answers, arrive, comes, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retired")]

OURS = "mx.vendor.example"


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


def test_without_such_a_server_its_notes_are_not_looked_at(customer, settings):
    settings.MAIL_AUTHSERV = ""
    answered = comes(customer.email, Authentication_Results=f"{OURS}; dmarc=fail")
    assert answered == "answered"


def test_what_the_sender_has_written_below_our_servers_note_does_not_help(noted):
    forged = f"{OURS}; dkim=pass header.d=lillkoping.example"
    assert noted(f"{OURS}; spf=fail smtp.mailfrom=lillkoping.example", forged) == "forged"
    assert noted(f"{OURS}; spf=none", forged, sender="x@evil.example") == "unaligned"
