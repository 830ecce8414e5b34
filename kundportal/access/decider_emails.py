"""The mails to those who decide on applications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kundportal.access import links
from kundportal.access.emails import names
from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter
from kundportal.mail.models import Mail
from kundportal.people.emails import change_notifications
from kundportal.people.models import Person

if TYPE_CHECKING:
    from kundportal.access.models import AccessRequest


def to_decide(application: AccessRequest) -> None:
    """Tells the administrators who want to be told that there is something to decide."""
    for administrator in Person.objects.administrators().order_by("pk"):
        if administrator.wants_applications_mailed:
            _to_decide(application, administrator)


def _to_decide(application: AccessRequest, administrator: Person) -> None:
    with writing_for(administrator):
        told = names(application)
        letter = _for_those_who_decide(
            application,
            subject=_("[%(reference)s] Access request: %(organisation)s") % told,
            lead=_("%(name)s applies for access for %(organisation)s.") % told,
            change=change_notifications(),
        )
    post_to_staff(letter, application, administrator, key="to-decide")


def still_to_decide(application: AccessRequest, administrator: Person) -> None:
    """Reminds an administrator at half time."""
    with writing_for(administrator):
        told = names(application)
        letter = _for_those_who_decide(
            application,
            subject=_("[%(reference)s] Still to decide: %(organisation)s") % told,
            lead=_("Half of the time has passed, and nobody has decided whether %(name)s gets "
                   "access for %(organisation)s.") % told,
        )  # fmt: skip
    post_to_staff(letter, application, administrator, key="still-to-decide")


def _for_those_who_decide(
    application: AccessRequest, *, subject: str, lead: str, change: Button | None = None
) -> Letter:
    told = names(application)
    return Letter(
        subject=subject,
        lead=lead,
        paragraphs=(
            _("Role: %(title)s. Appointed by: %(appointed_by)s.") % told,
            _("We have promised a decision by %(day)s.") % told,
        ),
        button=Button(label=_("Open the application"), url=links.desk(application)),
        why=_("You get this mail because you decide on access requests."),
        change=change,
    )


def post_to_staff(
    letter: Letter, application: AccessRequest, administrator: Person, *, key: str
) -> None:
    """Posts it once for each promise that is made to the applicant."""
    Mail.objects.post(
        letter,
        to=administrator.email,
        key=f"access:{application.pk}:{key}:{administrator.pk}:{application.decide_by}",
        language=administrator.language,
        person=administrator,
    )
