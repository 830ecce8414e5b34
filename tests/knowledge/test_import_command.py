"""`bin/manage import_articles` tells what it does, and ends with a code that programs read."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from kundportal.knowledge.models import Article
from tests.knowledge.sources import folder

pytestmark = pytest.mark.django_db


def command(*arguments: object) -> tuple[int, str]:
    said = StringIO()
    try:
        call_command("import_articles", *map(str, arguments), stdout=said)
    except SystemExit as end:
        return int(end.code or 0), said.getvalue()
    return 0, said.getvalue()


@pytest.fixture
def pages(tmp_path):
    return folder(tmp_path / "pages", {"a.md": "# Ett\n\n[x](b.md)"})


def test_a_dry_run_says_what_would_be_done(pages):
    code, said = command(pages, "--dry-run")
    assert (code, "new        a.md  Ett" in said, "Would be: 1 new, 1 remarks" in said) == (
        0, True, True,
    )  # fmt: skip
    assert "Links that lead nowhere, whose words are kept: b.md" in said
    assert not Article.objects.exists()


def test_it_imports_in_the_name_of_who_is_named(pages, lead, category):
    code, _said = command(pages, "--publish", "--by", lead.email, "--category", category.key)
    article = Article.objects.get()
    assert (code, article.owner, article.category) == (0, lead, category)
    assert article.in_language("sv").published is not None
    assert command(pages, "--category", category.key)[1].strip().endswith("1 unchanged, 1 remarks")


def test_something_skipped_ends_with_one(pages):
    folder(pages, {"b.md": ""})
    code, said = command(pages, "--json")
    told = json.loads(said)
    assert code == 1
    assert told["counts"] == {"new": 1, "skipped": 1, "remarks": 2}
    broken = next(line for line in told["lines"] if line["path"] == "b.md")
    assert broken["remarks"] == [{"code": "empty", "detail": "", "text": "It is empty."}]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--by", "ingen@example.org"], "--by takes a lead's"),
        (["--product", "Ingen"], "There is no product Ingen."),
        (["--category", "ingen"], "There is no category ingen."),
    ],
)
def test_what_is_not_there_is_told_before_anything_is_read(pages, arguments, said):
    with pytest.raises(CommandError, match=said) as told:
        command(pages, *arguments)
    assert told.value.returncode == 2
    with pytest.raises(CommandError, match="no such file") as told:
        command(pages / "borta")
    assert told.value.returncode == 2
