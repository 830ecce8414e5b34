"""Staff look after the words of search: what means the same, and what says nothing."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kundportal.history.models import Event
from kundportal.people.models import Role
from kundportal.search.models import StopWord, Synonym
from tests.cast import person, signed_in

pytestmark = pytest.mark.django_db
HERE = "/desk/knowledge/words/"


@pytest.fixture
def lead(db):
    return person("Sara Nord", "sara.nord@vendor.example", Role.LEAD)


def send(client, path="synonyms/", *, status=302, **sent):
    answer = client.post(HERE + path, {"language": "sv", **sent})
    assert answer.status_code == status
    return answer.content.decode()


def groups(language="sv"):
    return [one.words for one in Synonym.objects.of_language(language)]


def test_a_lead_adds_words_that_mean_the_same(lead):
    client = signed_in(lead)
    send(client, words="Schema, tidtabell\nlektionsplan")
    assert groups() == [["schema", "tidtabell", "lektionsplan"]]
    text = client.get(HERE).content.decode()
    assert "schema, tidtabell, lektionsplan" in text
    assert "lektionsplan" not in client.get(HERE, {"language": "en"}).content.decode()
    assert Event.objects.filter(verb="synonym.added", by=lead).count() == 1


def test_sending_twice_adds_once(lead):
    once = uuid4()
    for _ in range(2):
        send(signed_in(lead), words="schema, tidtabell", once=once)
    assert len(groups()) == 1


def test_a_group_is_changed_and_removed(lead):
    client, group = signed_in(lead), Synonym.objects.add(language="sv", words=["a", "b"], by=lead)
    assert "a\nb" in client.get(f"{HERE}synonyms/{group.pk}/").content.decode()
    send(client, f"synonyms/{group.pk}/", words="a, c")
    assert groups() == [["a", "c"]]
    send(client, f"synonyms/{group.pk}/removal/")
    assert groups() == []
    send(client, f"synonyms/{group.pk}/removal/", status=404)


@pytest.mark.parametrize(
    "words", ["", "schema", "schema, SCHEMA", "schema, min dag", "a, " + "b" * 70, "!, ?", "\0"]
)
def test_what_is_no_group_is_said_at_the_field_and_stays(lead, words):
    text = send(signed_in(lead), words=words, status=422)
    assert 'id="synonym_words-error"' in text
    assert words.strip().split(",")[0].replace("\0", "")[:5] in text
    assert groups() == []


def test_small_words_are_added_once_and_removed(lead):
    client = signed_in(lead)
    send(client, "small/", word="Hejsan", counts="less")
    send(client, "small/", word="hejsan", counts="less")
    send(client, "small/", word="hur", counts="fully")
    words = list(StopWord.objects.of_language("sv"))
    assert [(one.word, one.is_stopped) for one in words] == [("hejsan", True), ("hur", False)]
    send(client, f"small/{words[0].pk}/removal/")
    assert [one.word for one in StopWord.objects.of_language("sv")] == ["hur"]
    for wrong in ("", "två ord", "!", "x" * 61, "\0"):
        assert 'id="small_word-error"' in send(client, "small/", word=wrong, status=422)
    assert 'id="small_counts-error"' not in send(
        client, "small/", word="", status=422, counts="less"
    )


def test_staff_try_what_a_customer_might_write(lead, agent, enter):
    enter("Så läser du tidtabellen", "Veckor och salar.")
    enter("Lunchmatsedel", "Vad det blir till lunch.")
    client = signed_in(agent)
    text = client.get(HERE, {"q": "Hur ser schemat ut?"}).content.decode()
    assert "schemat" in text
    assert "litet ord" in text
    text = client.get(HERE, {"q": "tidtabelen"}).content.decode()
    assert "Så läser du" in text
    assert "tidtabellen" in text
    for bad in ("\0", "&|!:*", "x" * 5000, "\u202e", "' OR 1=1"):
        assert client.get(HERE, {"q": bad, "language": bad}).status_code == 200


def test_what_is_added_is_found_by(lead, agent, enter, found):
    enter("Så läser du tidtabellen", "Veckor och salar.")
    for number in range(5):
        enter(f"Annat {number}", "Något helt annat om matsalen.")
    assert found("klockplanen", agent) == []
    send(signed_in(lead), words="klockplanen, tidtabellen")
    assert found("klockplanen", agent)[:1] == ["Så läser du tidtabellen"]


def test_a_small_word_can_be_made_to_count(lead):
    client, small = signed_in(lead), 'class="quiet">litet ord'
    assert small in client.get(HERE, {"q": "och"}).content.decode()
    send(client, "small/", word="och", counts="fully")
    assert small not in client.get(HERE, {"q": "och"}).content.decode()
    send(client, "small/", word="kanelbulle", counts="less")
    assert small in client.get(HERE, {"q": "kanelbulle"}).content.decode()


def test_support_sees_the_words_and_changes_none(agent, lead):
    group = Synonym.objects.add(language="sv", words=["a", "b"], by=lead)
    client = signed_in(agent)
    text = client.get(HERE).content.decode()
    assert "a, b" in text
    assert HERE + "synonyms/" not in text
    for path in ("synonyms/", f"synonyms/{group.pk}/", f"synonyms/{group.pk}/removal/", "small/"):
        send(client, path, words="a, c", word="x", counts="less", status=404)
    assert client.get(f"{HERE}synonyms/{group.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        Synonym.objects.add(language="sv", words=["c", "d"], by=agent)
    assert groups() == [["a", "b"]]


def test_the_page_asks_few_questions_however_many_words_there_are(lead):
    client, costs = signed_in(lead), []
    for number in range(20):
        Synonym.objects.add(language="sv", words=[f"a{number}", f"b{number}"], by=lead)
        StopWord.objects.add(language="sv", word=f"w{number}", by=lead)
        if number in {0, 19}:
            client.get(HERE, {"q": "a1"})  # the words of a language are read once for all pages
            with CaptureQueriesContext(connection) as asked:
                client.get(HERE, {"q": "a1"})
            costs.append(len(asked))
    assert costs[0] == costs[1] <= 8


def test_it_is_for_staff_alone(customer, outsider, lead):
    group = Synonym.objects.add(language="sv", words=["a", "b"], by=lead)
    for path in (HERE, f"{HERE}synonyms/{group.pk}/"):
        assert signed_in(customer).get(path).status_code == 404
        assert signed_in(outsider).get(path).status_code == 404
        assert Client().get(path).url.startswith("/sign-in/")
    for path in (f"{HERE}synonyms/", f"{HERE}small/", f"{HERE}synonyms/{group.pk}/removal/"):
        assert signed_in(lead).get(path).status_code == 405
