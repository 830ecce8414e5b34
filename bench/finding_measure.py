"""Fills a portal with articles mixed from sentences, and times search in one process, as JSON.

A program of its own, since Django's settings belong to one data folder. The floor page and search
are asked in turn, so that whatever else the machine does meets both.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from urllib.parse import urlencode

import django

ROUNDS, TICKETS = 120, 2000
SENTENCE = re.compile(r"(?<=[.?!])\s+")


def main(file: Path, articles: int) -> None:
    django.setup()
    from bench import fill
    from bench.prepare_site import install
    from bench.search_questions import Pool

    install()
    fill.fill(TICKETS)
    pool = Pool.read(file)
    questions = [question for question, _right in pool.questions]
    found = {"reading all": _enter(pool.answers, articles), "a change is found": _change()}
    print(json.dumps(found | _pages(questions)))


def mixed(answers: list[str], count: int) -> Iterator[tuple[str, str]]:
    """Titles and texts of 90 to 200 words, of sentences that stand in any of the answers."""
    random = Random(4711)
    sentences = [one for text in answers for one in SENTENCE.split(text) if len(one) > 20]
    for _ in range(count):
        text, wanted = "", random.randint(90, 200)
        while len(text.split()) < wanted:
            text += f"{random.choice(sentences)} "
        yield " ".join(random.choice(sentences).split()[: random.randint(3, 8)])[:150], text


def _enter(answers: list[str], count: int) -> float:
    from django.core.management import call_command

    from kundportal.search.models import Entry

    rows = [
        Entry(kind="article", thing_id=10_000 + at, language="sv", title=title, text=text,
              address=f"/knowledge/sv/{10_000 + at}-x/")
        for at, (title, text) in enumerate(mixed(answers, count))
    ]  # fmt: skip
    Entry.objects.bulk_create(rows, batch_size=1000)
    begun = time.perf_counter()
    call_command("index_search", stdout=sys.stderr)
    return time.perf_counter() - begun


def _change() -> float:
    """From the change to the hit, the worker's job being run here."""
    from django.contrib.auth.models import AnonymousUser

    from kundportal.search import finding, indexing, jobs

    stranger = AnonymousUser()
    finding.find("kaktus", reader=stranger, language="sv")
    begun = time.perf_counter()
    indexing.put(indexing.Text(kind="article", thing_id=1_000_000, language="sv",
                               title="Vattna kaktusen", address="/knowledge/"))  # fmt: skip
    jobs.read()
    while not finding.find("vattna kaktus", reader=stranger, language="sv").is_sure:
        time.sleep(0.05)
        if time.perf_counter() - begun > 60:
            raise TimeoutError("the changed article is not found")
    return time.perf_counter() - begun


def _pages(questions: list[str]) -> dict[str, float]:
    from django.core import signals
    from django.db import close_old_connections

    from bench import floor, plan
    from bench.drafts import READERS
    from kundportal.wsgi import application as product

    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    bare, session = floor.application(), plan.signed_in([READERS[0]])[0].session

    def ask(application: Callable[..., Any], path: str, words: str = "") -> None:
        query = urlencode({"q": words}) if words else ""
        told: list[str] = []
        answer = application(_environ(path, query, session), lambda status, _: told.append(status))
        b"".join(answer)
        answer.close()
        if not told[0].startswith("200"):
            raise RuntimeError(f"{path}?{query} answers {told[0]}")

    times: dict[str, list[float]] = {"floor": [], "search page": [], "as you type": []}
    for turn in range(-10, ROUNDS):
        question = questions[turn % len(questions)]
        for name, asked in (
            ("floor", (bare, "/floor/tickets/")),
            ("search page", (product, "/search/", question)),
            ("as you type", (product, "/search/hits/", question[:18])),
        ):
            begun = time.perf_counter()
            ask(*asked)
            if turn >= 0:
                times[name].append(time.perf_counter() - begun)
    usual = median(times.pop("floor"))
    return {name: median(taken) / usual for name, taken in times.items()}


def _environ(path: str, query: str, session: str) -> dict[str, Any]:
    from django.conf import settings

    return {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query,
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": "localhost",
        "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "HTTP_ACCEPT_LANGUAGE": "sv",
        "HTTP_HX_REQUEST": "true" if "hits" in path else "",
        "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session}",
        "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http",
    }  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
