"""What a room wants to say, and the two parts of the mail that are made from it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.template import engines
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundportal.lib import dates, markdown_text

LONGEST_SUBJECT = 200
LONGEST_QUOTE = 6000
LONGEST_PREHEADER = 140
MOST_FILES_NAMED = 10
# What a line of a list or a quotation begins with.
_LEAD = re.compile(r"(?:> | +|- |\d{1,4}\. )*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_WIDTH = 72
_DEEPEST = 24  # characters, of what such a line is moved in by
# Keeps what follows the preheader in the mail from following it in a list of mails.
_GAP = "\u200c\u00a0" * 60


@dataclass(frozen=True)
class Quote:
    """What somebody wrote, in Markdown, who it was, and what the files with it are called."""

    who: str
    text: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Button:
    """The one thing to do; the address is absolute."""

    label: str
    url: str

    def __post_init__(self) -> None:
        if urlsplit(self.url).scheme not in {"http", "https"}:
            raise ValueError("A button in a mail leads to an absolute web address.")


@dataclass(frozen=True, kw_only=True)
class Section:
    """One of several things that happened, in a letter that tells of them all.

    The first about each matter names it as `topic`, with how it stands and what we need.
    """

    lead: str = ""
    topic: str = ""
    status: tuple[str, str] | None = None
    need: str = ""
    quote: Quote | None = None
    link: Button | None = None


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail before it is addressed. Its texts are already in the reader's language.

    `lead` says what happened, `status` how the matter stood before and stands now, `need` what we
    need from the reader. `sections` are several things that happened. `why` says why the mail
    comes, and `change` leads to where its reader can stop such mails, if they can, `mute` to
    where they stop those about this one thing. `choices` are
    the answers to a `question`, one of which its reader may follow; they lead to a page that asks
    once more, for a link changes nothing. A `secret` letter holds a link that only its reader may
    see: staff can't read it, and it is not kept.
    """

    subject: str
    lead: str
    why: str
    paragraphs: tuple[str, ...] = ()
    quote: Quote | None = None
    sections: tuple[Section, ...] = ()
    status: tuple[str, str] | None = None
    need: str = ""
    button: Button | None = None
    question: str = ""
    choices: tuple[Button, ...] = ()
    change: Button | None = None
    mute: Button | None = None
    secret: bool = False

    def subject_line(self) -> str:
        return shorten(fold(self.subject), LONGEST_SUBJECT)

    def as_text(self, language: str) -> str:
        """The text part: lines of 72 characters at the most, addresses never broken."""
        rendered = self._render("mail/letter.txt", language)
        return re.sub(r"\n{3,}", "\n\n", rendered).strip() + "\n"

    def as_html(self, language: str) -> str:
        return self._render("mail/letter.html", language)

    def _render(self, template: str, language: str) -> str:
        context = {
            "subject": self.subject_line(),
            "lead": clean(self.lead),
            "paragraphs": [clean(text) for text in self.paragraphs],
            "quote": _shown(self.quote),
            "sections": [
                {
                    "lead": clean(one.lead),
                    "topic": fold(one.topic),
                    "status": one.status,
                    "need": clean(one.need),
                    "quote": _shown(one.quote),
                    "link": one.link,
                }
                for one in self.sections
            ],
            "status": self.status,
            "need": clean(self.need),
            "button": self.button,
            "question": clean(self.question),
            "choices": self.choices,
            "why": clean(self.why),
            "change": self.change,
            "mute": self.mute,
            "preheader": self._preheader(),
            "gap": _GAP,
            "language": language,
            "site_url": settings.SITE_URL,
            "wrap": wrap,
        }
        with translation.override(language):
            return engines["jinja2"].get_template(template).render(context)

    def _preheader(self) -> str:
        """What a list of mails shows beside the subject: what is new, before all else."""
        quotes = [self.quote, *(one.quote for one in self.sections)]
        texts = [one.text[: 4 * LONGEST_PREHEADER] for one in quotes if one]
        words = " ".join(markdown_text.words(clean(text)) for text in texts)
        return shorten(fold(words or " ".join([self.lead, *self.paragraphs])), LONGEST_PREHEADER)


def link_lasts(until: datetime) -> str:
    return _("The link works once, until %(moment)s.") % {"moment": dates.day_and_time(until)}


def files_in_words(names: Sequence[str]) -> str:
    """How many files there are, and what they are called."""
    if not names:
        return ""
    told = [fold(name) for name in names[:MOST_FILES_NAMED]]
    if more := len(names) - len(told):
        told.append(ngettext("%(count)s more", "%(count)s more", more) % {"count": more})
    words = ngettext("%(count)s file: %(names)s", "%(count)s files: %(names)s", len(names))
    return words % {"count": len(names), "names": ", ".join(told)}


def _shown(quote: Quote | None) -> dict[str, str | bool] | None:
    if quote is None:
        return None
    whole = clean(quote.text).strip()
    shown = shorten(whole, LONGEST_QUOTE)
    return {
        "who": fold(quote.who),
        "text": shown,
        "plain": markdown_text.plain(shown),
        "is_cut": shown != whole,
        "files": files_in_words(quote.files),
    }


def clean(text: str) -> str:
    """The text without what neither the database nor a mail can carry."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def fold(text: str) -> str:
    """The text on one line, which is what keeps it from adding headers to a mail."""
    return " ".join(_CONTROL.sub(" ", text).split())


def shorten(text: str, longest: int) -> str:
    """At most so many characters, cut between words where that loses little."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    at_a_word = re.sub(r"\s+\S*$", "", cut)
    return (at_a_word if len(at_a_word) > longest * 0.9 else cut).rstrip() + "…"


def wrap(text: str, prefix: str = "") -> str:
    """The text in short lines, its own line breaks kept, each line begun with the prefix.

    A line that goes on stands below its beginning, within its list or quotation.
    """
    lines: list[str] = []
    for line in text.split("\n"):
        lead = found[0] if (found := _LEAD.match(line)) else ""
        lines += textwrap.wrap(
            line,
            _WIDTH - len(prefix),
            subsequent_indent=re.sub(r"[^> ]", " ", lead[:_DEEPEST]),
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return "\n".join((prefix + line).rstrip() for line in lines)
