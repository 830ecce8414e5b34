"""What became of the mails: for staff who are asked where one is, or see that none leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kundportal.desk import mail_words
from kundportal.lib.pages import go_to, page
from kundportal.lib.paging import bounded_counts, page_by_key
from kundportal.mail.models import Address, Destination, DomainDay, Mail, MailTest
from kundportal.mail.models.destination import SERVER
from kundportal.people import gates
from kundportal.people.models import Organisation, Person
from kundportal.tickets.numbers import tidy_number

FILTERS = ("all", "waiting", "deferred", "sent", "bounced", "complained", "failed", "stopped")
SPANS = (7, 30)
LONGEST_SEARCH = 254
MOST_PEOPLE = 10
MOST_DOMAINS = 200


@gates.staff()
def mails(request: HttpRequest) -> HttpResponse:
    """The mails of one state or of all, newest first; or those that are looked for."""
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in FILTERS else "all"
    q = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST_SEARCH]
    found = _found(Mail.objects.in_state(chosen), q).without_letters()
    shown = page_by_key(found, by="-created_at", after=request.GET.get("after", ""), size=50)
    rests = {} if q else Destination.objects.resting_among({one.domain for one in shown.rows})
    stopped = Address.objects.stopped_among(one.to for one in shown.rows)
    counted = {} if q else {code: Mail.objects.in_state(code) for code in FILTERS}
    context = {
        "page": shown,
        "told": [mail_words.Told(one, stopped.get(one.to.lower()), rests) for one in shown.rows],
        "server": rests.get(SERVER),
        "counts": bounded_counts(counted),
        "chosen": chosen,
        "q": q,
    }
    return page(request, "desk/mails.html", context)


def _found(among: Any, q: str) -> Any:
    """The mails that the words mean: a ticket, an address, a domain, a person or a subject."""
    if number := tidy_number(q):
        return among.in_thread(number)
    is_name = bool(q) and "@" not in q and "." not in q
    people = Person.objects.named_like(q).order_by("name")[:MOST_PEOPLE] if is_name else ()
    return among.matching(q, of_people=[one.email for one in people])


@gates.staff()
def mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    found = get_object_or_404(Mail, pk=mail_id)
    context = {
        "mail": found,
        "told": mail_words.told_of(found),
        "steps": mail_words.steps(found),
        "number": tidy_number(found.thread),
        "organisation": Organisation.objects.in_bulk([found.organisation_id]).get(
            found.organisation_id
        ),
    }
    return page(request, "desk/mail.html", context)


@gates.staff()
def domains(request: HttpRequest) -> HttpResponse:
    """How the mail domains take our mails, the one first that takes the smallest share."""
    span = 30 if request.GET.get("days") == "30" else 7
    rows = list(DomainDay.objects.of_last(span).worst_first()[: MOST_DOMAINS + 1])
    tests = MailTest.objects.figures([one["domain"] for one in rows]) if rows else {}
    context = {
        "rows": rows[:MOST_DOMAINS],
        "is_cut": len(rows) > MOST_DOMAINS,
        "rests": {one.domain: one for one in Destination.objects.resting()},
        "span": span,
        "spans": SPANS,
        "tests": tests,
        "counted_at": max((one["counted"] for one in rows), default=None),
    }
    return page(request, "desk/mail_domains.html", context)


@gates.staff("POST")
def delivery(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Sends a mail again that has not arrived."""
    return _act(
        request,
        mail_id,
        Mail.try_again,
        done=_("The mail is sent again now."),
        not_done=_("This mail can not be sent again."),
    )


@gates.staff("POST")
def stopping(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Keeps a mail that waits from being sent."""
    return _act(
        request,
        mail_id,
        Mail.stop,
        done=_("The mail is stopped and will not be sent."),
        not_done=_("The mail is already on its way, or does not wait any more."),
    )


@gates.staff("POST")
def lifting(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Lets mails go again to the address of this one."""
    found = get_object_or_404(Mail, pk=mail_id)
    address = Address.objects.of(found.to)
    if address and address.lift(by=request.user):
        text = _("The stop is lifted. Mails go to %(email)s again.")
        messages.success(request, text % {"email": found.to})
    return go_to(request, reverse("desk-mail-page", args=[mail_id]))


def _act(
    request: HttpRequest, mail_id: int, verb: Callable[..., bool], *, done: str, not_done: str
) -> HttpResponse:
    found = get_object_or_404(Mail, pk=mail_id)
    if verb(found, by=request.user):
        messages.success(request, done)
    else:
        messages.warning(request, not_done)
    return go_to(request, reverse("desk-mail-page", args=[mail_id]))
