"""In which language a mail is written, by its commonest words; honest when that can't be told."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
LONGEST_LOOK = 20_000
FEWEST = 2  # words that must speak for a language
SMALLEST_SHARE = 0.1  # of all words; a text in a language that is not here has fewer
# Short words that a text of some lines has, and its neighbours have not; some are shared.
_WORDS = {
    "sv": "och att det som är på för med inte jag vi har ni du om till av kan när ett vill från "
          "hej tack hälsningar mvh vänliga eller också måste får nu ska skulle vår våra hur mig "
          "oss något någon",
    "nb": "og at det som er på for med ikke jeg vi har dere du om til av kan når et vil fra hei "
          "takk hilsen mvh vennlig eller også må får nå skal skulle vår våre hvordan meg oss noe "
          "noen hva hvor etter",
    "da": "og at det som er på for med ikke jeg vi har i du om til af kan når et vil fra hej tak "
          "hilsen mvh venlig eller også må får nu skal skulle vores hvordan mig os noget nogen "
          "hvad hvor efter jer bliver",
    "de": "und dass das die der ist auf für mit nicht ich wir haben sie du um zu von kann wenn "
          "ein eine will aus hallo danke grüße grüßen mfg freundlichen oder auch muss jetzt soll "
          "unsere wie mir uns etwas bitte sehr geehrte guten tag",
    "fi": "ja että se joka on ei minä me olen sinä te jos kun voi hei kiitos terveisin tai myös "
          "ystävällisin täytyy nyt pitäisi meidän miten minulle meille jotain ovat mutta niin kuin "
          "tämä voisitteko",
    "en": "and that the which is on for with not i we have you if to of can when a an would from "
          "hello hi thanks regards best dear or also must now shall should our how me us "
          "something please are was this",
}  # fmt: skip
_KNOWN = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_LETTERS = {"ä": "sv fi de", "ö": "sv fi de", "ø": "nb da", "æ": "nb da", "ß": "de", "ü": "de"}


def language_of(text: str) -> str:
    """sv, en, nb, da, de or fi; empty when too few words speak for one of them."""
    words = [word.lower() for word in _WORD.findall(text[:LONGEST_LOOK])]
    scores = {
        language: float(sum(word in known for word in words)) for language, known in _KNOWN.items()
    }
    best = max(scores, key=lambda language: scores[language])
    if scores[best] < max(FEWEST, SMALLEST_SHARE * len(words)):
        return ""
    spelled = "".join(words)
    for letter, languages in _LETTERS.items():
        for language in languages.split():
            scores[language] += 0.5 * min(spelled.count(letter), 6)
    first, second = sorted(scores, key=lambda language: -scores[language])[:2]
    return first if scores[first] > scores[second] else ""
