"""HTML of a mail as Markdown, in bounded time.

markdownify looks at a text again for each element around it, and at all elements beside some of
them: what is small can so take minutes, or gigabytes. What that would cost is reckoned before, and
what costs more than any program's mail is read as bare text.
"""

from __future__ import annotations

import re
from html import unescape

from bs4 import BeautifulSoup, NavigableString, Tag
from markdownify import MarkdownConverter

LONGEST_CLEAN_HTML = 300_000  # without scripts, styles and remarks
MOST_ELEMENTS = 10_000
MOST_WORK = 20_000_000  # letters that are looked at, each as often as it is nested
ELEMENT, SIBLING = 40, 10  # as much work as so many letters
MOST_COLUMNS = 20
MOST_SPACE = 400  # blanks in a text that the library may look at, which it does again and again
_HEAVIEST = re.compile(r"<(style|script|head|title|o:p)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.I)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<!\[.*?(?:\]>|\Z)", re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^<>]*>", re.I)
_TAG = re.compile(r"<[^<>]*>")
_NO_LETTER = re.compile(r"&#\d{8,};?")  # Python refuses to count so far
_SPACE = re.compile(r"[ \t\r\n]{2,}")
_NUMBER = re.compile(r"[0-9]{1,4}")
_SECTIONS = ("thead", "tbody", "tfoot")


class _Converter(MarkdownConverter):
    def convert_pre(self, _el: Tag, text: str, parent_tags: set[str]) -> str:
        # As the library does it, but not in time that grows with the square of the blank lines.
        blank = len(text) - len(text.lstrip(" \n"))
        text = text[text.rfind("\n", 0, blank) + 1 :].rstrip(" \n")
        return f"\n\n```\n{text}\n```\n\n" if text else ""


def elements_in(html: str) -> int:
    return html.count("<") - html.count("</")


def from_html(html: str, most: int = MOST_ELEMENTS) -> str:
    """HTML as Markdown; its bare text where that can't be done, or takes more elements."""
    html = _COMMENT.sub("", _HEAVIEST.sub("", html))[:LONGEST_CLEAN_HTML]
    found = _as_markdown(html) if elements_in(html) <= most else None
    if found is None:
        found = unescape(_NO_LETTER.sub("", _TAG.sub("", _BREAK.sub("\n", html))))
    found = "\n".join(line.rstrip() for line in found.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", found).strip()


def _as_markdown(html: str) -> str | None:
    try:
        soup = BeautifulSoup(html, "lxml")
        if not _is_light(soup):
            return None
        return str(_Converter(
            heading_style="atx", bullets="-",
            escape_underscores=False, escape_asterisks=False, strip=["img"],
        ).convert_soup(soup))  # fmt: skip
    except Exception:  # noqa: BLE001 (deep nesting, among what else a stranger may send)
        return None


def _is_light(soup: BeautifulSoup) -> bool:
    """Whether it is soon converted; what would make it needlessly heavy is made light."""
    work = 0
    depths = {id(soup): 0}
    for one in list(soup.descendants):
        depth = depths[id(one.parent)] + 1
        if isinstance(one, Tag):
            depths[id(one)] = depth
            _lighten(one)
            work += ELEMENT * depth + SIBLING * _looks_around(one)
        elif isinstance(one, NavigableString):
            work += depth * (len(one) + ELEMENT * one.count("\n"))
            short = _SPACE.sub(_one_space, one)
            if len(one) - len(short) > MOST_SPACE and not one.find_parent("pre"):
                one.replace_with(short)
        if work > MOST_WORK:
            return False
    return True


def _lighten(tag: Tag) -> None:
    for name, most in (("colspan", MOST_COLUMNS), ("start", 9_999)):
        value = str(tag.get(name, ""))
        if value and not (_NUMBER.fullmatch(value) and int(value) <= most):
            del tag[name]


def _looks_around(tag: Tag) -> int:
    """How many elements are looked at for those within this one, since they stand side by side."""
    names = [one.name for one in tag.children if isinstance(one, Tag)]
    looks = len(tag.contents) * names.count("li") if tag.name == "ol" else 0
    again = names.count("tr") if tag.name == "thead" else sum(map(names.count, _SECTIONS))
    return looks + (again * sum(1 for _one in tag.descendants) if again else 0)


def _one_space(run: re.Match[str]) -> str:
    return "\n" if "\n" in run[0] or "\r" in run[0] else " "
