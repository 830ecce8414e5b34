"""How much came to a retired address and what became of it: numbers, and nobody's name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.db import connection, models

from kundportal.incoming.models.retired_address import RetiredAddress
from kundportal.lib import dates

SHOWN = timedelta(days=30)
COUNT = """
INSERT INTO incoming_tally (address_id, day, outcome, number)
SELECT address, %s, %s, 1 FROM unnest(%s::bigint[]) AS address
ON CONFLICT (address_id, day, outcome) DO UPDATE SET number = incoming_tally.number + 1"""


class Outcome:
    """What is counted. What was not answered is counted under the code of the reason."""

    CAME = "came"
    ANSWERED = "answered"
    KEPT = "kept"
    CLAIMED = "claimed"
    ALREADY = "already"  # the sender had an answer the same day
    ENOUGH = "enough"  # too many senders without an account have had an answer lately
    NO_ROOM = "no-room"  # answered, but not kept, since as much as may be waits for its writer
    CLOSED = "closed"  # the address is not answered any more
    FORGED = "forged"  # the receiving server says that somebody else sent it
    UNALIGNED = "unaligned"  # the envelope names somebody else
    OUTCOMES = frozenset({CAME, ANSWERED, KEPT, CLAIMED, NO_ROOM})


class TallyQuerySet(models.QuerySet["Tally"]):
    def note(self, addresses: Iterable[RetiredAddress], *outcomes: str) -> None:
        """Notes one more of each outcome, today, at each of the addresses."""
        keys = sorted({one.pk for one in addresses})
        with connection.cursor() as cursor:
            for outcome in outcomes if keys else ():
                cursor.execute(COUNT, [dates.today(), outcome[:40], keys])

    def lately(self) -> dict[int, dict[str, int]]:
        """The numbers of the last days, by address and outcome, in one query."""
        rows = self.filter(day__gt=dates.today() - SHOWN).values_list("address_id", "outcome")
        found: dict[int, dict[str, int]] = defaultdict(dict)
        for address, outcome, number in rows.annotate(models.Sum("number")):
            found[address][outcome] = number
        return found

    def forget_old(self) -> None:
        self.filter(day__lt=dates.today() - timedelta(days=400)).delete()


class Tally(models.Model):
    """How often something became of a mail to an address on one day."""

    address = models.ForeignKey(
        RetiredAddress, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    day = models.DateField()
    outcome = models.CharField(max_length=40)
    number = models.PositiveIntegerField(default=0)

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address", "day", "outcome"], name="tally_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.number}"
