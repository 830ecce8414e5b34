"""The mails to applicants. Each is posted in the transaction that causes it.

Until an address is confirmed, its mails hold nothing that was typed in the form: anyone can type
anything there, and the receiver may never have heard of us.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from kundportal.access import links
from kundportal.access.gone import words_for
from kundportal.access.states import Reason
from kundportal.lib import dates
from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter, Quote, link_lasts
from kundportal.mail.models import Mail
from kundportal.people import activation
from kundportal.people.language import portal_language

if TYPE_CHECKING:
    from kundportal.access.models import AccessRequest
    from kundportal.people.models import Organisation, Person


def confirm_address(application: AccessRequest) -> None:
    """Asks the receiver whether it was they who applied."""
    with writing_for(application):
        until = dates.day_and_time(links.confirmation_expires_at())
        letter = Letter(
            subject=_("Confirm your e-mail address"),
            lead=_("Have you applied for access to %(portal)s? Then confirm your e-mail address.")
            % names(application),
            paragraphs=(
                _("We look at your application once you have confirmed. The link works until "
                  "%(moment)s.") % {"moment": until},
                _("Have you not applied? Then you need not do anything, and nothing happens."),
            ),
            button=Button(
                label=_("Confirm my e-mail address"), url=links.confirmation(application)
            ),
            why=_why_somebody_applied(application),
            secret=True,
        )  # fmt: skip
    post(letter, application, key="confirm")


def has_an_account(application: AccessRequest, person: Person) -> None:
    """Tells that there is nothing to apply for; the page after the form does not."""
    with writing_for(person):
        letter = _account_letter(application, person)
    language = person.language
    post(letter, application, key="account", person=person, language=language)


def _account_letter(application: AccessRequest, person: Person) -> Letter:
    told, why = names(application), _why_somebody_applied(application)
    if not person.is_active:
        return Letter(
            subject=_("Your account in %(portal)s is closed") % told,
            lead=_("This address has an account in %(portal)s, but it is closed.") % told,
            paragraphs=(
                _("You can't apply again with the same address. Ask another central administrator "
                  "in your organisation to create a ticket about it."),
            ),
            why=why,
        )  # fmt: skip
    if not person.has_usable_password():
        return Letter(
            subject=_("Your account is ready: choose a password"),
            lead=_("You need not apply: your account in %(portal)s is ready.") % told,
            paragraphs=(
                _("Choose a password to sign in."),
                link_lasts(activation.expires_at()),
            ),
            button=Button(label=_("Choose your password"), url=activation.link_for(person)),
            why=why,
            secret=True,
        )
    return Letter(
        subject=_("You already have an account in %(portal)s") % told,
        lead=_("You need not apply: this address already has an account in %(portal)s.") % told,
        paragraphs=(
            _("Sign in with your e-mail address and your password. If you have forgotten the "
              "password, you can choose a new one on the sign-in page."),
        ),
        button=Button(label=_("Sign in"), url=links.sign_in()),
        why=why,
    )  # fmt: skip


def waits_already(application: AccessRequest, waiting: AccessRequest) -> None:
    """Leads to the application of the address that waits already."""
    with writing_for(waiting):
        letter = Letter(
            subject=_("Your application %(reference)s waits already") % names(waiting),
            lead=_("You need not apply again: your application %(reference)s waits for a decision.")
            % names(waiting),
            paragraphs=(_seat_or_day(waiting),),
            button=own_page(waiting),
            why=_why_somebody_applied(waiting),
        )
    post(letter, application, key="waits", language=waiting.language)


def received(application: AccessRequest, *, gone: Organisation | None = None) -> None:
    """Confirms to the applicant that the application waits, and until when.

    `gone` is the organisation that was meant, when it is closed or part of another.
    """
    with writing_for(application):
        letter = Letter(
            subject=_("We have received your application %(reference)s") % names(application),
            lead=_("Your e-mail address is confirmed and we have received your application.")
            % names(application),
            paragraphs=(
                *([words_for(gone)] if gone else []),
                decision_by(application),
                _("Your reference is %(reference)s. Have it at hand if you call us.")
                % names(application),
                _("On your own page you see how far we have come. The page is yours alone, so do "
                  "not pass the link on."),
            ),
            button=own_page(application),
            why=why_you_applied(application),
        )  # fmt: skip
    post(letter, application, key="received")


def approved(application: AccessRequest, *, link: str, until: datetime) -> None:
    """Lets the applicant choose a password."""
    with writing_for(application):
        letter = Letter(
            subject=_("Your account is ready: choose a password"),
            lead=_("Your application %(reference)s is approved. Choose a password to sign in to "
                   "%(portal)s.") % names(application),
            paragraphs=(
                _("You sign in with this e-mail address and act for %(organisation)s.")
                % {"organisation": application.organisation},
                link_lasts(until),
                *_other_language(application),
            ),
            button=Button(label=_("Choose your password"), url=link),
            why=why_you_applied(application),
            secret=True,
        )  # fmt: skip
    post(letter, application, key="approved", person=application.person)


def declined(application: AccessRequest) -> None:
    """Says why the applicant is not let in, and what they can do."""
    reason = Reason(application.reason)
    with writing_for(application):
        quote = Quote(who=settings.VENDOR_NAME, text=application.words)
        letter = Letter(
            subject=_("We can't approve your application %(reference)s") % names(application),
            lead=_("We can't approve your application %(reference)s for access to %(portal)s.")
            % names(application),
            paragraphs=tuple(text for text in (reason.explanation, reason.way_out) if text),
            quote=quote if application.words else None,
            button=Button(label=_("Apply again"), url=links.apply(application.its_country)),
            why=why_you_applied(application),
        )
    post(letter, application, key="declined")


def post(
    letter: Letter,
    application: AccessRequest,
    *,
    key: str,
    person: Person | None = None,
    language: str = "",
) -> None:
    Mail.objects.post(
        letter,
        to=application.email,
        key=f"access:{application.pk}:{key}",
        language=language or application.language,
        person=person,
        organisation_id=person.organisation_id if person else None,
    )


def names(application: AccessRequest) -> dict[str, str]:
    return {
        "portal": settings.PORTAL_NAME,
        "reference": application.reference,
        "name": application.name,
        "organisation": application.organisation_name,
        "title": application.title,
        "appointed_by": application.appointed_by,
        "day": dates.day(application.decide_by) if application.decide_by else "",
    }


def decision_by(application: AccessRequest) -> str:
    return _("You get our decision by %(day)s at the latest.") % names(application)


def _other_language(application: AccessRequest) -> tuple[str, ...]:
    """Prepares whoever applied in a language that the portal itself does not speak."""
    if portal_language(application.language) == application.language:
        return ()
    return (
        _("The portal itself is in Swedish and English. It meets you in English, and you can "
          "change that under Settings."),
    )  # fmt: skip


def _seat_or_day(application: AccessRequest) -> str:
    if application.is_seatless:
        return _("There is no free seat for you yet. You get a mail when there is one.")
    return decision_by(application)


def own_page(application: AccessRequest) -> Button:
    return Button(label=_("See your application"), url=links.status(application))


def why_you_applied(application: AccessRequest) -> str:
    return _("You get this mail because you applied for access to %(portal)s.") % names(application)


def _why_somebody_applied(application: AccessRequest) -> str:
    return _(
        "You get this mail because somebody applied for access to %(portal)s with this address."
    ) % names(application)
