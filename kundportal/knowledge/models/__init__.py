"""Categories, articles, their translations and revisions; what is read, judged and followed."""

from kundportal.knowledge.models.article import Article
from kundportal.knowledge.models.article_file import ArticleFile
from kundportal.knowledge.models.category import Category
from kundportal.knowledge.models.import_run import ImportLine, ImportRun
from kundportal.knowledge.models.imported import Imported
from kundportal.knowledge.models.outside_base import OutsideBase
from kundportal.knowledge.models.read_before import ReadBefore
from kundportal.knowledge.models.reading import Reading
from kundportal.knowledge.models.revision import Revision
from kundportal.knowledge.models.stages import Stage
from kundportal.knowledge.models.subscription import Subscription, Wants
from kundportal.knowledge.models.ticket_draft import TicketDraft
from kundportal.knowledge.models.translation import Translation
from kundportal.knowledge.models.vote import Vote

__all__ = [
    "Article", "ArticleFile", "Category", "ImportLine", "ImportRun", "Imported", "OutsideBase",
    "ReadBefore", "Reading", "Revision", "Stage", "Subscription", "TicketDraft", "Translation",
    "Vote", "Wants",
]  # fmt: skip
