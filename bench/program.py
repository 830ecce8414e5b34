"""`bench/run`: fills, serves, measures, reports; exit code 1 when a bar is missed."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from bench import report
from bench.measuring import Measured, measure
from bench.site import running
from kundportal.lib.postgres import PostgresProblem
from kundportal.running.folder import Problem

SIZES = (10_000, 100_000)


def main(words: Sequence[str]) -> int:
    """0 when every bar is met, 1 when one is missed, 2 when nothing could be measured."""
    chosen = _parser().parse_args(words)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sizes = SIZES if chosen.compare else (chosen.tickets,)
    try:
        with ExitStack() as stack:
            sites = [
                stack.enter_context(running(size, chosen.port + at, chosen.data))
                for at, size in enumerate(sizes)
            ]
            found = measure(sites, rounds=chosen.rounds, seconds=chosen.seconds)
    except (Problem, PostgresProblem, OSError) as problem:
        print(problem, file=sys.stderr)
        return 2
    if chosen.json:
        chosen.json.write_text(json.dumps(report.as_json(found), indent=2) + "\n")
    return _tell(found)


def _tell(found: list[Measured]) -> int:
    print(report.table(found) + "\n")
    bars = report.bars(found)
    for line, met in bars:
        print(f"{'met   ' if met else 'MISSED'}  {line}")
    return 0 if all(met for _line, met in bars) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--tickets", type=int, default=SIZES[-1], help="how many (100000)")
    size.add_argument("--compare", action="store_true", help="10,000 and 100,000, in turn")
    parser.add_argument("--rounds", type=int, default=16, help="rounds per page (16)")
    parser.add_argument("--seconds", type=float, default=0.8, help="length of half a round (0.8)")
    parser.add_argument("--port", type=int, default=18500, help="first port to serve at (18500)")
    parser.add_argument("--data", type=Path, help="the data folder, for one size")
    parser.add_argument("--json", type=Path, help="also writes the figures to this file")
    return parser
