"""Says of files that hold mails what is in them, and whether a program would answer."""

from __future__ import annotations

from typing import Any

from kundportal.incoming.lines import ReadsFiles
from kundportal.incoming.parsing.reading import read
from kundportal.incoming.replying.deciding import decide


class Command(ReadsFiles):
    help = "Reads mails as those that come in are read: a JSON line per file says what is in it."

    def facts(self, raw: bytes) -> dict[str, Any]:
        mail = read(raw)
        decision = decide(mail)
        return {
            "from": mail.sender,
            "subject": mail.subject,
            "attachments": [one.name for one in mail.attachments],
            "automatic": decision.is_automatic,
            "would_answer": decision.answer,
            "why": decision.why,
        }
