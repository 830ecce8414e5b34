"""How many identity numbers the guard finds, and how often it is wrong about other numbers."""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bench import identity_samples
from kundportal.lib import identity_cues, identity_numbers

TODAY = date(2026, 11, 28)
SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data"


def is_found(text: str) -> bool:
    return bool(identity_numbers.find(text, today=TODAY))


def is_wholly_found(written: str, text: str) -> bool:
    """Whether no number of a sample goes out: each is found from its first to its last sign."""
    found = identity_numbers.find(text, today=TODAY)
    wanted = text.count(written)
    return sum(text[one.start : one.end] == written for one in found) == wanted


def measure(size: int, seed: int) -> dict[str, Any]:
    """The share that is found and the share of false alarms, in all and kind by kind."""
    started = time.perf_counter()
    missed = [
        (country, text)
        for country, written, text in identity_samples.numbers(size, seed)
        if not is_wholly_found(written, text)
    ]
    others = list(identity_samples.others(10 * size, seed))
    wrong = [(kind, text) for kind, text in others if is_found(text)]
    kinds = Counter(kind for kind, _text in others)
    wrong_kinds = Counter(kind for kind, _text in wrong)
    return {
        "found": 1 - len(missed) / size,
        "false_alarms": len(wrong) / len(others),
        "false_alarms_by_kind": {kind: wrong_kinds[kind] / kinds[kind] for kind in kinds},
        "missed": missed,
        "wrong": wrong,
        "seconds": time.perf_counter() - started,
    }


def real_texts() -> Iterator[tuple[str, str]]:
    """What Swedish authorities have written for people, where the folder is there."""
    for file in sorted(SHARED.glob("help-centre/**/*.md")):
        yield str(file.relative_to(SHARED)), file.read_text("utf-8")
    faq = SHARED / "swefaq" / "dev.jsonl"
    if faq.exists():
        for at, line in enumerate(faq.read_text("utf-8").splitlines(), start=1):
            yield f"swefaq:{at}", line


def alarms(text: str) -> list[str]:
    found = [text[one.start : one.end] for one in identity_numbers.find(text, today=TODAY)]
    return found + [one[0] for one in identity_cues.protected(text)]


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench/identity", description=__doc__)
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--show", action="store_true", help="also what was missed and wrong")
    chosen = parser.parse_args(words)
    figures = measure(chosen.size, chosen.seed)
    texts = list(real_texts())
    figures["real_texts"] = len(texts)
    figures["real_alarms"] = [(name, one) for name, text in texts for one in alarms(text)]
    print(f"found        {figures['found']:8.2%}   (bar 99 %)")
    print(f"false alarms {figures['false_alarms']:8.2%}   (bar 1 %)")
    for kind, share in figures["false_alarms_by_kind"].items():
        print(f"  {kind:14}{share:8.2%}")
    print(f"real texts   {len(figures['real_alarms'])} alarms in {len(texts)} texts")
    if chosen.show:
        for line in (*figures["missed"], *figures["wrong"], *figures["real_alarms"]):
            print(*line, sep="  ")
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1))
    return 0 if figures["found"] >= 0.99 and figures["false_alarms"] <= 0.01 else 1
