"""The mails about second factors: whoever did not make the change must learn of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.utils.translation import gettext as _

from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter
from kundportal.mail.models import Mail
from kundportal.people.emails import forgotten_url

if TYPE_CHECKING:
    from kundportal.people.models import Person


def codes_added(person: Person) -> None:
    with writing_for(person):
        _tell(person, _("One-time codes are now needed to sign in to %(portal)s."))


def codes_removed(person: Person) -> None:
    with writing_for(person):
        _tell(person, _("One-time codes are no longer needed to sign in to %(portal)s."))


def passkey_added(person: Person, *, name: str) -> None:
    with writing_for(person):
        _tell(person, _("The passkey “%(name)s” can now sign in to %(portal)s."), name=name)


def passkey_removed(person: Person, *, name: str) -> None:
    with writing_for(person):
        _tell(person, _("The passkey “%(name)s” can no longer sign in to %(portal)s."), name=name)


def recovery_codes_renewed(person: Person) -> None:
    with writing_for(person):
        _tell(person, _("New recovery codes for %(portal)s were made. The old ones are gone."))


def factors_reset(person: Person) -> None:
    with writing_for(person):
        _tell(
            person,
            _("%(vendor)s has removed your second factor for %(portal)s, as somebody told us that "
              "you have lost it. You are signed out everywhere. Sign in with your password, and "
              "set up a new second factor."),
        )  # fmt: skip


def _tell(person: Person, what: str, **names: str) -> None:
    names |= {"portal": settings.PORTAL_NAME, "vendor": settings.VENDOR_NAME}
    letter = Letter(
        subject=_("How you sign in to %(portal)s is changed") % names,
        lead=what % names,
        paragraphs=(_("Was it not you? Then choose a new password at once."),),
        button=Button(label=_("Choose a new password"), url=forgotten_url()),
        why=_("You get this mail because you have an account in %(portal)s.") % names,
    )
    Mail.objects.post(
        letter,
        to=person.email,
        key=f"factor:{person.pk}:{uuid4()}",
        language=person.language,
        person=person,
        organisation_id=person.organisation_id,
    )
