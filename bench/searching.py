"""`bench/search`: real questions asked of their answers; exit code 1 when a bar is missed."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import search_report
from bench.site import FOLDERS, say
from kundportal.lib.postgres import Postgres, PostgresProblem
from kundportal.running import folder as data

FOLDER = FOLDERS / "bench-search"
ADDRESS = "http://localhost"


def main(words: Sequence[str]) -> int:
    """0 when every bar is met, 1 when one is missed, 2 when nothing could be measured."""
    chosen = _parser().parse_args(words)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        found = _measured(chosen.data.resolve(), chosen.language, whole=not chosen.json)
    except (data.Problem, PostgresProblem, OSError) as problem:
        print(problem, file=sys.stderr)
        return 2
    if chosen.json:
        print(json.dumps(search_report.short(found)))
        return 0
    print(search_report.table(found))
    bars = search_report.bars(found)
    for line, met in bars:
        print(f"{'met   ' if met else 'MISSED'}  {line}")
    return 0 if all(met for _line, met in bars) else 1


def _measured(questions: Path, language: str, *, whole: bool) -> Any:
    """A portal of its own with nothing but the answers, made anew each time."""
    if not questions.is_file():
        raise data.Problem(f"There is no file {questions}.")
    where = data.usable(FOLDER)
    postgres = Postgres(where, holder="bench/search", durable=False)
    if postgres.cluster.exists():
        shutil.rmtree(postgres.cluster)
    try:
        postgres.start()
        known = data.environment(where, address=ADDRESS, database=postgres.url)
        say("Entering the answers as articles …")
        return _asked(questions, language, whole, {**os.environ, **known})
    finally:
        postgres.stop()


def _asked(questions: Path, language: str, whole: bool, env: dict[str, str]) -> Any:
    words = [sys.executable, "-m", "bench.search_asking", str(questions), language]
    if whole:
        words.append("whole")
    answer = subprocess.run(words, env=env, stdout=subprocess.PIPE, text=True, check=False)
    if answer.returncode != 0:
        raise data.Problem("The questions could not be asked; what went wrong stands above.")
    return json.loads(answer.stdout.splitlines()[-1])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench/search", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a line of JSON per question: "
                        "question, candidate_answers, label (which of them is right)")  # fmt: skip
    parser.add_argument("--language", default="sv", help="sv, en, nb, da or de (sv)")
    parser.add_argument("--json", action="store_true", help="only the figures, for programs")
    return parser
