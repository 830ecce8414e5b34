"""What search keeps."""

from kundportal.search.models.asked import Asked, Opened
from kundportal.search.models.audience import Audience, Audienced, AudienceQuerySet
from kundportal.search.models.entry import Entry, Gone
from kundportal.search.models.term import Corpus, Term
from kundportal.search.models.trace import Trace
from kundportal.search.models.words import StopWord, Synonym

__all__ = [
    "Asked", "Audience", "AudienceQuerySet", "Audienced", "Corpus", "Entry", "Gone", "Opened",
    "StopWord", "Synonym", "Term", "Trace",
]  # fmt: skip
