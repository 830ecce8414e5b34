"""What was searched for and read in the demo's last months, and a draft made from a ticket."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from kundportal.desk.demo.admission import Admitted
from kundportal.desk.drafting_articles import Refused, draft
from kundportal.knowledge.models import ReadBefore, Reading, Translation
from kundportal.lib import dates
from kundportal.search.models import Asked, Opened
from kundportal.tickets.models import Ticket

DAYS = 75
EDITOR = "Sara Nydal"
# What is searched for, how often a day in all, and the shares that find nothing, are unsure, are
# opened and go on to a ticket, in hundredths.
ASKED = (
    ("glömt lösenord", 2.4, 0, 5, 70, 4), ("frånvaroanmälan", 1.9, 0, 10, 55, 6),
    ("betyg går inte att spara", 1.3, 0, 20, 45, 15), ("schemaändring", 1.1, 0, 30, 40, 8),
    ("skolskjuts", 0.9, 100, 0, 0, 12), ("byta vårdnadshavare", 0.8, 20, 60, 15, 18),
    ("importera klasslistor", 0.7, 0, 40, 30, 10), ("nationella prov scb fil", 0.5, 30, 50, 10, 25),
    ("inloggning bankid", 0.9, 0, 15, 60, 5), ("kö till förskola", 0.6, 60, 30, 5, 9),
    ("fakturaunderlag barnomsorg", 0.4, 100, 0, 0, 20), ("ta bort elev", 0.5, 0, 70, 20, 14),
    ("läsårsbyte", 0.4, 100, 0, 0, 10), ("ändra e-postadress", 0.8, 0, 10, 65, 3),
    ("behörighet vikarie", 0.5, 10, 60, 20, 12), ("gallring av elevakter", 0.2, 100, 0, 0, 5),
    ("schema syns inte i appen", 0.6, 0, 40, 15, 22), ("betygskatalog", 0.5, 0, 20, 50, 6),
)  # fmt: skip


def count(admitted: Admitted, luck: Random) -> None:
    """Makes the rows as the worker would have counted them."""
    texts = list(Translation.objects.of_the_demo())
    asked = [row for words in ASKED for row in _asked(*words, luck)]
    Asked.objects.bulk_create(asked, ignore_conflicts=True)  # the demo's articles bring some
    opened = Asked.objects.since(DAYS).opened()
    Opened.objects.bulk_create(
        Opened(asked=row, kind="article", thing_id=text.article_id, times=row.opened)
        for row in opened if (text := _about(row.words, texts))
    )  # fmt: skip
    readings = [row for text in texts[:40] for row in _readings(text, luck)]
    Reading.objects.bulk_create(readings, ignore_conflicts=True)
    solved = list(Ticket.objects.solved_lately(40))
    for ticket in solved[::4]:
        for text in luck.sample(texts, k=min(2, len(texts))):
            ReadBefore.objects.create(
                ticket=ticket.number, organisation_id=ticket.organisation_id,
                article_id=text.article_id, language=text.language,
            )  # fmt: skip
    _draft(solved, admitted)


def _about(words: str, texts: list[Translation]) -> Translation | None:
    """The text whose title has the beginning of one of the words, the longest word first."""
    for word in sorted(words.split(), key=len, reverse=True):
        for text in texts:
            if text.published and word[:5] in text.published.title.casefold():
                return text
    return None


def _asked(
    words: str, rate: float, nothing: int, unsure: int, opened: int, tickets: int, luck: Random
) -> list[Asked]:
    rows = []
    for ago in range(DAYS):
        times = sum(luck.random() < rate / 5 for _one in range(5))
        if times:
            shares = {"nothing": nothing, "unsure": unsure, "opened": opened, "tickets": tickets}
            counts = {
                name: sum(luck.random() * 100 < share for _one in range(times))
                for name, share in shares.items()
            }
            day = dates.today() - timedelta(days=ago)
            rows.append(Asked(day=day, words=words, language="sv", reader="customer", times=times,
                              **counts))  # fmt: skip
    return rows


def _readings(text: Translation, luck: Random) -> list[Reading]:
    liked = luck.random() ** 3
    rows = []
    for ago in range(DAYS):
        times = int(luck.random() * 9 * liked + 0.25)
        if times:
            rows.append(Reading(
                day=dates.today() - timedelta(days=ago), article_id=text.article_id,
                language=text.language, times=times, tickets=int(luck.random() < 0.06),
            ))  # fmt: skip
    return rows


def _draft(solved: list[Ticket], admitted: Admitted) -> None:
    """The first ticket of which one can be made."""
    for ticket in solved:
        try:
            draft(ticket, by=admitted.people[EDITOR])
        except Refused:
            continue
        return
