"""What search keeps."""

from kundportal.search.models.audience import Audience, Audienced, AudienceQuerySet
from kundportal.search.models.entry import Entry

__all__ = ["Audience", "AudienceQuerySet", "Audienced", "Entry"]
