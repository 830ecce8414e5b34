"""Both parts of a mail say the same, and both are fit to be read."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from kundportal.mail.letters import LONGEST_QUOTE, LONGEST_SUBJECT, Button, Letter, Quote
from tests.mail.conftest import LINK

VOID = {"meta", "br", "hr", "link", "img", "input"}


class Outline(HTMLParser):
    """Fails on an element that is closed wrongly or not at all; keeps attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: dict[str, list[dict[str, str | None]]] = {}
        self.words = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.setdefault(tag, []).append(dict(attrs))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"style", "title"}:
            self.words += data


def test_both_parts_hold_the_news_the_reply_the_link_and_the_reason(letter: Letter) -> None:
    text, html = letter.as_text("sv"), Outline(letter.as_html("sv"))
    for part in (text, html.words):
        assert letter.lead in part
        assert "Anna Ek, Support skriver:" in part
        assert "prova att <logga ut> & in igen." in part
        assert "Läs svaret" in part
        assert LINK in part
        assert "mottagare i ärendet" in part


def test_what_happened_stands_first_in_the_text_part(letter: Letter) -> None:
    assert letter.as_text("sv").startswith(letter.lead)


def test_the_reply_is_quoted_line_by_line_in_the_text_part(letter: Letter) -> None:
    assert "> Hej Åsa,\n>\n> prova att <logga ut> & in igen.\n" in letter.as_text("sv")


def test_marks_and_addresses_are_written_out_in_the_text_part(letter: Letter) -> None:
    written = (
        "# Gör så\n\nEn rad\noch en till, **rättat** i [guiden](https://guide.example/a_b).\n\n"
        "1. logga ut\n2. logga in `nu`\n   - eller\n   - vänta " + "länge " * 20 + "\n\n"
        "> Fungerade det?\n> Nej.\n\nFler <b>råd</b>:\n\n- ett\n\n- två\n\n"
        "| År | Antal |\n|---|---|\n| 2025 | 3 |\n\n    kod  här\n"
    )
    text = replace(letter, quote=Quote(who="Anna", text=written)).as_text("sv")
    quoted = [line[2:] for line in text.splitlines() if line.startswith(">")]
    assert "\n".join(quoted) == (
        "Gör så\n\nEn rad\noch en till, rättat i guiden (https://guide.example/a_b).\n\n"
        "1. logga ut\n2. logga in nu\n   - eller\n"
        "   - vänta länge länge länge länge länge länge länge länge länge länge\n"
        "     länge länge länge länge länge länge länge länge länge länge\n\n"
        "> Fungerade det?\n> Nej.\n\nFler <b>råd</b>:\n\n- ett\n\n- två\n\n"
        "År | Antal\n2025 | 3\n\nkod  här"
    )


def test_a_list_of_mails_shows_the_first_words_of_the_reply_without_marks(letter: Letter) -> None:
    quote = Quote(who="Anna", text="## Hej\n- **läs** [guiden](https://guide.example/)\n> nu")
    assert ">Hej läs guiden nu" in replace(letter, quote=quote).as_html("sv")


def test_the_html_part_is_well_formed_and_names_its_language(letter: Letter) -> None:
    for language in ("sv", "en"):
        html = Outline(letter.as_html(language))
        assert html.attributes["html"] == [{"lang": language}]


def test_the_button_and_the_address_under_it_lead_to_the_same_place(letter: Letter) -> None:
    links = [link["href"] for link in Outline(letter.as_html("sv")).attributes["a"]]
    assert links[:2] == [LINK, LINK]


def test_the_words_around_the_letter_are_in_its_language(letter: Letter) -> None:
    assert "Fungerar inte knappen?" in letter.as_html("sv")
    assert "If the button does not work" in letter.as_html("en")
    assert "Anna Ek, Support writes:" in letter.as_text("en")


def test_nothing_that_somebody_wrote_becomes_an_element_of_the_mail(letter: Letter) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    html = Outline(
        replace(
            letter,
            lead=attack,
            why=attack,
            paragraphs=(attack,),
            quote=Quote(who=attack, text=attack + "\n\n[x](javascript:alert(1))"),
            button=Button(label=attack, url='https://portal.example/"><script>'),
        ).as_html("sv")
    )
    assert not {"script", "img"} & set(html.attributes)
    assert not [link for link in html.attributes["a"] if "javascript" in (link["href"] or "")]


def test_the_text_part_has_short_lines_and_whole_addresses(letter: Letter) -> None:
    address = "https://portal.example/" + "a" * 200
    long = replace(
        letter, paragraphs=("ord " * 100,), button=Button(label="Öppna", url=address)
    ).as_text("sv")
    lines = long.splitlines()
    assert address in lines
    assert all(len(line) <= 72 for line in lines if line != address)


def test_a_very_long_reply_is_quoted_in_part_and_says_so(letter: Letter) -> None:
    long = replace(letter, quote=Quote(who="Anna", text="ord " * 200_000))
    assert "Resten finns i portalen." in long.as_text("sv")
    assert len(long.as_text("sv")) < 2 * LONGEST_QUOTE
    assert len(long.as_html("sv")) < 3 * LONGEST_QUOTE


def test_a_subject_is_one_line_of_bounded_length(letter: Letter) -> None:
    assert replace(letter, subject="Ett\r\nBcc: \x00b@c.se\ttvå").subject_line() == (
        "Ett Bcc: b@c.se två"
    )
    assert len(replace(letter, subject="å" * 5000).subject_line()) == LONGEST_SUBJECT


def test_a_button_must_lead_to_an_absolute_web_address() -> None:
    for address in ("/tickets/1/", "javascript:alert(1)", ""):
        with pytest.raises(ValueError, match="absolute"):
            Button(label="Läs", url=address)


def test_a_letter_travels_in_ascii_and_arrives_as_it_was_written(post):
    sent = post().message().message()
    assert sent.as_bytes().isascii()
    for part in sent.walk():
        if part.get_content_maintype() == "text":
            assert part["Content-Transfer-Encoding"] == "quoted-printable"
            assert "Åsa" in part.get_payload(decode=True).decode()
