"""What is searched for is counted once for each reader and day, and of nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import timezone

from kundportal.lib import dates, spool
from kundportal.search import asking_jobs
from kundportal.search.models import Asked, Opened, Trace
from kundportal.search.noting import asking_log
from kundportal.search.noting.asked_words import tidy
from tests.counting import BROWSER

pytestmark = pytest.mark.django_db


def visit(person=None, *, path="/search/", **headers):
    given = {"HTTP_USER_AGENT": BROWSER, "REMOTE_ADDR": "192.0.2.7", **headers}
    request = RequestFactory().get(path, **given)
    request.user = person or AnonymousUser()
    return request


def ask(person=None, typed="Byta lösenord", *, found=3, is_sure=True, product=None, **headers):
    asking_log.note(
        visit(person, **headers), typed=typed, found=found, is_sure=is_sure, product=product
    )


def open_hit(person=None, typed="Byta lösenord", thing_id=7, before=None):
    before = before or f"http://testserver/search/?q={typed}"
    asking_log.note_opened(visit(person, HTTP_REFERER=before), kind="article", thing_id=thing_id)


def figures(row):
    return {name: getattr(row, name) for name in ("times", "nothing", "unsure", "opened")}


def test_a_search_counts_once_for_each_reader_and_day(counts, customer, colleague):
    for one in (customer, customer, colleague):
        ask(one)
    ask(customer, "  byta   LÖSENORD? ")
    counts()
    ask(customer)
    counts()
    row = Asked.objects.get()
    assert (row.words, row.language, row.reader) == ("byta lösenord", "sv", "customer")
    assert figures(row) == {"times": 2, "nothing": 0, "unsure": 0, "opened": 0}


def test_strangers_are_told_apart_by_address_and_browser(counts):
    ask()
    ask()
    ask(REMOTE_ADDR="192.0.2.8")
    counts()
    row = Asked.objects.get()
    assert (row.reader, row.times) == ("stranger", 2)


def test_what_finds_nothing_and_what_is_unsure_is_counted(counts, customer):
    ask(customer, "skolskjuts", found=0, is_sure=False)
    ask(customer, "frånvaro", found=2, is_sure=False)
    counts()
    assert Asked.objects.get(words="skolskjuts").nothing == 1
    assert figures(Asked.objects.get(words="frånvaro"))["unsure"] == 1


def test_the_hit_that_is_opened_is_counted(counts, customer):
    ask(customer)
    open_hit(customer, thing_id=7)
    open_hit(customer, thing_id=7)
    open_hit(customer, thing_id=9)
    counts()
    assert Asked.objects.get().opened == 1
    assert [(hit.thing_id, hit.times) for hit in Opened.objects.order_by("thing_id")] == [
        (7, 1), (9, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("before", [
    "http://elsewhere.example/search/?q=betyg", "http://testserver/tickets/?q=betyg", "http://[",
    "http://testserver/search/", "%" * 5000,
])  # fmt: skip
def test_only_our_page_of_results_counts_as_a_search_before(counts, customer, before):
    ask(customer, "betyg")
    open_hit(customer, before=before)
    counts()
    assert Asked.objects.get().opened == 0


@pytest.mark.parametrize("agent", [
    "", "curl/8.5.0", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "python-requests/2.32", "Mozilla/5.0 (Macintosh) HeadlessChrome/120.0.0.0 Safari/537.36",
])  # fmt: skip
def test_robots_do_not_count(counts, agent):
    ask(HTTP_USER_AGENT=agent)
    counts()
    assert not Asked.objects.exists()


def test_what_a_browser_fetches_ahead_does_not_count(counts, customer):
    ask(customer, HTTP_SEC_PURPOSE="prefetch;prerender")
    counts()
    assert not Asked.objects.exists()


def test_the_vendors_own_searches_do_not_count(counts, agent):
    ask(agent)
    counts()
    assert not Asked.objects.exists()


@pytest.mark.parametrize(("typed", "kept"), [
    ("Elev 20120314-2383 saknar betyg", "elev … saknar betyg"),
    ("skicka till anna.berg@skola.example nu", "skicka till … nu"),
    ("ring 070-123 45 67", "ring …"),
    ("SE-4839-2175", ""), ("vad hände med SE-4839-2175", "vad hände med …"),
    ("fel 12 i läsår 2026", "fel 12 i läsår 2026"),
    ("“Hur gör jag?!”", "hur gör jag"),
    ("ＡＢＣ\u202e\x00 betyg", "ａｂｃ betyg"),
    ("12345678", ""), ("  ?! ", ""), ("a@b.se", ""), ("&|!:*", ""),
])  # fmt: skip
def test_what_may_be_somebodys_is_taken_out(typed, kept):
    assert tidy(typed) == kept


def test_a_search_of_any_length_is_harmless(counts, customer):
    ask(customer, "betygsättning " * 1000)
    ask(customer, "4" * 10_000)
    counts()
    assert len(Asked.objects.get().words) <= 120


def test_nothing_kept_names_a_reader(counts, customer):
    ask(customer)
    counts()
    trace = Trace.objects.get()
    assert str(customer.pk) not in {trace.once, trace.trail}
    assert trace.trail
    assert trace.trail != trace.once


def test_the_trail_is_gone_after_some_hours_and_the_mark_after_the_day(counts, customer):
    ask(customer)
    counts()
    Trace.objects.update(at=timezone.now() - timedelta(hours=3))
    asking_jobs.forget_traces()
    assert Trace.objects.get().trail == ""
    Trace.objects.update(day=dates.today() - timedelta(days=1))
    asking_jobs.forget_traces()
    assert not Trace.objects.exists()


def test_the_days_secret_is_thrown_away(counts, customer):
    ask(customer)
    secret = next(spool.folder().glob("secret-of-*"))
    old = secret.with_name("secret-of-2026-01-01")
    old.write_bytes(secret.read_bytes())
    asking_jobs.forget_traces()
    assert secret.exists()
    assert not old.exists()


def test_a_full_disk_costs_counts_and_never_a_page(counts, customer, monkeypatch):
    def full(*_args, **_told):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.open", full)
    ask(customer)


def test_a_worker_that_is_stopped_counts_nothing_twice(counts, customer):
    ask(customer)
    left = next(spool.folder().glob("asked.*"))
    content = left.read_bytes()
    counts()
    left.with_name(f"{left.name}.taken").write_bytes(content + b'{"once": "torn')
    counts()
    assert Asked.objects.get().times == 1
    assert not list(spool.folder().glob("asked.*"))


def test_after_90_days_only_words_that_several_asked_for_are_kept(counts, customer):
    day = dates.today() - timedelta(days=95)
    key = {"language": "sv", "reader": "customer", "is_month": False}
    Asked.objects.create(day=day, words="frånvaro", times=3, nothing=1, **key)
    Asked.objects.create(day=day + timedelta(days=1), words="frånvaro", times=4, **key)
    Asked.objects.create(day=day, words="annas betyg", times=2, unsure=2, **key)
    today = Asked.objects.create(day=dates.today(), words="annas betyg", times=1, **key)
    for _again in range(2):
        asking_jobs.roll_up_asked()
    old = Asked.objects.exclude(pk=today.pk)
    assert not old.filter(words="annas betyg").exists()
    assert sum(row.times for row in old) == 9
    assert all(row.is_month and row.day.day == 1 for row in old)
    assert sum(row.times for row in old.filter(words="frånvaro")) == 7
    old.update(day=dates.today() - timedelta(days=500))
    asking_jobs.roll_up_asked()
    assert list(Asked.objects.all()) == [today]
