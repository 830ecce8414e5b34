"""The figures as a table for people and as JSON for programs, and whether the bars are met."""

from __future__ import annotations

import os
import platform
from statistics import median
from typing import Any

from bench.measuring import Measured, Series

LEAST_RATIO = 0.6
MOST_GROWTH = 1.15
MOST_QUERIES = 8
BARRED_AT = 100_000
WRITES = "reply posted"
SEARCH = "search"  # its floor is the list itself
MOST_OF_LIST = 1.5


def table(found: list[Measured]) -> str:
    names = ["tickets", "page", "requests/s", "p50 ms", "p95 ms", "queries", "KB",
             "floor's requests/s", "share"]  # fmt: skip
    lines = [f"| {' | '.join(names)} |", "|" + "---|" * 2 + "---:|" * 7]
    for one in found:
        page = one.page
        lines.append(
            f"| {one.tickets:,} | {one.name} | {page.rate:.0f} | {page.p50:.1f} | {page.p95:.1f} "
            f"| {one.queries or '–'} | {page.size / 1000:.1f} | {one.floor.rate:.0f} "
            f"| {one.ratio:.2f} |"
        )
    return "\n".join(lines)


def growth(found: list[Measured]) -> dict[str, float]:
    """How much longer each page takes at the largest size than at the smallest, by its median."""
    sizes = sorted({one.tickets for one in found})
    if len(sizes) < 2:
        return {}
    small = {one.name: one.page for one in found if one.tickets == sizes[0]}
    large = {one.name: one.page for one in found if one.tickets == sizes[-1]}
    return {name: _growth(small[name], large[name]) for name in small}


def _growth(small: Series, large: Series) -> float:
    pairs = zip(small.medians, large.medians, strict=True)
    return median(after / before for before, after in pairs)


def bars(found: list[Measured]) -> list[tuple[str, bool]]:
    """Each bar as a line, and whether it is met."""
    lines = []
    for one in [one for one in found if one.name != WRITES]:
        where = f"{one.name}, {one.tickets:,} tickets"
        if one.tickets >= BARRED_AT and one.name.startswith(SEARCH):
            times = _growth(one.floor, one.page)
            line = f"{where}: median {times:.2f} times the list's, at most {MOST_OF_LIST}"
            lines.append((line, times <= MOST_OF_LIST))
        elif one.tickets >= BARRED_AT:
            share = f"{where}: share {one.ratio:.2f}, at least {LEAST_RATIO}"
            lines.append((share, one.ratio >= LEAST_RATIO))
        few = one.queries_of_one_row
        queries = f"{where}: {one.queries} queries, at most {MOST_QUERIES}; with one row {few}"
        lines.append((queries, one.queries == few and one.queries <= MOST_QUERIES))
    for name, factor in growth(found).items():
        lines.append((f"{name}: grows by {factor:.2f}, at most {MOST_GROWTH}",
                      factor <= MOST_GROWTH))  # fmt: skip
    return lines


def as_json(found: list[Measured]) -> dict[str, Any]:
    return {
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        "pages": [
            {
                "tickets": one.tickets,
                "page": one.name,
                "queries": one.queries or None,
                "queries_of_one_row": one.queries_of_one_row,
                "share_of_floor": round(one.ratio, 3),
                "measured": _figures(one.page),
                "floor": _figures(one.floor),
            }
            for one in found
        ],
        "growth": {name: round(factor, 3) for name, factor in growth(found).items()},
        "bars": [{"bar": line, "met": met} for line, met in bars(found)],
    }


def _figures(series: Series) -> dict[str, float]:
    return {
        "requests_per_second": round(series.rate, 1),
        "p50_ms": round(series.p50, 2),
        "p95_ms": round(series.p95, 2),
        "bytes": series.size,
    }
