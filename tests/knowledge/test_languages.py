"""Which language an article, and the frame around it, is in."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import signed_in

pytestmark = pytest.mark.django_db


def browser(*, accepts: str = "", chosen: str = "") -> Client:
    client = Client(headers={"accept-language": accepts} if accepts else {})
    if chosen:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = chosen
    return client


@pytest.fixture
def pair(publish, agent, lead):
    """An article in Swedish and in English."""
    swedish = publish("Byt lösenord")
    english = swedish.article.in_language("en")
    english.write(by=agent, title="Change your password", text="").publish(by=lead)
    english.refresh_from_db()
    return swedish, english


def frame(answer) -> str:
    return answer.text.split('<html lang="')[1][:2]


@pytest.mark.parametrize(
    ("given", "language"),
    [({}, "en"), ({"accepts": "sv"}, "en"), ({"accepts": "de"}, "en"), ({"chosen": "sv"}, "sv")],
)
def test_a_stranger_reads_the_frame_in_the_language_of_the_article(pair, given, language):
    answer = browser(**given).get(pair[1].address)
    assert frame(answer) == language
    assert answer.headers["Content-Language"] == language
    assert "Change your password" in answer.text


def test_whoever_has_chosen_a_language_reads_the_frame_in_it(pair, customer):
    customer.choose_language("en")
    answer = signed_in(customer).get(pair[0].address)
    assert frame(answer) == "en"
    assert '<article class="reading-article stack" lang="sv">' in answer.text
    assert "This article is in Swedish." in answer.text
    assert f'href="{pair[1].address}">Read it in English' in answer.text


def test_the_number_alone_leads_to_the_readers_language(pair):
    number = pair[0].article_id
    for given, wanted in (({"accepts": "en"}, pair[1]), ({"accepts": "sv"}, pair[0])):
        answer = browser(**given).get(f"/knowledge/{number}/")
        assert (answer.status_code, answer.headers["Location"]) == (302, wanted.address)


def test_the_bar_leads_to_the_article_in_the_other_language(pair):
    client = browser()
    page = client.get(pair[0].address).text
    number = pair[0].article_id
    assert f'name="next" value="/knowledge/{number}/"' in page
    sent = {"language": "en", "next": f"/knowledge/{number}/"}
    answer = client.post("/language/", sent, follow=True)
    assert answer.redirect_chain[-1][0] == pair[1].address


def test_without_a_translation_one_reads_the_original_and_is_told(publish):
    article = publish("Byt lösenord")
    client = browser(chosen="en")
    answer = client.get(f"/knowledge/{article.article_id}/", follow=True)
    assert "It is not there in English yet." in answer.text
    asked = client.get(f"/knowledge/en/{article.article_id}-x/")
    assert (asked.status_code, asked.headers["Location"]) == (302, article.address)


def test_the_frame_of_an_article_in_another_language_is_english(publish):
    answer = browser(accepts="sv").get(publish("Passwort ändern", language="de").address)
    assert frame(answer) == "en"
    assert 'lang="de"' in answer.text


def test_a_translation_that_is_older_than_the_original_says_so(pair, agent, lead):
    swedish, english = pair
    client = browser()
    assert "The original has changed" not in client.get(english.address).text
    swedish.write(by=agent, title="Byt lösenord", text="På ett nytt sätt.").publish(by=lead)
    assert "The original has changed" in client.get(english.address).text
    assert "The original has changed" not in client.get(swedish.address).text
