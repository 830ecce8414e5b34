"""What a page is told when it has asked to have its form kept as a draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from kundportal.lib import dates
from kundportal.people.gates import Request
from kundportal.tickets.forms.intake import Intake, TooLong
from kundportal.tickets.intake import drafting
from kundportal.tickets.models import Draft


class Outcome:
    """What became of the draft: whether it is kept, and what its page shall say of it."""

    def __init__(self, status: int, said: str, revision: int = 0) -> None:
        self.status, self.said, self.revision = status, said, revision

    @property
    def is_kept(self) -> bool:
        return self.status == 200

    def as_json(self) -> JsonResponse:
        """For the script, which shows the words and goes on from the revision."""
        body = {"said": self.said, "revision": self.revision}
        return JsonResponse(body, status=self.status, headers={"Cache-Control": "no-store"})


def save(request: Request, form: Intake, /, **about: Any) -> Outcome:
    """Keeps what stands in the form, or says why not."""
    known = {"by": request.user, "once": form.key, **about}
    if request.FILES:
        for problem in form.file_problems():  # which puts the others on their shelves
            messages.error(request, problem)
    try:
        values = form.typed()
        if form.is_untouched():
            return _emptied(request, form, **about)
        draft = drafting.write(values=values, revision=form.revision, window=form.window, **known)
    except TooLong:
        return Outcome(413, _("This is too long to be saved. It is not sent yet."))
    except drafting.TooMany:
        return Outcome(409, _("You have too many drafts. Send or discard one, then this is saved."))
    except drafting.Gone:
        return gone()
    except drafting.Stale as stale:
        return _stale(stale.draft)
    said = _("Saved %(time)s, not sent yet.") % {"time": dates.clock(draft.saved_at)}
    return Outcome(200, said, draft.revision)


def gone() -> Outcome:
    return Outcome(410, _("This has been sent, handed over or discarded in another window. "
                          "Copy what you want to keep."))  # fmt: skip


def _stale(kept: Draft | None) -> Outcome:
    moment = kept.saved_at if kept else timezone.now()
    said = _("This draft was changed in another window (%(time)s). What stands here is not saved.")
    return Outcome(409, said % {"time": dates.moment(moment)}, kept.revision if kept else 0)


def _emptied(request: Request, form: Intake, /, **about: Any) -> Outcome:
    """All has been erased: then there is nothing to keep, if this page was the last to write."""
    kept = Draft.objects.of(request.user).named(form.key, about["kind"])
    if kept and kept.revision == form.revision:
        drafting.discard(kept)
    return Outcome(200, "", 0)


def wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def answer(request: Request, outcome: Outcome) -> HttpResponse | None:
    """To the script its answer; None when it was a button without one."""
    return outcome.as_json() if wants_json(request) else None


def to_list(request: Request, outcome: Outcome) -> HttpResponse:
    """Leads a customer who pressed the button to their drafts, and says what became of this one."""
    if outcome.said:
        tell = messages.success if outcome.is_kept else messages.error
        tell(request, outcome.said)
    return redirect("drafts")
