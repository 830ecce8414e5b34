"""Notices of mail servers in plain words: whether it is one, whom it names, what it says."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from email.message import Message

from flufl.bounce import all_failures

from kundportal.incoming.bouncing import dsn, wordings
from kundportal.incoming.bouncing.dsn import MOST_RECIPIENTS, RECIPIENTS, REPORTS, own_parts
from kundportal.incoming.bouncing.statuses import replies_in, statuses_in
from kundportal.incoming.parsing.addressing import addresses_in, normal
from kundportal.incoming.parsing.mime import Part, fields_of
from kundportal.incoming.parsing.reading import Received, mailboxes
from kundportal.mail.letters import fold
from kundportal.mail.refusals import is_nobody

LONGEST_NOTICE = 20_000
ENOUGH = 3  # signs
HEADERS = {"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}
LONGEST_LOOK = 3 * LONGEST_NOTICE  # of all parts together; flufl.bounce takes its time
MOST_RETURNED = 20  # mails, or their headers
MOST_LINES = 1_000
LONGEST_LINE = 400
SHORTEST_NOTICE = 60
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:=]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


def notice_in(mail: Received) -> str:
    """What the server says, without the mail that came back below it."""
    text = mail.text[:LONGEST_NOTICE]
    found = [
        match.start()
        for pattern in (wordings.RETURNED, wordings.HEADER)
        if len(text) > SHORTEST_NOTICE and (match := pattern.search(text, SHORTEST_NOTICE))
    ]
    return text[: min(found)] if found else text


@dataclass(frozen=True)
class Look:
    """How much speaks for a mail server's notice, and whom it names.

    A person who writes about such a notice does not come to ENOUGH `signs`.
    """

    signs: int = 0
    late: frozenset[str] = frozenset()  # those who wait
    failed: frozenset[str] = frozenset()  # those who took no mail


def look_at(mail: Received, notice: str) -> Look:
    by = 2 * is_server(mail) + bool(wordings.SERVER_NAME.search(mail.sender_name))
    by = min(2, by + (mail.return_path == ""))
    if mail.root.parameter("report-type").lower() == "delivery-status":
        by = 2
    about = 2 if wordings.SUBJECT.search(mail.subject) else int(_maybe_about_one(mail))
    if by + about < 2 or wordings.CHALLENGE.search(f"{mail.subject}\n{notice}"):
        return Look()
    if _tells_of_success(mail.subject, notice):
        return Look()
    late, failed = _named(mail)
    named = bool(late or failed)
    says = bool(wordings.WORDS.search(notice))
    if not named and not (says and about) and not (by > 1 and _tells_why(notice)):
        return Look()
    signs = about + named + says
    if by:
        return Look(by + max(1, signs), late, failed)
    brings = bool(returned(mail)) or len(notice) < len(mail.text[:LONGEST_NOTICE])
    return Look(signs + brings - 1, late, failed)


def _tells_of_success(subject: str, notice: str) -> bool:
    if statuses_in(notice) or replies_in(notice) or wordings.FAILURE.search(subject):
        return False
    if wordings.SUCCESS.search(subject):
        return True
    return bool(wordings.SUCCESS.search(notice)) and not wordings.FAILURE.search(notice)


def _tells_why(notice: str) -> bool:
    said = fold(notice[:4_000])
    return bool(statuses_in(said)) or is_nobody(said)


def is_server(mail: Received) -> bool:
    """Whether the sender is a mail server by its name, or by what only servers add."""
    written = mail.header("from")
    local = mail.sender.rpartition("@")[0] or written.strip("<> ")
    return (
        bool(wordings.DAEMON.fullmatch(local))
        or "<>" in written.replace(" ", "")
        or bool(mail.header("x-failed-recipients"))
    )


def _maybe_about_one(mail: Received) -> bool:
    return bool(wordings.MAYBE.search(mail.subject))


def says_it_waits(mail: Received, notice: str) -> bool:
    """Whether the server still tries."""
    return bool(wordings.WAITS.search(f"{mail.subject}\n{notice[:4_000]}"))


def _named(mail: Received) -> tuple[frozenset[str], frozenset[str]]:
    """Those who wait, and those who took no mail, as headers say and as flufl.bounce finds."""
    named = [email.lower() for _name, email in mailboxes(mail.root, "x-failed-recipients")]
    named = named or [one for name in RECIPIENTS if (one := dsn.address(mail.header(name)))][:1]
    if named:
        return frozenset(), frozenset(named)
    try:
        late, failed = map(_clean, all_failures(_as_message(mail.root, [LONGEST_LOOK])))
    except Exception:  # noqa: BLE001 (one of its twenty readers stumbles over a stranger's mail)
        return frozenset(), frozenset()
    return late, failed - late


def what_is_said(notice: str, emails: AbstractSet[str]) -> str:
    """The lines of the notice that are about these addresses, else all of it, on one line."""
    lines = notice.split("\n")
    near = [at for at, line in enumerate(lines) if not emails.isdisjoint(_addresses(line))]
    if near and near[-1] < len(lines) - 1:
        tail = fold(" ".join(line[:LONGEST_LINE] for line in lines[near[0] : near[-1] + 12]))
        return tail[:4_000]
    return fold(notice)[:4_000]


def _clean(addresses: object) -> frozenset[str]:
    found = set()
    for address in addresses if isinstance(addresses, set | frozenset) else ():
        text = address.decode("ascii", "replace") if isinstance(address, bytes) else str(address)
        found.add(normal(text.strip().strip(".;:,\"'<>()")).lower())
    return frozenset(sorted(found - {""})[:MOST_RECIPIENTS])


def _addresses(text: str) -> list[str]:
    return [one.rstrip(".").lower() for one in _ADDRESS.findall(text)]


def guessed(mail: Received, notice: str) -> set[str]:
    """The one address that the notice names besides those of the servers and ours."""
    not_meant = {mail.sender.lower(), *(email.lower() for email in mail.recipients)}
    found = {normal(one).lower() for one in _addresses(notice)} - not_meant - {""}
    found = {one for one in found if not wordings.DAEMON.fullmatch(one.partition("@")[0])}
    if len(found) == 1:
        return found
    if not found:
        return _meant(mail)
    lines = [line.strip() for line in notice.split("\n")]
    alone = {
        addresses_in(line)[0][1].lower()
        for line in lines
        if len(line) < LONGEST_LINE and addresses_in(line.rstrip(":,"))
        and len(line) < len(addresses_in(line.rstrip(":,"))[0][1]) + 6
    }  # fmt: skip
    return alone & found


def _meant(mail: Received) -> set[str]:
    """To whom the mail went that came back, if it was one person and no list."""
    back = returned(mail)[:1]
    if not back or back[0].header("list-id") or back[0].header("precedence"):
        return set()
    to = {email.lower() for _name, email in mailboxes(back[0], "to", "cc")}
    return to if len(to) == 1 and not to.intersection(map(str.lower, mail.recipients)) else set()


def _as_message(root: Part, left: list[int]) -> Message:
    """The mail for flufl.bounce, built of what has been read: the beginning of each part."""
    message = Message()
    most = min(LONGEST_NOTICE, max(0, left[0]))
    for name, value in root.fields[:200]:
        message[name] = _ascii(value[:2_000]).replace("\r", " ").replace("\n", " ")
    if root.kind in REPORTS:
        message.set_payload([_block(one) for one in root.content(most).split(b"\n\n")])
        left[0] -= min(root.size, most)
    elif root.parts and not root.kind.startswith("message/"):
        message.set_payload([_as_message(part, left) for part in root.parts[:20]])
        message.preamble = ""
    else:
        lines = _ascii(root.content(most)).split("\n", MOST_LINES)
        message.set_payload("\n".join(lines[:MOST_LINES]))
        left[0] -= min(root.size, most)
        del message["content-transfer-encoding"]
    return message


def _block(raw: bytes) -> Message:
    message = Message()
    for lines in fields_of(raw)[0]:
        message[lines[0].decode("ascii")] = fold(_ascii(b" ".join(lines[1:])))
    return message


def _ascii(raw: bytes) -> str:
    return raw.replace(b"\r\n", b"\n").decode("ascii", "replace")


def returned(mail: Received) -> list[Part]:
    """The mails, or their headers, that came back; of a report within a mail what it brings."""
    parts = own_parts(mail.root)[1:]
    inner = [one for part in parts for one in part.parts if part.kind.startswith("message/")]
    reports = [one for one in inner if any(part.kind in REPORTS for part in one.parts)]
    parts = [*(part for one in reports for part in own_parts(one)[1:]), *parts]
    found: list[Part] = []
    for part in parts:
        if part.kind.startswith("message/") and part.parts:
            found += part.parts
        elif part.kind in HEADERS:
            fields = fields_of(part.content(LONGEST_NOTICE))[0]
            named = tuple((one[0].decode("ascii"), b" ".join(one[1:]).strip()) for one in fields)
            found.append(Part(named, b"", 0, 0))
        if len(found) >= MOST_RETURNED:
            break
    return found
