"""What staff say when they are asked where a mail is, and all that happened to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundportal.history.models import Event
from kundportal.lib import dates
from kundportal.mail.answers import status_in
from kundportal.mail.models import Address, Destination, Mail, State
from kundportal.mail.models.destination import SERVER, next_try

Text = str | Promise
REASONS: dict[str, Text] = {
    "5.1.1": gettext_lazy("There is no such address."),
    "5.1.10": gettext_lazy("There is no such address."),
    "5.1.6": gettext_lazy("The address has moved."),
    "5.1.2": gettext_lazy("There is no such mail domain."),
    "5.2.1": gettext_lazy("The mailbox is closed for now."),
    "5.2.2": gettext_lazy("The mailbox is full."),
    "4.2.2": gettext_lazy("The mailbox is full."),
    "5.3.4": gettext_lazy("The mail is too large for the recipient's server."),
}
BLOCKED = gettext_lazy("The recipient's server blocks our mails.")
ACTS: dict[str, Text] = {
    "mail.tried_again": gettext_lazy("%(by)s sent it again"),
    "mail.stopped": gettext_lazy("%(by)s stopped it"),
}
MOST = 50


@dataclass(frozen=True)
class Step:
    """One line of what happened to a mail; `said` is what a server said."""

    at: datetime
    text: str
    said: str = ""


@dataclass(frozen=True)
class Told:
    """A mail with what is known of its address and of whoever should take it."""

    mail: Any
    address: Address | None
    rests: dict[str, Destination]

    @property
    def resting(self) -> Destination | None:
        """What keeps a mail that is due from being tried: our own server, or its domain."""
        if not self.mail.may_be_stopped:
            return None
        return self.rests.get(SERVER) or self.rests.get(self.mail.domain)

    @property
    def next_try_at(self) -> datetime | None:
        return next_try(self.mail.next_try_at, self.resting)

    @property
    def is_to_stopped(self) -> bool:
        return bool(self.address and self.address.stopped_at)

    @property
    def verdict(self) -> str:
        """The answer to "did it arrive?" in a sentence or two."""
        return VERDICTS[self.mail.state](self)

    @property
    def reason(self) -> str:
        return reason_of(self.mail.answer)


def reason_of(answer: str) -> str:
    """Why a mail did not arrive, by the class of the answer; empty when that tells nothing."""
    status = status_in(answer)
    blocked = BLOCKED if status.startswith(("5.7.", "4.7.")) else ""
    return str(REASONS.get(status, blocked))


def _waiting(told: Told) -> str:
    if told.resting and told.resting.domain == SERVER:
        return _("Not yet. Our own mail server takes no mails; they go as soon as it does.")
    if told.resting and told.next_try_at:
        return _("Not yet. Mails to %(domain)s are tried again on %(moment)s.") % {
            "domain": told.mail.domain, "moment": dates.brief(told.next_try_at),
        }  # fmt: skip
    if told.mail.state == State.DEFERRED:
        return _("Not yet. The server asked us to come back; we try again until %(moment)s.") % {
            "moment": dates.brief(told.mail.give_up_at)
        }
    return _("Not yet. It is sent within a minute or so.")


def _sent(told: Told) -> str:
    if told.mail.delivered_at:
        return _("Yes. The mailbox took it on %(moment)s.") % {
            "moment": dates.brief(told.mail.delivered_at)
        }
    return _(
        "The mail server took it on %(moment)s, and it has not come back. If nobody sees it, ask "
        "them to look in the junk folder."
    ) % {"moment": dates.brief(told.mail.sent_at)}


def _bounced(told: Told) -> str:
    return _("No, it came back.") + (f" {told.reason}" if told.reason else "")


def _stopped(told: Told) -> str:
    if told.is_to_stopped:
        return _("No. Mails to this address are stopped, since earlier ones met nobody there.")
    return _("No. It was stopped before it was sent.")


VERDICTS: dict[str, Callable[[Told], str]] = {
    State.WAITING: _waiting,
    State.DEFERRED: _waiting,
    State.SENT: _sent,
    State.BOUNCED: _bounced,
    State.COMPLAINED: lambda told: _("It arrived, and its reader marked it as junk."),
    State.FAILED: lambda told: _("No. We tried for three days and gave up."),
    State.STOPPED: _stopped,
}


def told_of(mail: Any) -> Told:
    rests = Destination.objects.resting_among([mail.domain]) if mail.may_be_stopped else {}
    return Told(mail, Address.objects.of(mail.to), rests)


def steps(mail: Mail) -> list[Step]:
    """What happened to the mail, from when it was written."""
    found = [Step(mail.created_at, _("Written"))]
    if mail.tries:
        tries = mail.attempts.order_by("-pk")[:MOST]
        found += [Step(one.at, _("Tried, not taken"), one.answer) for one in tries]
    found += _came_back(mail.bounces.order_by("-pk")[:MOST], found)
    for event in Event.objects.of(mail).among(ACTS).select_related("by")[:MOST]:
        by = event.by.name if event.by else "?"
        found.append(Step(event.at, str(ACTS[event.verb]) % {"by": by}))
    if mail.sent_at:
        is_last = mail.state == State.SENT
        found.append(Step(mail.sent_at, _("Taken by the mail server"), mail.answer * is_last))
    if mail.delivered_at:
        found.append(Step(mail.delivered_at, _("Taken by the mailbox")))
    return sorted(found, key=lambda one: one.at)


def _came_back(bounces: Iterable[Any], tries: list[Step]) -> list[Step]:
    """What came back later; a refusal at once stands among the tries already."""
    refused = {one.said for one in tries}
    words = {
        "temporary": _("Delayed on the way"), "permanent": _("Came back"), "none": _("Came back"),
    }  # fmt: skip
    return [
        Step(one.received_at, words[one.kind], one.text)
        for one in bounces
        if one.text not in refused
    ]
