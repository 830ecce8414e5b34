"""Categories, articles, their translations and revisions."""

from kundportal.knowledge.models.article import Article
from kundportal.knowledge.models.article_file import ArticleFile
from kundportal.knowledge.models.category import Category
from kundportal.knowledge.models.read_before import ReadBefore
from kundportal.knowledge.models.reading import Reading
from kundportal.knowledge.models.revision import Revision
from kundportal.knowledge.models.stages import Stage
from kundportal.knowledge.models.ticket_draft import TicketDraft
from kundportal.knowledge.models.translation import Translation

__all__ = [
    "Article", "ArticleFile", "Category", "ReadBefore", "Reading", "Revision", "Stage",
    "TicketDraft", "Translation",
]  # fmt: skip
