"""The mails about accounts. Those with a link to choose a password are secret."""

from __future__ import annotations

from datetime import datetime
from email.utils import parseaddr
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kundportal.lib.dates import day_and_time as words
from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter, link_lasts
from kundportal.mail.models import Mail

if TYPE_CHECKING:
    from kundportal.people.models import Person


def activation(person: Person, *, link: str, until: datetime) -> None:
    """Sends the link by which a new person chooses their password."""
    with writing_for(person):
        letter = Letter(
            subject=_("Choose your password for %(portal)s") % _names(),
            lead=_("Your account in %(portal)s is ready. Choose a password to sign in.") % _names(),
            paragraphs=(link_lasts(until),),
            button=Button(label=_("Choose your password"), url=link),
            why=_why_account(),
            secret=True,
        )
    _post(letter, person, key=f"activation:{person.pk}:{uuid4()}")


def password_reset(person: Person, *, link: str, until: datetime) -> None:
    """Sends the link by which a person chooses a new password."""
    with writing_for(person):
        letter = _reset_letter(link, until)
    _post(letter, person, key=f"reset:{person.pk}:{uuid4()}")


def is_activated(person: Person) -> None:
    """Answers whoever asks to choose a first password but has one already."""
    with writing_for(person):
        letter = Letter(
            subject=_("You can sign in to %(portal)s") % _names(),
            lead=_("Your account in %(portal)s has a password already.") % _names(),
            paragraphs=(
                _("Sign in with your e-mail address and your password. If you have forgotten the "
                  "password, you can choose a new one on the sign-in page."),
            ),
            button=Button(label=_("Sign in"), url=settings.SITE_URL + reverse("sign-in")),
            why=_why_account(),
        )  # fmt: skip
    _post(letter, person, key=f"activated:{person.pk}:{uuid4()}")


def write_and_discard(language: str) -> None:
    """Does the work of a letter with a link, for an address that nobody has.

    The answer then takes about as long, so that its time tells nothing about the address.
    """
    with override(language):
        letter = _reset_letter(f"{settings.SITE_URL}/", timezone.now())
    letter.as_text(language)
    letter.as_html(language)


def _reset_letter(link: str, until: datetime) -> Letter:
    return Letter(
        subject=_("Choose a new password for %(portal)s") % _names(),
        lead=_("Here is the link to choose a new password for %(portal)s.") % _names(),
        paragraphs=(
            link_lasts(until),
            _("Did you not ask for it? Then you need not do anything: your password stays."),
        ),
        button=Button(label=_("Choose a new password"), url=link),
        why=_("You get this mail because somebody asked for a new password for this address."),
        secret=True,
    )


def password_changed(person: Person) -> None:
    """Tells the person that their password is another, in case it was not they who changed it."""
    with writing_for(person):
        letter = Letter(
            subject=_("Your password for %(portal)s is changed") % _names(),
            lead=_("Your password for %(portal)s was changed %(moment)s.")
            % {**_names(), "moment": words(timezone.now())},
            paragraphs=(_("Was it not you? Then choose a new password at once."),),
            button=Button(label=_("Choose a new password"), url=forgotten_url()),
            why=_why_account(),
        )
    _post(letter, person, key=f"password-changed:{person.pk}:{uuid4()}")


def access_changed(person: Person, *, to: str, by: Person) -> None:
    """Tells the person that somebody has paused their access, ended it or given it back."""
    with writing_for(person):
        who = settings.VENDOR_NAME if by.is_staff else by.name
        names = {**_names(), "name": who, "organisation": person.organisation}
        subject, lead, onward = {
            "paused": (
                _("Your access to %(portal)s is paused"),
                _("%(name)s has paused your access to %(portal)s for %(organisation)s."),
                _("You can't sign in until it is resumed. Your seat is kept."),
            ),
            "resumed": (
                _("You have access to %(portal)s again"),
                _("%(name)s has given you access to %(portal)s for %(organisation)s again."),
                _("Sign in with your e-mail address and your password."),
            ),
            "seat given back": (
                _("Your access to %(portal)s has ended"),
                _("%(name)s has given back your seat in %(portal)s for %(organisation)s."),
                _("Is it a mistake? Ask a central administrator in your organisation to let you "
                  "in again."),
            ),
        }[to]  # fmt: skip
        letter = Letter(
            subject=subject % names,
            lead=lead % names,
            paragraphs=(onward,),
            why=_why_account(),
        )
    _post(letter, person, key=f"access:{person.pk}:{uuid4()}")


def confirm_email(person: Person, *, email: str, link: str, until: datetime) -> None:
    """Asks the new address to confirm that it is the person's."""
    with writing_for(person):
        letter = Letter(
            subject=_("Confirm your new e-mail address for %(portal)s") % _names(),
            lead=_("Open the link to sign in to %(portal)s with this address from now on.")
            % _names(),
            paragraphs=(
                link_lasts(until),
                _("Did you not ask for it? Then you need not do anything."),
            ),
            button=Button(label=_("Change my e-mail address"), url=link),
            why=_("You get this mail because somebody named this address as their new one."),
            secret=True,
        )
    _post(letter, person, key=f"confirm-email:{person.pk}:{uuid4()}", to=email)


def email_changed(person: Person, *, old: str, back: str, until: datetime) -> None:
    """Tells the old address, which can take the change back."""
    with writing_for(person):
        letter = Letter(
            subject=_("Your e-mail address for %(portal)s is changed") % _names(),
            lead=_("From now on, %(email)s signs in to %(portal)s in place of this address.")
            % {**_names(), "email": person.email},
            paragraphs=(
                _("Was it not you? Then take the address back, and choose a new password at once."),
                link_lasts(until),
            ),
            button=Button(label=_("Take the address back"), url=back),
            why=_why_account(),
            secret=True,
        )
    _post(letter, person, key=f"email-changed:{person.pk}:{uuid4()}", to=old)


def trial(person: Person) -> None:
    """Tries an address from which mails have come back."""
    with writing_for(person):
        letter = Letter(
            subject=_("Our mails reach you"),
            lead=_("You asked us to try this address again. This mail shows that it works."),
            paragraphs=(_("You need not do anything. What we have written since our mails to you "
                          "stopped is in the portal."),),
            button=Button(label=_("Open %(portal)s") % _names(), url=settings.SITE_URL + "/"),
            why=_why_account(),
        )  # fmt: skip
    _post(letter, person, key=f"trial:{person.pk}:{uuid4()}")


def sender() -> str:
    """The address that our mails come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def forgotten_url() -> str:
    return settings.SITE_URL + reverse("account_reset_password")


def change_notifications() -> Button:
    """Where the reader of a mail chooses not to get such mails."""
    url = settings.SITE_URL + reverse("settings-notifications")
    return Button(label=_("Choose what we mail you"), url=url)


def _names() -> dict[str, str]:
    return {"portal": settings.PORTAL_NAME}


def _why_account() -> str:
    return _("You get this mail because you have an account in %(portal)s.") % _names()


def _post(letter: Letter, person: Person, *, key: str, to: str = "") -> None:
    Mail.objects.post(
        letter,
        to=to or person.email,
        key=key,
        language=person.language,
        person=person,
        organisation_id=person.organisation_id,
    )
