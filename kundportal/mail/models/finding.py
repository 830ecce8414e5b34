"""Finding mails among a million: by address, domain, thread, or the words of a subject.

Each way goes along an index and reads no more than it shows, or a bounded number of rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Self

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection

from kundportal.mail.models.state import State
from kundportal.mail.models.trying import TryingQuerySet

MOST_ADDRESSES = 20  # that begin like what was typed
NEWEST_OF_EACH = 200
NEWEST = 1000  # in which words are looked for first
MOST_SUBJECTS = 1000
ENOUGH = 50
SUBJECT = SearchVector("subject", config="simple")
_DOMAIN = re.compile(r"@?([^@\s]+\.[^@\s.]{2,})")
_WORD = re.compile(r"\w+")

# Steps from one address to the next along the index, instead of reading all mails to each.
ADDRESSES = """
    WITH RECURSIVE step (address) AS (
        (SELECT upper("to") FROM mail_mail WHERE upper("to") ~>=~ %(first)s
            AND upper("to") ~<~ %(end)s ORDER BY upper("to") USING ~<~ LIMIT 1)
        UNION ALL
        (SELECT (SELECT upper("to") FROM mail_mail WHERE upper("to") ~>~ step.address
            AND upper("to") ~<~ %(end)s ORDER BY upper("to") USING ~<~ LIMIT 1)
        FROM step WHERE step.address IS NOT NULL)
    )
    SELECT address FROM step WHERE address IS NOT NULL LIMIT %(most)s
"""


class FindingQuerySet(TryingQuerySet):
    def in_state(self, state: str) -> Self:
        """The mails of one state; of all when it is "all"."""
        return self.all() if state == "all" else self.filter(state=state)

    def without_letters(self) -> Self:
        """For lists: leaves what was written in the database."""
        return self.defer("text", "html")

    def in_thread(self, thread: str) -> Self:
        """The mails of a thread; those from before there were threads name it in their subjects."""
        there = self.filter(thread=thread)
        return there if there.exists() else self.about(thread)

    def to_exactly(self, email: str) -> Self:
        return self.filter(to__iexact=email)

    def newest_to(self, emails: Iterable[str]) -> Self:
        """Those of the set among the newest mails to each of a few addresses."""
        arms = [
            self.model.objects.filter(to__iexact=one).order_by("-created_at", "-pk")
            .values_list("pk", flat=True)[:NEWEST_OF_EACH]
            for one in emails
        ]  # fmt: skip
        if not arms:
            return self.none()
        # The keys are fetched first: as a part of one query the planner may walk another index.
        return self.filter(pk__in=list(arms[0].union(*arms[1:], all=True)))

    def beginning_with(self, typed: str) -> list[str]:
        """Addresses that begin so, in capitals as the index has them."""
        first = typed.upper()
        end = first[:-1] + chr(min(ord(first[-1]) + 1, 0x10FFFF)) if first else ""
        with connection.cursor() as cursor:
            cursor.execute(ADDRESSES, {"first": first, "end": end, "most": MOST_ADDRESSES})
            return [address for (address,) in cursor.fetchall()]

    def about(self, typed: str) -> Self:
        """Those in whose subjects all the words stand; of words that many have, the newest."""
        words = _WORD.findall(typed)[:8]
        if not words:
            return self.none()
        newest = self.order_by("-created_at", "-pk").values_list("pk", "subject")[:NEWEST]
        keys = [pk for pk, subject in newest if _has_all(subject, words)]
        if len(keys) < ENOUGH:  # the index of words is quick where few mails have them
            found = self.model.objects.annotate(found=SUBJECT).filter(found=_query(typed, words))
            keys += found.order_by().values_list("pk", flat=True)[:MOST_SUBJECTS]
        return self.filter(pk__in=keys)

    def matching(self, typed: str, *, of_people: Iterable[str] = ()) -> Self:
        """What staff who typed this look for: somebody, else a subject.

        `of_people` are the addresses of people who have such a name.
        """
        if not typed:
            return self.all()
        if "@" in typed[1:]:
            exact = self.to_exactly(typed)
            return exact if exact.exists() else self.newest_to(self.beginning_with(typed))
        if match := _DOMAIN.fullmatch(typed):
            there = self.filter(domain=match[1].lower())
            return there if there.exists() else self.newest_to(self.beginning_with(typed))
        emails = {*self.beginning_with(typed), *(one.upper() for one in of_people)}
        if emails:
            return self.newest_to(sorted(emails)[: 2 * MOST_ADDRESSES])
        return self.about(typed)

    def sent(self) -> Self:
        return self.filter(state=State.SENT)


def _has_all(subject: str, words: list[str]) -> bool:
    """Whether each of the words begins a word of the subject."""
    there = _WORD.findall(subject.casefold())
    return all(any(one.startswith(word.casefold()) for one in there) for word in words)


def _query(typed: str, words: list[str]) -> SearchQuery:
    """Words are found by how they begin; what has digits is taken apart as the index does it."""
    query = SearchQuery(typed, config="simple", search_type="plain")
    begins = " & ".join(f"{word}:*" for word in words if word.isalpha())
    if begins:
        query = SearchQuery(begins, config="simple", search_type="raw")
        others = " ".join(one for one in typed.split() if not one.isalpha())
        if _WORD.search(others):
            query &= SearchQuery(others, config="simple", search_type="plain")
    return query
