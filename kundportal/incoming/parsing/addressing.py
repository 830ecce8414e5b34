"""Addresses in the headers of a mail, as people and programs write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.encoding import punycode

from kundportal.incoming.parsing.decoding import decoded
from kundportal.mail.letters import fold

LONGEST_ADDRESS = 254
LONGEST_WRITTEN = 1_000  # with a route, quotes and spaces
MOST_ADDRESSES = 1_000
_SIGN = re.compile(r'"(?:[^"\\]|\\.)*"?|[(),:;<>]|[^"(),:;<>]+', re.DOTALL)
_QUOTED = re.compile(r"\\(.)", re.DOTALL)
_ATOM = re.compile(r"[^\s\"(),:;<>@\[\]\\]+")
_ROUTE = re.compile(r"@[^:]*:")
_LAST_WORD = re.compile(r'("(?:[^"\\]|\\.)*"|[^\s"]+)@(\S+)\Z', re.DOTALL)


def addresses_in(text: str) -> list[tuple[str, str]]:
    """Name and address of each mailbox in a header whose encoded words are still encoded.

    Groups are taken apart, comments are names where there is no other, and what is no address
    is left out.
    """
    found = []
    for name, email in _mailboxes(text.replace("\0", "")):
        if clean := normal(email):
            found.append((fold(decoded(name)).strip("'\" "), clean))
            if len(found) >= MOST_ADDRESSES:
                break
    return found


def normal(email: str) -> str:
    """The address in the letters that mail servers use, the domain in lower case; else empty."""
    if "@" not in email or len(email) > LONGEST_WRITTEN:
        return ""
    email = _ROUTE.sub("", email.strip().strip("<>").strip(), count=1)
    email = email.removeprefix("mailto:").strip().strip("'")
    local, at, domain = email.rpartition("@")
    local, domain = _local(local.strip()), _domain(domain.strip())
    if (
        not at
        or not local
        or "..." in local
        or not domain
        or len(local) + len(domain) >= LONGEST_ADDRESS
    ):
        return ""
    return f"{local}@{domain}"


def _local(local: str) -> str:
    if len(local) > 1 and local[0] == local[-1] == '"':
        inner = _QUOTED.sub(r"\1", local[1:-1])
        return inner if _ATOM.fullmatch(inner) else ("" if fold(local) != local else local)
    return local if _ATOM.fullmatch(local) and fold(local) == local else ""


def _domain(domain: str) -> str:
    domain = domain.rstrip(".").lower()
    if domain.startswith("[") and domain.endswith("]"):
        return domain if re.fullmatch(r"\[[0-9a-z:.-]{2,60}\]", domain) else ""
    if not domain or len(domain) > 253 or not _ATOM.fullmatch(domain) or ".." in domain:
        return ""
    try:
        return punycode(domain) if not domain.isascii() else domain
    except UnicodeError:
        return ""


def _mailboxes(text: str) -> Iterator[tuple[str, str]]:
    """Walks through the header once, whatever is left open in it."""
    words: list[str] = []
    comment: list[str] = []
    address: list[str] | None = None
    deep, inside = 0, False
    for match in _SIGN.finditer(text):
        sign = match[0]
        if deep or (sign == "(" and not inside):
            deep += (sign == "(") - (sign == ")")
            comment.append(sign)
        elif inside:
            inside = sign != ">"
            if inside and address is not None:
                address.append(sign)
        elif sign == "<":
            inside, address = True, []
        elif sign == ":" and not any("@" in word for word in words):
            words = []  # the name of a group
        elif sign in {",", ";"}:
            yield _mailbox(words, comment, address)
            words, comment, address = [], [], None
        elif sign != ">":
            words.append(sign)
    yield _mailbox(words, comment, address)


def _mailbox(words: list[str], comment: list[str], address: list[str] | None) -> tuple[str, str]:
    phrase = "".join(words).strip()
    remark = "".join(comment).removeprefix("(").removesuffix(")")
    if address is not None and "".join(address).strip():
        return _unquoted(phrase) or remark, "".join(address)
    match = _LAST_WORD.search(phrase[-2 * LONGEST_ADDRESS :])
    if not match:
        return "", ""
    return _unquoted(phrase[: -len(match[0])].strip()) or remark, match[0]


def _unquoted(phrase: str) -> str:
    return " ".join(
        _QUOTED.sub(r"\1", word.strip('"')) if word.startswith('"') else word
        for word in re.findall(r'"(?:[^"\\]|\\.)*"?|[^"\s]+', phrase[:2_000])
    )
