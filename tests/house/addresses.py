"""Every address of the product, as `bin/manage routes` lists them, and how a test writes one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from kundportal.lib.routes import Route, routes


@dataclass(frozen=True)
class Address(Route):
    """One URL pattern."""

    @property
    def takes(self) -> tuple[str, ...]:
        return tuple(self.parameters)

    def url(self, known: dict[str, Any]) -> str:
        """The address of something that is there; `known` says what, by name or by argument."""
        kwargs = {one: known.get(f"{self.name}.{one}", known.get(one)) for one in self.takes}
        missing = [one for one, value in kwargs.items() if value is None]
        assert not missing, f"tests/house/conftest.py must say what {missing} of {self.name} are"
        return reverse(self.name, kwargs=kwargs)


def addresses() -> list[Address]:
    return [Address(one.name, one.route, one.view, one.parameters) for one in routes()]
