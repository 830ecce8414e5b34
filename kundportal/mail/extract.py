"""The mails that a person was sent, but not what they say: a letter may hold a link in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from kundportal.lib.extracts import Entry, Fact, Part
from kundportal.lib.paging import walk
from kundportal.mail.models import Mail


def extract_of(person: Any) -> list[Part]:
    return [Part("mails", _("Mails that we have sent you"), _mails(person))]


def _mails(person: Any) -> Iterator[Entry]:
    for mail in walk(Mail.objects.meant_for(person).without_letters()):
        facts = [
            Fact("subject", _("Subject"), mail.subject),
            Fact("to", _("To"), mail.to),
            Fact("created_at", _("Written"), mail.created_at),
            Fact("state", _("State"), mail.state, mail.get_state_display()),
            Fact("sent_at", _("Sent"), mail.sent_at),
        ]
        yield Entry(mail.subject, facts)
