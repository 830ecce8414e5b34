"""Whether our mails arrive: what people have tried, and what our own records lack."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from kundportal.access.models import AccessRequest
from kundportal.lib.pages import page
from kundportal.mail.checking import Finding, Level, is_right
from kundportal.mail.models import MailCheck, MailTest
from kundportal.mail.models.mail_test import COUNTED, Counts
from kundportal.people import gates

MOST_SHOWN = 200


@dataclass(frozen=True)
class Row:
    """A mail domain: its tests, and applications there that nobody has confirmed."""

    tests: Counts
    silent_applications: int


@gates.staff()
def mail_tests(request: HttpRequest) -> HttpResponse:
    """By mail domain, those where most goes wrong first."""
    tests, silent = MailTest.objects.figures(), AccessRequest.objects.silent_by_domain()
    rows = [
        Row(tests.get(domain, Counts(domain)), silent.get(domain, 0))
        for domain in {*tests, *silent}
    ]
    rows.sort(key=lambda row: (
        -(row.tests.never + row.tests.junk), -row.silent_applications, -row.tests.sent,
        row.tests.domain))  # fmt: skip
    kept = MailCheck.objects.newest()
    found = [Finding.from_json(one) for one in kept.findings] if kept else []
    context = {
        "rows": rows[:MOST_SHOWN],
        "left_off": max(len(rows) - MOST_SHOWN, 0),
        "days": COUNTED.days,
        "check": kept,
        "is_right": is_right(found),
        "wrong": [one for one in found if one.level is not Level.RIGHT],
    }
    return page(request, "desk/mail_tests.html", context)
