"""What somebody mailed to support, as they find it in the portal: theirs to go on with or not."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kundportal.incoming.keeping import mail_keeping
from kundportal.incoming.models import KeptMail
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.intake import drafting


@gates.customer()
def kept_mails(request: Request) -> HttpResponse:
    """All mails that wait for the reader."""
    context = {"mails": KeptMail.objects.of(request.user)}
    return page(request, "incoming/portal/mails.html", context, block="lane")


@gates.customer()
def kept_mail(request: Request, key: UUID) -> HttpResponse:
    """One mail, to look at before going on with it; once claimed, the way to its draft."""
    kept = _find(request, key)
    if kept.claimed_at:
        return _to_draft(kept)
    if kept.thrown_away_at:
        return page(request, "incoming/portal/thrown_away.html", {"mail": kept})
    form = None if kept.ticket_number else mail_keeping.form_for(request.user, kept.address)
    context = {"mail": kept, "files": kept.files(), "form": form}
    return page(request, "incoming/portal/mail.html", context)


@gates.customer("POST")
def claim(request: Request, key: UUID) -> HttpResponse:
    """The reader says that it is theirs: it becomes a draft, which is opened."""
    kept = _find(request, key)
    try:
        return _to_draft(mail_keeping.claim(kept, by=request.user))
    except mail_keeping.NoForm:
        messages.error(request, _("There is no form for you right now. Your mail is still here."))
    except drafting.TooMany:
        messages.error(request, _("You have too many drafts. Send or discard one, then try again."))
    except drafting.Refused:
        messages.error(request, _("The draft was changed meanwhile. Try again."))
    return redirect("kept-mail", key=key)


@gates.customer("POST")
def removal(request: Request, key: UUID) -> HttpResponse:
    """Throws the mail away; where it stood it says so, with the way back."""
    mail_keeping.throw_away(_find(request, key), by=request.user)
    return redirect("kept-mail", key=key)


@gates.customer("POST")
def taking_back(request: Request, key: UUID) -> HttpResponse:
    """Has what was thrown away kept as before."""
    mail_keeping.take_back(_find(request, key), by=request.user)
    return redirect("kept-mail", key=key)


def _find(request: Request, key: UUID) -> KeptMail:
    return get_object_or_404(KeptMail.objects.ever_of(request.user), key=key)


def _to_draft(kept: KeptMail) -> HttpResponse:
    """Where it goes on; what has been sent or discarded since is not there any more."""
    draft = mail_keeping.draft_of(kept)
    return redirect("draft", once=draft.once) if draft else redirect("drafts")
