"""The mails about an organisation that has no free seat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kundportal.access import links
from kundportal.access.emails import decision_by, names, own_page, post, why_you_applied
from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter
from kundportal.mail.models import Mail

if TYPE_CHECKING:
    from kundportal.access.models import AccessRequest
    from kundportal.people.models import Person


def awaits_seat(application: AccessRequest) -> None:
    """Tells the applicant that the organisation is full, and who can free a seat."""
    with writing_for(application):
        told = {**names(application), "organisation": str(application.organisation)}
        letter = Letter(
            subject=_("There is no free seat for you yet (%(reference)s)") % told,
            lead=_("We have looked at your application, but %(organisation)s has no free seat in "
                   "%(portal)s.") % told,
            paragraphs=(
                _("A central administrator of %(organisation)s can free a seat, or ask us for "
                  "more.") % told,
                _("You stand in the waiting list and need not apply again. You get a mail when a "
                  "seat is free."),
            ),
            button=own_page(application),
            why=why_you_applied(application),
        )  # fmt: skip
    post(letter, application, key=f"awaits-seat:{application.organisation_id}:{_when(application)}")


def seat_is_free(application: AccessRequest) -> None:
    """Tells the applicant that there is a seat, and until when it is decided."""
    with writing_for(application):
        told = {**names(application), "organisation": str(application.organisation)}
        letter = Letter(
            subject=_("There is a free seat for you (%(reference)s)") % told,
            lead=_("%(organisation)s has a free seat in %(portal)s, and your application is next.")
            % told,
            paragraphs=(decision_by(application),),
            button=own_page(application),
            why=why_you_applied(application),
        )
    post(letter, application, key=f"seat-is-free:{application.decide_by}")


def no_seat_for(application: AccessRequest, person: Person) -> None:
    """Tells those who can free a seat that somebody waits for one."""
    with writing_for(person):
        told = {**names(application), "organisation": str(application.organisation)}
        letter = Letter(
            subject=_("%(name)s waits for a seat in %(organisation)s") % told,
            lead=_("%(name)s has applied for access to %(portal)s, but all seats of "
                   "%(organisation)s are taken.") % told,
            paragraphs=(
                _("Role: %(title)s. Appointed by: %(appointed_by)s.") % told,
                _("Does somebody no longer need theirs? Then give it back. Do you need more "
                  "seats? Create a ticket about it."),
            ),
            button=Button(label=_("See who has a seat"), url=links.own_organisation()),
            why=_("You get this mail because you are a central administrator of %(organisation)s.")
            % told,
        )  # fmt: skip
    Mail.objects.post(
        letter,
        to=person.email,
        key=f"access:{application.pk}:no-seat:{person.pk}:{_when(application)}",
        language=person.language,
        person=person,
        organisation_id=person.organisation_id,
    )


def _when(application: AccessRequest) -> str:
    """Tells one stay in the waiting list from the next: each follows a promise of its own."""
    return str(application.decide_by)
