"""What the previews of texts take, and who may send it."""

from __future__ import annotations

from typing import Any

PREVIEWS: dict[str, tuple[str, dict[str, Any]]] = {
    "preview": ("customer", {"text": "T"}),
    "reply-preview": ("customer", {"text": "T", "once": "", "files": ""}),
    "reopening-preview": ("customer", {"text": "T", "once": "", "files": ""}),
    "ticket-form-preview": ("customer", {"product": 1, "text": "T", "once": "", "files": ""}),
    "desk-reply-preview": ("agent", {"text": "T", "state": "1", "once": "", "files": ""}),
    "desk-note-preview": ("agent", {"text": "T", "once": ""}),
}
