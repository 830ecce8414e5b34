"""What a reader looks for: words and filters, all of it in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from kundportal.lib.paging import number

# What the address calls each part of what can be found, and what the rooms call it.
PARTS = {"articles": ("article",), "messages": ("notice",)}
TICKETS = "tickets"
LONGEST = 300


@dataclass(frozen=True)
class Asked:
    """Some words in some part of the portal. What says nothing of its own is left out."""

    words: str = ""
    part: str = ""
    product: int | None = None

    @classmethod
    def sent(cls, query: QueryDict) -> Asked:
        """As an address says it; what it says that is not known is as if it was not said."""
        part = query.get("in", "")
        return cls(
            words=tidy(query.get("q", "")),
            part=part if part in PARTS or part == TICKETS else "",
            product=number(query.get("product", ""), most=9),
        )

    @property
    def kinds(self) -> tuple[str, ...]:
        return PARTS.get(self.part, ())

    def query(self, **changes: object) -> str:
        """The query string that asks for this, with some of it changed."""
        to = replace(self, **changes)  # type: ignore[arg-type]
        parts = {"q": to.words, "in": to.part, "product": to.product or ""}
        return "?" + urlencode({name: value for name, value in parts.items() if value != ""})


def tidy(typed: str) -> str:
    """What was typed, on one line and without signs that nobody sees."""
    seen = "".join(one for one in typed[: 10 * LONGEST] if one.isprintable() or one.isspace())
    return " ".join(seen.split())[:LONGEST].strip()
