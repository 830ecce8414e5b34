"""The exports of Zendesk Guide and Freshdesk Solutions become articles."""

from __future__ import annotations

import json

import pytest

from kundportal.knowledge.models import Article, Category
from tests.knowledge.sources import codes, exported, newest, picture, run, text_of, zipped

pytestmark = pytest.mark.django_db
ZENDESK = {
    "count": 4,
    "categories": [{"id": 10, "name": "Betyg", "description": "Om betyg", "position": 1,
                    "locale": "sv", "html_url": "https://x.zendesk.com/hc/sv/categories/10"}],
    "sections": [
        {"id": 20, "category_id": 10, "parent_section_id": None, "name": "Kurser", "locale": "sv",
         "translations": [{"locale": "en-us", "title": "Courses", "body": "About courses"}]},
        {"id": 21, "category_id": 10, "parent_section_id": 20, "name": "Slutbetyg"},
    ],
    "articles": [
        {"id": 360001, "section_id": 20, "title": "Sätt betyg", "locale": "sv",
         "source_locale": "sv", "draft": False, "promoted": True, "position": 2,
         "label_names": ["betyg", "omdöme"], "user_segment_id": None,
         "body": "<h2>Så här</h2><ol><li>Klicka på <strong>Betyg</strong></li></ol>"
                 '<p>Se <a href="https://x.zendesk.com/hc/sv/articles/360002-Ta-bort">mer</a>'
                 '<img src="https://x.zendesk.com/hc/article_attachments/5/ruta.png" alt="Rutan">'
                 "</p><script>alert(1)</script>",
         "translations": [
             {"locale": "sv", "title": "Sätt betyg", "body": "<p>Svensk text</p>", "draft": False},
             {"locale": "en-us", "title": "Set grades", "body": "<p>English</p>", "draft": True},
             {"locale": "fi", "title": "Suomi", "body": "<p>x</p>"},
         ]},
        {"id": 360002, "section_id": 21, "title": "Ta bort", "locale": "sv", "draft": True,
         "user_segment_id": 7, "body": "<p>Text</p>"},
        {"id": 360003, "section_id": 21, "title": "Internt", "locale": "sv",
         "user_segment_id": 8, "body": "<p>Text</p>"},
        {"id": 360004, "section_id": 21, "title": "Okänt", "locale": "sv",
         "user_segment_id": 99, "body": "<p>Text</p>"},
    ],
    "user_segments": [{"id": 7, "user_type": "signed_in_users"}, {"id": 8, "user_type": "staff"}],
}  # fmt: skip
FRESHDESK = [
    {"category": {"id": 1, "name": "Skola", "description": "Om skolan", "folders": [
        {"id": 11, "name": "Alla", "visibility": 1, "articles": [
            {"id": 111, "title": "Närvaro", "status": 2, "type": 1, "tags": ["frånvaro"],
             "description": '<p>Se <a href="/support/solutions/articles/112-x">mer</a></p>',
             "seo_data": {"meta_description": "Om närvaro", "meta_keywords": "sjuk,ledig"},
             "attachments": [{"name": "blankett.pdf", "attachment_url": "https://x/1"}]},
            {"id": 112, "title": "Utkast", "status": 1, "description": "<p>x</p>"}]},
        {"id": 12, "name": "Kunder", "visibility": 2, "articles": [
            {"id": 121, "title": "Kund", "status": 2, "description": "<p>x</p>"}]},
        {"id": 13, "name": "Agenter", "visibility": 3, "articles": [
            {"id": 131, "title": "Agent", "status": 2, "description": "<p>x</p>"}]},
        {"id": 14, "name": "Vissa", "visibility": 4, "company_ids": [9, 8], "articles": [
            {"id": 141, "title": "Vissa", "status": 2, "description": "<p>x</p>"}]},
    ]}},
    {"companies": [{"id": 9, "name": "Lillköpings kommun"}]},
]  # fmt: skip


def audience(title: str) -> str:
    return newest(title).translation.article.audience


def test_zendesks_articles_stand_in_their_sections(tmp_path, lead):
    lines = run(exported(tmp_path / "z.json", ZENDESK), lead, will_publish=True)
    grades = newest("Sätt betyg")
    assert (grades.text, grades.phrasings) == ("Svensk text", "betyg\nomdöme")
    assert grades.translation.article.origin == "zendesk/360001"
    category = newest("Ta bort").translation.article.category
    way = [category.name, category.parent.name, category.parent.parent.name]
    assert way == ["Slutbetyg", "Kurser", "Betyg"]
    assert category.parent.names == {"sv": "Kurser", "en": "Courses"}
    assert newest("Set grades", "en").stage == "draft"
    assert grades.stage == "published"
    assert newest("Ta bort").stage == "draft"
    assert [audience(one) for one in ("Sätt betyg", "Ta bort", "Internt", "Okänt")] == [
        "everyone", "customers", "staff", "staff",
    ]  # fmt: skip
    assert codes(lines["articles/360004 (sv)"]) == ["unknown-audience"]
    assert codes(lines["articles/360001 (fi)"]) == ["unknown-language"]


def test_zendesks_html_becomes_markdown(tmp_path, lead):
    content = json.loads(json.dumps(ZENDESK))
    del content["articles"][0]["translations"]
    line = run(exported(tmp_path / "z.json", content), lead)["articles/360001 (sv)"]
    number = newest("Ta bort").translation.article_id
    assert text_of("Sätt betyg") == (
        "## Så här\n\n1. Klicka på **Betyg**\n\n"
        f"Se [mer](article:{number})"
        "[Rutan](<https://x.zendesk.com/hc/article_attachments/5/ruta.png>)"
    )
    assert codes(line) == ["html-dropped", "picture-elsewhere"]


def test_an_export_in_several_files_with_its_pictures_is_one(tmp_path, lead):
    parts = {f"{name}.json": json.dumps({name: content}) for name, content in ZENDESK.items()
             if isinstance(content, list)}  # fmt: skip
    article = json.loads(parts["articles.json"])
    del article["articles"][0]["translations"]
    parts["articles.json"] = json.dumps(article)
    path = zipped(tmp_path / "z.zip", {**parts, "attachments/ruta.png": picture()})
    run(path, lead)
    assert "![Rutan](file:ruta.png)" in text_of("Sätt betyg")
    assert run(path, lead)["articles/360001 (sv)"].outcome == "unchanged"
    assert Article.objects.count() == 4


def test_freshdesks_folders_say_who_may_read(tmp_path, lead, customer):
    lines = run(exported(tmp_path / "f.json", FRESHDESK), lead, will_publish=True)
    assert [audience(one) for one in ("Närvaro", "Kund", "Agent", "Vissa")] == [
        "everyone", "customers", "staff", "organisations",
    ]  # fmt: skip
    chosen = newest("Vissa").translation.article
    assert chosen.organisations == [customer.organisation_id]
    assert codes(lines["articles/141"]) == ["unknown-organisation"]
    present = newest("Närvaro")
    assert (present.lead, present.phrasings) == ("Om närvaro", "frånvaro\nsjuk\nledig")
    assert present.text == f"Se [mer](article:{newest('Utkast').translation.article_id})"
    assert (present.stage, newest("Utkast").stage) == ("published", "draft")
    assert codes(lines["articles/111"]) == ["file-elsewhere"]
    assert Category.objects.get(names__sv="Alla").parent.name == "Skola"


def test_freshdesks_flat_answers_are_understood_too(tmp_path, lead):
    flat = {
        "categories": [{"id": 1, "name": "Skola"}],
        "folders": [{"id": 2, "name": "Yttre", "category_id": 1, "visibility": 1},
                    {"id": 3, "name": "Inre", "category_id": 1, "parent_folder_id": 2,
                     "visibility": 6}],
        "articles": [{"id": 4, "folder_id": 3, "title": "A", "status": 2, "description": "<p>a"}],
    }  # fmt: skip
    line = run(exported(tmp_path / "f.json", flat), lead)["articles/4"]
    category = newest("A").translation.article.category
    assert [category.name, category.parent.name] == ["Inre", "Yttre"]
    assert (audience("A"), codes(line)) == ("staff", ["unknown-audience"])


@pytest.mark.parametrize("content", [
    {"articles": [{"id": [], "section_id": {}, "title": None, "body": 7, "draft": "x",
                   "label_names": {"a": 1}, "user_segment_id": [1], "translations": "x"}]},
    {"sections": "x", "articles": [{"section_id": 1}, None, 3]},
    {"categories": [{"folders": [{"articles": [{"title": 5, "seo_data": [], "tags": 3,
                                                "attachments": "x"}], "visibility": {}}]}]},
    [{"folder_id": None, "title": "x", "description": None, "status": []}],
    {"articles": [{"id": True, "folder_id": 1, "title": "x" * 300, "description": "x"}]},
    {"categories": [{"id": 1, "folders": [{"id": 2, "parent_folder_id": 2, "visibility": 1,
                                           "articles": [{"id": 3, "title": "A"}]}]}]},
])  # fmt: skip
def test_a_wrong_shape_is_told_of_and_never_a_fault(tmp_path, lead, content):
    for line in run(exported(tmp_path / "x.json", content), lead).values():
        assert line.outcome in {"skipped", "new"}
        assert "failed" not in codes(line)


def test_an_article_whose_folder_is_not_in_the_export_is_for_staff(tmp_path, lead):
    articles = [{"id": 1, "folder_id": 77, "title": "A", "status": 2, "description": "<p>x</p>"}]
    folders = [{"id": 78, "name": "B", "visibility": 1}]
    path = exported(tmp_path / "f.json", {"articles": articles, "folders": folders})
    (line,) = run(path, lead).values()
    assert (audience("A"), codes(line)) == ("staff", ["unknown-audience"])
