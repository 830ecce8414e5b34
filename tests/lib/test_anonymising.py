"""What is left of a text when it is to tell nobody whom it was about."""

from __future__ import annotations

from time import process_time

import pytest

from kundportal.lib.anonymising import Kind, Known, anonymise

KNOWN = Known(
    people=("Karin Berg", "Anna-Lena Öberg", "Per Ek", "Mariam Haddadi", "Olle af Dahl", "Bo Lind"),
    organisations=("Lillköpings kommun",),
    kept=("Skolvalvet",),
)


def left(text: str, known: Known = KNOWN, language: str = "sv") -> str:
    return anonymise(text, known, language=language).text


@pytest.mark.parametrize(("text", "expected"), [
    ("Karin Berg ringde.", "[namn] ringde."),
    ("karin berg ringde", "[namn] ringde"),
    ("KARIN ringde", "[namn] ringde"),
    ("Karins konto", "[namn]s konto"),
    ("Karin Bergs konto och Ek", "[namn]s konto och [namn]"),
    ("Anna-Lenas lista", "[namn]s lista"),
    ("Anna Lena och Lena", "[namn] och [namn]"),
    ("fråga mariam haddadi eller haddadi", "fråga [namn] eller [namn]"),
    ("Olle Dahl har kontot", "[namn] har kontot"),
    ("Berg, Karin", "[namn], [namn]"),
    ("en avgift per elev vid ett berg", "en avgift per elev vid ett berg"),
    ("Karin\nBerg", "[namn]"),
    ("kontot karin.berg är låst", "kontot [användarnamn] är låst"),
    ("användaren kabe02 och karber", "användaren [användarnamn] och [användarnamn]"),
    ("kabe och ringde 08.00–16.00", "kabe och ringde 08.00–16.00"),
    ("K. Berg", "K. [namn]"),
    ("Bergström Lindgrens", "Bergström Lindgrens"),
])  # fmt: skip
def test_people_who_are_known(text, expected):
    assert left(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Hej Anna,\n\nSå här.", "Hej [namn],\n\nSå här."),
    ("Hej anna!\nSå här.", "Hej [namn]!\nSå här."),
    ("Hej igen,\nSå här.", "Hej igen,\nSå här."),
    ("Tack för svaret.", "Tack för svaret."),
    ("Mvh Per", "Mvh [namn]"),
    ("Med vänlig hälsning\n\nJohan Testsson", "Med vänlig hälsning\n\n[namn]"),
    ("Hälsningar, Stina på skolan", "Hälsningar, [namn] på skolan"),
    ("Vänliga hälsningar\nÅsa-Britt\nSupport", "Vänliga hälsningar\n[namn]\nSupport"),
    ("Kind regards\nWendy Qwerty", "Kind regards\n[namn]"),
    ("Läraren Qvist Rönn har fel behörighet.", "Läraren [namn] har fel behörighet."),
    ("eleven Elsa Nyqvists betyg", "eleven [namn]s betyg"),
    ("eleven Zlatko saknas", "eleven [namn] saknas"),
    ("hon heter Tuva", "hon heter [namn]"),
    ("Vi har en elev, Elsa, som saknas.", "Vi har en elev, [namn], som saknas."),
    ("Andersson, Peter och Lisa Karlsson", "[namn], [namn] och [namn]"),
    ("Mohammed Al Rashid byter klass", "[namn] byter klass"),
    ("Lars betyg och Elias frånvaro", "[namn] betyg och [namn] frånvaro"),
    ("Eriks och Sofias konton", "[namn]s och [namn]s konton"),
    ("Per elev kostar det mer. Max tre. My är liten.",
     "Per elev kostar det mer. Max tre. My är liten."),
    ("Jan Malmqvist har slutat", "[namn] har slutat"),
    ("Elever och lärare från Skolverket", "Elever och lärare från Skolverket"),
    ("Rapporter från Excel till Microsoft Teams", "Rapporter från Excel till Microsoft Teams"),
    ("/Gunnel", "/[namn]"),
])  # fmt: skip
def test_people_who_are_not_known(text, expected):
    assert left(text, Known()) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Lillköpings kommun har bytt", "[kommunen] har bytt"),
    ("hos LILLKÖPINGS KOMMUN", "hos [kommunen]"),
    ("Lillköpings kommuns skolor", "[kommunen]s skolor"),
    ("Lillköpings skolor i Lillköping", "[kommunen]s skolor i [kommunen]"),
    ("lillköpingsbor", "lillköpingsbor"),
    ("Kommunen har valt i kommunen", "Kommunen har valt i kommunen"),
    ("Storsunds kommun och Region Skåne", "[kommunen] och [kommunen]"),
    ("på Almbackaskolan och Almbackaskolans konto", "på [skolan] och [skolan]s konto"),
    ("Bondsjöhöjdens skola", "[skolan]"),
    ("Förskolan Gläntan öppnar", "[skolan] öppnar"),
    ("Grundskolan, Gymnasieskolan och Förskolan är med",
     "Grundskolan, Gymnasieskolan och Förskolan är med"),
])  # fmt: skip
def test_organisations(text, expected):
    assert left(text) == expected


@pytest.mark.parametrize(("name", "text", "expected"), [
    ("Umeå kommun", "Umeås skolor i Umeå", "[kommunen]s skolor i [kommunen]"),
    ("Lunds kommun", "i Lund, Lunds skolor, en lund", "i [kommunen], [kommunen]s skolor, en lund"),
    ("Borås stad", "Borås skolor och Borås stad", "[kommunen] skolor och [kommunen]"),
    ("Friskolan Lyktan", "Friskolan Lyktan, Lyktans elever", "[skolan], [skolan]s elever"),
    ("Barn & Utbildning AB", "barn och utbildning", "barn och utbildning"),
    ("", "inget", "inget"),
])  # fmt: skip
def test_an_organisation_in_short(name, text, expected):
    assert left(text, Known(organisations=(name,))) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Eleven har 20120314-2383.", "Eleven har [personnummer]."),
    ("skriv till karin.berg@lillkoping.example.", "skriv till [e-postadress]."),
    ("Ring 070-123 45 67 eller +46 (0)8 123 456 78", "Ring [telefonnummer] eller [telefonnummer]"),
    ("Se SE-4839-2175 och SE 4839 2175", "Se [ärendenummer] och [ärendenummer]"),
    ("Öppna https://skola.example/aterstall?token=abc123.", "Öppna [länk]."),
    ("https://user:pw@skola.example/", "[länk]"),
    ("http://10.1.2.3/admin och http://srv.local/x", "[länk] och [länk]"),
    ("https://filer.example/s/a8F3kq92LmZpQ7", "[länk]"),
    ("Läs https://www.skolverket.se/betyg, där står det.",
     "Läs https://www.skolverket.se/betyg, där står det."),
    ("[här](https://a.example/?k=1)", "[här]([länk])"),
    ("kundnummer 483920 och 556677-8899", "kundnummer [nummer] och [nummer]"),
    ("från 192.168.12.4", "från [nummer]"),
    ("id 550e8400-e29b-41d4-a716-446655440000", "id [nummer]"),
    ("Storgatan 12, 123 45 Lillby", "[adress]"),
    ("användare anbe0312", "användare [användarnamn]"),
    ("2026-11-28 kl. 14:32, läsår 2025/2026, 10 000 elever, Fel 12, Office365, version 2.14.3",
     "2026-11-28 kl. 14:32, läsår 2025/2026, 10 000 elever, Fel 12, Office365, version 2.14.3"),
    ("28.11.2026, Lgr22, Win11, klass 7B, Gy2025", "28.11.2026, Lgr22, Win11, klass 7B, Gy2025"),
])  # fmt: skip
def test_numbers_and_addresses(text, expected):
    assert left(text, Known()) == expected


def test_names_of_products_stay():
    assert left("Skolvalvet och Lena i Skolvalvet") == "Skolvalvet och [namn] i Skolvalvet"


def test_it_says_what_was_taken_out_and_where():
    found = anonymise("Hej Karin! Ring 070-123 45 67.", KNOWN)
    assert [(one.kind, one.was) for one in found.taken] == [
        (Kind.NAME, "Karin"), (Kind.PHONE, "070-123 45 67"),
    ]  # fmt: skip
    assert [found.text[one.start : one.end] for one in found.taken] == ["[namn]", "[telefonnummer]"]


def test_what_may_be_a_name_is_pointed_at_and_stays():
    found = anonymise("Igår bad Qvint Zorn om hjälp i Skolvalvet Bas.", KNOWN)
    assert [found.text[start:end] for start, end in found.doubts] == ["Qvint Zorn"]


def test_words_of_the_articles_language():
    assert left("Mail karin.berg@lillkoping.example", language="en") == "Mail [mail address]"
    assert left("Karin", language="nb") == "[namn]"


@pytest.mark.parametrize("text", [
    "", "[" * 100_000, "Anna " * 20_000, "a@" * 50_000, "1-" * 100_000, "A" * 200_000,
    "Hej " * 50_000, "https://" * 20_000, "Mvh\n" * 50_000, "Aa-" * 60_000, "\u202e\x00Anna",
])  # fmt: skip
def test_any_text_is_harmless_and_quick(text):
    began = process_time()
    anonymise(text, KNOWN)
    assert process_time() - began < 3
