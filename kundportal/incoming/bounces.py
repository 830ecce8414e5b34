"""What a mail tells of one of ours: that it did not arrive, is late, or was reported as junk."""

from __future__ import annotations

from dataclasses import dataclass

from kundportal.incoming.reading import Received
from kundportal.mail.models import Kind


@dataclass(frozen=True, kw_only=True)
class Report:
    """What came back. Of the addresses in it, all took no mail.

    `is_hard` says that there is no such person or host. `is_delay` says that the server still
    tries. `is_complaint` says that somebody reported our mail as junk, which is no bounce.
    """

    addresses: tuple[str, ...]  # lower case
    kind: Kind
    status: str = ""  # RFC 3463, such as 5.1.1
    is_hard: bool = False
    text: str = ""  # what the server said, one line of 500 characters at the most
    is_delay: bool = False
    is_complaint: bool = False
    message_id: str = ""  # of the mail that did not arrive
    mail_id: int | None = None  # our own mail, by the address to which the report came


def bounce_in(mail: Received) -> Report | None:
    """The report in a mail; None when it is none, or tells that a mail did arrive."""
    return None
