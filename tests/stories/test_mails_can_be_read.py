"""The HTML part of mails on a small screen, in light and in the dark."""

from __future__ import annotations

import pytest

from kundportal.mail.letters import Button, Letter, Quote, Section
from tests.stories.examiner import AXE

SCROLLS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
RUN = "axe.run().then(found => found.violations.map(one => one.id + ' ' + one.nodes[0].html))"
LINK = Button(label="Läs svaret", url="https://portal.example/tickets/SE-4839-2175/replies/34/")
QUOTE = Quote(
    who="Anna Ek, Support",
    text="Hej **Åsa**!\n\n# Så gör du\n\n- ett\n\n> i går\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n"
    "[guiden](https://kunskap.example)\n\n    kod" + "x" * 200,
    files=("ett-mycket-långt-namn-" + "y" * 200 + ".pdf",),
)
WHOLE = Letter(
    subject="[SE-4839-2175] Listan är tom – svar från Anna Ek",
    lead="Anna Ek har svarat i ärende SE-4839-2175, ”Listan är tom”.",
    paragraphs=("Är det inte löst? Skriv ett svar.",),
    quote=QUOTE,
    sections=(Section(lead="Svar från Anna Ek", quote=QUOTE, link=LINK),),
    status=("Pågående", "Väntar på dig"),
    need="Vi väntar på ditt svar.",
    button=LINK,
    question="Hur gick det?",
    choices=(LINK, LINK),
    why="Du får det här mejlet för att du är mottagare.",
    change=Button(label="Välj vad vi mejlar dig", url="https://portal.example/settings/"),
    mute=Button(label="Tysta det här ärendet", url="https://portal.example/watching/"),
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_mail_can_be_read_at_320_pixels(browser, scheme):
    context = browser.new_context(viewport={"width": 320, "height": 600}, color_scheme=scheme)
    page = context.new_page()
    page.set_content(WHOLE.as_html("sv"))
    assert not page.evaluate(SCROLLS)
    page.evaluate(AXE)
    assert page.evaluate(RUN) == []
    context.close()
