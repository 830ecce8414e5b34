"""The database leads to the same answers, in the same order, as the texts themselves."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from kundportal.search import finding, indexing, jobs
from tests.search.shelf import Shelf

TEXTS = {
    "lösenord": "Så byter du ditt lösenord. Öppna profilen och välj ett nytt lösenord.",
    "glömt": "Har du glömt lösenordet begär du ett nytt med din e-postadress på inloggningssidan.",
    "frånvaro": "Vårdnadshavaren anmäler frånvaro i appen före lektionen, för sina barn.",
    "ledighet": "Ledighet för en elev söks hos mentorn, som beviljar den eller säger nej.",
    "schema": "Elevens schema visas på startsidan. Läraren ändrar schemat för en lektion.",
    "betyg": "Betygen publiceras i juni, och elevernas vårdnadshavare ser dem då.",
    "omdöme": "Läraren skriver omdömen i varje ämne, och eleven läser dem före samtalet.",
    "faktura": "Avgiften betalas mot en faktura som skickas till kommunen varje månad.",
    "licens": "Antalet licenser följer antalet elever i skolan den första i månaden.",
    "support": "Skriv till supporten om något inte fungerar, och bifoga en bild av felet.",
}
QUESTIONS = [
    "Hur byter jag lösenord?",
    "lösenordsbyte",
    "Jag har glömt mitt lösenrod",
    "Hur anmäler jag att mitt barn är frånvarande?",
    "När kommer betygen?",
    "Vad kostar det per elev?",
    "elevschema",
    "Vem ser lärarens omdömen om eleverna?",
    "Vart skickas fakturan?",
    "inloggning epost",
    "för en i och",
]


@pytest.fixture
def _entered(db):
    for number, (name, text) in enumerate(TEXTS.items()):
        address = f"/knowledge/sv/{number}-x/"
        indexing.put(
            indexing.Text(kind="article", thing_id=number, language="sv", title=name, text=text,
                          address=address)
        )  # fmt: skip
    jobs.read()


@pytest.mark.usefixtures("_entered")
def test_search_finds_what_scoring_alone_finds_in_the_same_order():
    shelf = Shelf({name: (name, text) for name, text in TEXTS.items()}, is_counted=False)
    for question in QUESTIONS:
        found = finding.find(question, reader=AnonymousUser(), language="sv", most=20)
        titles = [hit.entry.title for hit in found.hits]
        assert titles == shelf.found(question)[: len(titles)], question
        assert titles or question == "för en i och"
