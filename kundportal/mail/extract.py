"""The mails that a person was sent, but not what they say: a letter may hold a link in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kundportal.lib.extracts import Entry, Fact, Part
from kundportal.lib.paging import walk
from kundportal.mail.models import Address, Bounce, Mail, MailTest
from kundportal.mail.models.address import known_as

KEPT = gettext_noop("We wipe what a mail says after 90 days, and keep that it was sent.")
FORGOTTEN = gettext_noop("We forget it after a year.")


def extract_of(person: Any) -> list[Part]:
    return [
        Part("mails", _("Mails that we have sent you"), _mails(person), about=_(KEPT)),
        Part("bounces", _("Mails to you that came back"), _bounces(person), about=_(FORGOTTEN)),
        Part("mail_tests", _("Tests of whether our mails reach you"), _tests(person)),
    ]


def _mails(person: Any) -> Iterator[Entry]:
    for mail in walk(Mail.objects.meant_for(person).without_letters()):
        facts = [
            Fact("subject", _("Subject"), mail.subject),
            Fact("to", _("To"), mail.to),
            Fact("created_at", _("Written"), mail.created_at),
            Fact("state", _("State"), mail.state, mail.get_state_display()),
            Fact("sent_at", _("Sent"), mail.sent_at),
            Fact("delivered_at", _("Arrived"), mail.delivered_at),
        ]
        yield Entry(mail.subject, facts)


def _bounces(person: Any) -> Iterator[Entry]:
    if address := Address.objects.of(person.email):
        facts = [
            Fact("to", _("To"), address.email),
            Fact("stopped_at", _("Stopped"), address.stopped_at),
            Fact("complained_at", _("Reported as junk"), address.complained_at),
        ]
        yield Entry(address.email, facts)
    for bounce in walk(Bounce.objects.filter(email=known_as(person.email))):
        facts = [
            Fact("received_at", _("Came in"), bounce.received_at),
            Fact("status", _("State"), bounce.status),
            Fact("text", _("Text"), bounce.text),
        ]
        yield Entry(bounce.status or str(bounce.get_kind_display()), facts)


def _tests(person: Any) -> Iterator[Entry]:
    for test in walk(MailTest.objects.of_person(person)):
        facts = [
            Fact("to", _("To"), test.email),
            Fact("created_at", _("Written"), test.created_at),
            Fact("outcome", _("What became of it"), test.outcome, test.get_outcome_display()),
            Fact("answered_at", _("Answered"), test.answered_at),
        ]
        yield Entry(_("Test mail"), facts)
