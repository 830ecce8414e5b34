"""Every address of the product, found in the patterns themselves, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Address:
    """One URL pattern."""

    name: str
    route: str
    view: Callable[..., Any]
    takes: tuple[str, ...]

    @property
    def methods(self) -> set[str]:
        return getattr(self.view, "methods", set())

    def url(self, known: dict[str, Any]) -> str:
        """The address of something that is there; `known` says what, by name or by argument."""
        kwargs = {one: known.get(f"{self.name}.{one}", known.get(one)) for one in self.takes}
        missing = [one for one, value in kwargs.items() if value is None]
        assert not missing, f"tests/house/conftest.py must say what {missing} of {self.name} are"
        return reverse(self.name, kwargs=kwargs)


def addresses() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, "", ()))


def _walk(
    patterns: list[URLPattern | URLResolver], before: str, taken: tuple[str, ...]
) -> Iterator[Address]:
    for one in patterns:
        route = before + str(one.pattern)
        takes = taken + tuple(one.pattern.converters)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, route, takes)
        else:
            yield Address(one.name or "", route, one.callback, takes)
