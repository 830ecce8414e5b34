"""What editors see: what is searched for, what is read, and what came of it.

A list is one of a few questions to what has been counted by day, for a period, a language and a
product. A page asks for its rows, their titles and the sums, however much has been counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kundportal.knowledge.models import Reading, Translation, Vote
from kundportal.lib import dates
from kundportal.lib.paging import number
from kundportal.products.models import Product
from kundportal.search.models import Asked, Opened
from kundportal.tickets.models import Solution

PERIODS = (30, 90, 365)
MOST, REASONS = 50, 3
LANGUAGES = dict(settings.APPLICANT_LANGUAGES)


@dataclass(frozen=True)
class Kind:
    """One list: what it is called, whether its rows are searches, and what puts them in order."""

    label: str | Promise
    about: str | Promise
    order: str
    is_of_searches: bool = False


KINDS = {
    "missing": Kind(
        _("Not found"),
        _("Searches that found nothing, or nothing that fits well. An article may be missing, or"
          " be written in other words."),
        "missing", is_of_searches=True,
    ),
    "unopened": Kind(
        _("Not opened"),
        _("Searches that found something of which nothing was opened. The titles may not say what"
          " was looked for."),
        "unopened", is_of_searches=True,
    ),
    "asked": Kind(
        _("Searched most"), _("What is searched for most often."), "all_times", is_of_searches=True,
    ),
    "read": Kind(_("Read most"), _("How many read each article."), "all_times"),
    "disliked": Kind(
        _("Voted down"),
        _("Articles of which readers said that they did not help, and why."),
        "not_helped",
    ),
    "tickets": Kind(
        _("Ticket after reading"),
        _("Articles that somebody had read within the two hours before they wrote a ticket. They"
          " may not answer the question."),
        "all_tickets",
    ),
    "spared": Kind(
        _("Solved without a ticket"),
        _("Articles that somebody writing a ticket said had solved the matter."),
        "times",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """Which list, of which days, in which language and about which product."""

    kind: str = "missing"
    days: int = PERIODS[0]
    language: str = ""
    product: int | None = None

    @classmethod
    def sent(cls, query: QueryDict) -> Wanted:
        """As an address says it; what it says that is not known is as if it was not said."""
        days, kind, language = (query.get(name, "") for name in ("days", "list", "language"))
        return cls(
            kind=kind if kind in KINDS else "missing",
            days=next((one for one in PERIODS if str(one) == days), PERIODS[0]),
            language=language if language in LANGUAGES else "",
            product=number(query.get("product", ""), most=9),
        )

    def query(self, **changes: Any) -> str:
        to = replace(self, **changes)
        said = {"list": to.kind, "days": to.days, "language": to.language, "product": to.product}
        return "?" + urlencode({name: value for name, value in said.items() if value})

    @property
    def of(self) -> dict[str, Any]:
        return {"language": self.language, "product": self.product}


@dataclass
class Line:
    """A row: a search, or an article in a language."""

    name: str
    language: str
    times: int = 0
    nothing: int = 0
    unsure: int = 0
    opened: int = 0
    tickets: int = 0
    last: date | None = None
    article: Translation | None = None
    helped: int = 0
    hits: list[Line] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def unopened(self) -> int:
        return self.times - self.nothing - self.opened


class Figures:
    """The rows of a list, and the sums of the period."""

    def __init__(self, wanted: Wanted, *, most: int = MOST) -> None:
        self.wanted = wanted
        self.most = most
        self.kind = KINDS[wanted.kind]

    @cached_property
    def products(self) -> list[Product]:
        return list(Product.objects.for_list())

    @cached_property
    def searches(self) -> dict[str, int]:
        totals: dict[str, int] = self._asked.totals()
        return totals

    @cached_property
    def readings(self) -> dict[str, int]:
        totals: dict[str, int] = self._read.totals()
        return totals

    @property
    def _asked(self) -> Any:
        return Asked.objects.since(self.wanted.days, **self.wanted.of)

    @property
    def _read(self) -> Any:
        return Reading.objects.since(self.wanted.days, **self.wanted.of)

    @cached_property
    def rows(self) -> list[Line]:
        if self.kind.is_of_searches:
            return self._searched()
        lists = {"spared": self._spared, "disliked": self._disliked}
        return lists.get(self.wanted.kind, self._by_article)()

    def _searched(self) -> list[Line]:
        rows = [
            Line(
                row["words"], row["language"], row["all_times"], row["all_nothing"],
                row["all_unsure"], row["all_opened"], row["all_tickets"], row["last"],
            )
            for row in self._asked.by_words(self.kind.order)[: self.most]
        ]  # fmt: skip
        if self.wanted.kind == "asked":
            self._add_hits(rows)
        return rows

    def _add_hits(self, rows: list[Line]) -> None:
        """Which article was opened most after each of the searches."""
        by_words = {(row.name, row.language): row for row in rows}
        found = Opened.objects.of_words(self._asked, [row.name for row in rows])[: 10 * self.most]
        first = {(hit["asked__words"], hit["asked__language"]): hit for hit in reversed(found)}
        there = self._titles((hit["thing_id"], key[1]) for key, hit in first.items())
        for key, hit in first.items():
            article = there.get((hit["thing_id"], key[1]))
            if article and key in by_words:
                by_words[key].hits = [_line(article, times=hit["all_times"])]

    def _by_article(self) -> list[Line]:
        rows = list(self._read.by_article(self.kind.order)[: self.most])
        there = self._titles((row["article"], row["language"]) for row in rows)
        return [
            _line(
                there[row["article"], row["language"]], times=row["all_times"],
                tickets=row["all_tickets"], last=row["last"],
            )
            for row in rows if (row["article"], row["language"]) in there
        ]  # fmt: skip

    def _disliked(self) -> list[Line]:
        """With the newest reasons of each."""
        days = self.wanted.days
        rows = list(Vote.objects.by_text(days, **self.wanted.of)[: self.most])
        there = Translation.objects.keyed(row["revision__translation"] for row in rows)
        lines = {
            pk: _line(there[pk], times=row["not_helped"], helped=row["helped"],
                      last=dates.day_of(row["last"]))
            for row in rows if (pk := row["revision__translation"]) in there
        }  # fmt: skip
        for pk, reason in Vote.objects.reasons_of(lines, days=days, most=20 * self.most):
            if len(lines[pk].reasons) < REASONS:
                lines[pk].reasons.append(reason)
        return list(lines.values())

    def _spared(self) -> list[Line]:
        """By the addresses that were said to have helped; an article has had several."""
        counted: dict[tuple[int, str], tuple[int, date]] = {}
        for row in Solution.objects.under("/knowledge/", days=self.wanted.days):
            if key := _article_at(row["url"]):
                times, last = counted.get(key, (0, row["last"]))
                counted[key] = times + row["times"], max(last, row["last"])
        there = self._titles(counted)
        lines = [
            _line(there[key], times=times, last=last)
            for key, (times, last) in counted.items()
            if key in there and self._is_wanted(there[key])
        ]
        return sorted(lines, key=lambda line: -line.times)[: self.most]

    def _is_wanted(self, article: Translation) -> bool:
        wanted = self.wanted
        is_spoken = not wanted.language or article.language == wanted.language
        return is_spoken and wanted.product in {None, article.article.category.product_id}

    def _titles(self, pairs: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Translation]:
        return {(one.article_id, one.language): one for one in Translation.objects.titles(pairs)}


def _line(article: Translation, **counts: Any) -> Line:
    title = article.published.title if article.published else ""
    return Line(title, article.language, article=article, **counts)


def _article_at(url: str) -> tuple[int, str] | None:
    """The number and language of the article at an address of ours."""
    try:
        found = resolve(url.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0])
    except Resolver404:
        return None
    if found.url_name != "article":
        return None
    return found.kwargs["number"], found.kwargs["language"]
