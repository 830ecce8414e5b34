"""Categories, articles, their translations and revisions."""

from kundportal.knowledge.models.article import Article
from kundportal.knowledge.models.article_file import ArticleFile
from kundportal.knowledge.models.category import Category
from kundportal.knowledge.models.import_run import ImportLine, ImportRun
from kundportal.knowledge.models.imported import Imported
from kundportal.knowledge.models.revision import Revision
from kundportal.knowledge.models.stages import Stage
from kundportal.knowledge.models.translation import Translation

__all__ = [
    "Article",
    "ArticleFile",
    "Category",
    "ImportLine",
    "ImportRun",
    "Imported",
    "Revision",
    "Stage",
    "Translation",
]
