"""In the staff's words: what became of a mail that came in."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundportal.incoming.models import Arrival, ArrivalState, Outcome, TakenFor
from kundportal.incoming.models.arrival import OTHER_ADDRESS, TOO_LARGE, UNKNOWN_MAIL, WORKER_LOST
from kundportal.incoming.replying.answering import NOTHING
from kundportal.incoming.replying.retired_words import AUTOMATIC, REASONS

WORDS: dict[str, str | Promise] = {
    TOO_LARGE: gettext_lazy("Too large, so it was not taken"),
    WORKER_LOST: gettext_lazy("Three times the worker was lost over it"),
    UNKNOWN_MAIL: gettext_lazy("about no mail of ours, so nothing was done"),
    OTHER_ADDRESS: gettext_lazy("about somebody to whom our mail was passed on"),
    Outcome.ANSWERED: gettext_lazy("answered"),
    NOTHING: gettext_lazy("not for us to answer"),
}


def why(arrival: Arrival) -> str:
    """What the reason of a mail says; nothing where it has none."""
    code, _plus, kept = arrival.reason.partition("+")
    words = _words(arrival, code)
    return _("%(outcome)s, kept for its sender") % {"outcome": words} if kept else words


def _words(arrival: Arrival, code: str) -> str:
    if arrival.state == ArrivalState.FAILED and code not in WORDS:
        return _("Reading it failed: %(code)s") % {"code": code}
    fallback = AUTOMATIC if arrival.taken_for == TakenFor.OTHER and code else ""
    return str(WORDS.get(code) or REASONS.get(code, fallback))
