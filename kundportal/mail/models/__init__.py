"""The rows of the mail: each mail, what came back of it, which addresses take none, and trials."""

from kundportal.mail.models.address import Address
from kundportal.mail.models.bounce import Bounce, Kind
from kundportal.mail.models.mail import Mail, MailManager, MailQuerySet, pause_after
from kundportal.mail.models.mail_check import MailCheck
from kundportal.mail.models.mail_test import MailTest
from kundportal.mail.models.state import State

__all__ = [
    "Address", "Bounce", "Kind", "Mail", "MailCheck", "MailManager", "MailQuerySet", "MailTest",
    "State", "pause_after",
]  # fmt: skip
