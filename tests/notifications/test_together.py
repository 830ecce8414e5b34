"""Several things in one mail: whose they are and what they are stands in subject and heading."""

from __future__ import annotations

import re

import pytest

from kundportal.mail.letters import Quote
from kundportal.mail.models import Mail
from kundportal.notifications import jobs
from tests.notifications.conftest import let_pass

pytestmark = pytest.mark.usefixtures("gathering")


@pytest.fixture
def mail_of(tell, ticket, customer):
    """The mail of several things, each by what was done and by whom."""

    def write(*acts: tuple[str, str], **given) -> Mail:
        for act, who in acts:
            named = "ärende SE-1234-5678, ”Schemat är tomt”"
            what = f"svar från {who}" if act == "reply" else f"stängt av {who}"
            quote = Quote(who=f"{who}, Support", text="Hej") if act == "reply" else None
            said = {"act": act, "who": who, "named": named, "what": what, "quote": quote}
            tell(customer, ticket, **said, **given)
        let_pass(120)
        jobs.sweep()
        return Mail.objects.filter(person=customer, key__startswith="told:").latest("pk")

    return write


REPLY, BO, CLOSING = ("reply", "Anna Ek"), ("reply", "Bo Lind"), ("closing", "Anna Ek")


@pytest.mark.parametrize(
    ("acts", "subject", "lead", "button"),
    [
        ([REPLY] * 2, "2 svar från Anna Ek", "Anna Ek har svarat två gånger i ärende",
         "Läs svaren"),
        ([REPLY] * 3, "3 svar från Anna Ek", "Anna Ek har svarat 3 gånger i ärende", "Läs svaren"),
        ([REPLY, BO, REPLY], "3 svar", "Anna Ek och Bo Lind har svarat i ärende", "Läs svaren"),
        ([REPLY, REPLY, CLOSING], "2 svar från Anna Ek och stängt", "3 saker har hänt i ärende",
         "Öppna i portalen"),
        ([BO, CLOSING], "svar från Bo Lind och stängt", "2 saker har hänt i ärende",
         "Öppna i portalen"),
        ([REPLY, ("", "")], "2 nyheter", "2 saker har hänt i ärende", "Öppna i portalen"),
    ],
)  # fmt: skip
def test_the_subject_and_the_heading_say_who_did_what(mail_of, acts, subject, lead, button):
    mail = mail_of(*acts)
    assert mail.subject == f"[SE-1234-5678] Schemat är tomt – {subject}"
    assert mail.text.startswith(lead)
    assert f"{button}:\nhttp://localhost:8000/tickets/SE-1234-5678/replies/1/" in mail.text
    assert mail.text.count(f"{button}:") == 1


def test_each_part_names_its_writer_and_has_a_link_of_its_own(mail_of):
    mail = mail_of(REPLY, BO)
    assert [name in mail.text for name in ("Svar från Anna Ek", "Svar från Bo Lind")] == [True] * 2
    assert len(re.findall(r"Läs svaret \(\d\d:\d\d\):", mail.text)) == 2
