"""What stands between the two `---` at the top of a page, under the names that tools use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from kundportal.knowledge.importing.documents import FORMAT, Remark, Unreadable, kept

LONGEST = 32_768
MOST_LINES = 200
LARGEST = 10**18
_NAMES = {
    "lead": ("lead", "summary", "excerpt", "ingress", "description"),
    "language": ("language", "lang", "locale"),
    "position": ("position", "weight", "order", "nav_order", "sidebar_position"),
    "audience": ("audience", "visibility", "access"),
    "review_by": ("review_by", "review", "expires"),
    "phrasings": ("phrasings", "questions"),
    "labels": ("labels", "tags", "keywords"),
    "next": ("next_url",),
    "state": ("state", "status"),
}
_AUDIENCES = {
    "everyone": "everyone", "public": "everyone", "all": "everyone",
    "customers": "customers", "signed-in": "customers", "logged-in": "customers",
    "organisations": "organisations", "organizations": "organisations",
    "staff": "staff", "internal": "staff", "private": "staff", "agents": "staff",
}  # fmt: skip


@dataclass
class Front:
    """What a page says of itself."""

    given: dict[str, Any]
    body: str
    remarks: list[Remark] = field(default_factory=list)

    def text(self, name: str) -> str:
        """One line under any of the names that tools use for it, "" where there is none."""
        for one in _NAMES.get(name, (name,)):
            value = self.given.get(one)
            if isinstance(value, str | int | float | date) and not isinstance(value, bool):
                return " ".join(kept(str(value)).split())
        return ""

    def lines(self, name: str) -> list[str]:
        for one in _NAMES.get(name, (name,)):
            value = self.given.get(one)
            if isinstance(value, str):
                value = value.split("\n") if "\n" in value else value.split(",")
            if isinstance(value, list):
                said = [
                    " ".join(kept(str(x)).split())
                    for x in value
                    if isinstance(x, str | int | float)
                ]
                return [line for line in said if line][:MOST_LINES]
        return []

    @property
    def is_ours(self) -> bool:
        """Whether the page comes from our own export."""
        return self.text("format") == FORMAT

    @property
    def position(self) -> int | None:
        typed = self.text("position")
        return int(typed) if typed.isdigit() and len(typed) < 8 else None

    @property
    def is_published(self) -> bool:
        if isinstance(self.given.get("draft"), bool):
            return not self.given["draft"]
        if isinstance(self.given.get("published"), bool):
            return bool(self.given["published"])
        return self.text("state").lower() not in {"draft", "review", "unpublished", "archived"}

    @property
    def audience(self) -> str:
        """Who may read it; when that is not understood, staff alone."""
        said = self.text("audience").lower()
        if said and said not in _AUDIENCES:
            self.remarks.append(Remark("unknown-audience", said))
            return "staff"
        return _AUDIENCES.get(said, "everyone")

    @property
    def review_by(self) -> date | None:
        said = self.text("review_by")
        if not said:
            return None
        try:
            return date.fromisoformat(said[:10])
        except ValueError:
            self.remarks.append(Remark("not-a-date", said))
            return None

    @property
    def id(self) -> UUID | None:
        try:
            return UUID(self.text("id"))
        except ValueError:
            return None


def read(text: str) -> Front:
    """Takes a page apart. Raises Unreadable where the front matter is no YAML."""
    if not text.lstrip().startswith("---"):
        return Front({}, text)
    try:
        head, _end, _rest = text.lstrip().removeprefix("---").partition("\n---")
        if len(head) > LONGEST:
            raise Unreadable("bad-yaml")
        given, body = frontmatter.parse(text, handler=YAMLHandler())
        known = {str(key).lower(): _plain(value) for key, value in given.items()}
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark
        raise Unreadable("bad-yaml", str(mark.line + 1) if mark else "") from None
    except (yaml.YAMLError, ValueError, RecursionError, TypeError, AttributeError):
        raise Unreadable("bad-yaml") from None
    return Front(known, body)


def _plain(value: Any) -> Any:
    if isinstance(value, int) and abs(value) >= LARGEST:
        raise ValueError
    return value.date() if isinstance(value, datetime) else value
