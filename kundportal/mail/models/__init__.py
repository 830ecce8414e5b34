"""The rows of the mail: each mail, what came back of it, and which addresses take none."""

from kundportal.mail.models.address import Address
from kundportal.mail.models.bounce import Bounce, Kind
from kundportal.mail.models.mail import Mail, MailManager, MailQuerySet, pause_after
from kundportal.mail.models.state import State

__all__ = [
    "Address", "Bounce", "Kind", "Mail", "MailManager", "MailQuerySet", "State", "pause_after",
]  # fmt: skip
