"""Counts the readings that pages have left for the worker."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import connection, transaction

from kundportal.knowledge.models import Article, Reading
from kundportal.knowledge.models.reading import BY_DAY
from kundportal.knowledge.reading.counting import READ
from kundportal.lib import dates
from kundportal.search.models import Trace
from kundportal.search.models.trace import trace_of
from kundportal.search.noting.counting_asked import count_lines

ROLL_UP = """
INSERT INTO knowledge_reading AS kept (day, article_id, language, is_month, times, tickets)
SELECT date_trunc('month', old.day)::date, old.article_id, old.language, true,
  sum(old.times), sum(old.tickets)
FROM knowledge_reading AS old WHERE NOT old.is_month AND old.day < %s GROUP BY 1, 2, 3
ON CONFLICT (day, article_id, language, is_month) DO UPDATE SET
  times = kept.times + excluded.times, tickets = kept.tickets + excluded.tickets
"""


def count_left() -> None:
    """Counts all that is left."""
    count_lines(READ, _count)


def _count(lines: list[dict[str, Any]]) -> None:
    there = set(Article.objects.numbered({line["article"] for line in lines}))
    rows: dict[tuple[Any, ...], int] = {}
    traces = []
    for line in lines:
        if line["article"] in there:
            key = line["day"], line["article"], line["language"]
            if key not in rows:
                row = Reading.objects.row(day=key[0], article=key[1], language=key[2])
                rows[key] = row.pk
            traces.append(trace_of(line, kind=Trace.Kind.READ, counted=rows[key]))
    fresh = Counter(trace.counted for trace in Trace.objects.keep(traces))
    for pk, times in fresh.items():
        Reading.objects.add([pk], times=times)


@transaction.atomic
def roll_up() -> None:
    """Turns the rows of the days before the last 90 into those of their months."""
    with connection.cursor() as cursor:
        cursor.execute(ROLL_UP, [dates.today() - BY_DAY])
    Reading.objects.long_ago().delete()
