"""What writers write is shown as they mean it, and what harms is not shown at all."""

from __future__ import annotations

import re
import time

import pytest

from kundportal.knowledge.displaying.rendering import LONGEST, plain, render, sections

MEGA = 1_000_000


def html(text: str, **given) -> str:
    return str(render(text, **given).html)


def at(name: str) -> str:
    return f"/knowledge/files/7/{name}"


@pytest.fixture(autouse=True)
def swedish(settings):
    from django.utils import translation

    with translation.override("sv"):
        yield


def test_headings_begin_below_the_title_and_leave_no_level_out():
    rendered = render("# Översikt\n\n### Steg för steg\n\ntext\n\n#### Än djupare")
    assert [(one.level, one.anchor, one.title) for one in rendered.contents] == [
        (2, "h-oversikt", "Översikt"),
        (3, "h-steg-for-steg", "Steg för steg"),
        (4, "h-an-djupare", "Än djupare"),
    ]
    assert '<h3 id="h-steg-for-steg">Steg för steg</h3>' in rendered.html


def test_the_same_words_twice_have_an_anchor_each_and_always_the_same():
    text = "## Svar\n\n## Svar\n\n## Svar 2\n\n## Svar\n\n## ¤\n\n## Ærlig øl"
    anchors = [one.anchor for one in render(text).contents]
    assert anchors == ["h-svar", "h-svar-2", "h-svar-2-2", "h-svar-3", "h", "h-aerlig-ol"]
    assert anchors == [one.anchor for one in sections(text)]


def test_a_callout_says_in_words_what_it_is():
    shown = html("::: warning Gäller *alla*\nSe upp.\n:::\n\n::: tip\nPröva.\n:::")
    assert "<strong>Varning: Gäller alla</strong>" in shown
    assert "<strong>Tips</strong>" in shown
    assert shown.count('role="note"') == shown.count("<svg") == 2


def test_a_callout_stands_in_a_step_without_ending_the_steps():
    shown = html(
        "::: steps\n1. Ett\n\n   ::: note\n   Obs.\n   :::\n\n2. Två\n3. Tre\n:::\n\nEfteråt."
    )
    assert shown.count("<li>") == 3
    assert shown.count("<ol") == 1
    assert shown.rindex("</div>") < shown.index("Efteråt.")


def test_colons_in_code_are_left_as_they_are():
    assert "::: note\nx\n:::" in html("```\n::: note\nx\n:::\n```")


def test_a_table_has_a_name_headings_and_a_box_to_scroll_in():
    shown = html("| | Läsa | Ändra |\n|-|-|-|\n| Lärare | ja | nej |\n| Rektor | ja |")
    assert 'role="region" tabindex="0" aria-label="Tabell: Läsa, Ändra"' in shown
    assert '<th scope="col">Läsa</th>' in shown
    assert '<th scope="row">Lärare</th>' in shown
    assert "<td>ja</td>" in shown


def test_a_picture_and_a_file_of_the_article_are_had_at_their_addresses():
    shown = html(
        '![En knapp](file:knapp.png "Knappen")\n\n[Mall](file:min%20mall.docx)', address=at
    )
    assert '<figure><img src="/knowledge/files/7/knapp.png" alt="En knapp"' in shown
    assert '<figcaption class="quiet">Knappen</figcaption>' in shown
    assert '<a href="/knowledge/files/7/min mall.docx">Mall (DOCX)</a>' in shown


def test_a_film_is_played_on_the_page_with_what_is_said_in_it():
    shown = html("[Så gör du](file:film.mp4)", address=at)
    assert '<video src="/knowledge/files/7/film.mp4" controls=""' in shown
    assert '<track kind="captions" src="/knowledge/files/7/film.vtt"' in shown
    assert '<figcaption class="quiet"><a href="/knowledge/files/7/film.mp4">Så gör du</a>' in shown


def test_a_file_that_is_not_there_leaves_its_words():
    shown = html("![En knapp](file:a.png) och [mall](file:b.pdf)", address=lambda _name: None)
    assert shown == html("![En knapp](file:a.png) och [mall](file:b.pdf)")
    assert shown.strip() == "<p>En knapp och mall</p>"


def test_an_article_that_the_reader_may_not_read_leaves_its_words():
    asked = []

    def linked(numbers):
        asked.append(numbers)
        return {12: "/knowledge/sv/12-betyg/"}

    shown = html("Se [betyg](article:12), [prov](article:13), [x](article:nej).", linked=linked)
    assert shown.strip() == '<p>Se <a href="/knowledge/sv/12-betyg/">betyg</a>, prov, x.</p>'
    assert asked == [{12, 13}]


def test_links_to_other_places_are_marked_and_pictures_from_there_are_not_fetched():
    shown = html("[vi](/help/) [de](https://example.org) ![bild](//example.org/a.png)")
    assert '<a href="/help/">vi</a>' in shown
    assert '<a href="https://example.org" rel="external noopener noreferrer">de</a>' in shown
    assert '<a href="//example.org/a.png" rel="external noopener noreferrer">bild</a>' in shown


def test_facts_are_filled_in_and_other_words_in_braces_are_left(settings):
    settings.DECISION_WITHIN, settings.VENDOR_NAME = 4, "*Skol_data*"
    assert html("{decision_days} {vendor} {name}") == "<p>4 *Skol_data* {name}</p>\n"
    assert plain("{decision_days} dagar") == "4 dagar"
    assert plain("{x}", facts={"x": 1}) == "1"


def test_the_plain_text_has_every_word_and_no_signs():
    text = (
        "Börja **så**.\n\n## Att [göra](/x/)\n\n- a\n- `b`\n\n"
        "::: note Obs!\n![bild](file:c.png)\n:::"
    )
    assert plain(text) == "Börja så.\nAtt göra\na\nb\nObs!\nbild"
    assert [(one.title, one.text) for one in sections(text)] == [
        ("", "Börja så."),
        ("Att göra", "a\nb\nObs!\nbild"),
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#x73;cript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x]( javascript:alert(1))",
        "[x](\x01javascript:alert(1))",
        "[x](vbscript:x)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](data:image/svg+xml;base64,PHN2Zz4=)",
        "![x](javascript:alert(1))",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        '[x](/a "\\" onmouseover=alert(1)")',
        '![" onerror="alert(1)](file:a.png)',
        "::: note <script>alert(1)</script>\n:::",
        '::: note" onclick="x\n:::',
        '<i class="icon-info"></i>',
        '| <script> | " onfocus=x |\n|-|-|\n| [x](javascript:1) | <svg/onload=x> |',
        '## <script>\n\n## " onclick=x',
        "[x](file:../../etc/passwd)",
        "\0\u202etxt.exe\u202d",
    ],
)
def test_what_harms_is_shown_as_words_or_not_at_all(hostile):
    shown = html(hostile, address=lambda name: f"/f/{name.rpartition('/')[2]}")
    tags = re.findall(r"<[^>]*>", shown)
    assert [
        tag for tag in tags if re.search(r"script|\son\w+\s*=[^=]*$|data:", unquoted(tag))
    ] == []
    assert not re.search(r'(href|src)="(?!/|https?:)', shown)
    assert not re.search("[\0\u202e\u202d]", shown)


def unquoted(tag: str) -> str:
    """A tag without what stands between its quotation marks, but for addresses."""
    return re.sub(r'(?<!href)(?<!src)="[^"]*"', "", tag)


@pytest.mark.parametrize(
    "signs",  # those that cost most of all that were tried
    [
        "[", "![", "*a", "*_", "`a``b", "> a\n", "- a\n", "# a\n", "|a|\n|-|\n",
        "::: note\na\n:::\n", "[a](file:b) ", "\0",
    ],
)  # fmt: skip
def test_a_million_of_the_same_signs_take_no_time(signs):
    text = signs * (MEGA // len(signs))
    began = time.process_time()
    html(text, address=at)
    assert time.process_time() - began < 2  # of a slow machine; one second on a quick one


def test_things_in_things_without_end_are_shown_as_far_as_they_go():
    for text in (
        ">" * MEGA,
        "".join("  " * depth + "- a\n" for depth in range(500)),
        "- " * 10_000,
    ):
        assert html(text).count("<blockquote>") + html(text).count("<ul>") < 30


def test_what_is_too_long_is_still_shown_and_still_found():
    text = "Ett stycke.\n\n" * (LONGEST // 10) + "**Sist**"
    assert html(text).rstrip().endswith("**Sist**</pre>")
    assert plain(text).endswith("**Sist**")
