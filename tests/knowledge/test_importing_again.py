"""Imported again: nothing twice, and nobody's words are lost."""

from __future__ import annotations

import pytest

from kundportal.knowledge.models import Article, Category, Translation
from tests.knowledge.sources import codes, folder, newest, run

pytestmark = pytest.mark.django_db
PAGE = "---\ntitle: Byt lösenord\n---\n{}"


@pytest.fixture
def one(tmp_path, lead):
    """A folder with one page, imported and published."""
    folder(tmp_path, {"a.md": PAGE.format("Så här.")})
    run(tmp_path, lead, will_publish=True)
    return tmp_path


def test_a_dry_run_writes_nothing(tmp_path, lead, django_assert_max_num_queries):
    folder(tmp_path, {"x/a.md": PAGE.format("Text"), "x/b.md": b"\xff\xfe\x00\xd8"})
    lines = run(tmp_path, lead, dry=True)
    assert {path: line.outcome for path, line in lines.items()} == {
        "x/a.md": "new", "x/b.md": "skipped",
    }  # fmt: skip
    assert not Article.objects.exists()
    assert not Category.objects.exists()


def test_what_changed_there_becomes_a_revision(one, lead):
    folder(one, {"a.md": PAGE.format("Så här i stället.")})
    assert run(one, lead, dry=True)["a.md"].outcome == "changed"
    assert run(one, lead, will_publish=True)["a.md"].outcome == "changed"
    revision = newest("Byt lösenord")
    assert (revision.number, revision.stage, revision.text) == (
        2, "published", "Så här i stället.",
    )  # fmt: skip
    assert run(one, lead)["a.md"].outcome == "unchanged"


def test_what_our_editors_changed_is_kept(one, lead, agent):
    newest("Byt lösenord").translation.write(by=agent, title="Byt lösenord", text="Vårt.")
    assert run(one, lead)["a.md"].outcome == "unchanged"
    folder(one, {"a.md": PAGE.format("Deras.")})
    line = run(one, lead)["a.md"]
    assert (line.outcome, codes(line)) == ("kept", ["changed-here"])
    assert newest("Byt lösenord").text == "Vårt."


def test_it_is_replaced_by_a_draft_when_that_is_asked_for(one, lead, agent):
    translation = newest("Byt lösenord").translation
    translation.write(by=agent, title="Byt lösenord", text="Vårt.").publish(by=lead)
    folder(one, {"a.md": PAGE.format("Deras.")})
    line = run(one, lead, will_publish=True, will_replace=True)["a.md"]
    assert line.outcome == "replaced"
    revision = newest("Byt lösenord")
    assert (revision.text, revision.stage) == ("Deras.", "draft")
    translation.refresh_from_db()
    assert translation.published.text == "Vårt."
    assert run(one, lead, will_replace=True)["a.md"].outcome == "unchanged"


def test_drafts_that_came_in_are_published_when_that_is_asked_for(tmp_path, lead):
    folder(tmp_path, {"a.md": PAGE.format("Text"), "b.md": "---\ntitle: B\ndraft: true\n---\nB"})
    run(tmp_path, lead)
    assert newest("Byt lösenord").stage == "draft"
    lines = run(tmp_path, lead, will_publish=True)
    assert (lines["a.md"].outcome, lines["b.md"].outcome) == ("published", "unchanged")
    assert newest("Byt lösenord").stage == "published"
    assert newest("Byt lösenord").number == 1


def test_a_page_that_can_be_linked_to_now_changes_the_text_that_links_to_it(one, lead):
    folder(one, {"a.md": PAGE.format("Se [B](b.md).")})
    assert codes(run(one, lead)["a.md"]) == ["link-nowhere"]
    folder(one, {"b.md": "# B\n\nText"})
    assert run(one, lead)["a.md"].outcome == "changed"
    assert "(article:" in newest("Byt lösenord").text


def test_who_may_read_it_follows_the_source_until_it_is_changed_here(one, lead):
    folder(one, {"a.md": "---\ntitle: Byt lösenord\naudience: customers\n---\nSå här."})
    assert run(one, lead)["a.md"].outcome == "changed"
    article = Article.objects.get()
    assert article.audience == "customers"
    assert Translation.objects.get().revisions.count() == 1
    article.arrange(by=lead, category=article.category, audience="staff", organisations=[],
                    owner=None, review_by=None)  # fmt: skip
    folder(one, {"a.md": "---\ntitle: Byt lösenord\naudience: everyone\n---\nSå här."})
    line = run(one, lead)["a.md"]
    assert (line.outcome, codes(line)) == ("unchanged", ["audience-kept"])
    assert Article.objects.get().audience == "staff"


def test_what_is_withdrawn_here_stays_so_and_what_is_gone_there_is_told(one, lead):
    folder(one, {"b.md": "# B"})
    run(one, lead)
    Article.objects.get(origin="pages//a").withdraw(by=lead)
    folder(one, {"a.md": PAGE.format("Nytt.")})
    assert codes(run(one, lead)["a.md"]) == ["withdrawn-here"]
    (one / "b.md").unlink()
    lines = run(one, lead, dry=True)
    assert lines["pages//b"].outcome == "gone"
    assert Article.objects.count() == 2


def test_a_file_that_changed_changes_the_text_that_shows_it(one, lead):
    from tests.knowledge.sources import picture

    folder(one, {"a.md": PAGE.format("![Bild](b.png)"), "b.png": picture("red")})
    run(one, lead)
    folder(one, {"b.png": picture("blue")})
    assert run(one, lead)["a.md"].outcome == "changed"
    assert newest("Byt lösenord").text == "![Bild](file:b-2.png)"
