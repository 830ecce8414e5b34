"""People and the organisations they belong to."""

from kundportal.people.models.factor_demand import FactorDemand
from kundportal.people.models.identity_provider import IdentityProvider
from kundportal.people.models.organisation import MailDomain, Organisation, Seat
from kundportal.people.models.person import Person, Role
from kundportal.people.models.session import Session

__all__ = [
    "FactorDemand",
    "IdentityProvider",
    "MailDomain",
    "Organisation",
    "Person",
    "Role",
    "Seat",
    "Session",
]
