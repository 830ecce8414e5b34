"""The list in the portal: what one was told, with the same words as the mails."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kundportal.notifications.models import AT_ONCE, KEPT, Kind, Notification
from kundportal.people.models import Notify, Organisation
from kundportal.portal import extract as making
from kundportal.tickets.models import Participant
from tests.cast import signed_in
from tests.notifications.conftest import wants

PAGE = "/notifications/"


def page_of(client: Client, query: str = "") -> str:
    answer = client.get(PAGE + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("who", ["customer", "agent"])
def test_it_says_what_the_mail_says_and_leads_to_the_very_reply(request, tell, ticket, who):
    reader = request.getfixturevalue(who)
    tell(
        reader, ticket, status=("Öppet", "Väntar på dig"), need="Svara på frågan.",
        text="Prova **igen** <b>nu</b>.",
    )  # fmt: skip
    page = page_of(signed_in(reader))
    assert "Prova igen &lt;b&gt;nu&lt;/b&gt;." in page
    assert 'href="/tickets/SE-1234-5678/replies/1/"' in page
    assert "Svara på frågan." in page
    assert "Status: Öppet → Väntar på dig" in page
    assert 'id="news-count">1<' in page


def test_what_we_need_is_said_of_the_newest_alone_and_until_it_is_read(tell, ticket, customer):
    need = {"need": "Svara på frågan."}
    tell(customer, ticket, **need)
    row = tell(customer, ticket, **need)
    client = signed_in(customer)
    assert page_of(client).count("Svara på frågan.") == 1
    tell(customer, ticket)
    assert "Svara på frågan." not in page_of(client), "something newer has come after"
    Notification.objects.exclude(pk=row.pk).delete()
    Notification.objects.of(customer).read()
    assert "Svara på frågan." not in page_of(client)


def test_fixed_words_are_in_the_language_that_one_reads_now(customer, create_ticket, agent):
    ticket = create_ticket(customer)
    ticket.reply(by=agent, text="Prova igen.", once=uuid4(), status="waiting")
    client = signed_in(customer)
    page = page_of(client)
    assert "Status: Öppet → Väntar på dig" in page
    assert "Vi väntar på ditt svar." in page
    customer.choose_language("en")
    page = page_of(client)
    assert "Status: Open → Waiting for you" in page
    assert '<p lang="en"><strong>We are waiting for your reply.' in page


def test_the_newest_stands_first_and_pages_go_on_where_the_last_one_ended(tell, ticket, customer):
    for _ in range(30):
        tell(customer, ticket)
    client = signed_in(customer)
    first = page_of(client)
    assert first.index("för 30:e") < first.index("för 6:e")
    assert "för 5:e" not in first
    after = first.partition("after=")[2].partition('"')[0]
    second = page_of(client, f"?after={after}")
    assert "för 5:e" in second
    assert "för 6:e" not in second


def test_one_is_marked_as_read_and_then_all(tell, ticket, customer):
    one, other = tell(customer, ticket), tell(customer, ticket)
    client = signed_in(customer)
    for _ in range(2):
        answer = client.post(f"{PAGE}{one.pk}/reading/", {"show": "unread"})
        assert answer.headers["Location"] == f"{PAGE}?show=unread"
    unread = page_of(client, "?show=unread")
    assert other.news.lead in unread
    assert one.news.lead not in unread
    assert one.news.lead in page_of(client)
    client.post(f"{PAGE}reading/")
    assert "Du har läst alla dina notiser." in page_of(client, "?show=unread")
    assert 'id="news-count"></span>' in page_of(client)


def test_nothing_yet_is_said(customer, agent):
    assert "Du har inga notiser än." in page_of(signed_in(customer))
    assert "handlägger eller följer" in page_of(signed_in(agent))


def test_what_one_sees_no_more_is_left_out(tell, ticket, create_ticket, customer, outsider):
    tell(outsider, ticket, title="Hemligt")
    tell(outsider, create_ticket(outsider))
    page = page_of(signed_in(outsider))
    assert "för 2:e" in page
    assert "för 1:e" not in page


def test_reading_the_ticket_reads_its_notifications(tell, create_ticket, customer, agent):
    one, other = create_ticket(customer), create_ticket(customer)
    for ticket in (one, other):
        tell(customer, ticket)
    place = Participant.objects.place_of(customer, one)
    place.read(up_to=one.messages.latest("pk").pk)
    assert Notification.objects.of(customer).unread().get().thing_id == other.pk


def test_what_came_in_after_the_page_was_shown_stays_unread_and_in_the_digest(
    create_ticket, customer, agent
):
    wants(customer, Notify.DIGEST, "replies")
    ticket = create_ticket(customer)
    shown = ticket.reply(by=agent, text="Vi tittar.", once=uuid4())
    ticket.reply(by=agent, text="Nu är det klart.", once=uuid4())
    signed_in(customer).post(f"/tickets/{ticket.number}/reading/", {"up_to": shown.pk})
    assert Notification.objects.of(customer).unread().waiting().count() == 2


def test_a_ticket_with_nothing_but_a_notification_to_read_asks_the_browser_to_tell(
    ticket, customer, agent
):
    ticket.close(by=agent)
    client = signed_in(customer)
    Participant.objects.update(unread=0, first_unread_id=None)
    page = client.get(ticket.url).content.decode()
    assert 'data-hx-trigger="load, submit"' in page
    newest = ticket.messages.latest("pk").pk
    client.post(f"/tickets/{ticket.number}/reading/", {"up_to": newest})
    assert not Notification.objects.of(customer).unread().exists()
    assert 'data-hx-trigger="load, submit"' not in client.get(ticket.url).content.decode()


def test_whoever_sees_the_ticket_without_taking_part_reads_it_too(
    tell, ticket, colleague, municipality
):
    Organisation.objects.filter(pk=municipality.pk).update(sight="everyone")
    tell(colleague, ticket)
    up_to = {"up_to": ticket.messages.latest("pk").pk}
    signed_in(colleague).post(f"/tickets/{ticket.number}/reading/", up_to)
    assert not Notification.objects.of(colleague).unread().exists()


def test_the_marks_in_the_bar_are_counted_anew_when_a_ticket_is_read(tell, ticket, customer):
    tell(customer, ticket)
    client = signed_in(customer)
    assert 'id="news-count">1<' in client.get("/").content.decode()
    fragment = client.post(
        f"/tickets/{ticket.number}/reading/", {"up_to": ticket.messages.latest("pk").pk},
        headers={"HX-Request": "true"},
    ).content.decode()  # fmt: skip
    assert '<span id="news-count" class="count" data-hx-swap-oob="true"></span>' in fragment


@pytest.mark.parametrize("page", ["/", "/tickets/", "/tickets/{}/", "/notifications/"])
def test_the_count_costs_no_query(
    tell, ticket, customer, page, django_assert_max_num_queries, django_assert_num_queries
):
    client, url = signed_in(customer), page.format(ticket.number)
    client.get(url)
    with django_assert_max_num_queries(8) as seen:
        client.get(url)
    before = len(seen)
    for _ in range(30):
        tell(customer, ticket)
    with django_assert_num_queries(before + (page == PAGE)):  # who sees the tickets
        assert 'id="news-count">30<' in client.get(url).content.decode()


def test_one_in_another_language_than_the_page_says_so(tell, ticket, customer):
    tell(customer, ticket)
    customer.choose_language("en")
    assert '<li class="row is-unread" lang="sv">' in page_of(signed_in(customer))


def test_what_is_old_is_forgotten(tell, ticket, customer, monkeypatch):
    rows = [tell(customer, ticket) for _ in range(5)]
    long_ago = timezone.now() - KEPT - timedelta(hours=1)
    Notification.objects.filter(pk__in=[row.pk for row in rows[:4]]).update(created_at=long_ago)
    monkeypatch.setattr("kundportal.notifications.models.AT_ONCE", 2)
    assert Notification.objects.forget() == 4
    assert Notification.objects.get() == rows[4]
    assert AT_ONCE >= 1000


def test_the_extract_holds_what_one_was_told_and_chose(
    tell, ticket, create_ticket, customer, outsider
):
    tell(customer, ticket, title="Synligt", kind=Kind.NAMED)
    tell(customer, create_ticket(outsider), title="Hemligt", lead="Hemlig rad")
    parts = {part.name: list(part.entries) for part in making.parts_of(customer)}
    [choices] = parts["notification_choices"]
    assert [fact.name for fact in choices.facts] == [
        "notify_replies",
        "notify_named",
        "notify_articles",
    ]
    seen, unseen = parts["notifications"]
    assert seen.title == "[SE-1234-5678] Synligt"
    assert "Hemlig" not in str(unseen)


def test_nobody_reads_or_marks_what_others_were_told(tell, ticket, customer, outsider):
    row = tell(customer, ticket)
    other = signed_in(outsider)
    assert row.news.lead not in page_of(other)
    assert other.post(f"{PAGE}{row.pk}/reading/").status_code == 404
    other.post(f"{PAGE}reading/")
    row.refresh_from_db()
    assert row.read_at is None


@pytest.mark.parametrize("url", [PAGE, f"{PAGE}reading/", f"{PAGE}1/reading/"])
def test_the_list_is_for_whoever_is_signed_in(customer, url):
    send = Client().get if url == PAGE else Client().post
    assert send(url).headers["Location"].startswith("/sign-in/")
    assert signed_in(customer).put(url).status_code == 405
    if url != PAGE:
        assert signed_in(customer).get(url).status_code == 405


def test_what_one_sees_no_more_is_read_with_all_the_rest(tell, ticket, outsider):
    tell(outsider, ticket)
    client = signed_in(outsider)
    page = page_of(client)
    assert 'id="news-count">1<' in page
    assert 'action="/notifications/reading/"' in page
    client.post(f"{PAGE}reading/")
    page = page_of(client)
    assert 'id="news-count"></span>' in page
    assert 'action="/notifications/reading/"' not in page
