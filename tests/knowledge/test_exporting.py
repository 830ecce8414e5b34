"""What is exported can be imported again, and is the same."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from kundportal.knowledge.exporting import packing
from kundportal.knowledge.exporting.pages import Export
from kundportal.knowledge.models import Article, Category, Translation
from kundportal.products.models import Product
from tests.knowledge.sources import codes, run
from tests.knowledge.test_article_files import picture

pytestmark = pytest.mark.django_db
TEXT = """Byt det [här](article:{other}) eller [så](/knowledge/sv/{other}-x/#sa).

![Rutan](file:ruta.png)

::: note Obs
<b>inte HTML</b> och <!-- kvar --> och `file:x`
:::
"""


@pytest.fixture
def portal(lead, agent, customer):
    """Articles in two categories and two languages, with files; drafts too."""
    product = Product.objects.create(name="Unikum")
    top = Category.objects.add(by=lead, names={"sv": "Unikum", "en": "Unikum"}, product=product,
                               descriptions={"sv": "Om Unikum"})  # fmt: skip
    below = Category.objects.add(by=lead, names={"sv": "Lösenord"}, parent=top)
    other = Article.objects.begin(category=top, language="sv", by=lead)
    other.in_language("sv").write(by=lead, title="Om / Start: 1", text="Hej").publish(by=lead)
    one = Article.objects.begin(category=below, language="sv", by=agent, audience="organisations",
                                organisations=[customer.organisation_id])  # fmt: skip
    one.attach(picture("ruta.png"), by=lead)
    swedish, english = one.in_language("sv"), one.in_language("en")
    swedish.write(
        by=lead, title="Byt lösenord", text=TEXT.format(other=other.pk),
        lead="Byt lösenord - så gör du", phrasings="Hur byter jag?\nGlömt",
    ).publish(by=lead)  # fmt: skip
    english.write(by=lead, title="Change password", text="So.").publish(by=lead)
    one.arrange(by=lead, category=below, audience="organisations", owner=agent,
                organisations=[customer.organisation_id], review_by=date(2027, 3, 1))  # fmt: skip
    draft = Article.objects.begin(category=below, language="sv", by=lead, audience="staff")
    draft.in_language("sv").write(by=lead, title="Byt lösenord", text="Utkast")


def everything() -> dict[str, object]:
    """All that must come back, without the keys of rows."""
    numbers = {one.pk: str(one.once) for one in Article.objects.all()}
    found = {}
    for row in Translation.objects.select_related("article__category__parent", "article__owner"):
        article, revision = row.article, row.published or row.newest()
        text = revision.text.strip()
        for pk, once in numbers.items():
            text = text.replace(f"article:{pk})", once).replace(f"/{pk}-x/", once)
            text = text.replace(f"/{pk}-om-start-1/", once)
        parent = article.category.parent
        found[f"{article.once} {row.language}"] = (
            revision.title, revision.lead, text, revision.phrasings, revision.stage,
            article.language, article.audience, article.organisations, article.review_by,
            article.owner.email, article.category.key, article.category.names,
            parent and (parent.key, parent.names, parent.descriptions),
            article.category.product and article.category.product.name,
            [(one.name, one.digest) for one in article.files.all()],
        )  # fmt: skip
    return found


def emptied() -> None:
    for row in Translation.objects.all():
        row.published = row.based_on = None
        row.save()
    Article.objects.all().delete()
    Category.objects.filter(parent__isnull=False).delete()
    Category.objects.all().delete()


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_the_round_trip_gives_the_same_articles(portal, lead, tmp_path, form):
    before = everything()
    path = tmp_path / ("ut" if form == "folder" else "ut.zip")
    call_command("export_articles", str(path), stdout=StringIO())
    emptied()
    lines = run(path, lead, will_publish=True)
    assert {(line.outcome, *codes(line)) for line in lines.values()} == {("new",)}
    assert everything() == before


def test_imported_where_it_came_from_nothing_changes(portal, lead, tmp_path):
    before = everything()
    packing.write_folder(tmp_path, Export().files())
    for dry in (True, False):
        lines = run(tmp_path, lead, dry=dry)
        assert {line.outcome for line in lines.values()} == {"unchanged"}
    page = tmp_path / "unikum/losenord/byt-losenord.sv.md"
    page.write_text(page.read_text().replace("Byt det", "Ändra det"))
    lines = run(tmp_path, lead)
    changed = {path for path, line in lines.items() if line.outcome == "changed"}
    assert changed == {"unikum/losenord/byt-losenord.sv.md"}
    assert everything() == before  # what is read is as it was
    page.write_text(page.read_text().replace("Ändra det", "Skriv om det"))
    assert run(tmp_path, lead)[changed.pop()].outcome == "changed"


def test_what_was_written_here_since_the_export_is_kept(portal, lead, tmp_path):
    packing.write_folder(tmp_path, Export().files())
    english = Translation.objects.get(language="en")
    english.write(by=lead, title="Change password", text="Ours.")
    page = tmp_path / "unikum/losenord/byt-losenord.en.md"
    page.write_text(page.read_text().replace("So.", "Theirs."))
    assert run(tmp_path, lead)["unikum/losenord/byt-losenord.en.md"].outcome == "kept"
    assert english.newest().text == "Ours."


def test_the_files_have_their_links_as_paths(portal):
    written = {one.path: one for one in Export().files()}
    number = Article.objects.get(audience="staff").pk
    assert sorted(written) == [
        "unikum/_index.en.md",
        "unikum/_index.md",
        "unikum/losenord/_index.md",
        f"unikum/losenord/article-{number}.sv.md",
        "unikum/losenord/byt-losenord.en.md",
        "unikum/losenord/byt-losenord.sv.md",
        "unikum/losenord/byt-losenord/ruta.png",
        "unikum/om-start-1.sv.md",
    ]
    text = written["unikum/losenord/byt-losenord.sv.md"].text
    assert "[här](<../om-start-1.sv.md>) eller [så](<../om-start-1.sv.md#sa>)" in text
    assert "![Rutan](<byt-losenord/ruta.png>)" in text
    assert "och `file:x`" in text


def test_one_language_or_one_product_is_taken_out_alone(portal, lead):
    other = Category.objects.add(by=lead, names={"sv": "Annat"})
    article = Article.objects.begin(category=other, language="en", by=lead)
    article.in_language("en").write(by=lead, title="Else", text="x").publish(by=lead)
    english = [one.path for one in Export(language="en").files()]
    assert [path for path in english if "_index" not in path] == [
        "unikum/losenord/byt-losenord.en.md", "annat/else.en.md",
    ]  # fmt: skip
    product = Product.objects.get(name="Unikum")
    assert not any("annat" in one.path for one in Export(product=product).files())


def test_the_number_of_questions_does_not_grow_with_the_articles(
    portal, lead, django_assert_max_num_queries
):
    category = Category.objects.get(names__sv="Lösenord")
    for number in range(20):
        article = Article.objects.begin(category=category, language="sv", by=lead)
        article.in_language("sv").write(by=lead, title=f"A {number}", text="x").publish(by=lead)
    with django_assert_max_num_queries(12):
        assert len(list(Export().files())) > 25


def test_a_folder_that_is_in_use_is_not_written_into(tmp_path):
    (tmp_path / "x").write_text("x")
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_articles", str(tmp_path))
