"""What articles say that settings decide: `{decision_days}` is filled when it is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parseaddr

from django.conf import settings

_PLACE = re.compile(r"\{([a-z_]+)\}")
_SIGNS = re.compile(r"([\\`*_\[\]<>|#])")


def facts() -> dict[str, object]:
    """By the name that stands in articles."""
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


def filled(text: str, known: Mapping[str, object] | None = None) -> str:
    """Markdown with its facts; what is no fact's name stays as it is written."""
    if "{" not in text:
        return text
    known = facts() if known is None else known

    def fact(place: re.Match[str]) -> str:
        if place[1] not in known:
            return place[0]
        return _SIGNS.sub(r"\\\1", str(known[place[1]]))

    return _PLACE.sub(fact, text)
