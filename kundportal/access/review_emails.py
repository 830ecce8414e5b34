"""The mail that asks whether those who have access are still the right ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from kundportal.access import links
from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter
from kundportal.mail.models import Mail

if TYPE_CHECKING:
    from kundportal.access.reviews import Review
    from kundportal.people.models import Person


def are_they_right(review: Review, person: Person, *, key: str) -> None:
    with writing_for(person):
        told = {"portal": settings.PORTAL_NAME, "organisation": review.organisation.name}
        is_reminder = key != "asked"
        subject = (
            _("Reminder: are those who have access for %(organisation)s still right?")
            if is_reminder
            else _("Are those who have access for %(organisation)s still right?")
        )
        letter = Letter(
            subject=subject % told,
            lead=_("Twice a year we ask who should have access to %(portal)s for "
                   "%(organisation)s.") % told,
            paragraphs=(
                _("Look through the list and answer for each person. It takes a minute. It is "
                  "enough that one of you answers."),
                _("Has somebody left? Then end their access, so that nobody else can use it."),
            ),
            button=Button(label=_("Look through the list"), url=links.review()),
            why=_("You get this mail because you are a central administrator of %(organisation)s.")
            % told,
        )  # fmt: skip
    Mail.objects.post(
        letter,
        to=person.email,
        key=f"access:review:{review.pk}:{key}:{person.pk}",
        language=person.language,
        person=person,
        organisation_id=review.organisation_id,
    )
