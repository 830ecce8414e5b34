"""People and the organisations they belong to."""

from kundportal.people.models.organisation import MailDomain, Organisation, Seat
from kundportal.people.models.person import Person, Role

__all__ = ["MailDomain", "Organisation", "Person", "Role", "Seat"]
