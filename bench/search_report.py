"""What `bench/search` has found, as figures for programs and as a table for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

BARS = {"r1": 0.66, "r5": 0.89, "mrr10": 0.76}
MISTYPED_LOSES, REFUSED, ANSWERED = 0.08, 0.75, 0.90

Figures = dict[str, float]


def figures(found: Sequence[Sequence[int]], right: Sequence[int]) -> Figures:
    """How often the right answer is first, and among five, and the mean of one over its rank."""
    asked = list(zip(found, right, strict=True))
    places = [list(keys).index(key) + 1 if key in keys else 0 for keys, key in asked]
    count = len(places) or 1
    return {
        "r1": sum(place == 1 for place in places) / count,
        "r5": sum(0 < place <= 5 for place in places) / count,
        "mrr10": sum(1 / place for place in places if 0 < place <= 10) / count,
    }


def short(found: dict[str, Any]) -> dict[str, Any]:
    """The figures for programs."""
    counts = {name: found[name] for name in ("questions", "pool")}
    return counts | {
        name: round(value, 4) for name, value in figures(found["ranks"], found["right"]).items()
    }


def table(found: dict[str, Any]) -> str:
    right = found["right"]
    entered, took = found["seconds_to_enter"], found["milliseconds"]
    asked = f"{found['questions']} questions, {found['pool']} answers"
    lines = [
        f"{asked}: entered in {entered:.1f} s, {took:.1f} ms a question.",
        "",
        "| | first | among five | MRR@10 |",
        "|---|---:|---:|---:|",
        _line("Kundportal", figures(found["ranks"], right)),
    ]
    for name, start in (("even", 0), ("odd", 1)):
        half = figures(found["ranks"][start::2], right[start::2])
        lines.append(_line(f"its {name} questions", half))
    lines.append(_line("one letter wrong in each long word", figures(found["mistyped"], right)))
    lines += [_line(name, figures(ranks, right)) for name, ranks in found["baselines"].items()]
    return "\n".join([*lines, "", "| questions | sure of |", "|---|---:|", *_how_sure(found), ""])


def _how_sure(found: dict[str, Any]) -> list[str]:
    told = {
        "answered": "all",
        "answered_mistyped": "all, with typing errors",
        "inside": "those of the half of the answers that is there",
        "outside": "those of the half that is not",
        "everyday": "of everyday life",
    }
    return [f"| {words} | {_share(found[name]):.0%} |" for name, words in told.items()]


def bars(found: dict[str, Any]) -> list[tuple[str, bool]]:
    """What is demanded, and whether it is met."""
    right = found["right"]
    own, slips = figures(found["ranks"], right), figures(found["mistyped"], right)
    answered = _share(found["answered"])
    refused = 1 - _share([*found["outside"], *found["everyday"]])
    told = [(f"{name} {own[name]:.3f}, at least {bar}", own[name] >= bar)
            for name, bar in BARS.items()]  # fmt: skip
    for name in BARS:
        loses = own[name] - slips[name]
        words = f"{name} {loses:.3f} lower with typing errors, at most {MISTYPED_LOSES}"
        told.append((words, loses <= MISTYPED_LOSES))
    told.append((f"{answered:.2f} answered, at least {ANSWERED}", answered >= ANSWERED))
    told.append((f"{refused:.2f} refused that is not there, at least {REFUSED}",
                 refused >= REFUSED))  # fmt: skip
    return told


def _share(sure: Sequence[bool]) -> float:
    return sum(sure) / (len(sure) or 1)


def _line(name: str, found: Figures) -> str:
    return f"| {name} | {found['r1']:.3f} | {found['r5']:.3f} | {found['mrr10']:.3f} |"
