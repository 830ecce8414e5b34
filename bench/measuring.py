"""Many short rounds, floor and page in turn, so that whatever else the machine does meets both."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.site import Site
from kundportal.running.folder import Problem


@dataclass
class Series:
    """What came of one thing over all rounds: requests per second, times in milliseconds."""

    rates: list[float] = field(default_factory=list)
    medians: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    size: int = 0

    def add(self, step: dict[str, Any]) -> None:
        times = [1000 * seconds for seconds in step["times"]]
        self.rates.append(len(times) / step["seconds"])
        self.medians.append(median(times))
        self.times += times
        self.size = round(median(step["bytes"]))

    @property
    def rate(self) -> float:
        return median(self.rates)

    @property
    def p50(self) -> float:
        return median(self.times)

    @property
    def p95(self) -> float:
        return quantiles(self.times, n=20)[-1]


@dataclass
class Measured:
    """A page and its floor at one size."""

    tickets: int
    name: str
    queries: int
    queries_of_one_row: int | None
    floor: Series = field(default_factory=Series)
    page: Series = field(default_factory=Series)

    @property
    def ratio(self) -> float:
        """The page's requests per second as a share of the floor's: the median over the rounds."""
        pairs = zip(self.page.rates, self.floor.rates, strict=True)
        return median(page / floor for page, floor in pairs)


@contextmanager
def clients() -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.load"],
        cwd=Path(__file__).parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def measure(sites: list[Site], *, rounds: int, seconds: float) -> list[Measured]:
    """Every page of every site; the sites take turns within each round."""
    found = []
    with clients() as load:
        for at in range(len(sites[0].pages)):
            measured = [_measured(site, at) for site in sites]
            for turn in range(-1, rounds):  # the first one warms up
                for site, into in zip(sites, measured, strict=True):
                    floor, page = _round(load, site, at, seconds, page_first=turn % 2 == 1)
                    if turn >= 0:
                        into.floor.add(floor)
                        into.page.add(page)
            found += measured
    return found


def _measured(site: Site, at: int) -> Measured:
    page = site.pages[at]
    return Measured(site.tickets, page["name"], len(page["statements"]), page["queries_of_one_row"])


def _round(
    load: subprocess.Popen[str], site: Site, at: int, seconds: float, *, page_first: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    page = site.pages[at]
    order = ["page", "floor"] if page_first else ["floor", "page"]
    plans = [
        [{**step, "seconds": seconds} for step in steps]
        for steps in zip(*(page[which] for which in order), strict=True)
    ]
    assert load.stdin
    assert load.stdout
    load.stdin.write(json.dumps({"port": site.port, "clients": plans}) + "\n")
    load.stdin.flush()
    answer = json.loads(load.stdout.readline())
    if "faults" in answer:
        raise Problem(f"{page['name']}: {answer['faults'][0]}")
    by_name = dict(zip(order, answer["steps"], strict=True))
    return by_name["floor"], by_name["page"]
