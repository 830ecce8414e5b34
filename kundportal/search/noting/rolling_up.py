"""Searches of long ago: by month, and their words only where several have asked with them."""

from __future__ import annotations

from django.db import connection, transaction

from kundportal.lib import dates
from kundportal.search.models.asked import FEW, WORDS_KEPT, Asked

# Words are known by how often they have been asked for at all, so that what is asked again and
# again is seen over the year, and what one person once wrote is not.
SQL = """
WITH common AS (
  SELECT language, words FROM search_asked WHERE words <> ''
  GROUP BY language, words HAVING sum(times) >= %(few)s
)
INSERT INTO search_asked AS kept
  (day, language, words, reader, product_id, is_month, times, nothing, unsure, opened, tickets)
SELECT date_trunc('month', old.day)::date, old.language,
  CASE WHEN common.words IS NULL THEN '' ELSE old.words END, old.reader, old.product_id, true,
  sum(times), sum(nothing), sum(unsure), sum(opened), sum(tickets)
FROM search_asked AS old
LEFT JOIN common ON common.language = old.language AND common.words = old.words
WHERE NOT old.is_month AND old.day < %(before)s
GROUP BY 1, 2, 3, 4, 5
ON CONFLICT (day, language, words, reader, product_id, is_month) DO UPDATE SET
  times = kept.times + excluded.times, nothing = kept.nothing + excluded.nothing,
  unsure = kept.unsure + excluded.unsure, opened = kept.opened + excluded.opened,
  tickets = kept.tickets + excluded.tickets
"""


@transaction.atomic
def roll_up() -> None:
    """Turns the rows of the days before the last 90 into those of their months."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"before": dates.today() - WORDS_KEPT, "few": FEW})
    Asked.objects.long_ago().delete()
