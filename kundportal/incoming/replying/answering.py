"""Answers people's mail to retired addresses and to our notifications, and keeps what they wrote.

One polite answer per sender and day, and never to what a program wrote. Who is named as sender may
not have written the mail: so it changes nothing, is answered only where the envelope bears it out,
and tells nothing that the owner of the address does not know already.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils import translation

from kundportal.access import mail_domains
from kundportal.incoming.keeping import kept_letters, mail_keeping
from kundportal.incoming.models import Arrival, Outcome, RetiredAddress, Tally
from kundportal.incoming.models.retired_address import among
from kundportal.incoming.parsing.reading import Received
from kundportal.incoming.replying import answer_letters, authenticity, restraint
from kundportal.incoming.replying.answer_letters import Colleagues
from kundportal.incoming.replying.answered_mails import Answered, answered_by
from kundportal.incoming.replying.authenticity import Verdict
from kundportal.incoming.replying.deciding import decide
from kundportal.lib.reader import writing_for
from kundportal.mail import addresses
from kundportal.mail.letters import Letter
from kundportal.mail.models import Address, Mail
from kundportal.mail.models.address import known_as
from kundportal.people.models import Organisation, Person

MOST_NAMES = 5
MOST_ASKED = 100
NOTHING = "nothing"  # the mail is none that is answered here
SILENCE = {"suppressed", "precedence"}  # a person's mail, which is kept, but asks for no answer
_SPOKEN = {code for code, _name in settings.APPLICANT_LANGUAGES}


@dataclass
class Matter:
    """A mail that wants an answer, and what is known of its sender."""

    mail: Received
    retired: list[RetiredAddress]
    person: Person | None = None
    answered: Answered | None = None
    is_verified: bool = False
    silence: str = ""  # why no program may answer it, although a person wrote it
    outcomes: list[str] = field(default_factory=list)

    @property
    def address(self) -> RetiredAddress | None:
        """The first retired address that is still answered; it says which form fits."""
        return next((one for one in self.retired if one.is_open), None)

    @property
    def customer(self) -> Person | None:
        return self.person if self.person and self.person.is_customer else None

    @property
    def key(self) -> str:
        """The same for all mails that get one answer together."""
        who = hashlib.sha256(self.mail.sender.lower().encode()).hexdigest()[:40]
        ticket = self.answered.ticket if self.answered else None
        return restraint.key_of(who, str(ticket.pk) if ticket else "")


@transaction.atomic
def answer(_arrival: Arrival, received: Received) -> str:
    """Answers a mail that is no bounce, complaint or test of ours; says what became of it.

    That is "answered", or a code for why not; "+kept" follows where the text waits for its writer.
    The row of the mail sees to it that it is read once.
    """
    there = RetiredAddress.objects.by_email()
    matter = Matter(received, among(received.recipients, there))
    outcome = _why_not(matter, set(there)) or _treat(matter)
    if outcome != NOTHING:
        came = [Outcome.CAME, outcome, *matter.outcomes]
        Tally.objects.note(matter.retired, *dict.fromkeys(came))
    return f"{outcome}+{Outcome.KEPT}" if Outcome.KEPT in matter.outcomes else outcome


def _why_not(matter: Matter, own: set[str]) -> str:
    """Why the mail is neither answered nor kept; empty when it may be."""
    mail = matter.mail
    decision = decide(mail, own=own)
    if decision.why in SILENCE and not decision.is_automatic:
        matter.silence = decision.why
    elif not decision.answer:
        return decision.why
    verdict = authenticity.verdict(mail)
    if verdict is Verdict.FORGED:
        return Outcome.FORGED
    if verdict is Verdict.UNKNOWN and not authenticity.is_aligned(mail):
        return Outcome.UNALIGNED
    matter.is_verified = verdict is Verdict.GENUINE
    person = Person.objects.with_email(mail.sender).select_related("organisation").first()
    matter.person = person if person and person.may_sign_in else None
    matter.answered = answered_by(mail, matter.person)
    if not matter.answered and not matter.address:
        return Outcome.CLOSED if matter.retired else NOTHING
    return ""


def _treat(matter: Matter) -> str:
    """Keeps what a customer wrote, and answers unless they had an answer today."""
    language = matter.person.language if matter.person else _language_of(matter)
    if matter.person:
        with writing_for(matter.person):
            letter = _to_person(matter, matter.person)
    else:
        with translation.override(language):
            letter = answer_letters.to_stranger(matter.address, _colleagues_of(matter.mail.sender))
    if matter.silence:
        return matter.silence
    if Mail.objects.filter(key=matter.key).exists():
        return Outcome.ALREADY
    if matter.person is None and restraint.has_answered_enough(matter.mail.sender):
        return Outcome.ENOUGH
    _post(matter, letter, language)
    return Outcome.ANSWERED


def _to_person(matter: Matter, person: Person) -> Letter:
    ticket = matter.answered.ticket if matter.answered else None
    kept, is_full = None, False
    if customer := matter.customer:
        try:
            kept = mail_keeping.keep(
                matter.mail, customer, address=matter.address, ticket=ticket,
                is_verified=matter.is_verified,
            )  # fmt: skip
        except mail_keeping.Full:
            is_full = True
            matter.outcomes.append(Outcome.NO_ROOM)
    if kept:
        matter.outcomes.append(Outcome.KEPT)
    if ticket:
        return kept_letters.about_ticket(person, ticket, kept)
    if person.is_staff:
        return kept_letters.to_staff(matter.address)
    form = mail_keeping.form_for(person, matter.address)
    return kept_letters.to_customer(person, matter.address, kept, form, is_full=is_full)


def _post(matter: Matter, letter: Letter, language: str) -> None:
    mail, person = matter.mail, matter.person
    Mail.objects.post(
        letter,
        to=person.email if person else mail.sender,
        key=matter.key,
        language=language,
        person=person,
        organisation_id=person.organisation_id if person else None,
        answers=addresses.chain_of([*mail.references, mail.message_id] if mail.message_id else []),
    )


def _language_of(matter: Matter) -> str:
    """What the mail is written in, as far as that can be guessed, else what is spoken there."""
    if matter.mail.language in _SPOKEN:
        return matter.mail.language
    return matter.address.language if matter.address else settings.LANGUAGE_CODE


def _colleagues_of(sender: str) -> Colleagues | None:
    """The organisation whose mail domain the sender's is, and who may be named to them.

    The answer goes to an address at that domain, so only who has one learns the names. At a domain
    below it, such as the pupils', they are not told.
    """
    domain = mail_domains.domain_of(sender)
    if not domain or mail_domains.private_domain(sender):
        return None
    owners = Organisation.objects.with_mail_domain(domain).open()
    owner = next((one for one in owners if one.has_mail_domain(domain)), None)
    if owner is None:
        return None
    is_own = domain in owner.domains()[0]
    return Colleagues(owner.name, _names_of(owner) if is_own else [])


def _names_of(owner: Organisation) -> list[str]:
    """Those who can help: who have begun to use the portal, and whom our mails reach."""
    people = [one for one in Person.objects.who_act_for(owner)[:MOST_ASKED] if one.is_activated]
    unreached = Address.objects.stopped_among(one.email for one in people)
    return [one.name for one in people if known_as(one.email) not in unreached][:MOST_NAMES]
