"""Every address of the product, found in the patterns themselves, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters


@dataclass(frozen=True)
class Route:
    """One URL pattern, with the converter of each of its parameters."""

    name: str
    route: str
    view: Callable[..., Any]
    parameters: Mapping[str, str]

    @property
    def methods(self) -> set[str]:
        found: set[str] = getattr(self.view, "methods", set())
        return found

    @property
    def gate(self) -> str:
        """Who passes; empty where no gate stands."""
        return getattr(self.view, "gate", "")

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "route": f"/{self.route}",
            "methods": sorted(self.methods),
            "gate": self.gate,
            "parameters": [
                {"name": name, "converter": kind} for name, kind in self.parameters.items()
            ],
        }


def routes() -> list[Route]:
    patterns = get_resolver().url_patterns  # reading them registers our own converters
    kinds = {type(one): name for name, one in get_converters().items()}
    return list(_walk(patterns, "", {}, kinds))


def _walk(
    patterns: list[URLPattern | URLResolver],
    before: str,
    taken: dict[str, str],
    kinds: Mapping[type, str],
) -> Iterator[Route]:
    for one in patterns:
        route = before + str(one.pattern)
        here = {name: kinds[type(kind)] for name, kind in one.pattern.converters.items()}
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, route, taken | here, kinds)
        else:
            yield Route(one.name or "", route, one.callback, taken | here)
