"""In the staff's words: why mail to a retired address was not answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kundportal.incoming.models import Outcome, RetiredAddress

REASONS: dict[str, str | Promise] = {
    Outcome.ALREADY: _("already answered the same day"),
    Outcome.ENOUGH: _("too many answers to strangers lately"),
    Outcome.CLOSED: _("not answered any more"),
    Outcome.FORGED: _("forged sender"),
    Outcome.UNALIGNED: _("uncertain sender"),
    "no-sender": _("uncertain sender"),
    "suppressed": _("asked for no automatic answer"),
    "precedence": _("asked for no automatic answer"),
    "spam": _("junk mail"),
    "bounce": _("bounces and receipts"),
    "report": _("bounces and receipts"),
    "complaint": _("bounces and receipts"),
    "list": _("mailing lists"),
    "bulk": _("mailing lists"),
    "out-of-office": _("out-of-office replies"),
    "own-address": _("our own mail"),
}
AUTOMATIC = _("automatic")


@dataclass(frozen=True)
class Row:
    """An address, with what came to it lately."""

    address: RetiredAddress
    numbers: Mapping[str, int]

    @property
    def summary(self) -> list[str]:
        """What came, and what became of it."""
        came, answered, kept, claimed = (
            self.numbers.get(outcome, 0)
            for outcome in (Outcome.CAME, Outcome.ANSWERED, Outcome.KEPT, Outcome.CLAIMED)
        )
        full = self.numbers.get(Outcome.NO_ROOM, 0)
        words = [
            ngettext("%(num)s mail", "%(num)s mails", came) % {"num": came},
            ngettext("%(num)s answered", "%(num)s answered", answered) % {"num": answered},
            ngettext("%(num)s kept", "%(num)s kept", kept) % {"num": kept},
            ngettext("%(num)s claimed", "%(num)s claimed", claimed) % {"num": claimed},
        ]
        if full:
            text = ngettext(
                "%(num)s not kept for lack of room", "%(num)s not kept for lack of room", full
            )
            words.append(text % {"num": full})
        return words

    @property
    def unanswered(self) -> list[tuple[str, int]]:
        """Why the rest was not answered, the most frequent reason first."""
        found: dict[str, int] = {}
        for code, number in self.numbers.items():
            if code not in Outcome.OUTCOMES:
                words = str(REASONS.get(code, AUTOMATIC))
                found[words] = found.get(words, 0) + number
        return sorted(found.items(), key=lambda one: (-one[1], one[0]))
