"""What the addresses of what is counted are made of and take, and who may send it."""

from __future__ import annotations

from typing import Any

FIGURES: dict[str, tuple[str, dict[str, Any]]] = {
    "desk-phrasing": ("agent", {"words": "glömt lösenord", "article": "1", "other": "1"}),
    "desk-article-draft": ("agent", {}),
}


def names_of_figures() -> dict[str, Any]:
    return {"desk-figures-file.kind": "csv"}
