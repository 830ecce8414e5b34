"""Which organisation an application seems to belong to, and what speaks for and against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kundportal.access import mail_domains, municipalities
from kundportal.access.municipalities import Municipality
from kundportal.people.models import Organisation

if TYPE_CHECKING:
    from kundportal.access.models import AccessRequest


@dataclass(frozen=True)
class Match:
    """What those who decide should know of an application's organisation."""

    by_domain: Organisation | None
    by_number: Organisation | None
    by_name: Organisation | None
    place: Organisation | None
    gone: Organisation | None
    named: Municipality | None
    owner: Municipality | None

    @property
    def address_fits(self) -> bool:
        """The address lies in the domain of the municipality that was named."""
        return self.named is not None and self.named == self.owner

    @property
    def address_is_anothers(self) -> bool:
        """The address lies in the domain of another municipality than the one named."""
        return self.owner is not None and self.owner != self.named

    @property
    def number_is_anothers(self) -> bool:
        """The number is that of another organisation than the one that owns the mail domain."""
        known = (self.by_domain, self.by_number)
        return None not in known and self.by_domain != self.by_number


def match(application: AccessRequest) -> Match:
    """What is known of its organisation; those found carry how many seats are `used`."""
    domains = mail_domains.domains_above(application.mail_domain)
    name, placed = " ".join(application.organisation_name.split()), application.organisation_id
    number, country = application.organisation_number, application.country
    found = Organisation.objects.alike(
        domains=domains, name=name, pk=placed, number=number, country=country
    )
    owned = {domain: one for one, domain in found if domain}
    by_domain = next((owned[domain] for domain in domains if domain in owned), None)
    by_number = next((one for one, _domain in found if _has(one, number, country)), None)
    named = next((one for one, _domain in found if one.name.lower() == name.lower()), None)
    became = named.merged_into_id if named else None
    by_name = next((one for one, _domain in found if one.pk == became), None) if became else named
    known = by_domain or by_number or by_name
    owners = [municipalities.with_mail_domain(domain) for domain in domains]
    return Match(
        by_domain=by_domain,
        by_number=by_number,
        by_name=by_name,
        place=next((one for one, _domain in found if one.pk == placed), known),
        gone=next((one for one, _domain in found if one.is_closed), None),
        named=municipalities.named(name),
        owner=next((owner for owner in owners if owner), None),
    )


def _has(organisation: Organisation, number: str, country: str) -> bool:
    own = (organisation.organisation_number, organisation.country)
    return bool(number) and own == (number, country)


def found_by_domain(applications: Sequence[AccessRequest]) -> dict[int, Organisation]:
    """The organisation that owns each application's mail domain, in one query for all."""
    above = {one.pk: mail_domains.domains_above(one.mail_domain) for one in applications}
    every = [domain for domains in above.values() for domain in domains]
    owned = Organisation.objects.by_mail_domain(every) if every else {}
    found = {}
    for pk, domains in above.items():
        owner = next((owned[domain] for domain in domains if domain in owned), None)
        if owner:
            found[pk] = owner
    return found


def place_of(application: AccessRequest) -> Organisation | None:
    """Where it is placed: by staff, or else by its mail domain."""
    return application.organisation or found_by_domain([application]).get(application.pk)
