"""Takes a whole source through: looks into it, or carries it out, a batch at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db import InterfaceError, OperationalError, transaction

from kundportal.knowledge.importing import comparing
from kundportal.knowledge.importing.destination import Addresses, Destination
from kundportal.knowledge.importing.documents import Document, Entry, Remark, Source, Unreadable
from kundportal.knowledge.importing.putting import Writer
from kundportal.knowledge.models import Article

logger = logging.getLogger(__name__)
BATCH = 25
MOST_GONE = 500


@dataclass
class Line:
    """What becomes of an entry."""

    path: str
    outcome: str
    title: str = ""
    language: str = ""
    remarks: list[Remark] = field(default_factory=list)
    article_id: int | None = None


def look(source: Source, destination: Destination) -> Iterator[Line]:
    """What would become of each entry; and what was imported before and is not there any more."""
    addresses = Addresses.of(source.entries, destination)
    for entry in source.entries:
        document, line = _read(source, entry)
        if document is not None:
            standing = comparing.compare(document, source, destination, addresses)
            line.outcome = standing.outcome
            line.remarks = [*document.remarks, *standing.remarks]
            line.article_id = standing.article.pk if standing.article else None
        yield line
    yield from _gone(source, destination)


def carry_out(
    source: Source,
    destination: Destination,
    *,
    begun: int = 0,
    done: int = 0,
    tell: Callable[[int, int, list[tuple[int, Line]]], bool] = lambda begun, done, lines: True,
) -> Iterator[Line]:
    """Imports each entry after those that are `done` already.

    `tell` hears of each batch in its transaction, and says whether to go on.
    """
    addresses = Addresses.of(source.entries, destination)
    writer = Writer(source, destination, addresses)
    for batch in _batches(source.entries, begun):
        with transaction.atomic():
            for _number, entry in batch:
                _begin(writer, source, entry)
            if not tell(batch[-1][0] + 1, done, []):
                return
    for batch in _batches(source.entries, done):
        with transaction.atomic():
            lines = [(number, _put(writer, source, entry)) for number, entry in batch]
            if not tell(len(source.entries), batch[-1][0] + 1, lines):
                return
        yield from (line for _number, line in lines)


def _batches(entries: list[Entry], after: int) -> Iterator[list[tuple[int, Entry]]]:
    ahead = islice(enumerate(entries), after, None)
    while batch := list(islice(ahead, BATCH)):
        yield batch


def _read(source: Source, entry: Entry) -> tuple[Document | None, Line]:
    line = Line(entry.path[:300], comparing.SKIPPED, entry.title, entry.language)
    if entry.problem:
        line.remarks.append(entry.problem)
        return None, line
    try:
        return source.read(entry), line
    except Unreadable as fault:
        line.remarks.append(fault.remark)
    except Exception as fault:
        logger.exception("A text could not be read for import: %s", type(fault).__name__)
        line.remarks.append(Remark("failed", type(fault).__name__))
    return None, line


def _begin(writer: Writer, source: Source, entry: Entry) -> None:
    document, _line = _read(source, entry)
    if document is None or entry.key in writer.addresses.numbers:
        return
    try:
        with transaction.atomic():
            writer.begin(document)
    except (OperationalError, InterfaceError):
        raise  # the database is gone, for all of them
    except Exception as fault:
        logger.exception("An article could not be begun: %s", type(fault).__name__)


def _put(writer: Writer, source: Source, entry: Entry) -> Line:
    document, line = _read(source, entry)
    if document is None:
        return line
    try:
        with transaction.atomic():
            if entry.key not in writer.addresses.numbers:
                writer.begin(document)
            standing = writer.put(document)
    except (OperationalError, InterfaceError):
        raise
    except Exception as fault:
        logger.exception("A text could not be imported: %s", type(fault).__name__)
        line.remarks = [*document.remarks, Remark("failed", type(fault).__name__)]
        return line
    line.outcome, line.remarks = standing.outcome, standing.remarks
    line.article_id = standing.article.pk if standing.article else None
    return line


def _gone(source: Source, destination: Destination) -> Iterator[Line]:
    """What an earlier import of the same source brought, and this one does not hold."""
    origins = {destination.origin_of(entry) for entry in source.entries if entry.key}
    begins = {origin.partition("/")[0] for origin in origins}
    for begin in sorted(begins & {"pages", "zendesk", "freshdesk"}):
        room = f"pages/{destination.room}/" if begin == "pages" else f"{begin}/"
        rows = Article.objects.filter(origin__startswith=room, withdrawn_at=None)
        missing = [(pk, origin) for pk, origin in rows.values_list("pk", "origin").iterator()
                   if origin not in origins]  # fmt: skip
        for pk, origin in missing[:MOST_GONE]:
            yield Line(origin[:300], comparing.GONE, article_id=pk)


def counts_of(lines: list[Line]) -> dict[str, int]:
    """How many of each outcome, and how many with something to look at."""
    counts = dict.fromkeys(comparing.OUTCOMES, 0)
    for line in lines:
        counts[line.outcome] += 1
    return {name: count for name, count in counts.items() if count} | {
        "remarks": sum(bool(line.remarks) for line in lines)
    }
