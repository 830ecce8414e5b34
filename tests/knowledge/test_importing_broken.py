"""A broken file is told of, and the rest goes in."""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile
from time import process_time

import pytest

from kundportal.knowledge.importing import markup, trees
from kundportal.knowledge.importing.documents import Unusable
from kundportal.knowledge.importing.opening import opened
from kundportal.knowledge.models import Article
from tests.knowledge.sources import codes, exported, folder, newest, picture, run, text_of, zipped

pytestmark = pytest.mark.django_db
GOOD = "# Hel\n\nText"
BROKEN = {
    "yaml.md": ("---\ntitle: [a\nb: c: d\n---\nText", "bad-yaml"),
    "tabs.md": ("---\n\ttitle: a\n---\nText", "bad-yaml"),
    "deep.md": ("---\na: " + "[" * 20_000 + "\n---\nText", "bad-yaml"),
    "latin.md": ("# Hälsa\n".encode("latin-1"), "not-utf8"),
    "nul.md": (b"# A\n\0\0", "not-utf8"),
    "empty.md": (b"", "empty"),
    "blank.md": (b"\n \n", "empty"),
    "large.md": (b"# A\n" + b"a" * trees.MOST_TEXT, "too-large"),
    "long.md": ("---\ntitle: " + "a" * 10_000 + "\n---\n", "title-too-long"),
    "lang.md": ("---\ntitle: A\nlang: [x]\nlocale: klingon\n---\n", "unknown-language"),
}


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_each_is_skipped_with_the_reason_and_the_rest_goes_in(tmp_path, lead, kind):
    files = {name: content for name, (content, _code) in BROKEN.items()} | {"good.md": GOOD}
    path = (
        folder(tmp_path / "in", files) if kind == "folder" else zipped(tmp_path / "in.zip", files)
    )
    lines = run(path, lead)
    assert {name: codes(lines[name])[:1] for name in BROKEN} == {
        name: [code] for name, (_content, code) in BROKEN.items()
    }
    assert {lines[name].outcome for name in BROKEN} == {"skipped"}
    assert lines["good.md"].outcome == "new"
    assert Article.objects.count() == 1


def test_a_zip_gives_nothing_from_outside_itself(tmp_path, lead):
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("../out.md", "/etc/x.md", "C:/x.md", "a/../../x.md", "good.md"):
            archive.writestr(name, GOOD)
        link = zipfile.ZipInfo("link.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    lines = run(path, lead)
    assert [codes(lines[name]) for name in ("../out.md", "/etc/x.md", "C:/x.md", "link.md")] == [
        ["path-outside"], ["path-outside"], ["path-outside"], ["link-not-followed"],
    ]  # fmt: skip
    assert Article.objects.count() == 1


def test_a_link_in_a_folder_is_not_followed(tmp_path, lead):
    (tmp_path / "secret.md").write_text("# Hemligt")
    folder(tmp_path / "in", {"good.md": GOOD})
    (tmp_path / "in" / "link.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "in" / "below").symlink_to(tmp_path)
    lines = run(tmp_path / "in", lead)
    assert codes(lines["link.md"]) == codes(lines["below"]) == ["link-not-followed"]
    assert Article.objects.count() == 1


def test_a_zip_bomb_is_refused_by_what_is_in_it(tmp_path, lead, monkeypatch):
    bomb = {"bomb.md": b"a" * 60_000_000, "good.md": GOOD}
    path = zipped(tmp_path / "in.zip", bomb)
    assert path.stat().st_size < 100_000
    assert codes(run(path, lead)["bomb.md"]) == ["too-large"]
    monkeypatch.setattr(trees, "MOST_BYTES", 50_000_000)
    with pytest.raises(Unusable) as told:
        run(path, lead)
    assert told.value.remark.code == "too-much"
    monkeypatch.setattr(trees, "MOST_FILES", 1)
    with pytest.raises(Unusable) as told:
        run(path, lead)
    assert told.value.remark.code == "too-many"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.zip", b"PK\x03\x04 not really", "not-a-zip"),
        ("a.zip", b"", "empty"),
        ("a.exe", b"MZ", "unknown-kind"),
        ("a.json", b"{not json", "bad-json"),
        ("a.json", b'{"users": []}', "wrong-shape"),
        ("a.json", b"[1, 2]", "nothing-in-it"),
        ("a.json", b"[" * 100_000, "bad-json"),
    ],
)
def test_what_holds_nothing_that_can_be_read_is_said_to(tmp_path, lead, name, content, code):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unusable) as told:
        run(tmp_path / name, lead)
    assert told.value.remark.code == code


def test_a_damaged_or_locked_member_is_told_of(tmp_path, lead):
    path = zipped(
        tmp_path / "in.zip", {"good.md": GOOD, "bad.md": "".join(map(chr, range(40, 900)))}
    )
    raw = bytearray(path.read_bytes())
    at = raw.index(b"bad.md") + 40
    raw[at : at + 8] = b"\xff" * 8
    path.write_bytes(raw)
    assert codes(run(path, lead)["bad.md"]) == ["damaged"]


def test_a_zip_in_the_zip_is_not_opened(tmp_path, lead):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("x.md", "# Inre")
    path = zipped(tmp_path / "in.zip", {"good.md": GOOD, "inner.zip": inner.getvalue()})
    assert set(run(path, lead)) == {"good.md", "inner.zip"}
    assert Article.objects.count() == 1


def test_names_of_windows_and_macos_are_understood(tmp_path, lead):
    taken_apart = unicodedata.normalize("NFD", "möte/Frånvaro.md")
    path = zipped(tmp_path / "in.zip", {
        taken_apart: "---\r\ntitle: Frånvaro\r\n---\r\nRad ett\r\nRad två [k](bilder\\k.png)\r\n",
        "betyg\\kurs.md": "\ufeff# Kurs\n\nSe [frånvaro](../möte/Frånvaro.md)",
        unicodedata.normalize("NFD", "möte/bilder/k.png"): picture(),
        "__MACOSX/._x.md": b"\0\0", ".DS_Store": b"\0",
    })  # fmt: skip
    lines = run(path, lead)
    assert {line.outcome for line in lines.values()} == {"new"}
    assert text_of("Frånvaro") == "Rad ett\nRad två [k](file:k.png)"
    absence = newest("Frånvaro").translation.article_id
    assert text_of("Kurs") == f"Se [frånvaro](article:{absence})"
    assert newest("Frånvaro").translation.article.category.name == "Möte"


def test_two_pages_of_one_article_are_one(tmp_path, lead):
    folder(tmp_path, {
        "a.md": "---\nkey: samma\n---\n# Ett", "b.md": "---\nkey: samma\n---\n# Två",
    })  # fmt: skip
    lines = run(tmp_path, lead)
    assert (lines["a.md"].outcome, codes(lines["b.md"])) == ("new", ["doubled-key"])


def test_one_that_cannot_be_written_does_not_stop_the_others(tmp_path, lead, monkeypatch):
    from kundportal.knowledge.importing.putting import Writer

    put = Writer.put

    def fails(self, document):
        if document.title == "B":
            Article.objects.create(once=None)
        return put(self, document)

    monkeypatch.setattr(Writer, "put", fails)
    folder(tmp_path, {f"{name}.md": f"# {name.upper()}\n\nText" for name in "abc"})
    lines = run(tmp_path, lead)
    assert [line.outcome for line in lines.values()] == ["new", "skipped", "new"]
    assert codes(lines["b.md"]) == ["failed"]


def test_texts_that_are_all_brackets_take_no_time(tmp_path, lead):
    import time

    names = {"a": "[", "b": "](", "c": "`", "d": "<a ", "e": "<!--", "f": "![", "g": "{{<",
             "h": "[a](", "i": "<div>", "j": "> [!NOTE]\n", "k": '<a href="x">', "l": "` `` ",
             "m": "](a a a a a", "n": "<h1>", "o": "[a]: b\n"}  # fmt: skip
    for name, text in names.items():
        folder(tmp_path, {f"{name}.md": f"# {name}\n\n{text * (60_000 // len(text))}"})
    with opened(tmp_path, language="sv") as source:
        for entry in source.entries:
            began = time.process_time()
            source.read(entry)
            assert time.process_time() - began < 1, entry.path


def test_a_circle_of_sections_is_told_of(tmp_path, lead):
    article = {"id": 1, "title": "A", "body": "<p>a</p>", "section_id": 2, "locale": "sv"}
    content = {
        "sections": [{"id": 2, "name": "S", "parent_section_id": 3},
                     {"id": 3, "name": "T", "parent_section_id": 2}],
        "articles": [article, {**article, "id": 4, "section_id": None},
                     {"id": None, "title": 3, "section_id": 1}, "x"],
    }  # fmt: skip
    lines = run(exported(tmp_path / "z.json", content), lead)
    assert codes(lines["articles/1 (sv)"]) == ["category-circle"]
    assert lines["articles/4 (sv)"].outcome == "new"
    assert [line.outcome for line in lines.values()].count("skipped") == 2


NASTY = ("\ud83d", "\0")  # half of a sign, as where another system cuts a title; and nothing at all


@pytest.mark.parametrize("sign", NASTY, ids=["half", "nul"])
def test_signs_that_no_database_takes_are_left_out_of_an_export(tmp_path, lead, sign):
    articles = [
        {"id": 1, "section_id": 2, "title": f"Betyg{sign}", "body": f"<p>Sätt{sign}</p>",
         "label_names": [f"omdöme{sign}"]},
        {"id": 2, "section_id": 2, "title": "Frånvaro", "body": "<p>Text</p>"},
    ]  # fmt: skip
    sections = [{"id": 2, "name": f"Kurser{sign}", "description": sign}]
    path = exported(tmp_path / "z.json", {"articles": articles, "sections": sections})
    lines = run(path, lead)
    assert sorted(line.title for line in lines.values()) == ["Betyg", "Frånvaro"]
    assert {line.outcome for line in lines.values()} == {"new"}


@pytest.mark.parametrize(
    "head", ['title: "Betyg\\ud83d"', 'title: "Betyg\\0"', "position: 0x" + "f" * 5000]
)
def test_signs_that_no_database_takes_are_left_out_of_a_page(tmp_path, lead, head):
    page = f"---\n{head}\n---\n# Betyg\n\nText"
    lines = run(folder(tmp_path / "in", {"a.md": page, "good.md": GOOD}), lead)
    assert lines["good.md"].outcome == "new"
    assert lines["a.md"].title.isprintable()
    assert not any("failed" in codes(line) for line in lines.values())


@pytest.mark.parametrize(
    "body",
    [
        "<a " + 'href="" ' * 30_000,
        f"<span {'a' * 200_000}>x</span>",
        "<h1>" + "<span lang=a>" * 20_000 + "</h1>",
    ],
    ids=["link", "attribute", "heading"],
)
def test_html_that_repeats_itself_is_read_within_a_second(body):
    begun = process_time()
    _title, rest = markup.title_in(body, "sv")
    markup.tidy(rest, [])
    assert process_time() - begun < 1
