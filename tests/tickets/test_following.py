"""Finding one's way in a conversation: who is who, the first unread, links, the files together."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kundportal.lib import dates
from kundportal.people.models import Organisation, Role
from kundportal.tickets import conversation
from kundportal.tickets.models import Participant, Sight, Ticket
from tests.cast import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(create_ticket, customer, colleague, agent):
    ticket = create_ticket(customer, recipients=[colleague])
    ticket.reply(by=agent, text="Vi tittar på det.", once=uuid4())
    return ticket


def many(ticket, agent, count):
    """Replies of which nobody has read any."""
    return [
        ticket.reply(by=agent, text=f"svar nummer {number}.", once=uuid4())
        for number in range(count)
    ]


@pytest.fixture
def few_shown(monkeypatch):
    """Parts of ten replies, so that few make a long conversation."""
    monkeypatch.setattr(conversation, "SHOWN", 10)


def text_file(name):
    return SimpleUploadedFile(name, b"Fel 12\n")


def test_everyone_in_the_conversation_is_named_with_what_they_are(talk, customer, colleague):
    consultant = person("Kim Norén", "kim@vendor.example", Role.CONSULTANT)
    boss = person("Bo Lind", "bo@vendor.example", Role.ADMINISTRATOR)
    talk.reply(by=colleague, text="Samma här.", once=uuid4())
    talk.reply(by=consultant, text="Jag ringer.", once=uuid4())
    talk.reply(by=boss, text="Beklagar.", once=uuid4())
    page = signed_in(customer).get(talk.url).content.decode()
    voices = page.partition('<dl class="voices">')[2].partition("</dl>")[0]
    said = [one.partition('">')[2] for one in voices.split("<dd class=")[1:]]
    assert [one.split(" <span")[0] for one in said] == [
        "Karin Berg", "Anna Ek", "Olle Dahl", "Kim Norén", "Bo Lind",
    ]  # fmt: skip
    assert [one.split('quiet">')[1].split("<")[0] for one in said] == [
        "Du", "Support", "Kollega", "Konsult", "Support",
    ]  # fmt: skip
    assert "Administratör" not in page


def test_the_first_unread_is_found_in_an_earlier_part(few_shown, talk, customer, agent):
    first = talk.messages.get(author=agent)
    many(talk, agent, 12)
    client = signed_in(customer)
    page = client.get(talk.url).content.decode()
    link = f"{talk.url}replies/{first.pk}/"
    assert f'<a href="{link}">Till första olästa</a>' in page
    assert 'data-hx-trigger="load' not in page, "what was not shown is not read"
    assert "Markera allt som läst" in page
    there = client.get(link, follow=True).content.decode()
    assert f'id="reply-{first.pk}"' in there
    assert f'<a href="#reply-{first.pk}">Till första olästa</a>' in there
    up_to = there.partition('name="up_to" value="')[2].partition('"')[0]
    client.post(f"{talk.url}reading/", {"up_to": up_to})
    place = Participant.objects.of(customer).get()
    assert place.unread == talk.messages.filter(pk__gt=up_to).count() > 0
    assert place.first_unread_id > int(up_to)


def test_all_is_marked_as_read_at_once(few_shown, talk, customer, colleague, agent):
    last = many(talk, agent, 12)[-1]
    client = signed_in(customer)
    page = client.get(talk.url).content.decode()
    assert f'value="{last.pk}"' in page.partition("Markera allt som läst")[0]
    client.post(f"{talk.url}reading/", {"up_to": last.pk})
    assert Participant.objects.of(customer).get().unread == 0
    assert Participant.objects.of(colleague).get().unread == 14
    assert "Markera allt" not in client.get(talk.url).content.decode()


def test_the_link_to_a_reply_survives_signing_in(talk, customer, client):
    message = talk.messages.last()
    page = signed_in(customer).get(talk.url).content.decode()
    link = f"{talk.url}replies/{message.pk}/"
    assert re.search(rf'data-copy="https?://[^/"]+{link}"', page)
    assert client.get(link)["Location"] == f"/sign-in/?next={link}"
    assert signed_in(customer).get(link)["Location"] == f"{talk.url}#reply-{message.pk}"


def test_whoever_may_only_read_finds_no_box_to_write_in(ticket, colleague):
    Ticket.objects.update(sight=Sight.SHARED)
    client = signed_in(colleague)
    page = client.get(ticket.url).content.decode()
    assert "<textarea" not in page
    assert "data-quote" not in page
    Organisation.objects.update(sight_may_reply=True)
    assert "<textarea" in client.get(ticket.url).content.decode()


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (0, "Vi svarar senast i dag."),
        (1, "Vi svarar senast i morgon, {day}."),
        (4, "Vi svarar senast {day}."),
        (-1, "Du skulle ha fått vårt svar senast {day}. Det är bland de första vi tar."),
    ],
)
def test_the_expected_answer_is_told_in_words(ticket, customer, ahead, words):
    promised = dates.today() + timedelta(days=ahead)
    Ticket.objects.update(answer_by=promised)
    page = signed_in(customer).get(ticket.url).content.decode()
    with translation.override("sv"):
        assert words.format(day=dates.day(promised)) in page


def test_the_files_of_a_ticket_stand_together(talk, customer, colleague, agent):
    talk.reply(by=colleague, text="Se bilden.", once=uuid4(), attachments=[text_file("logg.txt")])
    talk.handling.note(by=agent, text="Känt fel.", once=uuid4())
    client = signed_in(customer)
    page = client.get(f"{talk.url}files/").content.decode()
    message = talk.messages.last()
    for part in ("logg.txt", "1 kB", "Olle Dahl", f"{talk.url}replies/{message.pk}/", "<html"):
        assert part in page
    alone = client.get(f"{talk.url}files/", headers={"HX-Request": "true"}).content.decode()
    assert "logg.txt" in alone
    assert "<html" not in alone
    assert f'href="{talk.url}files/"' in client.get(talk.url).content.decode()
    desk = signed_in(agent).get(f"{talk.url}files/").content.decode()
    assert talk.desk_url in desk


def test_many_files_are_paged_and_cost_no_more(talk, customer, colleague):
    for number in range(3):
        files = [text_file(f"fil-{number}-{one}.txt") for one in range(10)]
        talk.reply(by=colleague, text="Filer.", once=uuid4(), attachments=files)
    client = signed_in(customer)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"{talk.url}files/").content.decode()
    assert len(asked) <= 4
    assert page.count('class="file"') == 25
    following = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    rest = client.get(following).content.decode()
    assert rest.count('class="file"') == 5
    for number in range(3):
        for one in range(10):
            assert f"fil-{number}-{one}.txt" in page + rest


def test_a_ticket_without_files_says_so(ticket, customer):
    assert "Inga filer är bifogade än." in (
        signed_in(customer).get(f"{ticket.url}files/").content.decode()
    )


def test_outsider_404_anonymous_to_sign_in_post_405(talk, outsider, customer, client):
    path = f"{talk.url}files/"
    assert signed_in(outsider).get(path).status_code == 404
    assert client.get(path)["Location"].startswith("/sign-in/")
    assert signed_in(customer).post(path).status_code == 405
