"""What the addresses of the knowledge portal are made of, and what its forms take."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from kundportal.knowledge.models import Article, Category
from kundportal.people.models import Person
from tests.house.forms_of_editing import EDITING, names_of_editing
from tests.house.forms_of_importing import IMPORTING, names_of_importing
from tests.house.forms_of_reading import READING, names_of_reading
from tests.house.forms_of_search import SEARCH

# What each address of articles and of search takes, and who may send it.
KNOWLEDGE: dict[str, tuple[str, dict[str, Any]]] = {
    **EDITING, **IMPORTING, **READING, **SEARCH,
}  # fmt: skip


def names_of_knowledge(agent: Person) -> dict[str, Any]:
    category = Category.objects.create(key="betyg", names={"sv": "Betyg"})
    article = Article.objects.begin(category=category, language="sv", by=agent)
    translation = article.in_language("sv")
    file = article.attach(ContentFile(b"a;b\n", "lista.csv"), by=agent)
    translation.write(by=agent, title="Byt lösenord", text="Så [här](file:lista.csv).").publish(
        by=None
    )
    return {
        **names_of_reading(agent, article),
        **names_of_editing(article),
        **names_of_importing(agent),
        "article.language": "sv",
        "article.number": article.pk,
        "article.words": "byt-losenord",
        "article-file.pk": file.pk,
        "article-file.name": file.name,
    }
