"""The body of a Markdown page as we write it: without HTML, comments and its builder's words.

Includes such as `<!-- shot.html, { src: "a.png", alt: "…" } -->`, Hugo's `figure` and Jekyll's
`include` become the picture or film that they show. Code is left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from markdown_it import MarkdownIt

from kundportal.knowledge.importing.documents import Remark
from kundportal.knowledge.importing.html import to_markdown

LONGEST_HEADING = 4000  # signs, its own HTML included
FILMS = (".mp4", ".webm", ".mov", ".m4v")
_parser = MarkdownIt("commonmark", {"html": True}).enable("table")
_FENCE = re.compile(r"^ {0,3}(`{3,}+|~{3,}+)[^\n]*\n.*?(?:^ {0,3}\1[`~]* *$|\Z)", re.M | re.S)
_H1 = re.compile(r"\A\s*(?:<h1[^>]*>(?P<html>.*?)</h1>|# +(?P<mark>[^\n]+?)(?: +#+)? *(?:\n|\Z))",
                 re.S | re.I)  # fmt: skip
_IN_LANGUAGE = re.compile(r"<span[^>]*\blang=[\"']?([\w-]+)[^>]*>(.*?)</span>", re.S | re.I)
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.S)
_SHORTCODE = re.compile(r"\{\{[<%]([^{}]*)[%>]\}\}|\{%-?([^{}]*?)-?%\}")
_PAIR = re.compile(r"\b(src|alt|title|caption|url)\s*[:=]\s*(?:\"([^\"]*)\"|'([^']*)')")
_ALERT = re.compile(r"^> ?\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\] *\n((?:>[^\n]*(?:\n|\Z))*)",
                    re.M)  # fmt: skip
_ALERTS = {"NOTE": "note", "TIP": "tip", "IMPORTANT": "note", "WARNING": "warning",
           "CAUTION": "warning"}  # fmt: skip
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`", "kbd": "`", "samp": "`",
          "del": "~~", "s": "~~"}  # fmt: skip
_INLINE = re.compile(
    r"<(/?)(strong|b|em|i|code|kbd|samp|del|s|br|img|a|span|u|small|mark|sub|sup|font|p|div|center)"
    r"(\s[^<>]*|\s*)/?>",
    re.I,
)
_LINK = re.compile(
    r"<a\s[^<>]{0,1000}?href\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')[^<>]{0,1000}>"
    r"((?:(?!<a\s|\n\n).)*?)</a\s*>",
    re.S | re.I,
)
_TAG = re.compile(r"</?[a-zA-Z]")
_TICKS = re.compile(r"`+")


def title_in(body: str, language: str) -> tuple[str, str]:
    """The heading that stands first, and the body without it."""
    body = re.sub(r"\A(?:\s*<!--.*?-->)+", "", body, flags=re.S)
    found = _H1.match(body)
    if found is None:
        return "", body
    said = (found["html"] if found["html"] is not None else found["mark"])[:LONGEST_HEADING]
    spans = {code[:2].lower(): words for code, words in _IN_LANGUAGE.findall(said)}
    said = spans.get(language) or (next(iter(spans.values())) if spans else said)
    words = re.sub(r"<[^>]+>|[*`]", "", said)
    return " ".join(words.split()), body[found.end() :]


def tidy(body: str, remarks: list[Remark]) -> str:
    """The whole body as Markdown without HTML."""
    body = outside_code(body, lambda text: _without_builders_words(text, remarks))
    if _TAG.search(body):
        body = _without_blocks(body, remarks)
        body = outside_code(body, lambda text: _INLINE.sub(_as_mark, _LINK.sub(_as_link, text)))
    body = outside_code(body, lambda text: _ALERT.sub(_as_callout, text))
    return re.sub(r"\n{3,}", "\n\n", body).strip() + "\n"


def outside_code(body: str, change: Callable[[str], str]) -> str:
    """Changes all of a text but the code in it."""
    parts, last = [], 0
    for block in _FENCE.finditer(body):
        parts += [_outside_spans(body[last : block.start()], change), block[0]]
        last = block.end()
    return "".join([*parts, _outside_spans(body[last:], change)])


def _outside_spans(text: str, change: Callable[[str], str]) -> str:
    """Code within a line is put aside, so that what spans it still belongs together."""
    kept: list[str] = []
    parts, last = [], 0
    for start, end in _spans(text):
        parts.append(f"{text[last:start]}\ue000{len(kept)}\ue001")
        kept.append(text[start:end])
        last = end
    changed = change("".join([*parts, text[last:]]))
    return re.sub(r"\ue000(\d+)\ue001", lambda mark: kept[int(mark[1])], changed)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where code within a line begins and ends: at as many ticks as it began with."""
    runs = [(found.start(), found.end()) for found in _TICKS.finditer(text)]
    later: dict[int, list[int]] = defaultdict(list)
    for at in range(len(runs) - 1, -1, -1):
        later[runs[at][1] - runs[at][0]].append(at)
    at = 0
    while at < len(runs):
        start, end = runs[at]
        ahead = later[end - start]
        while ahead and ahead[-1] <= at:
            ahead.pop()
        if ahead and "\n\n" not in text[end : runs[ahead[-1]][0]]:
            at = ahead[-1]
            yield start, runs[at][1]
        at += 1


def _without_builders_words(text: str, remarks: list[Remark]) -> str:
    dropped: set[str] = set()

    def shown(said: str) -> str:
        pairs = {name: a or b for name, a, b in _PAIR.findall(said)}
        address = pairs.get("src") or pairs.get("url")
        if not address:
            return ""
        words = pairs.get("alt") or pairs.get("caption") or pairs.get("title") or ""
        sign = "" if address.lower().endswith(FILMS) else "!"
        return f"{sign}[{words or address.rpartition('/')[2]}](<{address}>)"

    def shortcode(found: re.Match[str]) -> str:
        said = found[1] or found[2] or ""
        replaced = shown(said)
        if not replaced and not said.strip().startswith(("/", "end", "comment")):
            dropped.add(said.split()[0] if said.split() else "")
        return replaced

    text = _COMMENT.sub(lambda found: shown(found[1]), text)
    text = _SHORTCODE.sub(shortcode, text)
    if dropped:
        remarks.append(Remark("shortcode-dropped", ", ".join(sorted(dropped)[:8])))
    return text


def _without_blocks(body: str, remarks: list[Remark]) -> str:
    """Blocks of HTML between the paragraphs, as Markdown."""
    lines = body.split("\n")
    for token in reversed(_parser.parse(body)):
        if token.type == "html_block" and token.map and token.level == 0:
            first, end = token.map
            made = to_markdown("\n".join(lines[first:end]), remarks)
            lines[first:end] = ["", made, ""] if made else [""]
    return "\n".join(lines)


def _as_mark(tag: re.Match[str]) -> str:
    name, attributes = tag[2].lower(), tag[3]
    if name in _MARKS:
        return _MARKS[name]
    found = re.findall(r"(?<![\w-])([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", attributes)
    pairs = {key.lower(): a or b for key, a, b in found}
    if name == "br":
        return "\n"
    if name == "img":
        return f"![{pairs.get('alt', '')}](<{pairs['src']}>)" if pairs.get("src") else ""
    return ""


def _as_link(tag: re.Match[str]) -> str:
    words = " ".join(tag[3].split())
    return f"[{words}](<{tag[1] or tag[2] or ''}>)"


def _as_callout(found: re.Match[str]) -> str:
    inner = re.sub(r"^> ?", "", found[2], flags=re.M).strip()
    return f"::: {_ALERTS[found[1]]}\n{inner}\n:::\n"
