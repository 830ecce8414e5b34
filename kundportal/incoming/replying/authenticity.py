"""Whether a mail comes from the address that it names as its sender, as far as can be told.

Two things are looked at: the sender of the envelope, and what the server that took the mail from
the outside noted in `Authentication-Results` (RFC 8601). Only notes of the servers that
`KUNDPORTAL_MAIL_AUTHSERV` names count, since anybody can write such a header; those servers take
such headers of others away.
"""

from __future__ import annotations

import re
from enum import Enum

from django.conf import settings

from kundportal.incoming.parsing.addressing import normal
from kundportal.incoming.parsing.reading import Received
from kundportal.incoming.replying.server_notes import Result, results_in, server_of
from kundportal.mail.addresses import domain_of

# A forwarder's way of writing the sender of the envelope: SRS0=hash=time=domain=local@forwarder.
_FORWARDED = re.compile(r"SRS0[=+-][^=]+=[^=]+=([^=]+)=[^@]+@", re.IGNORECASE)


class Verdict(Enum):
    GENUINE = "genuine"
    FORGED = "forged"
    UNKNOWN = "unknown"


def is_aligned(mail: Received) -> bool:
    """Whether the envelope's sender is the address in From, or at the same domain as it."""
    told = mail.return_path or ""
    if not told or not mail.sender:
        return False
    forwarded = _FORWARDED.match(told)
    return _is_near(forwarded[1] if forwarded else domain_of(told), domain_of(mail.sender))


def verdict(mail: Received) -> Verdict:
    """What our servers found: a passed check of From's own domain goes before a failed one.

    A note that can't be read to its end, or repeats an envelope's sender that needs quotes, bears
    nobody out (server_notes.py).
    """
    trusted = {one.strip().lower() for one in settings.MAIL_AUTHSERV.split(",") if one.strip()}
    # As they came: an encoded word, which the sender chose, must not become signs of the note.
    notes = mail.root.fields_named("Authentication-Results")
    results = [results_in(note) for note in notes if server_of(note) in trusted]
    if not results:
        return Verdict.UNKNOWN
    outcomes = {(one.method, one.outcome) for found in results for one in found}
    if ("dmarc", "fail") in outcomes:
        return Verdict.FORGED
    # What stands above was written last; a stranger's note could only stand below it.
    domain = domain_of(mail.sender)
    if '"' not in (mail.return_path or "") and any(_passes(one, domain) for one in results[0]):
        return Verdict.GENUINE
    failed = any(outcome in {"fail", "softfail"} for _method, outcome in outcomes)
    return Verdict.FORGED if failed else Verdict.UNKNOWN


def _passes(result: Result, domain: str) -> bool:
    if result.outcome != "pass":
        return False
    if result.method == "dmarc":
        return bool(domain) and _domain(result.about.get("header.from", "")) == domain
    if result.method == "dkim":
        whose = result.about.get("header.d") or result.about.get("header.i", "")
    else:
        whose = result.about.get("smtp.mailfrom", "") if result.method == "spf" else ""
    return _is_near(_domain(whose), domain)


def _domain(whose: str) -> str:
    """The part after the last @, or the whole of it, as addresses have it."""
    return domain_of(normal(f"x@{whose.rpartition('@')[2]}"))


def _is_near(one: str, other: str) -> bool:
    """The same domain, or one under the other, at least two labels long."""
    if not one or not other or "." not in one or "." not in other:
        return False
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
