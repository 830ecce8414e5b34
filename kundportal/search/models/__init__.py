"""What search keeps."""

from kundportal.search.models.asked import Asked, Opened
from kundportal.search.models.audience import Audience, Audienced, AudienceQuerySet
from kundportal.search.models.entry import Entry
from kundportal.search.models.trace import Trace

__all__ = ["Asked", "Audience", "AudienceQuerySet", "Audienced", "Entry", "Opened", "Trace"]
