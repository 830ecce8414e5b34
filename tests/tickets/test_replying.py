"""A reply: who hears of it, what it changes, and what it leaves alone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kundportal.lib import dates
from kundportal.mail.models import Mail
from kundportal.tickets.models import Participant, Status, Ticket
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(create_ticket, customer, colleague):
    ticket = create_ticket(customer, recipients=[colleague])
    for place in Participant.objects.all():
        place.read(up_to=ticket.messages.latest("pk").pk)
    Mail.objects.all().delete()
    return ticket


def unread(person):
    return Participant.objects.of(person).get().unread


def test_an_agents_reply_is_unread_for_everyone_who_takes_part(shared, customer, colleague, agent):
    shared.reply(by=agent, text="Prova igen nu.", once=uuid4())
    assert (unread(customer), unread(colleague)) == (1, 1)
    assert shared.status == Status.WAITING
    assert shared.answer_by is None


def test_the_author_of_a_reply_has_nothing_new(shared, customer, colleague):
    shared.reply(by=colleague, text="Samma här.", once=uuid4())
    assert (unread(customer), unread(colleague)) == (1, 0)


def test_the_mail_names_the_ticket_quotes_the_reply_and_links_to_it(shared, customer, agent):
    message = shared.reply(by=agent, text="Prova **igen** nu.", once=uuid4())
    mail = Mail.objects.get(to=customer.email)
    assert shared.number in mail.subject
    assert shared.title in mail.subject
    assert "Prova" in mail.text
    link = f"/tickets/{shared.number}/replies/{message.pk}/"
    assert link in mail.text
    assert link in mail.html
    assert {one.to for one in Mail.objects.all()} == {
        customer.email,
        Participant.objects.exclude(person=customer).get().person.email,
    }


def test_each_receiver_is_written_to_in_their_language(shared, customer, colleague, agent):
    colleague.choose_language("en")
    shared.reply(by=agent, text="Prova igen.", once=uuid4())
    assert "– svar från Anna Ek" in Mail.objects.get(to=customer.email).subject
    assert "– reply from Anna Ek" in Mail.objects.get(to=colleague.email).subject


def test_a_customers_reply_reaches_the_agent_in_charge(shared, customer, agent):
    shared.handling.assign(to=agent, by=agent)
    message = shared.reply(by=customer, text="Det hjälpte inte.", once=uuid4())
    mail = Mail.objects.get(to=agent.email)
    assert f"/tickets/{shared.number}/replies/{message.pk}/" in mail.text


def test_a_customers_reply_is_owed_an_answer_in_working_days(shared, customer, agent):
    shared.reply(by=agent, text="Vilken webbläsare?", once=uuid4())
    shared.reply(by=customer, text="Chrome.", once=uuid4())
    assert shared.status == Status.OPEN
    assert shared.answer_by == dates.add_working_days(timezone.localdate(), 2)
    assert shared.handling.due_at == dates.end_of_work(shared.answer_by)


def test_a_second_reply_does_not_move_the_promised_day(shared, customer):
    promised = timezone.localdate() - timedelta(days=1)
    Ticket.objects.update(answer_by=promised)
    shared.reply(by=customer, text="Någon där?", once=uuid4())
    assert shared.answer_by == promised


def test_a_closed_ticket_opens_again_when_the_customer_replies(shared, customer, agent):
    shared.close(by=customer)
    shared.reply(by=customer, text="Det hände igen.", once=uuid4())
    shared.refresh_from_db()
    assert shared.status == Status.OPEN
    assert shared.handling.is_open


def test_an_assigned_ticket_goes_back_to_in_progress(shared, customer, agent):
    shared.handling.assign(to=agent, by=agent)
    shared.reply(by=agent, text="Vilken skola?", once=uuid4())
    shared.reply(by=customer, text="Ekskolan.", once=uuid4())
    assert shared.status == Status.IN_PROGRESS


def test_posting_twice_makes_one_reply_and_one_mark(shared, customer, colleague):
    client, once = signed_in(customer), str(uuid4())
    for _attempt in range(2):
        answer = client.post(f"{shared.url}replies/", {"text": "Hej", "once": once})
        assert answer.status_code == 302
    assert shared.messages.filter(text="Hej").count() == 1
    assert unread(colleague) == 1
    assert Mail.objects.count() == 1


def test_the_reader_lands_on_the_reply(shared, customer):
    client = signed_in(customer)
    answer = client.post(f"{shared.url}replies/", {"text": "Hej"}, follow=True)
    message = shared.messages.last()
    assert answer.redirect_chain[-1][0] == f"{shared.url}#reply-{message.pk}"
    assert f'id="reply-{message.pk}"' in answer.content.decode()


def test_htmx_gets_the_conversation_alone(shared, customer):
    client = signed_in(customer)
    answer = client.post(
        f"{shared.url}replies/", {"text": "Via htmx"}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Via htmx" in page
    assert "<html" not in page
    assert 'hx-swap-oob="true"' in page


def test_an_empty_reply_is_an_error_at_the_field(shared, customer):
    answer = signed_in(customer).post(f"{shared.url}replies/", {"text": "  "})
    assert answer.status_code == 422
    assert 'id="reply_text-error"' in answer.content.decode()
    assert shared.messages.count() == 1


def test_what_is_written_is_markdown_and_can_not_run(shared, customer):
    text = "<script>alert(1)</script> [klicka](javascript:alert(1)) **fet**"
    shared.reply(by=customer, text=text, once=uuid4())
    page = signed_in(customer).get(shared.url).content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<strong>fet</strong>" in page


def test_a_long_conversation_shows_the_newest_and_leads_to_the_rest(shared, customer, agent):
    for number in range(60):
        shared.reply(by=agent, text=f"svar nummer {number}.", once=uuid4())
    client = signed_in(customer)
    page = client.get(shared.url).content.decode()
    assert "svar nummer 59." in page
    assert "svar nummer 2." not in page
    first = shared.messages.order_by("pk")[1]
    answer = client.get(f"{shared.url}replies/{first.pk}/", follow=True)
    assert "svar nummer 0." in answer.content.decode()


def test_a_long_conversation_costs_as_many_queries_as_a_short_one(
    shared, customer, agent, django_assert_max_num_queries
):
    for number in range(20):
        shared.reply(by=agent, text=f"svar {number}", once=uuid4())
    client = signed_in(customer)
    with django_assert_max_num_queries(8):
        client.get(shared.url)


def test_the_verb_refuses_whoever_takes_no_part(shared, outsider):
    with pytest.raises(PermissionDenied):
        shared.reply(by=outsider, text="Hej", once=uuid4())
    assert shared.messages.count() == 1


def test_outsider_404_anonymous_to_sign_in_get_405(shared, outsider, customer, client):
    path = f"{shared.url}replies/"
    assert signed_in(outsider).post(path, {"text": "Hej"}).status_code == 404
    assert client.post(path, {"text": "Hej"})["Location"].startswith("/sign-in/")
    assert signed_in(customer).get(path).status_code == 405
    assert shared.messages.count() == 1
    assert not Mail.objects.exists()
