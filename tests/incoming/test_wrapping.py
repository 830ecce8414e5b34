"""Sentences that the sender's program has broken are whole again in the draft."""

from __future__ import annotations

import pytest

from kundportal.incoming.wrapping import unwrapped

WRAPPED = """Hej,

sedan i går visas schemat för 8A dubbelt på Almbackaskolan, både i
webbläsaren och i appen. Det gäller bara veckorna 49 och 50, och vi har
prövat att logga ut och in igen.

Det händer:
- när läraren öppnar schemat för hela skolan på en gång, vilket är ofta
- när eleven öppnar schemat för sin egen klass i telefonen, nästan jämt

> Du skrev förra veckan att allt skulle fungera igen när ni hade startat
> om servern.

Kan ni titta på det så snart som möjligt, för nu är vi många som väntar.
Karin

Med vänlig hälsning
Karin Sjödahl
Systemförvaltare, Örebro kommun
--
Systemförvaltare Karin Sjödahl, Barn- och utbildningsförvaltningen i
Örebro kommun, telefon 019-21 10 00, vardagar mellan åtta och fyra och
ibland senare"""


def test_sentences_are_whole_again_and_all_else_stands_as_it_was_written() -> None:
    expected = WRAPPED.replace("både i\nweb", "både i web").replace("har\nprövat", "har prövat")
    assert unwrapped(WRAPPED) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hej",
        "Rad ett\nRad två\nRad tre",
        f"En rad som ingen har brutit, för det finns program som {'inte bryter ' * 4}rader.\nHej",
        "1. Öppna schemat för hela skolan på en gång och vänta en liten stund\n2. Se felet",
        "https://portal.example/en/mycket/lang/adress/som/inte/gar/att/bryta/nagonstans/alls\nHej",
        "\n".join("x" * 70 for _line in range(3)),
    ],
)
def test_what_was_not_broken_by_a_program_is_left_alone(text: str) -> None:
    assert unwrapped(text) == text


def test_a_very_long_text_takes_no_time() -> None:
    assert unwrapped("ord " * 18 + "\n" + ("ord " * 17 + "\n") * 5_000).startswith("ord")
