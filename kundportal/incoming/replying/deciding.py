"""Whether a mail may be answered by a program, as far as the mail itself tells."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kundportal.incoming.parsing.reading import Received
from kundportal.incoming.replying.automatic import asks_for_silence, is_own, why_automatic


@dataclass(frozen=True)
class Decision:
    """`why` is a code, whether the mail is answered or not.

    Answered: person. Not answered: a code of `why_automatic`, such as list or bounce; no-sender,
    since there is nobody to answer; suppressed or precedence, when a person's mail asks for no
    answer; own-address, when the answer would come back to us; spam, when a filter has called it
    that, since the sender of such a mail has seldom sent it.
    """

    answer: bool
    why: str
    is_automatic: bool = False


def decide(mail: Received, *, own: Collection[str] = ()) -> Decision:
    """Whether the mail may be answered; `own` are our addresses besides those of the settings.

    It is the answer of the mail alone: who has been answered today, and whether the address is
    retired, is asked by the caller.
    """
    automatic = why_automatic(mail, own=own)
    if automatic:
        return Decision(False, automatic, is_automatic=True)
    if not mail.sender:
        return Decision(False, "no-sender")
    if is_own(mail.reply_to, own) or set(mail.recipients) == {mail.sender}:
        return Decision(False, "own-address")
    silence = asks_for_silence(mail)
    if silence:
        return Decision(False, silence)
    if _is_spam(mail):
        return Decision(False, "spam")
    return Decision(True, "person")


def _is_spam(mail: Received) -> bool:
    flags = (mail.header("x-spam-flag"), mail.header("x-spam-status"), mail.header("x-spam"))
    return any(flag.lower().startswith(("yes", "true")) for flag in flags)
