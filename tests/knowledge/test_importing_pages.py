"""A folder or zip of Markdown becomes articles that read well here."""

from __future__ import annotations

import pytest

from kundportal.knowledge.models import Article, Category, Translation
from kundportal.products.models import Product
from kundportal.search.models import Entry
from tests.knowledge.sources import TRIAL, codes, folder, newest, picture, run, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def trial():
    if not TRIAL.exists():
        pytest.skip("the folder of the trial is missing")
    return TRIAL


def test_the_trial_becomes_articles_in_their_categories_and_order(trial, lead):
    lines = run(trial, lead, will_publish=True)
    assert {line.outcome for line in lines.values()} == {"new"}
    tops = [one.name for one in Category.objects.tree()]
    assert tops == ["Kom igång", "Grupper", "Kursinnehåll", "Betyg", "Praktik"]
    grades = Category.objects.get(names__sv="Betyg")
    rows = grades.articles.order_by("position")
    titles = [row.in_language("sv").published.title for row in rows]
    assert titles == ["Betyg", "Kursdelar", "Kurser", "Skalor"]
    assert Entry.objects.filter(kind="article").count() == 21
    assert "Betyg / Kursdelar" in rows[1].in_language("sv").published.phrasings


def test_the_trial_reads_well(trial, lead):
    lines = run(trial, lead)
    posts = text_of("Nyheter")
    assert posts.startswith("Nyheter är ett effektivt sätt")
    assert "Nyheterna finns på sidan `Nyheter`.\n\n## Skriva" in posts
    assert "Öppna kontextmenyn (dom tre prickarna uppe till höger)." in posts
    everything = "".join(one.newest().text for one in Translation.objects.all())
    assert not {sign for sign in ("<", "span", "html", "Announcements", "_assets")
                if sign in everything}  # fmt: skip
    assert "i menyn `Mer`." in text_of("Betyg")
    assert codes(lines["content/import-content.md"]) == ["film-missing"]
    assert codes(lines["content/quiz.md"]) == []
    assert newest("Quiz").lead == ""
    assert not Translation.objects.exclude(published=None).exists()


def test_the_trial_a_second_time_changes_nothing(trial, lead):
    run(trial, lead)
    before = Article.objects.count(), Category.objects.count()
    lines = run(trial, lead)
    assert {line.outcome for line in lines.values()} == {"unchanged"}
    assert (Article.objects.count(), Category.objects.count()) == before
    assert {one.revisions.count() for one in Translation.objects.all()} == {1}


def test_front_matter_says_who_may_read_it_and_until_when(tmp_path, lead, customer):
    folder(tmp_path, {
        "a.md": "---\ntitle: A\nlead: Kort\naudience: organisations\nreview_by: 2027-01-31\n"
                f"organisations: [{customer.organisation.name}, Okänd]\ntags: [ett, två]\n"
                "phrasings:\n- Hur gör jag?\n---\nText",
        "b.md": "---\ntitle: B\nvisibility: hemlig\ndraft: true\n---\nText",
    })  # fmt: skip
    lines = run(tmp_path, lead, will_publish=True)
    a, b = newest("A"), newest("B")
    article = a.translation.article
    assert (article.audience, article.organisations) == (
        "organisations", [customer.organisation_id],
    )  # fmt: skip
    assert article.review_by.isoformat() == "2027-01-31"
    assert (a.lead, a.phrasings) == ("Kort", "Hur gör jag?\nett\ntvå")
    assert a.stage == "published"
    assert (b.stage, b.translation.article.audience) == ("draft", "staff")
    assert codes(lines["a.md"]) == ["unknown-organisation"]
    assert codes(lines["b.md"]) == ["unknown-audience"]


def test_links_between_pages_lead_to_their_articles(tmp_path, lead):
    folder(tmp_path, {
        "betyg/skalor.md": "---\ntitle: Skalor för betyg\n---\n[Kurser](kurser.md#satt) och "
                           "[hem](/help/start.html), [ut](https://example.org/a_(b)), "
                           "[bort](ingen.md), [ond](javascript:alert), `[kod](kurser.md)`\n\n"
                           "Se [listan][l].\n\n[l]: ../start.md",
        "betyg/kurser.md": "# Kurser\n\n[Skalor](skalor.md)",
        "start.md": "# Start\n\nHej",
    })  # fmt: skip
    lines = run(tmp_path, lead, will_publish=True)
    text = text_of("Skalor för betyg")
    there, start = newest("Kurser").translation, newest("Start").translation.article_id
    assert f"[Kurser]({there.address}#satt)" in text
    assert f"[hem](article:{start})" in text
    assert f"Se [listan](article:{start})." in text
    assert "[ut](https://example.org/a_(b)), bort, ond, `[kod](kurser.md)`" in text
    assert codes(lines["betyg/skalor.md"]) == ["link-nowhere", "link-nowhere"]
    scales = newest("Skalor för betyg").translation
    assert text_of("Kurser") == f"[Skalor](article:{scales.article_id})"


def test_pictures_and_films_come_along(tmp_path, lead):
    folder(tmp_path, {
        "sida.md": "# Sida\n\n![Rutan](bilder/Skärmbild 1.png) och\n"
                   "<!-- film.html, { src: \"film.mp4\", alt: 'Så gör du' } -->\n\n"
                   "![borta](x.png) [Fel](skript.html)",
        "bilder/Skärmbild 1.png": picture(),
        "film.mp4": b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(range(200)),
        "skript.html": "<script>",
    })  # fmt: skip
    line = run(tmp_path, lead)["sida.md"]
    article = newest("Sida").translation.article
    assert [one.name for one in article.files.all()] == ["skarmbild-1.png", "film.mp4"]
    assert "![Rutan](file:skarmbild-1.png) och\n[Så gör du](file:film.mp4)" in text_of("Sida")
    assert "Fel" in text_of("Sida")
    assert codes(line) == ["picture-missing", "file-refused"]


def test_html_and_builders_words_become_markdown(tmp_path, lead):
    folder(tmp_path, {
        "a.md": "---\ntitle: A\n---\nTryck på <kbd>Enter</kbd> och <b>spara</b>.<br>Klart "
                'med <a href="b.md">B</a>. Skriv `<b>` eller <namn>.\n\n'
                "<div class='x'>\n\nInuti\n\n</div>\n\n"
                "<table><tr><th>Ett</th></tr><tr><td>Två</td></tr></table>\n\n"
                '{{< figure src="c.png" alt="Bild" >}}\n\n{% raw %}\n\n<form>Namn</form>\n\n'
                "> [!WARNING]\n> Spara först.\n\n```html\n<b>kod</b> <!-- kvar -->\n```\n",
        "b.md": "# B\n",
        "c.png": picture(),
    })  # fmt: skip
    line = run(tmp_path, lead)["a.md"]
    text = text_of("A")
    assert "Tryck på `Enter` och **spara**.\nKlart med [B](article:" in text
    assert "Skriv `<b>` eller <namn>.\n\nInuti\n\n| Ett |\n| --- |\n| Två |" in text
    assert "![Bild](file:c.png)" in text
    assert "::: warning\nSpara först.\n:::" in text
    assert "```html\n<b>kod</b> <!-- kvar -->\n```" in text
    assert set(codes(line)) == {"shortcode-dropped", "html-dropped"}
    assert "<form" not in text
    assert "raw" not in text


def test_languages_stand_in_the_name_the_folder_or_the_front_matter(tmp_path, lead):
    folder(tmp_path, {
        "betyg/a.md": "---\ntitle: Svenska\n---\nText",
        "betyg/a.en.md": "---\ntitle: English\n---\nText",
        "betyg/b.md": "---\ntitle: Engelska först\nlang: en-US\n---\nText",
        "betyg/c.md": "---\ntitle: Suomi\nlanguage: fi\n---\nText",
        "betyg/_index.en.md": "---\ntitle: Grades\ndescription: About grades\n---\n",
        "betyg/_index.md": "---\ntitle: Betyg\n---\n",
    })  # fmt: skip
    lines = run(tmp_path, lead, will_publish=True)
    article = newest("Svenska").translation.article
    english = article.translations.get(language="en")
    assert english.based_on == newest("Svenska")
    assert newest("Engelska först", "en").translation.article.language == "en"
    assert codes(lines["betyg/c.md"]) == ["unknown-language"]
    category = article.category
    assert category.names == {"sv": "Betyg", "en": "Grades"}
    assert category.descriptions == {"en": "About grades"}

    folder(tmp_path / "both", {"sv/x/d.md": "# Dag", "en/x/d.md": "# Day"})
    run(tmp_path / "both", lead)
    assert newest("Dag").translation.article == newest("Day", "en").translation.article


def test_it_goes_below_the_product_or_the_category_that_was_chosen(tmp_path, lead, category):
    product = Product.objects.create(name="Unikum")
    folder(tmp_path, {"start.md": "# Start", "mer/djup/djupare/djupast/a.md": "# A"})
    lines = run(tmp_path, lead, product=product)
    start = newest("Start").translation.article
    assert (start.category.name, start.category.product) == (product.name, product)
    assert newest("A").translation.article.category.parent.parent.parent == start.category
    assert codes(lines["mer/djup/djupare/djupast/a.md"]) == ["category-too-deep"]
    run(tmp_path, lead, category=category)
    assert category.articles.get().in_language("sv").newest().title == "Start"
    assert Article.objects.count() == 4
