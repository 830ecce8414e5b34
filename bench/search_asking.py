"""Enters the answers of a file as articles, asks its questions of search, prints the ranks as JSON.

A program of its own, since Django's settings belong to one data folder. The answers have no titles:
each article is titled by a dash, so that nothing but the answer itself can be found.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import django

from bench.prepare_site import install
from bench.search_questions import EVERYDAY, Pool, mistyped

MOST = 10


def main(file: Path, language: str, *, whole: bool) -> None:
    pool = Pool.read(file)
    django.setup()
    install()
    found = Portal(pool, language).measured(whole=whole)
    print(json.dumps(found))


class Portal:
    """The product with nothing in its knowledge portal but the answers of the pool."""

    def __init__(self, pool: Pool, language: str) -> None:
        from kundportal.knowledge.models import Article, Category

        self.pool, self.language = pool, language
        for shipped in Article.objects.filter(withdrawn_at=None):
            shipped.withdraw(by=None)
        self.category = Category.objects.create(key="bench-search", names={language: "Bench"})
        self.articles: dict[int, Article] = {}

    def measured(self, *, whole: bool) -> dict[str, Any]:
        """The ranks of all questions; with `whole` what the table tells besides."""
        everything = range(len(self.pool.answers))
        found: dict[str, Any] = {"questions": len(self.pool.questions), "pool": len(everything)}
        found["right"] = [right for _, right in self.pool.questions]
        begun = time.perf_counter()
        self._have(set(everything))
        found["seconds_to_enter"] = time.perf_counter() - begun
        begun = time.perf_counter()
        found["ranks"] = [self.rank(question) for question, _ in self.pool.questions]
        found["milliseconds"] = 1000 * (time.perf_counter() - begun) / len(self.pool.questions)
        if whole:
            found |= self._more() | self._halves()
        return found

    def rank(self, typed: str) -> list[int]:
        """The keys of the answers found, the best first."""
        from django.contrib.auth.models import AnonymousUser

        from kundportal.search import finding

        answers = {article.pk: key for key, article in self.articles.items()}
        found = finding.find(
            typed, reader=AnonymousUser(), language=self.language, kinds=("article",), most=MOST
        )
        return [answers[hit.entry.thing_id] for hit in found.hits if hit.entry.thing_id in answers]

    def is_sure(self, typed: str) -> bool:
        from django.contrib.auth.models import AnonymousUser

        from kundportal.search import finding

        return finding.passages(typed, reader=AnonymousUser(), language=self.language).is_sure

    def _more(self) -> dict[str, Any]:
        """What only the table tells: typing errors, being sure, the measures of comparison."""
        from bench import search_baselines

        asked = [question for question, _ in self.pool.questions]
        slips = [mistyped(question, seed) for seed, question in enumerate(asked)]
        return {
            "mistyped": [self.rank(question) for question in slips],
            "answered": [self.is_sure(question) for question in asked],
            "answered_mistyped": [self.is_sure(question) for question in slips],
            "everyday": [self.is_sure(question) for question in EVERYDAY],
            "baselines": search_baselines.ranks(asked, self.pool.answers),
        }

    def _halves(self) -> dict[str, Any]:
        """Who is sure with half of the answers: on questions to these, and to the other half.

        Files hold together what belongs together, so the halves differ in what they are about.
        """
        middle = len(self.pool.answers) // 2
        halves = set(range(middle)), set(range(middle, len(self.pool.answers)))
        inside, outside = [], []
        for half in halves:
            self._have(half)
            for question, right in self.pool.questions:
                (inside if right in half else outside).append(self.is_sure(question))
        return {"inside": inside, "outside": outside}

    def _have(self, wanted: set[int]) -> None:
        """Has these answers published and no others, and all of it read."""
        from kundportal.knowledge.models import Article
        from kundportal.search import jobs

        for key, article in self.articles.items():
            if (article.withdrawn_at is None) != (key in wanted):
                (article.bring_back if key in wanted else article.withdraw)(by=None)
        for key in sorted(wanted - self.articles.keys()):
            article = Article.objects.begin(category=self.category, language=self.language, by=None)
            translation = article.in_language(self.language)
            text = self.pool.answers[key]
            translation.write(by=None, title="–", text=text).publish(by=None)
            self.articles[key] = article
        jobs.read()
        jobs.recount()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], whole="whole" in sys.argv[3:])
