"""What editors are told of: texts to review, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kundportal.people.models import Person

if TYPE_CHECKING:
    from kundportal.knowledge.models.revision import Revision


def review_asked(revision: Revision, *, by: Person, event: int) -> None:
    """Tells whoever is asked to review a text; the leads where nobody is."""


def sent_back(revision: Revision, *, by: Person, event: int) -> None:
    """Tells whoever wrote a text that it is not ready."""
