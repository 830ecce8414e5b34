"""The questions of the help page, read from one text per language in `help/`.

A section begins with `# anchor: Title`, a question with `## anchor: Title`; below it stands the
answer as Markdown. The anchors are the same in every language, so that a link holds in all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.utils import parseaddr
from functools import cache
from pathlib import Path

from django.conf import settings

FOLDER = Path(__file__).parent / "help"
_HEADING = re.compile(r"^(##?) ([a-z-]+): (.+)$")


@dataclass
class Question:
    anchor: str
    title: str
    answer: str = ""


@dataclass
class Section:
    anchor: str
    title: str
    questions: list[Question] = field(default_factory=list)


@cache
def questions(language: str) -> list[Section]:
    """The sections with their questions, what the vendor promises filled in."""
    path = FOLDER / f"{language}.md"
    text = (path if path.exists() else FOLDER / "sv.md").read_text(encoding="utf-8")
    sections: list[Section] = []
    for line in text.format_map(_promises()).splitlines():
        if heading := _HEADING.match(line):
            level, anchor, title = heading.groups()
            if level == "#":
                sections.append(Section(anchor, title))
            else:
                sections[-1].questions.append(Question(anchor, title))
        elif sections and sections[-1].questions:
            sections[-1].questions[-1].answer += line + "\n"
    return sections


def _promises() -> dict[str, object]:
    return {
        "decision_days": settings.DECISION_WITHIN,
        "answer_days": settings.ANSWER_WITHIN,
        "reopen_days": settings.REOPEN_WITHIN,
        "activation_days": settings.ACTIVATION_TIMEOUT // (24 * 3600),
        "reset_minutes": settings.PASSWORD_RESET_TIMEOUT // 60,
        "largest_file": settings.FILE_LARGEST_MB,
        "most_files": settings.FILES_AT_ONCE,
        "sender": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "vendor": settings.VENDOR_NAME,
    }
