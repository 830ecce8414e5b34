"""`bench/mail`: replies that are mailed and replies that are not, in turn; then an outage."""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from bench import site
from bench.doors import CSRF
from kundportal.lib.postgres import PostgresProblem
from kundportal.running import programs
from kundportal.running.folder import CHECKOUT, Problem

MOST = 1.05
TICKETS = 20
WARMING_UP = 30
MAILED, SILENT = "mailed", "only in the portal"


def main(words: Sequence[str]) -> int:
    """0 when the bar is met, 1 when it is missed, 2 when nothing could be measured."""
    chosen = _parser().parse_args(words)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    plan = site.Plan(
        folder=chosen.data,
        port=chosen.port,
        preparation=["bench.prepare_queueing", str(TICKETS)],
        programs={"web server": programs.web_server(chosen.port)},
        fingerprint=uuid4().hex,  # what an earlier run wrote would be in the way
    )
    try:
        with site.served(plan) as places:
            times = _measure(chosen.port, places, chosen.replies)
    except (Problem, PostgresProblem, OSError) as problem:
        print(problem, file=sys.stderr)
        return 2
    met = _tell(times, chosen.json)
    return int(not met) or _outage(chosen.outage)


def _measure(port: int, places: dict[str, Any], replies: int) -> dict[str, list[float]]:
    """Pairs of a reply of each kind, either first."""
    link = HTTPConnection("127.0.0.1", port, timeout=30)
    times: dict[str, list[float]] = {MAILED: [], SILENT: []}
    for number in range(replies + WARMING_UP):
        for kind in random.sample([MAILED, SILENT], 2):
            took = _reply(link, places[kind], number)
            if number >= WARMING_UP:
                times[kind].append(took)
    return times


def _reply(link: HTTPConnection, place: dict[str, Any], number: int) -> float:
    """How many milliseconds it took."""
    ticket = place["tickets"][number % TICKETS]
    fields = {"text": "Tack för svaret. " * 20, "once": uuid4(), "csrfmiddlewaretoken": CSRF}
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrf={CSRF}; kundportal={place['session']}",
    }
    begun = time.perf_counter()
    link.request("POST", f"{ticket}replies/", urlencode(fields).encode(), headers)
    answer = link.getresponse()
    answer.read()
    if answer.status != 302:
        raise Problem(f"a reply is answered with {answer.status}")
    return 1000 * (time.perf_counter() - begun)


def _tell(times: dict[str, list[float]], file: Path | None) -> bool:
    mailed, silent = median(times[MAILED]), median(times[SILENT])
    ratio = median(one / other for one, other in zip(times[MAILED], times[SILENT], strict=True))
    print("| reply | p50 ms |\n|---|---:|")
    print(f"| {MAILED} | {mailed:.1f} |\n| {SILENT} | {silent:.1f} |\n")
    met = ratio <= MOST
    print(f"{'met   ' if met else 'MISSED'}  with mail / without, median of pairs: {ratio:.3f}")
    if file:
        found = {"mailed_ms": mailed, "silent_ms": silent, "ratio": ratio, "met": met}
        file.write_text(json.dumps(found, indent=2) + "\n")
    return met


def _outage(mails: int) -> int:
    """The tests of an outage and a killed worker, with more mails than the suite has time for."""
    if not mails:
        return 0
    command = [sys.executable, "-m", "pytest", "-q", "-s", "tests/mail/test_outage.py"]
    done = subprocess.run(
        command, check=False, cwd=CHECKOUT, env=os.environ | {"MAILS": str(mails)}
    )
    return done.returncode


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench/mail", description=__doc__)
    parser.add_argument("--replies", type=int, default=400, help="of each kind (400)")
    parser.add_argument("--outage", type=int, default=1000, help="mails in the outage (1000)")
    parser.add_argument("--port", type=int, default=18520, help="port to serve at (18520)")
    parser.add_argument("--data", type=Path, default=site.FOLDERS / "bench-mail")
    parser.add_argument("--json", type=Path, help="also writes the figures to this file")
    return parser
