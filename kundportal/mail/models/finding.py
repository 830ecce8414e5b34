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
NEWEST_OF_EACH = 50
MOST_SUBJECTS = 1000
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
        """The newest mails to each of a few addresses."""
        every = self.model.objects.none()
        found = [
            self.model.objects.filter(to__iexact=one).order_by("-created_at", "-pk")
            .values("pk")[:NEWEST_OF_EACH]
            for one in emails
        ]  # fmt: skip
        return self.filter(pk__in=every.values("pk").union(*found, all=True)) if found else every

    def beginning_with(self, typed: str) -> list[str]:
        """Addresses that begin so, in capitals as the index has them."""
        first = typed.upper()
        end = first[:-1] + chr(min(ord(first[-1]) + 1, 0x10FFFF)) if first else ""
        with connection.cursor() as cursor:
            cursor.execute(ADDRESSES, {"first": first, "end": end, "most": MOST_ADDRESSES})
            return [address for (address,) in cursor.fetchall()]

    def about(self, typed: str) -> Self:
        """Those in whose subjects all the words stand; a thousand of them at the most."""
        words = _WORD.findall(typed)[:8]
        if not words:
            return self.none()
        # Words are found by how they begin; what has digits in it is taken apart as the index does.
        begins = " & ".join(f"{word}:*" for word in words if word.isalpha())
        query = SearchQuery(typed, config="simple", search_type="plain")
        if begins:
            query = SearchQuery(begins, config="simple", search_type="raw")
            others = " ".join(one for one in typed.split() if not one.isalpha())
            if _WORD.search(others):
                query &= SearchQuery(others, config="simple", search_type="plain")
        found = self.model.objects.annotate(found=SUBJECT).filter(found=query)
        keys = list(found.order_by().values_list("pk", flat=True)[:MOST_SUBJECTS])
        return self.filter(pk__in=keys)

    def matching(self, typed: str, *, of_people: Iterable[str] = ()) -> Self:
        """What staff who typed this look for. `of_people` are the addresses of people so named."""
        if not typed:
            return self.all()
        if "@" in typed[1:]:
            exact = self.to_exactly(typed)
            return exact if exact.exists() else self.newest_to(self.beginning_with(typed))
        if match := _DOMAIN.fullmatch(typed):
            there = self.filter(domain=match[1].lower())
            return there if there.exists() else self.newest_to(self.beginning_with(typed))
        emails = {*self.beginning_with(typed), *(one.upper() for one in of_people)}
        return self.newest_to(sorted(emails)[: 2 * MOST_ADDRESSES]) | self.about(typed)

    def sent(self) -> Self:
        return self.filter(state=State.SENT)
