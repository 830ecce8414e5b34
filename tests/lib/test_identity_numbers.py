"""Identity numbers in what people write: which are found, and which numbers are left alone."""

import time
from datetime import date

import pytest

from bench import identity_measure
from kundportal.lib import identity_cues, identity_numbers

TODAY = date(2026, 11, 28)


def found(text, today=TODAY):
    return [(one.country, text[one.start : one.end]) for one in
            identity_numbers.find(text, today=today)]  # fmt: skip


def masked(text):
    return identity_numbers.mask(text, identity_numbers.find(text, today=TODAY))


def test_at_least_99_percent_of_a_thousand_are_found_and_at_most_1_percent_is_a_false_alarm():
    for seed in (4, 2026):
        figures = identity_measure.measure(1000, seed)
        assert figures["found"] >= 0.99, figures["missed"]
        assert figures["false_alarms"] <= 0.01, figures["wrong"]
        assert max(figures["false_alarms_by_kind"].values()) <= 0.015


def test_what_authorities_have_written_in_swedish_gives_no_alarm():
    texts = list(identity_measure.real_texts())
    if not texts:
        pytest.skip("the folder shared/data is not beside the checkout")
    assert [(name, one) for name, text in texts for one in identity_measure.alarms(text)] == []


@pytest.mark.parametrize(
    "written",
    [
        "19121212-1212", "121212-1212", "121212+1212", "20121212 1212", "201212121212",
        "1212121212", "121212 1212", "121212_1212", "121212–1212", "121212—1212",
        "121212‑1212", "121212−1212", "121212\u00a01212", "121212\u20091212", "121212 - 1212",
        "19 121212-1212", "1912 12 12 1212", "1912-12-12-1212", "12 12 12-1212", "121212\n1212",
        "121212-\r\n1212", "121212\u200b-1212", "１２１２１２－１２１２", "121272-1219",
        "19121272-1219", "20100101-TF12", "20100101TF12", "100101-T123", "20100101 tf12",
    ],
)  # fmt: skip
def test_swedish_numbers_are_found_however_they_are_written(written):
    for text in (written, f"pnr:{written}", f"({written})", f"Eleven {written}, i 7B, saknas.",
                 f"Anna {written}", f"bild_{written}.png", f"**{written}**"):  # fmt: skip
        assert found(text) == [("SE", written)], text


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("15108695088", "NO"), ("151086 95088", "NO"), ("151086-95088", "NO"),
        ("15.10.86 95088", "NO"), ("151086 950 88", "NO"), ("55108605188", "NO"),
        ("2110625629", "DK"), ("211062-5629", "DK"), ("211062 5629", "DK"), ("21.10.62-5629", "DK"),
        ("131052-308T", "FI"), ("131052–308t", "FI"), ("131052A308T", "FI"), ("131052f308t", "FI"),
        *((f"131052{sign}308T", "FI") for sign in "+-ABCDEFUVWXY"),
    ],
)  # fmt: skip
def test_those_of_the_neighbours_are_found(written, country):
    frames = ("{}", "Her er {}.", "({})", "{}_a.pdf", "a;{};b")
    for text in (frame.format(written) for frame in frames):
        assert found(text) == [(country, written)], text


def test_a_danish_number_needs_no_check_digit_where_nothing_else_is_written_so():
    assert found("211062-5628")
    assert found("CPR 2110625628")
    assert not found("2110625628")
    assert not found("Ordre 211062-5628")
    assert not found("411362-5628")


def test_norways_new_check_digit_counts_from_2032_and_where_the_number_is_named():
    new = next(
        f"151086950{first}{second}"
        for first in range(10) for second in range(10)
        if found(f"151086950{first}{second}", date(2032, 1, 1))
        and not found(f"151086950{first}{second}")
    )  # fmt: skip
    assert found(f"fødselsnr {new}")
    assert not found(f"konto {new}", date(2032, 1, 1))


@pytest.mark.parametrize(
    "text",
    [
        "order 121212-1213", "811228-9875", "19811228-9875", "19811328-9874",
        "SE-4839-2175", "212000-0142", "556036-0793", "070-174 06 05", "+46701740605",
        "Ring 0703121236", "0703121236", "tel 08-121212 12", "2026-11-28 08:19:10",
        "2026-03-01 – 2026-06-30", "2026-03-01 2026-06-30", "20261128 0819", "20261128_0819.png",
        "550e8400-e29b-41d4-a716-446655440000", "a1212121212f4", "0.1212121212", "4711-1212121212",
        "Ordernr 1212121212", "OCR 1212121212", "SE45 5000 0000 0583 9825 7466", "12.12.12.1212",
        "1" * 40, "20991212-1214", "v10.12.12.1212", "12345678", "1212121212.5",
    ],
)  # fmt: skip
def test_other_numbers_are_left_alone(text):
    assert found(text) == []


def test_what_is_said_before_decides_only_from_near_and_in_the_same_sentence():
    assert found("Orderns elev är 1212121212")
    assert found("Vi har en order. 1212121212 saknas")
    assert found("Ärendet gäller 1212121212")
    assert found("Eleven 0703121236")
    assert found("Elev född 0703121236")


def test_several_numbers_each_count():
    assert len(found("121212-1212, 131052-308T\n19121212-1212;15108695088")) == 4


def test_a_masked_number_keeps_its_form_and_its_last_two_signs_and_is_not_found_again():
    assert masked("Eleven 121212-1212.") == "Eleven ••••••-••12."
    assert masked("1912 12 12 1212") == "•••• •• •• ••12"
    assert masked("131052A308T och bild_121212_1212.png") == "•••••••••8T och bild_••••••_••12.png"
    for text in ("121212-1212", "121212\u200b-1212", "pnr 15108695088"):
        assert len(masked(text)) == len(text)
        assert found(masked(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "en elev med skyddad identitet", "Skyddade identiteter", "SEKRETESSMARKERING",
        "sekretessmarkerad", "sekretessmarkeringen", "skyddade personuppgifter",
        "skyddad\nfolkbokföring", "fingerade personuppgifter", "spärrmarkerad", "barnet har kode 6",
        "kode 6/7", "Kode 7", "adressesperre", "adressesperret", "strengt fortrolig adresse",
        "navne- og adressebeskyttelse", "adressebeskyttet", "hemmelig adresse", "turvakielto",
        "turvakiellon alainen", "turvakieltoa", "protected identity", "protected identities",
    ],
)  # fmt: skip
def test_words_of_protected_identity_are_found(text):
    assert len(list(identity_cues.protected(text))) == 1


@pytest.mark.parametrize(
    "text", ["identitet", "skyddad fil", "feilkode 6", "HTTP-kode 7", "kode 65", "kode 6.2",
             "skydda din identitet", "adresse", "sekretess", "kielto", "postkode 6"],
)  # fmt: skip
def test_other_words_are_left_alone(text):
    assert list(identity_cues.protected(text)) == []


@pytest.mark.parametrize(
    "piece",
    ["1", "1 ", "12 12 12-", "121212 ", "a1", "skyddad ", "kode ", "pnr ", "-", "1\n", "１"],
)
def test_twice_the_text_takes_about_twice_the_time(piece):
    def takes(size):
        text = (piece * size)[:size]
        started = time.process_time()
        identity_numbers.find(text, today=TODAY)
        list(identity_cues.protected(text))
        return time.process_time() - started

    takes(1000)
    small, large = takes(25_000), takes(100_000)
    assert large < 8 * small + 0.2
