"""The words of tickets, and finding them again.

Each ticket has a row with the words of its number, title, replies and file names, never of notes.
Every word stands in the index under its organisation's number (`12_betyg`), so that looking for a
word touches what the reader's organisation has written and nothing else, however many others there
are; whether the reader may see what is found is asked afterwards, as always. Words stand as they
are written and as Swedish stems (`betygen` is found by `betyg`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from kundportal.lib.pace import Pace

if TYPE_CHECKING:
    from kundportal.people.models import Person
    from kundportal.tickets.models.ticket import Ticket

# A word, and all words of a ticket, are cut so that PostgreSQL's largest vector (1 MB) holds them:
# (4,000 + 2 * 1,800) words of at most 30 letters, whatever the alphabet.
LONGEST_WORD, MOST_AT_ONCE, MOST_KEPT = 30, 1800, 4000
MOST_TYPED, MOST_TERMS = 200, 10
WORD = re.compile(r"[^\W_]+")
TERM = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
# What the `swedish` dictionary of PostgreSQL leaves out.
STOPPED = """
och det att i en jag hon som han på den med var sig för så till är men ett om hade de av
icke mig du henne då sin nu har inte hans honom skulle hennes där min man ej vid kunde något
från ut när efter upp vi dem vara vad över än dig kan sina här ha mot alla under någon eller
allt mycket sedan ju denna själv detta åt utan varit hur ingen mitt ni bli blev oss din
dessa några deras blir mina samma vilken er sådan vår blivit dess inom mellan sådant varför
varje vilka ditt vem vilket sitta sådana vart dina vars vårt våra ert era vilkas"""
STOP = frozenset(STOPPED.split())

LEXEMES = """
    SELECT array_to_tsvector(array(
        SELECT one.organisation || '_' || lexeme FROM unnest(
            tsvector_to_array(to_tsvector('swedish', one.words))
            || string_to_array(one.words, ' ')) AS lexeme
        UNION SELECT one.organisation || '_t_' || lexeme
        FROM unnest(tsvector_to_array(to_tsvector('swedish', one.title))) AS lexeme
        UNION SELECT one.organisation::text))"""
ADD = f"""
INSERT INTO tickets_searchentry AS entry (ticket_id, organisation_id, document)
SELECT one.ticket, one.organisation, ({LEXEMES})
FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[])
    AS one (ticket, organisation, title, words)
ON CONFLICT (ticket_id) DO UPDATE SET document = CASE
    WHEN length(entry.document) < {MOST_KEPT} THEN entry.document || excluded.document
    ELSE entry.document END"""  # noqa: S608 our own text
# The words of an organisation that became part of another stand under the other's number.
MOVED = """, document = array_to_tsvector(array(
    SELECT regexp_replace(lexeme, '^[0-9]+', %s)
    FROM unnest(tsvector_to_array(document)) AS lexeme))"""


_pace = Pace()


def may_search(person: Person) -> bool:
    """Counts a search of the person's, and says whether it may be made."""
    return _pace.take(person.pk, a_minute=settings.SEARCHES_A_MINUTE)


def has_words(typed: str) -> bool:
    """Whether there is a word to look for in what somebody typed."""
    return bool(_terms(typed))


def words_of(*texts: str) -> list[str]:
    """The words of texts, each once, in the order in which they first stand there."""
    found: dict[str, None] = {}
    for text in texts:
        for match in WORD.finditer(_plain(text)):
            word = match[0][:LONGEST_WORD]
            if word not in STOP:
                found[word] = None
            if len(found) >= MOST_AT_ONCE:
                return [*found]
    return [*found]


def words_of_number(number: str) -> list[str]:
    """What finds `SE-4839-2175`: the whole of it with and without dashes, and any part of it."""
    country, *groups = number.lower().split("-")
    digits = "".join(groups)
    ends = [digits[at:] for at in range(len(digits) - 2)]
    return [country, country + digits, *groups, *ends]


def begin(ticket: Ticket, *texts: str) -> None:
    """The words that a ticket has from its first moment: number, title, and what was written."""
    words = [*words_of_number(ticket.number), *words_of(ticket.title, *texts)]
    enter([(ticket.pk, ticket.organisation_id, ticket.title, words)])


def add(ticket: Ticket, *texts: str) -> None:
    """Adds words to a ticket, in the transaction that writes them: a reply, names of files."""
    if words := words_of(*texts):
        enter([(ticket.pk, ticket.organisation_id, "", words)])


def enter(rows: Iterable[tuple[int, int, str, list[str]]]) -> None:
    """Adds words to tickets: ticket, organisation, title ("" when it stands there) and words."""
    given = list(rows)
    if given:
        tickets, organisations, titles, words = (
            list(column) for column in zip(*given, strict=True)
        )
        plain = [" ".join(words_of(title)) for title in titles]
        with connection.cursor() as cursor:
            cursor.execute(ADD, [tickets, organisations, plain, [" ".join(one) for one in words]])


def question(typed: str, organisation: int) -> tuple[str, list[Any]] | None:
    """The SQL of a tsquery for what somebody typed; None when it has no word to look for.

    All words must be there. `"…"` is exactly so, `-…` is not there, and the last word may go on.
    """
    terms = _terms(typed)
    if not terms:
        return None
    sql, values = ["%s::tsquery"], [f"'{organisation}'"]  # without it, "-…" would be everybody's
    for at, (is_not, is_exact, words) in enumerate(terms):
        goes_on = at == len(terms) - 1 and not is_exact and not is_not
        parts = [
            _word(word, organisation, is_exact, goes_on and word is words[-1]) for word in words
        ]
        sql.append(f"{'!!' if is_not else ''}({' && '.join(one for one, _ in parts)})")
        values += [value for _, given in parts for value in given]
    return " && ".join(sql), values


def _terms(typed: str) -> list[tuple[bool, bool, list[str]]]:
    """What was typed, term by term: whether it shall be missing, whether exactly so, its words."""
    found = []
    for match in [*TERM.finditer(_plain(typed[:MOST_TYPED]))][:MOST_TERMS]:
        words = words_of(match[2] if match[2] is not None else match[3])
        if words:
            found.append((bool(match[1]), match[2] is not None, words))
    return found


def title_word(word: str, organisation: int, *, goes_on: bool) -> tuple[str, list[str]]:
    """The same for a word of a title alone, which stands in the index as a stem."""
    return _either(f"{organisation}_t_", word, goes_on)


def _word(word: str, organisation: int, is_exact: bool, goes_on: bool) -> tuple[str, list[str]]:
    """The word as it is written or, unless it shall be exactly so, as its stem."""
    if is_exact:
        return "%s::tsquery", [f"'{organisation}_{word}'"]
    return _either(f"{organisation}_", word, goes_on)


def _either(where: str, word: str, goes_on: bool) -> tuple[str, list[str]]:
    """The word, its stem, or what begins with it. Words are letters and digits alone, so nothing
    needs escaping between the quotes of a tsquery."""
    begins = ":*" if goes_on and len(word) >= (2 if word.isdigit() else 3) else ""
    stem = f"coalesce(' | ''{where}' || (ts_lexize('swedish_stem', %s))[1] || '''', '')"
    return f"(%s || {stem})::tsquery", [f"'{where}{word}'{begins}", word]


def _plain(text: str) -> str:
    """In one way of writing each letter; PostgreSQL need not know its case."""
    return unicodedata.normalize("NFKC", text).lower()
