"""Categories and articles that the tests of the knowledge portal know."""

from __future__ import annotations

import pytest

from kundportal.knowledge.models import Article, Category, Translation
from kundportal.people.models import Person


@pytest.fixture
def category(db):
    return Category.objects.create(key="betyg", names={"sv": "Betyg", "en": "Grades"})


@pytest.fixture
def lead(db):
    """Whoever answers for what is published."""
    return Person.objects.create(email="lena@kundportal.example", name="Lena Dahl", role="lead")


@pytest.fixture
def publish(agent, lead, category):
    """Publishes an article and gives its translation: `publish("Byt lösenord", "Så här …")`."""

    def publish(title: str, text: str = "", *, language: str = "sv", **given) -> Translation:
        given = {"category": category, **given}
        article = Article.objects.begin(language=language, by=agent, **given)
        translation = article.in_language(language)
        translation.write(by=agent, title=title, text=text).publish(by=lead)
        translation.refresh_from_db()
        return translation

    return publish
