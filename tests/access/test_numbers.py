"""Organisation numbers and phone numbers, as people of each country write them."""

from __future__ import annotations

import pytest

from kundportal.access.countries import BY_CODE
from kundportal.access.forms import ApplicationForm
from tests.access.conftest import filled_in


def errors(country: str = "SE", **changed: str) -> dict[str, list[str]]:
    return ApplicationForm(filled_in(**changed), country=BY_CODE[country]).errors


def test_a_municipality_needs_no_number_and_is_found_by_its_short_name():
    for typed in ("Lerums kommun", "lerum", "  LERUMS "):
        form = ApplicationForm(filled_in(organisation_name=typed, organisation_number=""))
        assert form.is_valid(), form.errors
        assert form.to_apply()["organisation_name"] == "Lerums kommun"
        assert form.to_apply()["organisation_number"] == ""


def test_a_school_needs_a_number():
    found = errors(organisation_name="Ö friskola", organisation_number="")
    assert "Arbetar du i en kommun: välj den i listan" in found["organisation_number"][0]
    assert set(found) == {"organisation_number"}
    for country in ("NO", "DK"):
        assert "organisation_number" in errors(country, organisation_number="", phone="22123456")
    assert not errors("DE", organisation_number="", phone="030 123456")


def test_a_number_is_asked_for_once_there_is_a_name():
    assert set(errors(organisation_name="", organisation_number="")) == {"organisation_name"}


@pytest.mark.parametrize(
    "typed", ["559999-0008", "5599990008", "55 9999 00 08", "16559999-0008", "559999.0008"]
)
def test_a_number_may_be_written_in_many_ways(typed):
    form = ApplicationForm(filled_in(organisation_number=typed))
    assert form.is_valid(), form.errors
    assert form.to_apply()["organisation_number"] == "5599990008"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("12", "Skriv numret med 10 siffror"),
        ("abc", "Skriv numret med 10 siffror"),
        ("5" * 40, "Skriv numret med 10 siffror"),
        ("٥٥٩٩٩٩٠٠٠٨", "Skriv numret med 10 siffror"),
        ("811228-9874", "aldrig en persons nummer"),
        ("19811228-9874", "Skriv numret med 10 siffror"),
        ("5" * 41, "40"),
        ("559999\u200b0008", "syns"),
        ("\x00", ""),
    ],
)
def test_what_is_no_organisation_number_is_an_error(typed, says):
    assert says in errors(organisation_number=typed)["organisation_number"][0]


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("SE", "070-174 06 05", "+46 70 174 06 05"),
        ("SE", "+46 (0)70-174 06 05", "+46 70 174 06 05"),
        ("SE", "0046701740605", "+46 701740605"),
        ("SE", "+47 22 12 34 56", "+47 22 12 34 56"),
        ("SE", "(08) 12 34 56 78", "+46 8 12 34 56 78"),
        ("NO", "22123456", "+47 22123456"),
        ("DK", "0045 33 12 34 56", "+45 33 12 34 56"),
        ("DE", "0171/1234567", "+49 171 1234567"),
    ],
)
def test_a_phone_number_is_shown_with_its_countrys_prefix(country, typed, kept):
    assert BY_CODE[country].phone(typed) == kept


@pytest.mark.parametrize(
    ("country", "typed"),
    [("SE", "70 174 06 05"), ("SE", "+46 12"), ("NO", "2212345"), ("NO", "022 12 34 56"),
     ("DK", "33 12 34 56 7"), ("DE", "171 1234567"), ("DE", "+49"), ("SE", "+"), ("SE", "00"),
     ("SE", "++46701740605"), ("DK", "٣٣١٢٣٤٥٦"), ("SE", "070+1740605")],
)  # fmt: skip
def test_half_a_phone_number_is_an_error(country, typed):
    assert errors(country, phone=typed)["phone"]
