"""What the letters about tickets have in common: words, addresses, and how they are posted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kundportal.mail.letters import Letter
from kundportal.mail.models import Mail
from kundportal.people.models import Person

if TYPE_CHECKING:
    from kundportal.tickets.models import Ticket


def post(letter: Letter, person: Person, *, key: str, organisation_id: int | None) -> None:
    """Sends it to one person, once for the same key."""
    Mail.objects.post(
        letter,
        to=person.email,
        key=f"{key}:{person.pk}",
        language=person.language,
        person=person,
        organisation_id=organisation_id,
    )


def wants(person: Person) -> bool:
    """Whether to mail the person what stands in the portal as well."""
    return person.may_sign_in and person.wants_replies_mailed


def names(ticket: Ticket) -> dict[str, str]:
    return {"number": ticket.number, "title": ticket.title}


def signature(person: Person) -> str:
    """`Anna Ek, Support` for staff; customers by their name alone."""
    return f"{person.name}, {person.public_role}" if person.is_staff else person.name


def why_recipient() -> str:
    return _("You get this mail because you are a recipient of the ticket.")


def portal(ticket: Ticket) -> str:
    """The ticket's address for those who take part in it."""
    return url("ticket", ticket.number)


def url(name: str, *args: object) -> str:
    """The whole address of a page, as a mail needs it."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"
