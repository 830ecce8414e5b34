"""What rooms put in is read by the worker, counted once, and gone when it is taken out."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from kundportal.search import indexing, jobs
from kundportal.search.index import knowing, reading, vocabulary, weighing
from kundportal.search.indexing import Text
from kundportal.search.models import Corpus, Entry, Gone, Term

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()


def counts(language: str = "sv") -> dict[str, int]:
    return dict(Term.objects.filter(language=language).values_list("word", "documents"))


def put(title: str, number: int = 1, **given) -> None:
    fields = {"kind": "article", "language": "sv", "address": "/knowledge/", **given}
    indexing.put(Text(thing_id=number, title=title, **fields))


def test_a_job_is_queued_in_the_transaction_that_changes_the_text():
    put("Byt lösenord")
    assert ProcrastinateJob.objects.filter(task_name="kundportal.search.jobs.read").count() == 1
    assert Entry.objects.stale().count() == 1


def test_a_text_that_changes_is_found_by_its_new_words_and_no_more_by_the_old(enter, found):
    enter("Byt lösenord", thing_id=7)
    assert found("lösenord", STRANGER) == ["Byt lösenord"]
    enter("Sätt betyg", thing_id=7)
    assert found("betyg", STRANGER) == ["Sätt betyg"]
    assert found("lösenord", STRANGER) == []


def test_words_are_counted_as_long_as_they_stand_there(enter):
    enter("Byt lösenord", "Lösenord byts här.", thing_id=1)
    enter("Glömt lösenord", thing_id=2)
    assert counts()["lösenord"] == 2
    enter("Glömt användarnamn", thing_id=2)
    assert counts()["lösenord"] == 1
    indexing.remove("article", 1)
    jobs.read()
    assert counts()["lösenord"] == 0
    assert not Gone.objects.exists()
    corpus = Corpus.objects.get(language="sv")
    assert (corpus.entries, corpus.length) == (1, 6)  # each word of a title counts three times


def test_counting_anew_gives_the_same_and_forgets_what_stands_nowhere(enter):
    enter("Byt lösenord", thing_id=1)
    enter("Sätt betyg", "Lösenord behövs.", thing_id=2)
    before = counts()
    Term.objects.update(documents=99, strong=99)
    Term.objects.create(language="sv", word="borta")
    jobs.recount()
    assert counts() == before
    assert Term.objects.get(word="lösenord").strong == 1


def test_what_is_taken_out_is_found_no_more_at_once(enter, found):
    enter("Byt lösenord", thing_id=1)
    enter("Change your password", thing_id=1, language="en")
    indexing.remove("article", 1, ["sv"])
    assert found("lösenord", STRANGER) == []
    assert found("password", STRANGER, "en") == ["Change your password"]


def test_what_no_job_has_read_is_read_by_the_sweep(found):
    put("Byt lösenord")
    assert found("lösenord", STRANGER) == []
    jobs.sweep()
    assert found("lösenord", STRANGER) == ["Byt lösenord"]


def test_an_analysis_that_reads_otherwise_reads_everything_anew(enter, monkeypatch):
    enter("Byt lösenord")
    jobs.sweep()
    monkeypatch.setattr(vocabulary, "READ_BY", 2)
    monkeypatch.setattr(reading, "read_some", lambda **_given: 0)
    jobs.sweep()
    assert Entry.objects.stale().count() == 1
    assert Corpus.objects.get().read_by == 2


def test_features_are_counted_when_words_have_changed(enter):
    enter("Byt lösenord")
    weighing.weigh()
    corpus = Corpus.objects.get()
    assert corpus.frequencies["=lösenord"] == 1
    assert corpus.counted == corpus.change
    assert Corpus.objects.to_weigh() == []


def test_the_command_reads_everything_and_says_how_far_it_has_come(enter, found):
    enter("Byt lösenord")
    put("Sätt betyg", 1000)
    said = StringIO()
    call_command("index_search", stdout=said)
    assert said.getvalue() == "1 of 1\n1 entries.\n"
    said = StringIO()
    call_command("index_search", "--all", stdout=said)
    assert said.getvalue() == "2 of 2\n2 entries.\n"
    assert found("betyg", STRANGER) == ["Sätt betyg"]


def test_a_very_long_text_is_read(enter, found):
    enter("Lång", " ".join(f"ord{number}" for number in range(30_000)) + " avslutning")
    assert found("avslutning", STRANGER) == ["Lång"]


def test_signs_that_no_database_takes_are_read_over(enter, found):
    enter("Byt lösenord", "a b\u202ec \ud7ff")
    assert found("lösenord", STRANGER) == ["Byt lösenord"]


def test_a_process_learns_only_what_has_changed_and_knows_what_one_that_begins_knows(enter, found):
    enter("Byt lösenord", "Öppna profilen och välj ett nytt lösenord.")
    assert found("lösenord", STRANGER) == ["Byt lösenord"]
    first = knowing.language("sv")
    enter("Vattna kaktusen", "En kaktus vattnas sällan, och lösenordet byts i profilen.")
    assert found("kaktusvattning", STRANGER)[:1] == ["Vattna kaktusen"]
    grown = knowing.language("sv")
    assert "kaktusen" in grown.vocabulary
    assert "kaktusen" not in first.vocabulary
    anew = knowing._read("sv", None)
    assert grown.state == anew.state
    for typed in ("kaktusvattning", "byt lösenordet", "nytt losenord", "profilen i öppna"):
        one, other = grown.read(typed), anew.read(typed)
        assert [asked.weights.keys() for asked in one.words] == [
            asked.weights.keys() for asked in other.words
        ]
        assert one.worths == pytest.approx(other.worths)
    assert (grown.documents, grown.strong) == (anew.documents, anew.strong)


def test_counting_anew_has_every_process_read_all_anew(enter, found):
    enter("Byt lösenord")
    found("lösenord", STRANGER)
    made = knowing.language("sv").state.made
    jobs.recount()
    found("lösenord", STRANGER)
    assert knowing.language("sv").state.made != made
