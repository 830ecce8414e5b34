"""What differs between the languages: small words, and how compounds are joined."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Language:
    """`stop_words` count half; `links` stand between the parts of a compound.

    `lost` is what a first part may have lost: skola gives skolinloggning. `endings` look like
    last parts of compounds and are none.
    """

    code: str
    stop_words: frozenset[str]
    links: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    endings: frozenset[str] = field(default_factory=frozenset)
    joins: bool = True


def language(code: str) -> Language:
    """By its code; what is not known is read by the rules of English, which has the fewest."""
    return LANGUAGES.get(code, LANGUAGES["en"])


_SWEDISH = """
    och i att det som en ett på är av för med den till har de dem om var vad hur kan jag mig vi oss
    ni er du dig man vilka vilken vilket när vem vems vart varför finns ska får få blir bli blivit
    måste inte så eller då från sig han hon hen min mitt mina din ditt dina vår vårt våra ert era
    hans hennes deras men här där även också skulle vara varit ha hade haft sin sitt sina denna
    detta dessa vid efter under mellan utan alla allt mycket mer mest än nu ju ja nej genom bara
    kunna kunde vill bör gör göra just något någon några ingen inget inga samma sådan över upp ut
    in ner per via samt antingen både varken vare medan ifall därför eftersom innan sedan redan
    behöver går
"""
_ENGLISH = """
    a an and the is are was were be been being am do does did done have has had having will would
    shall should can could may might must of in on at to from for with by about into through over
    under after before between without within against as if or but not no nor so than then that
    this these those there here what which who whom whose when where why how i me my mine we us our
    ours you your yours he him his she her hers it its they them their theirs all any some each
    every both either neither one ones only just also too very more most much many such same other
    up down out off again get gets got need want
"""
_NORWEGIAN = """
    og i at det som en ei et på er av for med den til har de dem om var hva hvordan kan jeg meg vi
    oss dere du deg man hvilke hvilken hvilket når hvem hvor hvorfor finnes skal får få blir bli
    blitt må ikke så eller da fra seg han hun hen min mitt mine din ditt dine vår vårt våre deres
    hans hennes men her der også skulle være vært ha hadde hatt sin sitt sine denne dette disse ved
    etter under mellom uten alle alt mye mer mest enn nå jo ja nei gjennom bare kunne vil bør gjør
    gjøre noe noen ingen samme slik over opp ut inn ned per via samt både mens fordi før siden
    allerede trenger går
"""
_DANISH = """
    og i at det som en et på er af for med den til har de dem om var hvad hvordan kan jeg mig vi os
    i jer du dig man hvilke hvilken hvilket når hvem hvor hvorfor findes skal får få bliver blive
    blevet må ikke så eller da fra sig han hun min mit mine din dit dine vores jeres deres hans
    hendes men her der også skulle være været have havde haft sin sit sine denne dette disse ved
    efter under mellem uden alle alt meget mere mest end nu jo ja nej gennem bare kunne vil bør gør
    gøre noget nogen nogle ingen samme sådan over op ud ind ned per via samt både mens fordi før
    siden allerede behøver går
"""
_GERMAN = """
    und oder aber der die das des dem den ein eine einer eines einem einen ist sind war waren sein
    gewesen bin bist seid wird werden wurde wurden worden hat haben hatte hatten kann können konnte
    muss müssen soll sollen sollte darf dürfen will wollen möchte in im an am auf aus bei mit nach
    von vom zu zum zur für über unter vor hinter zwischen durch gegen ohne um bis seit ab als wie
    was wer wen wem wessen wann wo wohin woher warum wieso welche welcher welches ich mich mir mein
    meine wir uns unser unsere ihr euch du dich dir dein deine er ihn ihm sie es sich man dies diese
    dieser dieses jene alle alles kein keine nicht nur auch noch schon sehr mehr so dann wenn weil
    dass ob damit hier dort da ja nein etwas gibt
"""

_SWEDISH_ENDINGS = """
    ande ende are arna erna orna ring ringen ing ingen ningen het heten hets nas ens ets era erat
    ella isk iska liga sten
"""
_NORWEGIAN_ENDINGS = "ende ene else elsen ing ingen het heten lige isk iske ning ningen"
_DANISH_ENDINGS = "ende ene erne else elsen ing ingen hed heden lige isk iske ning ningen"
_GERMAN_ENDINGS = """
    ende enden ung ungen heit heiten keit lich liche isch ische schaft tion
"""


def _joining(
    code: str, stop_words: str, endings: str, links: tuple[str, ...], lost: tuple[str, ...] = ()
) -> Language:
    """A language that writes a compound as one word."""
    small, no_parts = frozenset(stop_words.split()), frozenset(endings.split())
    return Language(code, small, links, lost, no_parts)


LANGUAGES = {
    "sv": _joining("sv", _SWEDISH, _SWEDISH_ENDINGS, ("s",), lost=("a", "e")),
    "nb": _joining("nb", _NORWEGIAN, _NORWEGIAN_ENDINGS, ("s", "e")),
    "da": _joining("da", _DANISH, _DANISH_ENDINGS, ("s", "e")),
    "de": _joining("de", _GERMAN, _GERMAN_ENDINGS, ("s", "es", "n", "en", "er", "e")),
    "en": Language("en", frozenset(_ENGLISH.split()), joins=False),
}
