"""The mails by which an organisation's administrators are asked whether they know an applicant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kundportal.access import links
from kundportal.access.decider_emails import post_to_staff
from kundportal.access.emails import names
from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter, Quote
from kundportal.mail.models import Mail

if TYPE_CHECKING:
    from kundportal.access.models import AccessRequest
    from kundportal.people.models import Person


def do_you_know(application: AccessRequest, person: Person) -> None:
    """Tells an administrator of the organisation who has applied, before it is decided."""
    with writing_for(person):
        told = {**names(application), "organisation": str(person.organisation)}
        letter = Letter(
            subject=_("Do you know %(name)s, who applies for access?") % told,
            lead=_("%(name)s has applied for access to %(portal)s for %(organisation)s.") % told,
            paragraphs=(
                _("Role: %(title)s. Appointed by: %(appointed_by)s.") % told,
                _("We decide by %(day)s. Is everything as it should be? Then you need not do "
                  "anything. Do you not know the person? Then tell us before that.") % told,
            ),
            button=Button(label=_("See the application"), url=links.own_application(application)),
            why=_("You get this mail because you are a central administrator of %(organisation)s.")
            % told,
        )  # fmt: skip
    Mail.objects.post(
        letter,
        to=person.email,
        key=f"access:{application.pk}:do-you-know:{person.pk}",
        language=person.language,
        person=person,
        organisation_id=person.organisation_id,
    )


def objected(application: AccessRequest, by: Person, words: str, administrator: Person) -> None:
    """Tells those who decide that somebody at the organisation does not know the applicant."""
    with writing_for(administrator):
        told = {**names(application), "by": by.name}
        letter = Letter(
            subject=_("[%(reference)s] Does not know the applicant: %(by)s") % told,
            lead=_("%(by)s, central administrator, does not know %(name)s, who applies for "
                   "access for %(organisation)s.") % told,
            quote=Quote(who=by.name, text=words) if words else None,
            button=Button(label=_("Open the application"), url=links.desk(application)),
            why=_("You get this mail because you decide on access requests."),
        )  # fmt: skip
    post_to_staff(letter, application, administrator, key=f"objection-{by.pk}")
