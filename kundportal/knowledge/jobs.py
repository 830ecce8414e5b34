"""What the worker does about articles."""

import logging
from collections.abc import Callable
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

from kundportal.knowledge.editing import arranging, reminding, scanning
from kundportal.knowledge.importing import at_desk
from kundportal.knowledge.models import Article, ArticleFile, Category, ImportRun, Revision
from kundportal.knowledge.models.import_run import State
from kundportal.knowledge.reading import telling_readers
from kundportal.lib import strays
from kundportal.lib.paging import walk

TRIES = 4
_log = logging.getLogger(__name__)


class NotPublished(Exception):
    """So many texts whose time has come could not be published."""


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
    failed = 0
    for revision in Revision.objects.due():
        try:
            revision.publish_as_planned()
        except Exception as fault:  # noqa: BLE001 the others have their time as well
            failed += 1
            _log.error("revision %s could not be published: %s", revision.pk, type(fault).__name__)
    if failed:
        raise NotPublished(failed)


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


@app.task(retry=5)
def tell_followers(revision_id: int, by_id: int | None) -> None:
    """Tells those who follow the article that it is new or has changed."""
    telling_readers.tell_followers(revision_id, by_id=by_id)


@app.task(retry=5)
def tell_owner(revision_id: int) -> None:
    """Tells who looks after the article that it has not helped."""
    telling_readers.tell_owner(revision_id)


@app.task(pass_context=True, retry=RetryStrategy(max_attempts=TRIES - 1, wait=30))
def look_into_import(context: JobContext, *, run_id: int) -> None:
    """Says what would become of each text of a file that was sent in."""
    _work(context, run_id, at_desk.look_into, State.LOOKING)


@app.task(pass_context=True, retry=RetryStrategy(max_attempts=TRIES - 1, wait=30))
def carry_out_import(context: JobContext, *, run_id: int) -> None:
    """Imports them, going on where a worker was killed."""
    _work(context, run_id, at_desk.carry_out, State.IMPORTING)


def _work(context: JobContext, run_id: int, step: Callable[[ImportRun], None], at: str) -> None:
    """Tries it a few times; a try may also end by the death of its worker, which counts as one."""
    run = ImportRun.objects.for_list().filter(pk=run_id, state=at).first()
    if run is None:
        return
    tries_before = context.job.attempts
    if tries_before >= TRIES:
        run.stop(["worker-gone", ""])
        return
    try:
        step(run)
    except Exception as fault:
        if tries_before >= TRIES - 1:
            run.stop(["failed", type(fault).__name__])
        raise


@app.task(queueing_lock="knowledge.forget_imports")
def forget_imports(timestamp: int) -> None:
    """Removes the files of imports that have been kept long enough."""
    ImportRun.objects.forget_old()
    ImportRun.objects.forget_strays()
