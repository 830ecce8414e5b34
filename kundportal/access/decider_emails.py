"""The mails to those who decide on applications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kundportal.access import links
from kundportal.access.emails import names
from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter
from kundportal.mail.models import Mail
from kundportal.notifications.models import Kind
from kundportal.notifications.news import News
from kundportal.notifications.telling import tell_all
from kundportal.people.models import Person

if TYPE_CHECKING:
    from kundportal.access.models import AccessRequest


def to_decide(application: AccessRequest) -> None:
    """Tells the administrators that there is something to decide, once for each promise."""
    deciders = Person.objects.administrators().select_related("organisation").order_by("pk")
    tell_all(
        [(one, _to_decide(application, one)) for one in deciders],
        kind=Kind.APPLICATIONS,
        about=application,
        key=f"access:{application.pk}:to-decide:{application.decide_by}",
    )


def _to_decide(application: AccessRequest, administrator: Person) -> News:
    with writing_for(administrator):
        told = names(application)
        return News(
            topic=_("[%(reference)s] Access request: %(organisation)s") % told,
            what=_("to decide"),
            lead=_("%(name)s applies for access for %(organisation)s.") % told,
            bare_topic=_("Access request %(reference)s") % told,
            bare_lead=_("Access request %(reference)s waits for a decision.") % told,
            paragraphs=_facts(application),
            url=links.desk(application),
            label=_("Open the application"),
            why=_why(),
        )


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


def _for_those_who_decide(application: AccessRequest, *, subject: str, lead: str) -> Letter:
    return Letter(
        subject=subject,
        lead=lead,
        paragraphs=_facts(application),
        button=Button(label=_("Open the application"), url=links.desk(application)),
        why=_why(),
    )


def _facts(application: AccessRequest) -> tuple[str, ...]:
    told = names(application)
    return (
        _("Role: %(title)s. Appointed by: %(appointed_by)s.") % told,
        _("We have promised a decision by %(day)s.") % told,
    )


def _why() -> str:
    return _("You get this mail because you decide on access requests.")


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
