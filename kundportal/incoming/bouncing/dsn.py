"""Reports as RFC 3464 has them: what became of a mail, for each of its recipients."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kundportal.incoming.bouncing.statuses import statuses_in
from kundportal.incoming.parsing.addressing import addresses_in, normal
from kundportal.incoming.parsing.decoding import decoded
from kundportal.incoming.parsing.mime import Part
from kundportal.mail.letters import fold

LONGEST_REPORT = 200_000
LONGEST_VALUE = 4_000
MOST_RECIPIENTS = 300
REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_NAME = re.compile(r"([A-Za-z][A-Za-z-]{2,40})[ \t]*:[ \t]*(.*)")
_BEGINNING = re.compile(r"^(?:final|original)-recipient[ \t]*:", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(r"\b([245])[.-](\d{1,3})[.-](\d{1,3})\b")
_EIGHT_BITS = re.compile(r"\\x\{([0-9A-Fa-f]{1,6})\}")
RECIPIENTS = ("original-recipient", "final-recipient", "x-actual-recipient")
DELAYS = ("delay", "warn")
FAILURES = ("fail", "error", "undeliver", "reject", "bounce")


@dataclass(frozen=True)
class Fate:
    """What became of the mail for one recipient."""

    email: str
    action: str
    status: str
    diagnostic: str

    @property
    def is_delay(self) -> bool:
        return self.action.startswith(DELAYS)

    @property
    def is_failure(self) -> bool:
        """Whether it took no mail; delivered, relayed and expanded say that it did."""
        if self.action.startswith(FAILURES):
            return True
        return not self.action and self.status[:1] in {"4", "5"}


def own_parts(root: Part) -> list[Part]:
    """The parts of the mail itself, without what is in mails that it carries."""
    if root.kind.startswith("message/"):
        return [root]
    return [root, *(inner for part in root.parts for inner in own_parts(part))]


def fates_in(root: Part, *, nested: bool = False) -> list[Fate]:
    """All that the mail reports, also when the parts around the report are broken.

    A report within another mail counts when it is `nested` in a mail server's, not in a person's.
    """
    parts = own_parts(root)
    if nested and all(part.kind not in REPORTS for part in parts):
        parts = root.walk()
    found = _fates_of([part for part in parts if part.kind in REPORTS])
    leaves = [part for part in parts if not part.parts and part.kind.startswith("text/")]
    return found or _fates_of(leaves)


def _fates_of(parts: list[Part]) -> list[Fate]:
    """All fates in these parts, of which as much is read as of a single one."""
    found: list[Fate] = []
    left = LONGEST_REPORT
    for part in parts:
        found += _fates(part.text(left))
        left -= part.size
        if left <= 0 or len(found) >= MOST_RECIPIENTS:
            break
    return found[:MOST_RECIPIENTS]


def _fates(text: str) -> list[Fate]:
    if not _BEGINNING.search(text):
        return []
    groups: list[dict[str, str]] = []
    for block in re.split(r"\n[ \t]*\n", text):
        groups += _groups(block)
    return [_fate(group) for group in groups]


def _groups(block: str) -> list[dict[str, str]]:
    """The fields of each recipient in a block; some servers leave out the line between them."""
    groups: list[dict[str, str]] = [{}]
    last = ""
    for line in block.split("\n"):
        match = _NAME.match(line)
        if match:
            last = match[1].lower()
            if last in groups[-1] and last in {"final-recipient", "action", "status"}:
                groups.append({})
            groups[-1].setdefault(last, match[2][:LONGEST_VALUE])
        elif last and line[:1] in {" ", "\t"}:
            groups[-1][last] = f"{groups[-1][last]} {line.strip()}"[:LONGEST_VALUE]
    return [one for one in groups if "final-recipient" in one or "original-recipient" in one]


def _fate(group: dict[str, str]) -> Fate:
    email = next(
        filter(None, (
            address(group.get(name, ""))
            for name in RECIPIENTS
        )), "",
    )  # fmt: skip
    diagnostic = fold(decoded(group.get("diagnostic-code", "")))
    status = _STATUS.search(group.get("status", ""))
    code = f"{status[1]}.{int(status[2])}.{int(status[3])}" if status else ""
    if not code:
        code = next(iter(statuses_in(diagnostic)), "")
    return Fate(email, group.get("action", "").strip().lower(), code, diagnostic)


def address(value: str) -> str:
    """The address in a field such as `rfc822; anna@example.com`, in lower case."""
    value = decoded(value)
    kind, mark, rest = value.partition(";")
    rest = rest if mark else value
    if kind.strip().lower() in {"utf-8", "x-utf-8"}:
        rest = _EIGHT_BITS.sub(lambda match: chr(min(int(match[1], 16), 0x10FFFF)), rest)
    found = addresses_in(rest)
    return found[0][1].lower() if found else normal(rest).lower()
