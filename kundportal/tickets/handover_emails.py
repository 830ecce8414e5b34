"""What is told, once, of all the tickets that somebody has taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundportal.lib.reader import writing_for
from kundportal.notifications.models import Kind
from kundportal.notifications.news import News
from kundportal.notifications.telling import tell_all
from kundportal.tickets import letters

if TYPE_CHECKING:
    from kundportal.people.models import Person
    from kundportal.tickets.handing_over import Count


def handed_over(giver: Person, to: Person, count: Count, *, by: Person, event: int) -> None:
    """It is news of the latest of the tickets, since news is always of one."""
    latest = to.participations.select_related("ticket").latest("ticket_id").ticket
    with writing_for(to):
        told = {
            "name": giver.name,
            "by": settings.VENDOR_NAME if by.is_staff else by.name,
            "portal": settings.PORTAL_NAME,
            "count": count.all,
            "open": count.open,
        }
        news = News(
            topic=_("You take over tickets from %(name)s") % told,
            what=ngettext("%(count)s ticket", "%(count)s tickets", count.all) % told,
            lead=ngettext(
                "%(by)s has handed over %(count)s ticket of %(name)s to you.",
                "%(by)s has handed over %(count)s tickets of %(name)s to you.",
                count.all,
            )
            % told,
            bare_topic=_("You take over tickets"),
            bare_lead=_("You have taken over tickets from a colleague."),
            paragraphs=(
                ngettext("%(open)s of them is open.", "%(open)s of them are open.", count.open)
                % told,
                _("You see the whole conversations and can reply. From now on you are told when "
                  "there is something new."),
            ),
            url=letters.url("tickets"),
            label=_("Show my tickets"),
            why=_("You get this mail because tickets in %(portal)s are now yours too.") % told,
            thread=f"handover-{event}",
        )  # fmt: skip
        key = f"handover:{event}"
        tell_all([(to, news)], kind=Kind.NAMED, about=latest, key=key)
