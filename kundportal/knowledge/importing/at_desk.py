"""The imports that are run at the desk: what the worker does with the file that was sent in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from functools import wraps

from django.db import transaction

from kundportal.knowledge.importing import comparing, running
from kundportal.knowledge.importing.destination import Destination
from kundportal.knowledge.importing.documents import Remark, Unusable
from kundportal.knowledge.importing.opening import source_in
from kundportal.knowledge.importing.running import Line
from kundportal.knowledge.models import ImportLine, ImportRun
from kundportal.lib.locks import try_to_lock


def _or_stop(step: Callable[[ImportRun], None]) -> Callable[[ImportRun], None]:
    """The step, which stops the import where the file can't be read."""

    @wraps(step)
    def tried(run: ImportRun) -> None:
        try:
            step(run)
        except Unusable as fault:
            run.stop(fault.remark.as_json())
        except FileNotFoundError:
            run.stop(Remark("not-there").as_json())

    return tried


@_or_stop
def look_into(run: ImportRun) -> None:
    """Writes the report of what would happen; nothing else is written."""
    lines: list[Line] = []
    with closing(run.open()) as file:
        source = source_in(file, run.name, language=run.language)
        run.beat(total=len(source.entries))
        for line in running.look(source, destination_of(run)):
            lines.append(line)
            if len(lines) % 100 == 0:
                run.beat(done=len(lines))
    rows = [_row(run, number, line) for number, line in enumerate(lines)]
    run.looked_into(rows, running.counts_of(lines))


@_or_stop
def carry_out(run: ImportRun) -> None:
    """Imports what is not imported yet, and tells of each text what became of it."""
    with closing(run.open()) as file:
        source = source_in(file, run.name, language=run.language)
        steps = running.carry_out(
            source, destination_of(run), begun=run.begun, done=run.done,
            tell=lambda begun, done, lines: _tell(run, begun, done, lines),
        )  # fmt: skip
        for _line in steps:
            pass
    if ImportRun.objects.get(pk=run.pk).done >= len(source.entries):
        run.finish(_counts(run))


def destination_of(run: ImportRun) -> Destination:
    return Destination(
        by=run.by, language=run.language, product=run.product, category=run.category,
        will_publish=run.will_publish, will_replace=run.will_replace,
    )  # fmt: skip


def _tell(run: ImportRun, begun: int, done: int, lines: list[tuple[int, Line]]) -> bool:
    """Keeps a batch; says no when another worker is at the same import, or has been so far."""
    if not try_to_lock("knowledge.import", run.pk):
        transaction.set_rollback(True)
        return False
    before = ImportRun.objects.get(pk=run.pk)
    if before.begun > begun or before.done > done or before.state != "importing":
        transaction.set_rollback(True)
        return False
    run.beat(begun=begun, done=done)
    if lines:
        run.lines.filter(number__in=[number for number, _line in lines]).delete()
        ImportLine.objects.bulk_create(_row(run, number, line) for number, line in lines)
    return True


def _row(run: ImportRun, number: int, line: Line) -> ImportLine:
    return ImportLine(
        run=run, number=number, path=line.path, title=line.title, language=line.language,
        outcome=line.outcome, remarks=[one.as_json() for one in line.remarks[:50]],
        article_id=line.article_id,
    )  # fmt: skip


def _counts(run: ImportRun) -> dict[str, int]:
    found = Counter(run.lines.values_list("outcome", flat=True))
    counts = {one: found[one] for one in comparing.OUTCOMES if found[one]}
    return counts | {"remarks": run.lines.with_remarks().count()}
