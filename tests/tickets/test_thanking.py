"""A mere thank-you opens nothing; whatever might be more does."""

from uuid import uuid4

import pytest

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.tickets.ending.thanks import is_mere_thanks
from kundportal.tickets.models import Participant, Status
from kundportal.tickets.models.handling import NEVER
from tests.cast import signed_in

NAMES = ["Karin Berg", "Anna Ek", "Lillköpings kommun"]
THANKS = r"""
Tack!
tack
Tack 😊
Tack 👍🏻
TACK!!!
Tack så mycket!
Tack så mycket Anna!
Stort tack!
Tusen tack ❤️
Tack, Anna
Hej! Tack så mycket. Mvh Karin
Hej Anna, tack för hjälpen! /Karin
Tack för snabb hjälp!
Tack för snabbt svar
Tack för den snabba återkopplingen!
Tack för svaret!
Tack för all hjälp!
Tack så mycket för hjälpen. Ha en trevlig helg!
Tack så mycket, nu fungerar det
Tack! Nu fungerar det.
Nu funkar det, tack!
Det fungerar nu. Tack för hjälpen!
Toppen, tack!
Perfekt! Tack så mycket
Tack, det löste sig.
Tack, det hjälpte!
Tack så jättemycket :)
Tack igen
Super! Tack :-)
Tackar!
Ok, tack!
Tack, nu är det löst
Tack för att ni hjälpte till!
**Tack!**
Tack och trevlig helg
Tack så mycket!\n\nMed vänliga hälsningar\nKarin Berg\nLillköpings kommun
Tack, ni är bäst!
Tack, ni kan stänga ärendet
Thanks!
Thank you
Thank you so much!
Thanks a lot, Anna
Thanks, works now
Thank you for your help!
Thanks for the quick reply. Best regards, Karin
Great, thanks!
Thank you, it works now
Many thanks
Thanks, that solved it
Perfect, thank you!
Takk!
Tusen takk for hjelpen
Takk skal du ha
Takk, nå fungerer det
Mange takk for rask hjelp! Hilsen Karin
Tak!
Mange tak for hjælpen
Tusind tak, det virker nu
Tak for hurtigt svar
Danke!
Vielen Dank für die schnelle Hilfe
Danke schön, jetzt funktioniert es
Herzlichen Dank! Viele Grüße Karin
Danke für Ihre Antwort
"""
MORE = """
Nej
Ja tack
Ja, gärna. Tack!
Nej tack
Hej
Ok
Perfekt
Nu fungerar det
Tack?
Tack, men det fungerar inte
Tack men samma fel
Tack. Det fungerar fortfarande inte.
Tack, fungerar det nu
Tack, är det löst
Tack, när blir det klart?
Tack för svaret, vi provar på måndag
Tack för hjälpen, men en fråga till
Tack på förhand
Tack i förväg!
Tack för ingenting
Tack så mycket. Kan ni även lägga till Olle
Tack, det fungerade för Ekskolan
Tack, nu fungerar det för alla utom klass 7B
Tack 7
Tack :(
Tack 😡
Tack 👎
Tack 😢
Tack ... eller inte
Tack så mycket, återkommer
Tack, jag hör av mig
Tack, vi väntar
Tack, det är bråttom
Tack för er tid hittills
Inte tack vare er
Det gick inte, tack
Tack, men nu är det något annat
Tack, kanske fungerar det
Tack, nästan
Tack, stäng inte
Tack, öppna igen
Tack, se bilden
Tack, ring mig
Tack! https://example.com/bild
Tack! Nytt fel: Fel 12
Skicka en ny länk tack
Tacka vet jag det gamla systemet
Thanks but it still fails
Thanks, not working
Thanks, does it work now
Thanks, is it solved
Thanks in advance
Thanks for nothing
Thank you, one more question
Thanks, yes please
No thanks
Thanks, I will try tomorrow
Thanks, still the same
Takk, men det virker ikke
Takk, virker det nå
Takk på forhånd
Takk, jeg prøver i morgen
Tak, men det virker ikke
Tak, virker det nu
På forhånd tak
Ja tak
Danke, aber es geht nicht
Danke im Voraus
Nein danke
Danke, funktioniert es jetzt
Danke, ich versuche es morgen
"""


def lines(table):
    return [one.replace("\\n", "\n") for one in table.strip().splitlines()]


def test_there_are_enough_examples():
    assert min(len(set(lines(THANKS))), len(set(lines(MORE)))) >= 60


def test_these_only_thank():
    assert [one for one in lines(THANKS) if not is_mere_thanks(one, names=NAMES)] == []


@pytest.mark.parametrize("is_closed", [True, False])
def test_these_may_be_more(is_closed):
    taken = [one for one in lines(MORE) if is_mere_thanks(one, names=NAMES, is_closed=is_closed)]
    assert taken == []


def test_to_a_question_of_ours_praise_is_an_answer():
    for text in ("Perfekt, tack!", "Ok, tack", "Great, thanks!", "Tack, ni kan stänga ärendet"):
        assert is_mere_thanks(text)
        assert not is_mere_thanks(text, is_closed=False)


def test_odd_texts_are_replies_like_any_other():
    odd = ["", " ", "!!!", "😊", "\0", "tack " * 50, "(" * 199, "Karin", "och", "tack\u202e"]
    assert [one for one in odd if is_mere_thanks(one, names=NAMES)] == []


def test_thanks_with_a_name_that_nobody_has_is_a_reply():
    assert is_mere_thanks("Tack Karin", names=NAMES)
    assert not is_mere_thanks("Tack Berit", names=NAMES)


@pytest.fixture
def shared(create_ticket, customer, colleague, agent):
    ticket = create_ticket(customer, recipients=[colleague])
    ticket.handling.assign(to=agent, by=agent)
    ticket.reply(by=agent, text="Prova att logga ut.", once=uuid4())
    Participant.objects.update(unread=0, first_unread_id=None)
    Mail.objects.all().delete()
    return ticket


def test_a_closed_ticket_stays_closed_and_nobody_is_disturbed(shared, customer, agent):
    shared.close(by=agent)
    Mail.objects.all().delete()
    page = (
        signed_in(customer)
        .post(f"{shared.url}replies/", {"text": "Tack så mycket, nu fungerar det!"}, follow=True)
        .content.decode()
    )
    shared.refresh_from_db()
    assert shared.is_closed
    assert "nu fungerar det!" in page
    assert "Läst som ett tack: ärendet är kvar som det var." in page
    assert shared.messages.latest("pk").is_thanks
    assert not Mail.objects.exists()
    assert not Participant.objects.filter(unread__gt=0).exists()
    assert Event.objects.filter(verb="ticket.replied").latest("pk").data["thanks"] is True
    assert not Event.objects.filter(verb="ticket.reopened").exists()
    desk = signed_in(agent).get(shared.desk_url).content.decode()
    assert "Läst som ett tack: ärendet är kvar som det var." in desk


def test_a_ticket_that_waits_for_the_customer_goes_on_waiting(shared, customer):
    shared.reply(by=customer, text="Tack! Det fungerar nu.", once=uuid4())
    assert shared.status == Status.WAITING
    assert shared.answer_by is None
    assert shared.handling.due_at == NEVER


def test_thanks_with_a_file_is_more_than_thanks(shared, customer):
    from tests.house.conftest import picture

    shared.reply(by=customer, text="Tack!", once=uuid4(), attachments=[picture()])
    assert shared.status == Status.IN_PROGRESS


def test_on_a_ticket_in_hand_thanks_are_a_reply_like_any_other(ticket, customer):
    message = ticket.reply(by=customer, text="Tack!", once=uuid4())
    assert not message.is_thanks
    assert ticket.status == Status.OPEN


def test_thanks_sent_twice_are_said_once(shared, customer):
    sent = {"text": "Tack!", "once": str(uuid4())}
    for _attempt in range(2):
        signed_in(customer).post(f"{shared.url}replies/", sent)
    assert shared.messages.filter(text="Tack!").count() == 1


def test_thanks_start_no_ticket_that_follows(shared, customer, agent):
    shared.close(by=agent)
    type(shared).objects.update(opens_until="2020-01-01")
    shared.refresh_from_db()
    message = shared.reply(by=customer, text="Tusen tack!", once=uuid4())
    assert message.ticket == shared
    assert type(shared).objects.count() == 1
