"""What of a person's mails to support is kept; the files are among those that are not sent yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from kundportal.incoming.models import KeptMail
from kundportal.lib.extracts import Entry, Fact, Part
from kundportal.lib.paging import walk


def extract_of(person: Any) -> list[Part]:
    return [Part("kept_mails", _("Mails that you can go on with"), _kept_mails(person))]


def _kept_mails(person: Any) -> Iterator[Entry]:
    for kept in walk(KeptMail.objects.of(person)):
        facts = [
            Fact("subject", _("Subject"), kept.subject),
            Fact("to", _("To"), str(kept.address or "")),
            Fact("received_at", _("Came in"), kept.received_at),
            Fact("kept_until", _("Kept until"), kept.kept_until),
            Fact("text", _("Text"), kept.text),
        ]
        yield Entry(kept.subject or _("Without a title"), facts)
