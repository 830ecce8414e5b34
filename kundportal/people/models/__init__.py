"""People and the organisations they belong to."""

from kundportal.people.models.data_extract import DataExtract
from kundportal.people.models.factor_demand import FactorDemand
from kundportal.people.models.factor_reset import FactorReset
from kundportal.people.models.identity_provider import IdentityProvider
from kundportal.people.models.organisation import MailDomain, Organisation, Seat
from kundportal.people.models.organisation_sight import OrganisationSight
from kundportal.people.models.person import Person, Role
from kundportal.people.models.preferences import Notify
from kundportal.people.models.session import Session

__all__ = [
    "DataExtract",
    "FactorDemand",
    "FactorReset",
    "IdentityProvider",
    "MailDomain",
    "Notify",
    "Organisation",
    "OrganisationSight",
    "Person",
    "Role",
    "Seat",
    "Session",
]
