"""The rows of incoming mail: what came in, where from, and what became of people's mails."""

from kundportal.incoming.models.arrival import Arrival, ArrivalState, Source, TakenFor, TooLarge
from kundportal.incoming.models.kept_mail import KeptMail
from kundportal.incoming.models.mailbox import Mailbox
from kundportal.incoming.models.retired_address import RetiredAddress
from kundportal.incoming.models.self_check import SelfCheck
from kundportal.incoming.models.tally import Outcome, Tally

__all__ = [
    "Arrival",
    "ArrivalState",
    "KeptMail",
    "Mailbox",
    "Outcome",
    "RetiredAddress",
    "SelfCheck",
    "Source",
    "TakenFor",
    "Tally",
    "TooLarge",
]  # fmt: skip
