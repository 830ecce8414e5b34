"""A translation knows which text of the original it was made from, and when that is no more so."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from kundportal.knowledge.models import Article, Translation
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def swedish(publish):
    return publish("Byt lösenord", "Gå till inställningar.")


@pytest.fixture
def english(swedish, lead):
    text = swedish.article.in_language("en")
    text.write(by=lead, title="Change password", text="Go to settings.").publish(by=lead)
    return fresh(text)


def fresh(text: Translation) -> Translation:
    return Translation.objects.select_related("article", "published", "based_on").get(pk=text.pk)


def change(swedish, lead, text="Gå till din profil.", **more):
    swedish.write(by=lead, title="Byt lösenord", text=text, **more).publish(by=lead)


def test_a_translation_is_behind_when_the_original_has_changed(swedish, english, lead):
    assert not english.is_behind
    change(swedish, lead)
    assert fresh(english).is_behind
    assert list(Translation.objects.behind()) == [english]
    assert list(Article.objects.behind()) == [swedish.article]
    page = signed_in(lead).get(reverse("desk-article-text", args=[english.article_id, "en"])).text
    assert "<del>inställningar</del><ins>din profil</ins>" in page


def test_a_small_change_leaves_the_translations_right(swedish, english, lead):
    change(swedish, lead, is_minor=True)
    assert not fresh(english).is_behind
    change(swedish, lead, "Helt annat.")
    change(swedish, lead, "Helt annat!", is_minor=True)
    assert fresh(english).is_behind, "one that was behind before stays so"


def test_a_translation_can_be_right_without_a_new_text(swedish, english, lead, agent):
    change(swedish, lead)
    address = reverse("desk-translation-confirmation", args=[english.article_id, "en"])
    for _twice in range(2):
        assert signed_in(agent).post(address).status_code == 302
    assert not fresh(english).is_behind
    assert fresh(english).published.number == 1


def test_a_translation_of_an_older_text_is_behind_also_when_it_is_published_later(
    swedish, english, lead
):
    writing = reverse("desk-article-writing", args=[english.article_id, "en"])
    seen = swedish.article.original().published.pk  # what stands beside the form
    change(swedish, lead)
    sent = {"title": "Change your password", "text": "Go to settings!", "revision": "1",
            "based_on": seen, "once": str(uuid4())}  # fmt: skip
    assert signed_in(lead).post(writing, sent).status_code == 302
    english.newest().publish(by=lead)
    assert fresh(english).is_behind
    sent |= {"revision": "2", "based_on": fresh(swedish).published.pk, "text": "Go to you.",
             "once": str(uuid4())}  # fmt: skip
    signed_in(lead).post(writing, sent)
    english.newest().publish(by=lead)
    assert not fresh(english).is_behind


def test_the_original_stands_beside_the_translation(swedish, lead):
    page = signed_in(lead).get(reverse("desk-article-writing", args=[swedish.article_id, "de"]))
    assert "Gå till inställningar." in page.text
    assert not swedish.article.translations.filter(language="de").exists(), "looking begins nothing"


def test_an_original_that_comes_later_does_not_leave_its_translation_behind(category, lead):
    article = Article.objects.begin(category=category, language="sv", by=lead)
    english = article.in_language("en")
    english.write(by=lead, title="Change password", text="").publish(by=lead)
    article.in_language("sv").write(by=lead, title="Byt lösenord", text="").publish(by=lead)
    assert not fresh(english).is_behind
