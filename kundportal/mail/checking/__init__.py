"""Looks at what the world must know for our mail to arrive: our DNS records and our mail server.

`check()` gives findings, each right, missing or a hint, with the very record to add. Whatever does
not answer is a finding as well, within a time limit; nothing here writes or sends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kundportal.mail.checking import dkim, dmarc, hosts, incoming, server, spf
from kundportal.mail.checking.dns import Dns, Silent
from kundportal.mail.checking.findings import Finding, Level, right
from kundportal.mail.looks import Looks, looks
from kundportal.mail.models import MailCheck

__all__ = ["Dns", "Finding", "Level", "check", "is_right", "keep", "right"]

MOST_SILENT = 2  # questions without an answer, after which no more are asked
_Topic = Callable[[Dns, Looks], Iterator[Finding]]
TOPICS: tuple[_Topic, ...] = (spf.check, dkim.check, dmarc.check, incoming.check, hosts.check)


def check(dns: Dns | None = None, *, with_server: bool = True) -> list[Finding]:
    """All that there is to say, in the order in which one mends it."""
    found = list(_records(dns or Dns(), looks()))
    if with_server:
        found += server.check()
    return found


def _records(dns: Dns, ours: Looks) -> Iterator[Finding]:
    if "." not in ours.domain:
        yield Finding("sender.local", Level.MISSING, {"sender": ours.sender or "–"})
        return
    silent = 0
    for topic in TOPICS:
        try:
            yield from topic(dns, ours)
        except Silent as silence:
            silent += 1
            yield Finding("dns.silent", Level.UNKNOWN, {"name": silence.name})
        if silent == MOST_SILENT:
            yield Finding("dns.away", Level.UNKNOWN)
            return


def is_right(found: Sequence[Finding]) -> bool:
    """Whether nothing is missing and everything could be looked at; hints may stand."""
    return all(one.level in (Level.RIGHT, Level.HINT) for one in found)


def keep(found: Sequence[Finding]) -> MailCheck:
    """Keeps them for staff to see, instead of those of before."""
    kept: MailCheck = MailCheck.objects.keep([one.as_json() for one in found])
    return kept
