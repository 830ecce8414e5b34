"""What editors see of what is searched for and read, and what they do about it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kundportal.knowledge.models import Article, Category, Reading, Vote
from kundportal.knowledge.reading.voters import Voter
from kundportal.lib import dates
from kundportal.search.jobs import read as read_stale
from kundportal.search.models import Asked, Opened
from kundportal.tickets.models import Solution
from tests.cast import signed_in
from tests.counting import BROWSER

pytestmark = pytest.mark.django_db
FIGURES = "/desk/knowledge/figures/"
PHRASING = f"{FIGURES}phrasing/"


@pytest.fixture
def publish(administrator, product):
    category = Category.objects.create(key="betyg", names={"sv": "Betyg"}, product=product)

    def publish(title, text="Så här.", language="sv"):
        article = Article.objects.begin(category=category, language=language, by=administrator)
        translation = article.in_language(language)
        translation.write(by=administrator, title=title, text=text).publish(by=administrator)
        translation.refresh_from_db()
        return translation

    return publish


@pytest.fixture
def desk(administrator):
    return signed_in(administrator)


def asked(words, *, ago=0, language="sv", **counts):
    day = dates.today() - timedelta(days=ago)
    given = {"times": 1, "reader": "customer", **counts}
    return Asked.objects.create(day=day, words=words, language=language, **given)


def shown(desk, **query):
    return desk.get(FIGURES, query).content.decode()


def test_what_is_not_found_comes_first(desk):
    asked("skolskjuts", times=4, nothing=4)
    asked("frånvaro i klass", times=2, unsure=2)
    asked("betyg", times=9, opened=9)
    page = shown(desk)
    assert page.index("skolskjuts") < page.index("frånvaro i klass")
    assert "/search/?q=betyg" not in page
    assert "/desk/knowledge/new/?title=skolskjuts&amp;language=sv" in page
    assert f"{PHRASING}?words=fr%C3%A5nvaro%20i%20klass&amp;language=sv" in page
    assert "/desk/knowledge/words/?language=sv&amp;q=skolskjuts" in page


def test_what_was_found_and_not_opened(desk):
    asked("betyg", times=9, opened=9)
    asked("schema", times=5, nothing=1, opened=1)
    page = shown(desk, list="unopened")
    assert "schema" in page
    assert "/search/?q=betyg" not in page


def test_what_is_searched_most_names_the_hit_that_is_opened_most(desk, publish):
    article, other = publish("Sätt betyg"), publish("Ändra betyg")
    row = asked("betyg", times=9, opened=5)
    for one, times in ((other, 1), (article, 4)):
        Opened.objects.create(asked=row, kind="article", thing_id=one.article_id, times=times)
    page = shown(desk, list="asked")
    assert "Sätt betyg" in page
    assert "Ändra betyg" not in page


@pytest.mark.parametrize(("query", "seen"), [
    ({"days": 30}, "ny"), ({"days": 90}, "ny gammal"), ({"days": 365}, "ny gammal äldst"),
    ({"language": "en"}, ""), ({"days": "x", "list": "?", "language": "zz", "product": "-1"}, "ny"),
])  # fmt: skip
def test_by_period_and_language(desk, query, seen):
    for words, ago in (("ny", 1), ("gammal", 60), ("äldst", 200)):
        asked(words, ago=ago, nothing=1)
    page = shown(desk, **query)
    found = [words for words in ("ny", "gammal", "äldst") if f">{words}</a>" in page]
    assert found == seen.split()


def test_by_product(desk, publish, product):
    article = publish("Sätt betyg")
    Reading.objects.create(day=dates.today(), article=article.article, language="sv", times=3)
    asked("betyg", nothing=1, product=product)
    asked("schema", nothing=1)
    page = shown(desk, product=product.pk)
    assert "betyg" in page
    assert ">schema</a>" not in page
    assert "Sätt betyg" in shown(desk, list="read", product=product.pk)
    assert "Sätt betyg" not in shown(desk, list="read", product=product.pk + 1)


def test_what_is_read_and_what_tickets_came_after(desk, publish):
    read, unhelpful = publish("Sätt betyg"), publish("Ändra betyg")
    for article, times, tickets in ((read, 1250, 0), (unhelpful, 10, 7)):
        Reading.objects.create(
            day=dates.today(), article=article.article, language="sv", times=times, tickets=tickets
        )
    page = shown(desk, list="read")
    assert page.index("Sätt betyg") < page.index("Ändra betyg")
    assert "1\u00a0250" in page
    page = shown(desk, list="tickets")
    assert "Sätt betyg" not in page
    assert "Ändra betyg" in page


def test_what_did_not_help_and_why(desk, publish, customer, colleague):
    article = publish("Sätt betyg")
    for person, helpful, reason in ((customer, False, "Bilden saknas"), (colleague, True, "")):
        voter = Voter(f"person:{person.pk}", person)
        Vote.objects.cast(article, voter=voter, is_helpful=helpful, reason=reason)
    page = shown(desk, list="disliked")
    assert "Sätt betyg" in page
    assert "Bilden saknas" in page


def test_which_articles_spared_tickets(desk, publish, customer, colleague):
    article = publish("Sätt betyg")
    for person in (customer, colleague):
        Solution.objects.note(by=person, url=article.address)
    Solution.objects.note(by=customer, url=f"/knowledge/sv/{article.article_id}-tidigare-ord/")
    Solution.objects.note(by=customer, url="/tickets/SE-4839-2175/")
    page = shown(desk, list="spared")
    assert "Sätt betyg" in page
    assert '<td data-label="Gånger">3</td>' in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["missing", "read"])
def test_a_list_is_had_as_a_file(desk, publish, kind, name):
    article = publish("=HYPERLINK()")
    Reading.objects.create(day=dates.today(), article=article.article, language="sv", times=3)
    asked("=1+1 skolskjuts", nothing=1)
    answer = desk.get(f"{FIGURES}list.{kind}", {"list": name})
    content = b"".join(answer.streaming_content)
    assert answer["Content-Disposition"].startswith("attachment")
    if kind == "csv":
        assert ("'=1+1 skolskjuts" if name == "missing" else "'=HYPERLINK()") in content.decode()


def test_no_other_kind_of_file(desk):
    assert desk.get(f"{FIGURES}list.exe").status_code == 404


@pytest.mark.parametrize(
    "name", ["missing", "unopened", "asked", "read", "disliked", "tickets", "spared"]
)
def test_a_page_asks_as_much_of_many_rows_as_of_one(desk, publish, customer, name):
    def add(number):
        article = publish(f"Artikel {number}")
        row = asked(f"ord {number}", times=5, nothing=1, unsure=1, opened=1)
        Opened.objects.create(asked=row, kind="article", thing_id=article.article_id, times=1)
        Reading.objects.create(
            day=dates.today(), article=article.article, language="sv", times=3, tickets=1
        )
        voter = Voter(f"person:{customer.pk}", customer)
        Vote.objects.cast(article, voter=voter, is_helpful=False, reason="Nej")
        Solution.objects.note(by=customer, url=article.address)

    add(0)
    desk.get(FIGURES)
    with CaptureQueriesContext(connection) as one:
        desk.get(FIGURES, {"list": name})
    for number in range(1, 6):
        add(number)
    with CaptureQueriesContext(connection) as many:
        desk.get(FIGURES, {"list": name})
    assert len(many) == len(one) <= 8


def test_a_phrasing_is_added_to_the_article_and_published(desk, publish):
    article = publish("Byt lösenord", "Gå till inställningar.")
    read_stale()
    page = desk.get(PHRASING, {"words": "glömt lösenord", "language": "sv"}).content.decode()
    assert "Byt lösenord" in page
    answer = desk.post(
        f"{PHRASING}?language=sv", {"words": "glömt lösenord", "article": article.article_id}
    )
    assert answer["Location"] == f"/desk/knowledge/{article.article_id}/sv/"
    article.refresh_from_db()
    assert article.published.phrasings == "glömt lösenord"
    assert article.published.text == "Gå till inställningar."
    again = {"words": "Glömt lösenord", "other": article.address}
    desk.post(f"{PHRASING}?language=sv", again)
    assert article.revisions.count() == 2


def test_an_agents_phrasing_waits_for_who_publishes(publish, agent):
    article = publish("Byt lösenord")
    given = {"words": "nytt lösen", "other": str(article.article_id)}
    signed_in(agent).post(f"{PHRASING}?language=sv", given)
    article.refresh_from_db()
    assert article.published.phrasings == ""
    assert article.newest().phrasings == "nytt lösen"


def test_a_draft_that_waits_is_not_published_by_a_phrasing(desk, publish, administrator):
    article = publish("Byt lösenord")
    article.write(by=administrator, title="Byt lösenord", text="Nytt, inte klart.")
    desk.post(f"{PHRASING}?language=sv", {"words": "nytt lösen", "other": str(article.article_id)})
    article.refresh_from_db()
    assert article.published.text == "Så här."
    assert article.newest().text == "Nytt, inte klart."
    assert article.newest().phrasings == "nytt lösen"


@pytest.mark.parametrize("given", [
    {}, {"words": ""}, {"words": "x", "article": "7; DROP"}, {"words": "x", "other": "../../"},
    {"words": "x" * 500, "other": "1"}, {"words": "x\x00", "other": "9" * 40},
])  # fmt: skip
def test_what_is_wrong_is_said_at_the_field(desk, given):
    answer = desk.post(PHRASING, given)
    assert answer.status_code == 422
    assert "error" in answer.content.decode()


def test_a_new_article_begins_with_the_words_that_were_searched_for(desk, publish):
    publish("Byt lösenord")
    page = desk.get("/desk/knowledge/new/", {"title": "skolskjuts", "language": "en"})
    assert 'value="skolskjuts"' in page.content.decode()


def test_searching_and_reading_in_the_portal_is_counted(counts, publish, customer):
    article = publish("Byt lösenord")
    read_stale()
    client = Client(headers={"User-Agent": BROWSER})
    client.force_login(customer)
    client.get("/search/", {"q": "lösenord"})
    client.get("/search/", {"q": "lösenord", "in": "tickets"})
    client.get("/search/", {"q": "zebrakaka"})
    before = "http://testserver/search/?q=l%C3%B6senord"
    assert client.get(article.address, headers={"Referer": before}).status_code == 200
    counts()
    found = Asked.objects.get(words="lösenord")
    assert (found.times, found.nothing, found.opened) == (1, 0, 1)
    assert Asked.objects.get(words="zebrakaka").nothing == 1
    assert Reading.objects.get().times == 1


@pytest.mark.parametrize("url", [FIGURES, PHRASING, f"{FIGURES}list.csv"])
def test_only_staff_see_it(client, customer, outsider, url):
    for person in (customer, outsider):
        assert signed_in(person).get(url).status_code == 404
    assert client.get(url)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("url", [FIGURES, f"{FIGURES}list.csv"])
def test_figures_are_not_posted(desk, url):
    assert desk.post(url).status_code == 405
