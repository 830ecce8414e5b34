"""Categories, articles, their translations and revisions."""

from kundportal.knowledge.models.article import Article
from kundportal.knowledge.models.category import Category
from kundportal.knowledge.models.revision import Revision
from kundportal.knowledge.models.translation import Translation

__all__ = ["Article", "Category", "Revision", "Translation"]
