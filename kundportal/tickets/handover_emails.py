"""The one mail about all the tickets that somebody has taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter
from kundportal.tickets import letters

if TYPE_CHECKING:
    from kundportal.people.models import Person
    from kundportal.tickets.handing_over import Count


def handed_over(giver: Person, to: Person, count: Count, *, by: Person, event: int) -> None:
    with writing_for(to):
        told = {
            "name": giver.name,
            "by": settings.VENDOR_NAME if by.is_staff else by.name,
            "portal": settings.PORTAL_NAME,
            "count": count.all,
            "open": count.open,
        }
        letter = Letter(
            subject=_("You take over tickets from %(name)s") % told,
            lead=ngettext(
                "%(by)s has handed over %(count)s ticket of %(name)s to you.",
                "%(by)s has handed over %(count)s tickets of %(name)s to you.",
                count.all,
            )
            % told,
            paragraphs=(
                ngettext("%(open)s of them is open.", "%(open)s of them are open.", count.open)
                % told,
                _("You see the whole conversations and can reply. From now on you get a mail when "
                  "there is something new."),
            ),
            button=Button(label=_("Show my tickets"), url=letters.url("tickets")),
            why=_("You get this mail because tickets in %(portal)s are now yours too.") % told,
        )  # fmt: skip
    letters.post(letter, to, key=f"handover:{event}", organisation_id=to.organisation_id)
