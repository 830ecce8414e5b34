"""The mails about signing in with the account that one has at work."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter
from kundportal.mail.models import Mail

if TYPE_CHECKING:
    from kundportal.people.models import Person


def linked(person: Person) -> None:
    """Tells the person that they can now sign in with the account that they have at work."""
    with writing_for(person):
        names = _names(person)
        letter = Letter(
            subject=_("Your organisation's account now opens %(portal)s") % names,
            lead=_("You have signed in to %(portal)s with your account at %(organisation)s.")
            % names,
            paragraphs=(
                _("From now on that account leads to yours here, also if your e-mail address "
                  "changes."),
                _("Was it not you? Then tell the IT department of your organisation at once."),
            ),
            why=_why(),
        )  # fmt: skip
    _post(letter, person, "linked")


def unlinked(person: Person) -> None:
    """Tells the person that their account at work no longer leads to the one here."""
    with writing_for(person):
        names = _names(person)
        letter = Letter(
            subject=_("Your organisation's account no longer opens %(portal)s") % names,
            lead=_("The link between your account at %(organisation)s and your account in "
                   "%(portal)s is gone.") % names,
            paragraphs=(
                _("If your organisation still uses single sign-on here, the link is made again "
                  "the next time you sign in with that account."),
            ),
            button=Button(label=_("Sign in"), url=_sign_in_url()),
            why=_why(),
        )  # fmt: skip
    _post(letter, person, "unlinked")


def use_sign_on(person: Person) -> str:
    """Shows the way in to people of an organisation that demands single sign-on."""
    with writing_for(person):
        names = _names(person)
        letter = Letter(
            subject=_("Sign in to %(portal)s with your organisation's account") % names,
            lead=_("You sign in to %(portal)s with your account at %(organisation)s. No password "
                   "is needed here.") % names,
            paragraphs=(_("Your organisation has decided so for all its people."),),
            button=Button(label=_("Sign in with your organisation's account"), url=_sign_in_url()),
            why=_why(),
        )  # fmt: skip
    _post(letter, person, "use")
    return _sign_in_url()


def _sign_in_url() -> str:
    return settings.SITE_URL + reverse("sign-on")


def _names(person: Person) -> dict[str, str]:
    return {"portal": settings.PORTAL_NAME, "organisation": str(person.organisation)}


def _why() -> str:
    names = {"portal": settings.PORTAL_NAME}
    return _("You get this mail because you have an account in %(portal)s.") % names


def _post(letter: Letter, person: Person, about: str) -> None:
    Mail.objects.post(
        letter,
        to=person.email,
        key=f"sign-on-{about}:{person.pk}:{uuid4()}",
        language=person.language,
        person=person,
        organisation_id=person.organisation_id,
    )
