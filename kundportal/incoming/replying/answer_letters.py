"""What is answered to somebody who has no account: how their organisation gets help.

Nothing of theirs is quoted, and nothing is kept: whoever is named as sender may not have written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kundportal.access import links
from kundportal.access.countries import BY_CODE
from kundportal.incoming.models import RetiredAddress
from kundportal.mail.letters import Button, Letter


@dataclass(frozen=True)
class Colleagues:
    """That the sender's mail domain is an organisation's.

    `names` are its administrators, for those alone who are at the very domain that it owns.
    """

    organisation: str
    names: Sequence[str] = ()


def to_stranger(address: RetiredAddress | None, colleagues: Colleagues | None) -> Letter:
    """How to get help from somebody who has access, and who may apply."""
    return Letter(
        subject=subject_of(address),
        lead=_greeting(address),
        paragraphs=(
            _who_helps(colleagues),
            _("Have you been appointed as central administrator? Then apply for access."),
        ),
        button=Button(label=_("Apply for access"), url=_where_to_apply(address)),
        question="" if colleagues else _("Are you somebody else? We show you who helps you."),
        choices=() if colleagues else tuple(_who_else()),
        why=why(address),
    )


def subject_of(address: RetiredAddress | None) -> str:
    if address:
        return _("The address %(address)s is closed") % {"address": address}
    return _("Your mail was not read")


def lead_of(address: RetiredAddress | None) -> str:
    if address:
        return _("You have written to %(address)s. We no longer take tickets by mail, so nobody "
                 "reads what comes to that address.") % {"address": address}  # fmt: skip
    return _("You have answered a mail from %(portal)s. Such answers reach nobody, as everything "
             "is answered in the portal.") % {"portal": settings.PORTAL_NAME}  # fmt: skip


def _greeting(address: RetiredAddress | None) -> str:
    if address:
        return _("Hello! Thank you for your mail. We no longer take tickets by mail to "
                 "%(address)s. Your mail has not been kept.") % {"address": address}  # fmt: skip
    return _("Hello! Thank you for your mail. Answers to mails from %(portal)s reach nobody, as "
             "everything is answered in the portal. Your mail has not been "
             "kept.") % {"portal": settings.PORTAL_NAME}  # fmt: skip


def why(address: RetiredAddress | None) -> str:
    """Also for whoever has written nothing: somebody else has used their address."""
    if address:
        text = _("You get this mail since a mail with your address as sender came to %(address)s. "
                 "We answer at most once a day. If you did not write it, you need not do "
                 "anything.")  # fmt: skip
        return text % {"address": address}
    return _("You get this mail since one of our mails was answered with your address as sender. "
             "If you did not write it, you need not do anything.")  # fmt: skip


def _who_helps(colleagues: Colleagues | None) -> str:
    if colleagues and colleagues.names:
        told = {"organisation": colleagues.organisation, "names": ", ".join(colleagues.names)}
        return _("At %(organisation)s the central administrators turn to us when help is needed. "
                 "They are: %(names)s. Speak to one of them.") % told  # fmt: skip
    if colleagues:
        return _("Your organisation has a central administrator, who turns to us when help is "
                 "needed. Ask your nearest manager or your IT support who it is.")  # fmt: skip
    return _("Only central administrators, whom a municipality or a school has appointed, can "
             "create tickets.")  # fmt: skip


def _who_else() -> Iterable[Button]:
    """The pages that say who helps those whom the portal is not for."""
    labels = {
        "pupil": _("I am a pupil"),
        "guardian": _("I am a guardian"),
        "staff": _("I am a teacher or another member of staff"),
    }
    for who, label in labels.items():
        yield Button(label=label, url=settings.SITE_URL + reverse("apply-who", args=[who]))


def _where_to_apply(address: RetiredAddress | None) -> str:
    return links.apply(BY_CODE[address.country] if address else None)
