"""What a reader wants of the list: filters, words and order, all of it in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from kundportal.lib.paging import number
from kundportal.tickets.models.choices import Status

SHOWN = ("open", "for-me", "unread", "closed", "all")
WHOSE = ("organisation", "mine", "shared")
STATUSES = tuple(status.value for status in Status)
SORTS = ("newest", "oldest", "created", "answer")
LONGEST = 200


@dataclass(frozen=True)
class Wanted:
    """Some tickets in some order. What says nothing of its own is left out of the address."""

    show: str = "open"
    whose: str = "organisation"
    status: str = ""
    product: int | None = None
    words: str = ""
    sort: str = "newest"

    @classmethod
    def sent(cls, query: QueryDict) -> Wanted:
        """As an address says it; what it says that is not known is as if it was not said."""
        words = " ".join(query.get("q", "").replace("\0", " ").split())[:LONGEST]
        status = _one(query.get("status"), STATUSES)
        return cls(
            show=_one(query.get("show"), SHOWN) or _usual(words, status),
            whose=_one(query.get("whose"), WHOSE) or "organisation",
            status=status,
            product=number(query.get("product", ""), most=9),
            words=words,
            sort=_one(query.get("sort"), SORTS) or "newest",
        ).sensible()

    def sensible(self) -> Wanted:
        """A chosen status says more than "open" or "closed", should the two not agree."""
        if self.status and self.show in {"open", "closed"}:
            agree = (self.show == "closed") == (self.status == Status.CLOSED)
            return self if agree else replace(self, show="all")
        return self

    @property
    def is_open(self) -> bool | None:
        """Whether open ones alone are wanted, or closed ones; None for both."""
        if self.status:
            return self.status != Status.CLOSED
        return {"open": True, "in-hand": True, "closed": False}.get(self.show)

    @property
    def order(self) -> str:
        """The order that can be kept: only what is open waits for an answer."""
        return "newest" if self.sort == "answer" and not self.is_open else self.sort

    @property
    def is_narrow(self) -> bool:
        """More is asked for than which tab, and whose tickets."""
        return bool(self.status or self.product is not None or self.words)

    @property
    def is_filtered(self) -> bool:
        """Something stands in the filters, so that they are shown unfolded."""
        return bool(
            self.status
            or self.product is not None
            or self.whose != "organisation"
            or self.sort != "newest"
        )

    def query(self, **changes: object) -> str:
        """The query string that asks for this, with some of it changed; "" for the usual list."""
        to = replace(self, **changes)  # type: ignore[arg-type]
        if to.status and changes.get("show") in {"open", "closed", "all"}:
            to = replace(to, status="")  # a tab that is chosen says what it shows
        parts = {
            "show": to.show if to.show != _usual(to.words, to.status) else "",
            "whose": to.whose if to.whose != "organisation" else "",
            "status": to.status,
            "product": "" if to.product is None else to.product,
            "q": to.words,
            "sort": to.sort if to.sort != "newest" else "",
        }
        said = urlencode({name: value for name, value in parts.items() if value != ""})
        return f"?{said}" if said else ""


def _one(value: str | None, of: tuple[str, ...]) -> str:
    return value if value and value in of else ""


def _usual(words: str, status: str) -> str:
    """What is shown when nothing is said: what is open, but for those who look for something."""
    return "all" if words or status else "open"
