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

from kundportal.incoming.reading import Received
from kundportal.mail.addresses import domain_of

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"\b(dmarc|dkim|spf)\s*=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(
    r"\b(header\.d|header\.i|smtp\.mailfrom)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE
)
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
    """What our servers found: a passed check of From's own domain goes before a failed one."""
    notes = [one for one in mail.headers("Authentication-Results") if _is_ours(one)]
    if not notes:
        return Verdict.UNKNOWN
    domain = domain_of(mail.sender)
    results = [one for note in notes for one in _results(note)]
    if ("dmarc", "fail") in {(method, result) for method, result, _whose in results}:
        return Verdict.FORGED
    # What stands above was written last; a stranger's note could only stand below it.
    if any(_passes(one, domain) for one in _results(notes[0])):
        return Verdict.GENUINE
    failed = any(result in {"fail", "softfail"} for _method, result, _whose in results)
    return Verdict.FORGED if failed else Verdict.UNKNOWN


def _is_ours(note: str) -> bool:
    trusted = {one.strip().lower() for one in settings.MAIL_AUTHSERV.split(",") if one.strip()}
    name = _COMMENT.sub(" ", note).partition(";")[0].split()
    return bool(name) and name[0].lower() in trusted


def _results(note: str) -> list[tuple[str, str, str]]:
    """Method, result and the domain that was checked, of each check in a note."""
    found = []
    for part in _COMMENT.sub(" ", note[:10_000]).split(";")[1:]:
        if match := _RESULT.search(part):
            of = _PROPERTY.search(part)
            whose = of[2].rpartition("@")[2].lower() if of else ""
            found.append((match[1].lower(), match[2].lower(), whose))
    return found


def _passes(found: tuple[str, str, str], domain: str) -> bool:
    method, result, whose = found
    return result == "pass" and (method == "dmarc" or _is_near(whose, domain))


def _is_near(one: str, other: str) -> bool:
    """The same domain, or one under the other, at least two labels long."""
    if not one or not other or "." not in one or "." not in other:
        return False
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
