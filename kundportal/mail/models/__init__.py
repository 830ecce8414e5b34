"""The rows of the mail: each mail, its tries, what came back, addresses, domains, trials."""

from kundportal.mail.models.address import Address
from kundportal.mail.models.attempt import Attempt
from kundportal.mail.models.bounce import Bounce, Kind
from kundportal.mail.models.destination import Destination, pause_after
from kundportal.mail.models.domain_day import DomainDay
from kundportal.mail.models.mail import Mail, MailManager, MailQuerySet
from kundportal.mail.models.mail_check import MailCheck
from kundportal.mail.models.mail_test import MailTest
from kundportal.mail.models.state import State

__all__ = [
    "Address", "Attempt", "Bounce", "Destination", "DomainDay", "Kind", "Mail", "MailCheck",
    "MailManager", "MailQuerySet", "MailTest", "State", "pause_after",
]  # fmt: skip
