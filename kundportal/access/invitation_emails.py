"""The mail that shows the way to the application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from kundportal.access import links
from kundportal.access.countries import spoken_in
from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter
from kundportal.mail.models import Mail

if TYPE_CHECKING:
    from kundportal.access.invitations import Invitation


def invitation(sent: Invitation) -> None:
    with writing_for(sent):
        told = {
            "portal": settings.PORTAL_NAME,
            "vendor": settings.VENDOR_NAME,
            "name": sent.by.name,
            "organisation": str(sent.organisation),
        }
        lead, why = (
            _("%(name)s at %(organisation)s invites you to apply for access to %(portal)s."),
            _("You get this mail because %(name)s at %(organisation)s asked us to send it to this "
              "address."),
        ) if sent.by.is_customer else (
            _("Here is the way to apply for access to %(portal)s."),
            _("You get this mail because somebody at %(vendor)s was asked to send it to this "
              "address."),
        )  # fmt: skip
        letter = Letter(
            subject=_("How to apply for access to %(portal)s") % told,
            lead=lead % told,
            paragraphs=(
                _("You fill in the application yourself, with your e-mail address at work and the "
                  "name of whoever has appointed you central administrator. Then you confirm the "
                  "address, and we decide within %(days)s working days.")
                % {"days": settings.DECISION_WITHIN},
                _("Have you not asked for it? Then you need not do anything, and nothing happens."),
            ),
            button=Button(label=_("Apply for access"), url=links.apply(spoken_in(sent.language))),
            why=why % told,
        )  # fmt: skip
    Mail.objects.post(letter, to=sent.email, key=sent.mail_key, language=sent.language)
