"""What a reader may not read is not found, counted, suggested or given away in any other way."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from kundportal.search import finding
from kundportal.search.answering import candidates
from kundportal.search.models import Audience

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()


@pytest.mark.parametrize(
    ("audience", "seen"),
    [
        (Audience.EVERYONE, [1, 1, 1, 1]),
        (Audience.CUSTOMERS, [0, 1, 1, 1]),
        (Audience.ORGANISATIONS, [0, 0, 1, 1]),
        (Audience.STAFF, [0, 0, 0, 1]),
    ],
)
def test_an_entry_is_found_by_its_audience(enter, customer, outsider, agent, audience, seen):
    enter("Byt lösenord", "Så.", audience=audience, organisations=[customer.organisation_id])
    readers = [STRANGER, outsider, customer, agent]
    found = [finding.find("lösenord", reader=one, language="sv") for one in readers]
    assert [one.total for one in found] == seen
    assert [len(one.hits) for one in found] == seen
    begun = [finding.suggest("lösen", reader=one, language="sv") for one in readers]
    assert [len(one) for one in begun] == seen
    told = [finding.passages("lösenord", reader=one, language="sv") for one in readers]
    assert [len(one.passages) for one in told] == seen


def test_who_may_find_it_counts_before_the_worker_has_read_it(enter, found, customer):
    entry = enter("Byt lösenord")
    entry.audience = Audience.STAFF
    entry.save(update_fields=["audience"])
    assert found("lösenord", customer) == []


def test_what_is_past_its_date_is_found_and_never_suggested_as_an_answer(enter, found, customer):
    enter("Byt lösenord", is_dated=True)
    assert found("lösenord", customer) == ["Byt lösenord"]
    assert finding.passages("lösenord", reader=customer, language="sv").passages == []


def test_another_language_is_not_looked_in_for_what_is_hidden(enter, customer):
    enter("Change your password", language="en", audience=Audience.STAFF)
    answer = finding.find("password", reader=customer, language="sv")
    assert (answer.hits, answer.total, answer.language) == ([], 0, "sv")


def test_did_you_mean_gives_away_no_word_of_what_is_hidden(enter, customer, agent):
    enter("Byt lösenord", "Så här byter du lösenord i portalen.")
    enter("Projekt Kungsfiskaren", "Kungsfiskaren lanseras i maj.", audience=Audience.STAFF)
    enter("Om portalen", "Portalen kungör nyheter.")

    def meant(reader) -> str:
        return finding.find("kungsfiskarn", reader=reader, language="sv").did_you_mean

    assert meant(agent) == "kungsfiskaren"
    assert [meant(one) for one in (customer, STRANGER)] == ["", ""]


def test_a_word_that_is_only_begun_gives_nothing_of_what_is_hidden(enter, customer):
    enter("Projekt Kungsfiskaren", audience=Audience.STAFF)
    assert finding.suggest("kungsf", reader=customer, language="sv") == []


def test_hits_of_a_kind_or_a_product_alone_are_those_that_one_may_read(enter, product, customer):
    enter("Byt lösenord", product=product)
    enter("Byt lösenord åt en kund", product=product, audience=Audience.STAFF)
    enter("Lösenord i andra program")
    answer = finding.find("lösenord", reader=customer, language="sv", product=product)
    assert ([hit.entry.title for hit in answer.hits], answer.total) == (["Byt lösenord"], 1)
    notices = finding.find("lösenord", reader=customer, language="sv", kinds=("notice",))
    assert notices.total == 0


def test_who_may_read_little_of_much_still_finds_it(enter, customer, monkeypatch):
    monkeypatch.setattr(candidates, "ALL", 5)
    monkeypatch.setattr(candidates, "BY_TERMS", 4)
    monkeypatch.setattr(candidates, "BY_STRONG", 4)
    for _ in range(12):
        enter("Lösenord för oss", audience=Audience.STAFF)
    enter("Lösenord för er")
    for _ in range(20):
        enter("Annat", "Helt andra ord om frånvaro.", audience=Audience.STAFF)
    answer = finding.find("lösenord", reader=customer, language="sv")
    assert [hit.entry.title for hit in answer.hits] == ["Lösenord för er"]
