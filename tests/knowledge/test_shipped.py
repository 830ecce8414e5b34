"""What comes with the product is put in, follows the product, and is never taken from staff."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.urls import Resolver404, resolve
from django.utils import timezone

from kundportal.knowledge import shipped, shipping
from kundportal.knowledge.displaying.facts import facts
from kundportal.knowledge.displaying.rendering import plain, render
from kundportal.knowledge.models import Article, Category, Revision, Translation
from kundportal.notifications.models import Notification
from kundportal.search.models import Entry

KEY = "access-how-long"


@pytest.fixture
def put_in(shipped_articles, db):
    pass


@pytest.fixture
def next_version(monkeypatch):
    """The product says something new in one article: `next_version("sv", "Nytt.")`."""

    def change(language: str, text: str) -> None:
        now = shipped.articles()
        one = next(one for one in now if one.key == KEY)
        texts = {**one.texts, language: replace(one.texts[language], text=text)}
        changed = [replace(one, texts=texts) if other is one else other for other in now]
        monkeypatch.setattr(shipped, "articles", lambda: changed)

    return change


def translation(language: str = "sv") -> Translation:
    return Translation.objects.select_related("published").get(
        article__origin=f"kundportal:{KEY}", language=language
    )


def test_a_new_installation_has_them_in_both_languages_and_finds_them(put_in):
    assert Article.objects.read().count() == len(shipped.articles()) > 50
    assert Entry.objects.filter(kind="article", language="en").count() == len(shipped.articles())
    assert {
        one.based_on.translation.language for one in Translation.objects.filter(language="en")
    } == {"sv"}
    assert Category.objects.get(key="before").parent.key == "about-portal"


def test_putting_them_in_again_changes_nothing_and_asks_little(
    put_in, django_assert_max_num_queries
):
    before = (Article.objects.count(), Revision.objects.count())
    with django_assert_max_num_queries(8):
        shipping.put_in()
    assert (Article.objects.count(), Revision.objects.count()) == before


def test_what_nobody_has_edited_follows_the_product(put_in, next_version):
    next_version("sv", "Det går fort.")
    call_command("ship_articles")
    assert translation().published.text == "Det går fort."
    found = Entry.objects.get(title="Hur lång tid tar det?")
    assert found.text == "Det går fort."
    assert translation("en").based_on == translation().published  # they came together


def test_what_staff_have_edited_stays_and_the_new_lies_beside_it(
    put_in, next_version, administrator, capsys
):
    edited = translation().write(by=administrator, title="Hur lång tid?", text="Två dagar.")
    edited.publish(by=administrator)
    next_version("sv", "Det går fort.")
    call_command("ship_articles")
    assert translation().published.text == "Två dagar."
    draft = translation().revisions.latest("number")
    assert (draft.stage, draft.text, draft.by) == ("draft", "Det går fort.", None)
    assert "draft" in capsys.readouterr().out
    told = str(Notification.objects.get(person=administrator).content)
    assert "Er text står kvar." in told
    assert shipping.put_in() == []


def test_what_staff_are_about_to_publish_is_not_put_aside(put_in, next_version, agent):
    draft = translation().write(by=agent, title="Hur lång tid?", text="Två dagar.")
    next_version("sv", "Det går fort.")
    shipping.put_in()
    draft.refresh_from_db()
    assert draft.stage == "draft"
    assert translation().published.text != "Det går fort."
    draft.discard(by=agent)
    shipping.put_in()
    assert translation().published.text == "Det går fort."


def test_what_staff_have_withdrawn_stays_withdrawn(put_in, next_version):
    article = translation().article
    article.withdrawn_at = timezone.now()
    article.save(update_fields=["withdrawn_at"])
    Entry.objects.of("article", article.pk).delete()
    next_version("sv", "Det går fort.")
    shipping.put_in()
    assert not Translation.objects.readable_by(AnonymousUser()).filter(article=article).exists()
    assert not Entry.objects.of("article", article.pk).exists()


def test_a_moved_article_and_a_renamed_category_stay_so(put_in, category):
    article = translation().article
    article.category = category
    article.save(update_fields=["category"])
    Category.objects.filter(key="about-access").update(names={"sv": "Konton"})
    shipping.put_in()
    assert translation().article.category == category
    assert Category.objects.get(key="about-access").name == "Konton"


def test_what_settings_decide_is_found_as_it_is_now(put_in, settings):
    settings.DECISION_WITHIN = 7
    shipping.keep()
    assert "inom 7 arbetsdagar" in Entry.objects.get(title="Hur lång tid tar det?").text


def test_an_article_leads_to_the_others_by_their_numbers(put_in):
    other = Article.objects.get(origin="kundportal:before-fault")
    general = Article.objects.get(origin="kundportal:create-before").in_language("sv").published
    assert f"(article:{other.pk})" in general.text
    assert not re.search(r"article:[a-z]", general.text)


@pytest.mark.parametrize("language", shipped.LANGUAGES)
def test_each_has_words_phrasings_and_facts_that_exist(language):
    known = set(facts())
    for one in shipped.articles():
        text = one.texts[language]
        assert len(plain(text.text)) > 40, one.key
        assert text.phrasings, one.key
        assert set(re.findall(r"\{(\w+)\}", text.text)) <= known, one.key
    there = {file.stem for file in (shipped.FOLDER / language).glob("*.md")}
    assert there == {one.key for one in shipped.articles()}


def test_both_languages_say_the_same_in_the_same_shape():
    for one in shipped.articles():
        shapes = [
            re.findall(r"<(h\d|li|table|div|a|p)\b", render(text.text).html)
            for text in one.texts.values()
        ]
        assert shapes[0] == shapes[1], one.key


@pytest.mark.parametrize("language", shipped.LANGUAGES)
def test_every_address_in_them_exists(language):
    text = "".join(one.texts[language].text for one in shipped.articles())
    addresses = set(re.findall(r"\]\((/[^)]*)\)", text))
    keys = set(re.findall(r"\]\(article:([^)]*)\)", text))
    assert keys <= {one.key for one in shipped.articles()}
    missing = set()
    for address in addresses:
        try:
            resolve(address)
        except Resolver404:
            missing.add(address)
    assert addresses
    assert missing == set()
