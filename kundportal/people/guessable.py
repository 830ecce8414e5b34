"""What people here make passwords of: seasons, months, weekdays, places, products.

A short list and a rule, not a file of millions: `Sommar2026!`, `S0mmar-26`, `Göteborg1!` and
`hostLund_2025` are all words of the list with digits and signs around them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from kundportal.products.models import Product

FEW_WORDS = 2
FEW_LETTERS = 2
_TIMES = """
vår sommar höst vinter januari februari mars april maj juni juli augusti september oktober
november december måndag tisdag onsdag torsdag fredag lördag söndag spring summer autumn winter
january february march june july august october monday tuesday wednesday thursday friday saturday
sunday jul påsk midsommar advent lucia semester lov sportlov påsklov höstlov jullov helg vecka
morgon
"""
_PLACES = """
sverige sweden norge danmark finland europa skåne småland dalarna värmland norrland jämtland
gotland öland uppland halland blekinge västmanland norrbotten västerbotten gästrikland hälsingland
ångermanland medelpad bohuslän dalsland närke södermanland östergötland västergötland stockholm
göteborg malmö uppsala västerås örebro linköping helsingborg jönköping norrköping lund umeå gävle
borås södertälje eskilstuna halmstad växjö karlstad sundsvall östersund trollhättan luleå lidingö
borlänge kristianstad kalmar falun skövde karlskrona uddevalla skellefteå motala landskrona
örnsköldsvik nyköping karlskoga varberg trelleborg lidköping piteå ängelholm hässleholm sandviken
kungsbacka visby katrineholm västervik falkenberg enköping huddinge nacka solna sundbyberg täby
botkyrka haninge järfälla kiruna lerum mölndal partille kungälv ystad köping arvika mora ludvika
kommun
"""
_HABITS = """
lösenord hemlig hemligt välkommen hejsan hej hejhej skola skolan förskola elev lärare rektor admin
administratör support test fotboll hockey kanelbulle sverigebäst mamma pappa älskling qwerty asdf
abc password welcome secret login inloggning
"""
# What is put in the place of a letter inside a word.
_STANDS_FOR = str.maketrans("013457@$€", "oieastase")
_INSIDE = re.compile(r"(?:(?<=[^\W\d_])|^)[013457@$€](?=[^\W\d_])")


def is_guessable(password: str, *, longest: int) -> bool:
    """Whether it is made of a few such words; up to `longest` characters, of however many."""
    plain = _folded(password)
    spelled = _INSIDE.sub(lambda found: found[0].translate(_STANDS_FOR), plain)
    return any(
        count and left <= FEW_LETTERS and (count <= FEW_WORDS or len(password) < longest)
        for count, left in (_taken_out(text) for text in (plain, spelled))
    )


def _taken_out(text: str) -> tuple[int, int]:
    """How many words of the list lie in the text, and how many other letters are left."""
    count, products = 0, (_folded(name) for name in Product.objects.names())
    for word in sorted(_words() | set(products), key=len, reverse=True):
        text, found = re.subn(re.escape(word), " ", text)
        count += found
    return count, sum(character.isalpha() for character in text)


@cache
def _words() -> frozenset[str]:
    return frozenset(_folded(f"{_TIMES} {_PLACES} {_HABITS}").split())


def _folded(text: str) -> str:
    """In lower case and without dots and rings, as people spell on foreign keyboards."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))
