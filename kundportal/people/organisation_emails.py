"""The mails to people whose organisation closes or becomes part of another, or who leave it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter
from kundportal.mail.models import Mail

if TYPE_CHECKING:
    from kundportal.people.models.organisation import Organisation
    from kundportal.people.models.person import Person


def closed(organisation: Organisation) -> None:
    """Tells those who could sign in that they no longer can."""
    told = _names(organisation)
    for person in _people(organisation):
        with writing_for(person):
            letter = Letter(
                subject=_("%(organisation)s is closed in %(portal)s") % told,
                lead=_("%(vendor)s has closed %(organisation)s in %(portal)s. Nobody can sign in "
                       "for it any more.") % told,
                paragraphs=(
                    _("Your tickets are kept. Is it a mistake? Then tell the one at %(vendor)s "
                      "whom you usually speak to.") % told,
                ),
                why=_why(told),
            )  # fmt: skip
        _post(letter, person, f"closed:{organisation.closed_at}")


def reopened(organisation: Organisation) -> None:
    told = _names(organisation)
    for person in _people(organisation):
        with writing_for(person):
            letter = Letter(
                subject=_("%(organisation)s is open in %(portal)s again") % told,
                lead=_("You can sign in to %(portal)s for %(organisation)s again.") % told,
                button=Button(label=_("Open %(portal)s") % told, url=settings.SITE_URL + "/"),
                why=_why(told),
            )
        _post(letter, person, f"reopened:{uuid4()}")


def merged(source: Organisation, into: Organisation, people: Iterable[Person]) -> None:
    """Tells those who come along under which name they act from now on."""
    told = {**_names(source), "into": into.name}
    for person in people:
        with writing_for(person):
            letter = Letter(
                subject=_("%(organisation)s is now part of %(into)s") % told,
                lead=_("In %(portal)s, %(organisation)s is now part of %(into)s.") % told,
                paragraphs=(
                    _("You sign in as before and have your tickets as before. New tickets are "
                      "created for %(into)s.") % told,
                ),
                button=Button(label=_("Open %(portal)s") % told, url=settings.SITE_URL + "/"),
                why=_why(told),
            )  # fmt: skip
        _post(letter, person, f"merged:{source.pk}")


def left(person: Person, *, keep_seat: bool) -> None:
    """Confirms to somebody that they have ended their own access."""
    assert person.organisation
    told = _names(person.organisation)
    with writing_for(person):
        onward = (
            _("Your seat is kept. A colleague, or %(vendor)s, can let you in again.")
            if keep_seat
            else _("Your seat is free. To come back, ask a colleague to let you in again.")
        )
        letter = Letter(
            subject=_("You have ended your access to %(portal)s") % told,
            lead=_("You have ended your access to %(portal)s for %(organisation)s.") % told,
            paragraphs=(
                onward % told,
                _("Was it not you? Then tell a colleague or %(vendor)s at once.") % told,
            ),
            why=_why(told),
        )
    _post(letter, person, f"left:{uuid4()}")


def _people(organisation: Organisation) -> Iterable[Person]:
    people: Iterable[Person] = (
        get_user_model().objects.active().filter(organisation=organisation).order_by("pk")
    )
    return people


def _names(organisation: Organisation) -> dict[str, str]:
    return {
        "portal": settings.PORTAL_NAME,
        "vendor": settings.VENDOR_NAME,
        "organisation": organisation.name,
    }


def _why(told: dict[str, str]) -> str:
    return _("You get this mail because you have acted for %(organisation)s in %(portal)s.") % told


def _post(letter: Letter, person: Person, key: str) -> None:
    Mail.objects.post(
        letter,
        to=person.email,
        key=f"organisation:{key}:{person.pk}",
        language=person.language,
        person=person,
        organisation_id=person.organisation_id,
    )
