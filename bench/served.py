"""The WSGI application that is measured: the product, and the floor under a prefix."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kundportal.wsgi import application as product

# isort: split
from bench import floor  # its models need the application above

_floor = floor.application()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    handler = _floor if environ["PATH_INFO"].startswith(floor.PREFIX) else product
    return handler(environ, start_response)  # type: ignore[no-any-return]
