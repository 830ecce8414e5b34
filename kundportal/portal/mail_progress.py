"""How far a test mail has come, in words that its receiver understands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from kundportal.mail.models import Bounce, Mail, MailTest, State
from kundportal.mail.models.mail_test import Place

WATCHED_FOR = timedelta(minutes=20)


@dataclass(frozen=True)
class Step:
    """`kind` is that of a status: neutral, good, warn or danger; `said` is a server's answer."""

    kind: str
    label: str
    at: datetime | None = None
    text: str = ""
    said: str = ""
    then: datetime | None = None


@dataclass(frozen=True)
class Progress:
    """`version` changes with what is shown; `seconds` until it is worth while to look again."""

    steps: list[Step]
    version: str
    seconds: int


def progress(test: MailTest) -> Progress:
    mail = test.mail
    steps = [Step("good", _("Written"), test.created_at)]
    if mail is None:  # staff have removed it
        steps.append(Step("neutral", _("We no longer keep how far it came.")))
        return Progress(steps, "gone", 0)
    bounce = mail.bounces.order_by("-pk").first()
    steps += [_handed_over(mail)] if mail.sent_at else []
    steps += _not_there(mail, bounce)
    if test.answered_at:
        kind = "good" if test.outcome == Place.INBOX else "warn"
        steps.append(Step(kind, str(Place(test.outcome).label), test.answered_at))
    version = f"{mail.state}-{mail.tries}-{bounce.pk if bounce else 0}-{test.outcome}"
    return Progress(steps, version, _seconds(test, mail))


def _seconds(test: MailTest, mail: Mail) -> int:
    """Soon while it waits with us, seldom while it may come back, and not for ever."""
    if test.has_arrived or timezone.now() - test.created_at > WATCHED_FOR:
        return 0
    return {State.WAITING: 3, State.DEFERRED: 15, State.SENT: 20}.get(State(mail.state), 0)


def _handed_over(mail: Mail) -> Step:
    return Step(
        "good",
        _("Handed over to the mail servers"),
        mail.sent_at,
        _("From here on your organisation's own mail servers decide where it ends up."),
        # Of the demo it is the name of a file, which is no server's answer.
        said=mail.answer if mail.state == State.SENT and not settings.DEMO else "",
    )


def _not_there(mail: Mail, bounce: Bounce | None) -> list[Step]:
    match mail.state:
        case State.WAITING:
            return [Step("warn", _("Waits to be sent"), text=_("That takes some seconds."))]
        case State.DEFERRED:
            text = _("The mail server asked us to come back later. That is common with the first "
                     "mail to an address. We try again by ourselves.")  # fmt: skip
            label = _("Waits: the server said “later”")
            return [Step("warn", label, None, text, mail.answer, mail.next_try_at)]
        case State.BOUNCED:
            said = bounce.text if bounce else mail.answer
            text = why(bounce.status if bounce else _status_in(mail.answer))
            return [Step("danger", _("Came back"), mail.failed_at, text, said)]
        case State.COMPLAINED:
            text = _("Somebody has marked it as junk. Mark it as not junk in your mail program.")
            return [Step("danger", _("Reported as junk"), mail.failed_at, text)]
        case State.FAILED:
            text = _("No server took it in three days.")
            return [Step("danger", _("Given up"), mail.failed_at, text, mail.answer)]
        case State.STOPPED:
            return [Step("danger", _("Stopped before it was sent"), mail.failed_at)]
    return []


def _status_in(answer: str) -> str:
    """The class of RFC 3463 in a server's answer, such as 5.1.1."""
    for word in answer.split()[:3]:
        parts = word.split(".")
        if len(parts) == 3 and all(part.isdigit() for part in parts):
            return word
    return ""


def why(status: str) -> str:
    """What the class of a bounce means, for the one who reads it."""
    _first, _dot, rest = status.partition(".")
    if rest in {"1.1", "1.0", "1.3", "1.6", "1.10"}:
        return _("There is no such mailbox. Check how the address is spelt.")
    if rest in {"1.2", "4.1", "4.3", "4.4"}:
        return _("There is no mail server for what stands after the @. Check how it is spelt.")
    if rest == "2.2":
        return _("The mailbox is full. Make room in it, and try again.")
    if rest in {"3.4", "2.3"}:
        return _("The mail was too large for the mailbox.")
    if rest.startswith("7."):
        return _("The mail server refuses mail from us. Send the text below to your IT department.")
    if rest.startswith("2."):
        return _("The mailbox takes no mail now. Ask your IT department.")
    return _("The mail server did not take it. Its answer tells your IT department why.")
