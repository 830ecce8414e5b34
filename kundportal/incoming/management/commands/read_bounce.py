"""Says of files that hold mails which of them are bounces, and of what."""

from __future__ import annotations

from typing import Any

from kundportal.incoming.bouncing.bounces import bounce_in
from kundportal.incoming.lines import ReadsFiles
from kundportal.incoming.parsing.reading import read
from kundportal.mail.models import Kind


class Command(ReadsFiles):
    help = "Reads mails as those that come in are read: a JSON line per file says what bounced."

    def facts(self, raw: bytes) -> dict[str, Any]:
        report = bounce_in(read(raw))
        is_bounce = report is not None and not report.is_complaint
        return {
            "is_bounce": is_bounce,
            "addresses": list(report.addresses) if report and is_bounce else [],
            "class": str(report.kind if report and is_bounce else Kind.NONE),
            "status": report.status if report and is_bounce else "",
            "hard": bool(report and is_bounce and report.is_hard),
            "complaint": bool(report and report.is_complaint),
        }
