"""What became of the mails: for staff who are asked where one is, or see that none leaves."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kundportal.history.models import record
from kundportal.lib.pages import go_to, page
from kundportal.lib.paging import bounded_counts, page_by_key
from kundportal.mail.models import Mail
from kundportal.people import gates

FILTERS = ("waiting", "failed", "sent", "all")


@gates.staff()
def mails(request: HttpRequest) -> HttpResponse:
    """The mails of one state or of all, newest first."""
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in FILTERS else "all"
    found = Mail.objects.in_state(chosen).without_letters()
    context = {
        "page": page_by_key(found, by="-created_at", after=request.GET.get("after", ""), size=50),
        "counts": bounded_counts({code: Mail.objects.in_state(code) for code in FILTERS}),
        "chosen": chosen,
    }
    return page(request, "desk/mails.html", context)


@gates.staff()
def mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    return page(request, "desk/mail.html", {"mail": get_object_or_404(Mail, pk=mail_id)})


@gates.staff("POST")
def delivery(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Tries a failed mail again."""
    chosen = get_object_or_404(Mail, pk=mail_id)
    with transaction.atomic():
        queued = chosen.try_again()
        if queued:
            record("mail.tried_again", thing=chosen, by=request.user)
    if queued:
        messages.success(request, _("The mail is tried again now."))
    else:
        messages.warning(request, _("This mail can not be tried again."))
    return go_to(request, reverse("desk-mail-page", args=[mail_id]))
