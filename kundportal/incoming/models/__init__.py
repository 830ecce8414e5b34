"""The rows of incoming mail: what came in, the mailbox it is fetched from, our own checks."""

from kundportal.incoming.models.arrival import Arrival, ArrivalState, Source, TakenFor, TooLarge
from kundportal.incoming.models.mailbox import Mailbox
from kundportal.incoming.models.self_check import SelfCheck

__all__ = [
    "Arrival", "ArrivalState", "Mailbox", "SelfCheck", "Source", "TakenFor", "TooLarge",
]  # fmt: skip
