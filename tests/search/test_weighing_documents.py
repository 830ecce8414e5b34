"""What answers best stands first, and search knows when nothing answers."""

from __future__ import annotations

import time

from kundportal.search.answering.scoring import Document, rank
from tests.search.shelf import Shelf

FILLER = "Texten handlar sedan om annat som hör till skolans vardag och arbete i klassrummet. "
AROUND = {
    f"around {number}": f"{FILLER}{word} {word}lig {word}ning"
    for number, word in enumerate(["havet", "skogen", "berget", "sjön", "ängen", "floden"])
}


def test_a_rare_word_tells_more_than_a_common_one():
    texts = {f"school {n}": f"Skolan har öppet {n}" for n in range(8)}
    shelf = Shelf({**texts, "right": "Vikarien får en nyckel", "other": "Skolan har skolmat"})
    assert shelf.found("vikarien på skolan")[0] == "right"


def test_a_word_in_the_title_tells_more_than_one_in_the_text():
    shelf = Shelf(
        {"text": ("Annat", "Byta lösenord går bra"), "title": ("Byta lösenord", "Så går det till")}
    )
    assert shelf.found("byta lösenord")[0] == "title"


def test_the_same_words_weigh_more_in_a_short_text():
    shelf = Shelf({"long": f"Byta lösenord. {FILLER * 3}", "short": "Byta lösenord.", **AROUND})
    assert shelf.found("byta lösenord")[:2] == ["short", "long"]


def test_who_answers_all_that_is_asked_stands_before_who_repeats_a_part():
    shelf = Shelf(
        {
            "part": "Lösenord, lösenord och lösenord.",
            "all": f"{FILLER}Lösenord finns. {FILLER}Vårdnadshavare finns.",
            **AROUND,
        }
    )
    assert shelf.found("lösenord vårdnadshavare")[:2] == ["all", "part"]


def test_words_that_stand_together_weigh_more_than_words_apart():
    apart = f"Byta plats. {FILLER * 2} Lösenord finns."
    together = f"Plats finns. {FILLER * 2} Byta lösenord."
    shelf = Shelf({"apart": apart, "together": together, **AROUND})
    assert shelf.found("byta lösenord")[0] == "together"


def test_the_best_stretch_of_a_long_text_is_told():
    shelf = Shelf({"long": FILLER * 8 + "Så byter du lösenord. " + FILLER * 2, **AROUND})
    (best, *_rest) = shelf.ranked("byta lösenord")
    words = [shelf.words[term] for term in best.document.terms[best.start : best.start + 40]]
    assert "lösenord" in words


def test_equal_documents_stand_in_the_order_of_their_keys():
    shelf = Shelf({"first": "Byta lösenord", "second": "Byta lösenord", **AROUND})
    assert shelf.found("lösenord")[:2] == ["first", "second"]


def test_search_is_sure_of_what_stands_there_and_not_of_what_does_not():
    shelf = Shelf(
        {
            "password": "Så byter du ditt lösenord som vårdnadshavare: logga in, öppna profilen "
            "och välj nytt lösenord. Glömt lösenordet? Begär ett nytt med din e-post.",
            "absence": "Frånvaro anmäls av vårdnadshavaren i appen före lektionen.",
            **AROUND,
        }
    )
    assert shelf.how_sure("Hur byter jag mitt lösenord om jag har glömt det gamla?") > 0.5
    for elsewhere in ("Hur mycket väger en elefant?", "What is the weather like today?", "??"):
        assert shelf.how_sure(elsewhere) < 0.5


def test_documents_without_words_and_with_very_many_are_weighed():
    shelf = Shelf(AROUND)
    question = shelf.vocabulary.read("havet")
    (term, *_others) = question.terms()
    begun = time.process_time()
    found = rank(question, [Document(1, []), Document(2, [term] * 60_000)], average=10)
    assert [score.document.key for score in found] == [2]
    assert time.process_time() - begun < 5
