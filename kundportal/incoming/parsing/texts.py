"""The text of a mail: the part that a person wrote, as Markdown or plain, in bounded time."""

from __future__ import annotations

from kundportal.incoming.parsing.markup import MOST_ELEMENTS, elements_in, from_html
from kundportal.incoming.parsing.mime import Part
from kundportal.mail.letters import clean

LONGEST_TEXT = 200_000  # letters that are kept of a text
LONGEST_HTML = 1_000_000


def text_parts(root: Part) -> list[Part]:
    """The parts that make up what is read, in order; of alternatives the best one alone."""
    return _chosen(root)


def text_in(root: Part) -> str:
    """All that a reader of the mail would have read, at most LONGEST_TEXT letters of it."""
    found: list[str] = []
    left, unread, elements = LONGEST_TEXT, LONGEST_HTML, MOST_ELEMENTS
    for part in text_parts(root):
        raw = _read(part)
        if part.kind == "text/html":
            raw, elements = from_html(raw, elements), elements - elements_in(raw)
        text = clean(raw).strip("\n")[:left]
        if text.strip():
            found.append(text.rstrip())
            left -= len(text)
        unread -= part.size  # also of parts that show nothing
        if left <= 0 or unread <= 0:
            break
    return "\n\n".join(found)


def _chosen(part: Part) -> list[Part]:
    if part.kind == "multipart/alternative" and part.parts:
        return _best([_chosen(inner) for inner in part.parts])
    if part.kind == "multipart/related" and part.parts:
        return _chosen(part.parts[0])
    if part.parts and not part.kind.startswith("message/"):
        return [one for inner in part.parts for one in _chosen(inner)]
    return [part] if is_text(part) else []


def _best(choices: list[list[Part]]) -> list[Part]:
    plain = [one for one in choices if one and all(p.kind != "text/html" for p in one)]
    rich = [one for one in choices if one and any(p.kind == "text/html" for p in one)]
    said = next((one for one in plain if any(p.text(4_000).strip() for p in one)), None)
    return said or (rich or plain or [[]])[0]


def is_text(part: Part) -> bool:
    """Whether the part is there to be read, and not a file."""
    if part.kind not in {"text/plain", "text/html", "text/enriched", "text/markdown"}:
        return False
    return not part.header("content-disposition").lower().startswith("attachment") and not (
        part.parameter("filename", "content-disposition") or part.parameter("name")
    )


def _read(part: Part) -> str:
    if part.kind == "text/html":
        return part.text(2 * LONGEST_HTML)[:LONGEST_HTML]
    text = part.text(4 * LONGEST_TEXT)[: 2 * LONGEST_TEXT]
    if part.parameter("format").lower() == "flowed":
        return unflowed(text, spaces_go=part.parameter("delsp").lower() == "yes")
    return text


def unflowed(text: str, *, spaces_go: bool = False) -> str:
    """The text with the lines joined that were cut for the way alone (RFC 3676)."""
    lines: list[tuple[int, list[str]]] = []
    is_open = False
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        said = line[depth:].removeprefix(" ")
        goes_on = said.endswith(" ") and said != "-- "
        piece = said[:-1] if goes_on and spaces_go else said
        if is_open and lines[-1][0] == depth and said != "-- ":
            lines[-1][1].append(piece)
        else:
            lines.append((depth, [piece]))
        is_open = goes_on
    return "\n".join(_flowed_line(depth, "".join(pieces)) for depth, pieces in lines)


def _flowed_line(depth: int, said: str) -> str:
    if depth:
        return f"{'>' * depth} {said}".rstrip()
    return said if said == "-- " else said.rstrip()
