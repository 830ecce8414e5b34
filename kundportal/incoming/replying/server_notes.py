"""What a mail server noted about a sender: the header `Authentication-Results` (RFC 8601).

The sender chooses much of what such a note repeats, such as the part before the @. So a note is
read letter by letter as the standard has it, and what has not been understood to its last letter,
or contradicts itself, tells nothing at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_NOTE = 10_000
_TOKEN = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"|([^\s"();=\\]+)|([;=])|\s+', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_KEY = re.compile(r"[a-z0-9][a-z0-9_./-]*", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9][a-z0-9-]*", re.IGNORECASE)
SPACE, TEXT, SIGN, QUOTED = "space", "text", "sign", "quoted"
_Tokens = list[tuple[str, str]]


@dataclass(frozen=True)
class Result:
    """The outcome of one check, such as dkim, and of what: `header.d`, `smtp.mailfrom` …"""

    method: str
    outcome: str
    about: dict[str, str]


def server_of(note: str) -> str:
    """Who wrote the note, in lower case; empty when that can't be told."""
    tokens, _is_whole = _tokens(note[:LONGEST_NOTE], until=";")
    words = [text for kind, text in tokens if kind in {TEXT, QUOTED}]
    return words[0].lower() if words else ""


def results_in(note: str) -> list[Result]:
    """The checks in a note; none when anything in it is not as it should be."""
    tokens, is_whole = _tokens(note)
    if not is_whole or len(note) > LONGEST_NOTE:
        return []
    found = []
    for tokens_of_one in _parted(tokens)[1:]:
        said = [text for kind, text in tokens_of_one if kind != SPACE]
        if not said or said == ["none"]:
            continue
        pairs = _pairs(tokens_of_one)
        result = _result(pairs) if pairs else None
        if result is None:
            return []
        found.append(result)
    return found if _agree(found) else []


def _tokens(note: str, until: str = "") -> tuple[_Tokens, bool]:
    """The note in pieces without its comments, and whether it could be read to its end."""
    found: _Tokens = []
    at = 0
    while at < len(note):
        if note[at] == "(":
            at = _after_comment(note, at)
            if not at:
                return found, False
            found.append((SPACE, ""))
            continue
        match = _TOKEN.match(note, at)
        if not match:
            return found, False
        if match[3] and match[3] == until:
            break
        if match[1] is not None:
            found.append((QUOTED, _ESCAPED.sub(r"\1", match[1])))
        else:
            found.append((TEXT if match[2] else SIGN if match[3] else SPACE, match[0]))
        at = match.end()
    return found, True


def _after_comment(note: str, start: int) -> int:
    """Where a comment ends; 0 when it is left open, or ends at two places by how it is read."""
    deep, is_quoted, is_escaped = 0, False, False
    for at in range(start, len(note)):
        sign = note[at]
        if is_escaped:
            is_escaped = False
        elif sign == "\\":
            is_escaped = True
        elif sign == '"':
            is_quoted = not is_quoted
        elif sign in "()" and is_quoted:
            return 0  # a quoted name that closes the comment for some, and not for others
        elif sign in "()":
            deep += 1 if sign == "(" else -1
            if not deep:
                return at + 1
    return 0


def _parted(tokens: _Tokens) -> list[_Tokens]:
    parts: list[_Tokens] = [[]]
    for token in tokens:
        if token == (SIGN, ";"):
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _pairs(tokens: _Tokens) -> list[tuple[str, str]]:
    """Each name and value; none when something else stands there."""
    found: list[tuple[str, str]] = []
    left = [*tokens, (SPACE, "")]
    while left := _without_space(left):
        kind, name = left[0]
        left = _without_space(left[1:])
        if kind != TEXT or not _KEY.fullmatch(name) or left[:1] != [(SIGN, "=")]:
            return []
        left = _without_space(left[1:])
        end = next(at for at, (kind, _text) in enumerate([*left, (SPACE, "")]) if kind == SPACE)
        if not end:
            return []
        found.append((name.lower(), "".join(text for _kind, text in left[:end])))
        left = left[end:]
    return found


def _without_space(tokens: _Tokens) -> _Tokens:
    start = next((at for at, (kind, _text) in enumerate(tokens) if kind != SPACE), len(tokens))
    return tokens[start:]


def _result(pairs: list[tuple[str, str]]) -> Result | None:
    (method, outcome), *rest = pairs
    about = dict(rest)
    if "." in method or not _WORD.fullmatch(outcome) or len(about) != len(rest):
        return None
    method = method.partition("/")[0]
    of_envelope = any(name.startswith("smtp.") for name in about)
    if of_envelope and method in {"dkim", "dmarc", "arc"}:
        return None  # what another check was about: a name has closed the words around it
    return Result(method, outcome.lower(), about)


def _agree(results: list[Result]) -> bool:
    """No check of which there is one alone is noted twice."""
    alone = [
        (one.method, tuple(sorted(one.about)) if one.method == "spf" else ())
        for one in results
        if one.method in {"dmarc", "spf"}
    ]
    return len(alone) == len(set(alone))
