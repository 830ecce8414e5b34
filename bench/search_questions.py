"""The questions of a file, the same with typing errors, and questions that no file answers."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

from kundportal.running.folder import Problem

LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"
LONG = 5  # letters; only longer words get an error
WORD = re.compile(r"[^\W\d_]+")

EVERYDAY = (
    "Hur lagar man köttbullar med gräddsås?",
    "Vilket lag vann hockey-VM förra året?",
    "Vad heter huvudstaden i Australien?",
    "Hur byter jag däck på bilen?",
    "När går nästa buss till Uppsala?",
    "Hur gammal blir en sköldpadda?",
    "Kan man odla tomater på balkongen?",
    "Vem skrev Röda rummet?",
    "Hur mycket väger en elefant?",
    "Var kan jag köpa billiga skor?",
    "Vilken temperatur ska brödet bakas i?",
    "Varför är himlen blå?",
    "Hur många kalorier innehåller en banan?",
    "Vad kostar en biljett till operan?",
    "Hur klipper man en hund?",
    "Är det farligt att äta svamp från skogen?",
    "Vilka färger passar i ett sovrum?",
    "Hur lär jag mig spela gitarr?",
    "Hur ställer jag om klockan på mikrovågsugnen?",
    "Hur långt är det till månen?",
    "What is the weather like today?",
    "How do I cook pasta?",
    "Who won the world cup?",
    "Where can I buy a new phone?",
    "How far is it to the moon?",
    "Can you recommend a good film?",
)


@dataclass(frozen=True)
class Pool:
    """The different right answers, and each question with the key of its own."""

    answers: list[str]
    questions: list[tuple[str, int]]

    @classmethod
    def read(cls, file: Path) -> Pool:
        """Of a file with a line of JSON for each question."""
        keys: dict[str, int] = {}
        questions = []
        for number, line in enumerate(file.read_text().splitlines(), start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                answer = row["candidate_answers"][row["label"]]
                questions.append((row["question"], keys.setdefault(answer, len(keys))))
            except (ValueError, LookupError, TypeError) as problem:
                raise Problem(f"{file}, line {number}: {problem!r}") from None
        if not questions:
            raise Problem(f"There is no question in {file}.")
        return cls(list(keys), questions)


def mistyped(question: str, seed: int) -> str:
    """One letter wrong in each long word: another one, one dropped, or two swapped."""
    chance = random.Random(seed)
    return WORD.sub(lambda found: _slipped(found.group(), chance), question)


def _slipped(word: str, chance: random.Random) -> str:
    if len(word) <= LONG:
        return word
    kind, at = chance.choice(("other", "dropped", "swapped")), chance.randrange(len(word) - 1)
    if kind == "dropped":
        return word[:at] + word[at + 1 :]
    if kind == "swapped" and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    others = [letter for letter in LETTERS if letter != word[at].lower()]
    return word[:at] + chance.choice(others) + word[at + 1 :]
