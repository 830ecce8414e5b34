"""`bench/enumeration`: known and unknown addresses in turn; exit code 1 when one can be told."""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench import site
from bench.doors import DOORS, Door, Series, Visitor
from bench.prepare_doors import DOMAIN, INVITES_EACH
from kundportal.lib.postgres import PostgresProblem
from kundportal.running import programs
from kundportal.running.folder import Problem

MOST_MILLISECONDS = 10.0
WARMING_UP = 3


def main(words: Sequence[str]) -> int:
    """0 when no door tells anything, 1 when one does, 2 when nothing could be measured."""
    chosen = _parser().parse_args(words)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    count = chosen.tries + WARMING_UP
    plan = site.Plan(
        folder=chosen.data,
        port=chosen.port,
        preparation=["bench.prepare_doors", str(count)],
        programs={"web server": programs.web_server(chosen.port), "worker": programs.worker()},
        fingerprint=uuid4().hex,  # addresses and counters of an earlier run would be in the way
        settings={"KUNDPORTAL_PROXIES": "1"},  # each request names a place of its own
    )
    try:
        with site.served(plan) as people:
            found = {door: _measure(chosen.port, door, people, chosen.tries) for door in DOORS}
    except (Problem, PostgresProblem, OSError) as problem:
        print(problem, file=sys.stderr)
        return 2
    if chosen.json:
        chosen.json.write_text(json.dumps(_as_json(found), indent=2) + "\n")
    return _tell(found)


def _measure(
    port: int, door: Door, people: dict[str, list[str]], tries: int
) -> tuple[Series, Series]:
    """Pairs of a known and an unknown address, either first."""
    visitor, known, unknown = Visitor(port), Series(), Series()
    for number, email in enumerate(people[door.known]):
        agent = people["agents"][2 * number // INVITES_EACH] if door.is_for_staff else ""
        # As long as the known one, so that the answers are as long.
        stranger = f"{uuid4().hex[: len(email.partition('@')[0])]}@{DOMAIN}"
        pair = [(known, email), (unknown, stranger)]
        random.shuffle(pair)
        for series, address in pair:
            took, answer = visitor.ask(door, address, agent)
            series.answers.add(answer)
            if number >= len(people[door.known]) - tries:
                series.times.append(took)
    return known, unknown


def _tell(found: dict[Door, tuple[Series, Series]]) -> int:
    print("| door | answer | known p50 ms | p95 | unknown p50 ms | p95 | difference of medians |")
    print("|" + "---|" * 2 + "---:|" * 5)
    met = True
    for door, (known, unknown) in found.items():
        answers = known.answers | unknown.answers
        what = ", ".join(str(answer[0]) for answer in answers)
        print(
            f"| {door.name} | {what} | {known.p50:.1f} | {known.p95:.1f} | {unknown.p50:.1f} "
            f"| {unknown.p95:.1f} | {_difference(known, unknown):.2f} |"
        )
        met = met and _is_met(known, unknown)
    bar = f"known and unknown: one answer, medians less than {MOST_MILLISECONDS:.0f} ms apart"
    print(f"\n{'met   ' if met else 'MISSED'}  {bar}")
    return 0 if met else 1


def _difference(known: Series, unknown: Series) -> float:
    return known.p50 - unknown.p50


def _is_met(known: Series, unknown: Series) -> bool:
    is_same = len(known.answers | unknown.answers) == 1
    return is_same and abs(_difference(known, unknown)) < MOST_MILLISECONDS


def _as_json(found: dict[Door, tuple[Series, Series]]) -> list[dict[str, Any]]:
    return [
        {
            "door": door.name,
            "answers": sorted(answer[0] for answer in known.answers | unknown.answers),
            "known_p50_ms": round(known.p50, 2),
            "unknown_p50_ms": round(unknown.p50, 2),
            "difference_ms": round(_difference(known, unknown), 2),
            "met": _is_met(known, unknown),
        }
        for door, (known, unknown) in found.items()
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench/enumeration", description=__doc__)
    parser.add_argument("--tries", type=int, default=200, help="of each kind at each door (200)")
    parser.add_argument("--port", type=int, default=18520, help="port to serve at (18520)")
    parser.add_argument("--data", type=Path, default=site.FOLDERS / "bench-enumeration",
                        help="the data folder, made anew")  # fmt: skip
    parser.add_argument("--json", type=Path, help="also writes the figures to this file")
    return parser
