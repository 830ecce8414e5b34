"""`bench/finding`: how long search takes at many articles; exit code 1 when a bar is missed."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.site import FOLDERS, say
from kundportal.lib.postgres import Postgres, PostgresProblem
from kundportal.running import folder as data

FOLDER = FOLDERS / "bench-finding"
BARS = {  # what is measured, the most it may be, in what
    "search page": (2.0, "times the floor page"),
    "as you type": (1.0, "times the floor page"),
    "reading all": (60.0, "seconds"),
    "a change is found": (5.0, "seconds"),
}


def main(words: Sequence[str]) -> int:
    """0 when every bar is met, 1 when one is missed, 2 when nothing could be measured."""
    parser = argparse.ArgumentParser(prog="bench/finding", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="as bench/search takes it")
    parser.add_argument("--articles", type=int, default=10_000, help="how many (10000)")
    chosen = parser.parse_args(words)
    try:
        found = _measured(chosen.data.resolve(), chosen.articles)
    except (data.Problem, PostgresProblem, OSError) as problem:
        print(problem, file=sys.stderr)
        return 2
    missed = 0
    for name, (most, unit) in BARS.items():
        is_met = found[name] <= most
        missed += not is_met
        print(f"{'met   ' if is_met else 'MISSED'}  {name}: {found[name]:.2f} {unit} (<= {most:g})")
    return 1 if missed else 0


def _measured(file: Path, articles: int) -> Any:
    """In a portal of its own, made anew each time."""
    if not file.is_file():
        raise data.Problem(f"There is no file {file}.")
    where = data.usable(FOLDER)
    postgres = Postgres(where, holder="bench/finding", durable=False)
    if postgres.cluster.exists():
        shutil.rmtree(postgres.cluster)
    try:
        postgres.start()
        known = data.environment(where, address="http://localhost", database=postgres.url)
        env = {**os.environ, **known, "KUNDPORTAL_SEARCHES": "1000000"}
        say(f"Mixing {articles} articles …")
        words = [sys.executable, "-m", "bench.finding_measure", str(file), str(articles)]
        answer = subprocess.run(words, env=env, stdout=subprocess.PIPE, text=True, check=False)
        if answer.returncode != 0:
            raise data.Problem("Nothing could be measured; what went wrong stands above.")
        return json.loads(answer.stdout.splitlines()[-1])
    finally:
        postgres.stop()
