"""What is taken out of a text, and the words that stand there instead."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    NAME = "name"
    ORGANISATION = "organisation"
    SCHOOL = "school"
    MAIL = "mail"
    PHONE = "phone"
    IDENTITY = "identity"
    TICKET = "ticket"
    LINK = "link"
    NUMBER = "number"
    PLACE = "place"
    USER = "user"


class Span(NamedTuple):
    """A piece of a text that tells something of a kind."""

    start: int
    end: int
    kind: Kind


# Neutral words, so that a sentence can still be read. They stand in brackets: easy to see and find.
WORDS: dict[str, dict[Kind, str]] = {
    "sv": {
        Kind.NAME: "namn", Kind.ORGANISATION: "kommunen", Kind.SCHOOL: "skolan",
        Kind.MAIL: "e-postadress", Kind.PHONE: "telefonnummer", Kind.IDENTITY: "personnummer",
        Kind.TICKET: "ärendenummer", Kind.LINK: "länk", Kind.NUMBER: "nummer",
        Kind.PLACE: "adress", Kind.USER: "användarnamn",
    },
    "en": {
        Kind.NAME: "name", Kind.ORGANISATION: "the municipality", Kind.SCHOOL: "the school",
        Kind.MAIL: "mail address", Kind.PHONE: "phone number", Kind.IDENTITY: "identity number",
        Kind.TICKET: "ticket number", Kind.LINK: "link", Kind.NUMBER: "number",
        Kind.PLACE: "address", Kind.USER: "user name",
    },
}  # fmt: skip


def words_in(language: str) -> dict[Kind, str]:
    """The neutral words of a language; of those that have none, the Swedish ones."""
    return WORDS.get(language, WORDS["sv"])
