"""What the worker does about articles."""

from uuid import UUID

from procrastinate.contrib.django import app

from kundportal.knowledge import arranging, reminding, scanning
from kundportal.knowledge.models import Article, ArticleFile, Category, Revision
from kundportal.lib import strays
from kundportal.lib.paging import walk


@app.task
def scan_file(key: str) -> None:
    """Has a file that has just come in judged; the timetable tries again what this can't."""
    scanning.scan(UUID(key))


@app.task(queueing_lock="knowledge.scan_all")
def scan_all(timestamp: int) -> None:
    """Tries those files again that still wait for the virus scanner."""
    scanning.scan_all()


@app.task(queueing_lock="knowledge.publish")
def publish(timestamp: int) -> None:
    """Publishes what was planned, once its time has come."""
    for revision in Revision.objects.due():
        revision.publish_as_planned()


@app.task(queueing_lock="knowledge.date")
def date(timestamp: int) -> None:
    """Has search know which articles ought to have been reviewed by now."""
    for article in Article.objects.to_date():
        arranging.reenter(article)


@app.task(queueing_lock="knowledge.remind")
def remind(timestamp: int) -> None:
    """Reminds of the articles to be looked at again, once before the date and once after."""
    reminding.remind()


@app.task(retry=5)
def enter_category(category_id: int) -> None:
    """Puts the articles of a category into search anew, after it has changed."""
    if category := Category.objects.filter(pk=category_id).first():
        for article in walk(Article.objects.within(category).for_desk()):
            arranging.reenter(article)


@app.task(queueing_lock="knowledge.forget_strays")
def forget_strays(timestamp: int) -> None:
    """Removes files that no row names."""
    strays.forget_strays("knowledge", ArticleFile)
