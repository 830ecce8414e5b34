"""The rows of incoming mail."""

from kundportal.incoming.models.kept_mail import KeptMail
from kundportal.incoming.models.retired_address import RetiredAddress
from kundportal.incoming.models.tally import Outcome, Tally

__all__ = ["KeptMail", "Outcome", "RetiredAddress", "Tally"]
