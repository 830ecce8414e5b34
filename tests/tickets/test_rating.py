"""One tap says how it went; a reason may follow."""

from datetime import timedelta

import pytest

from kundportal.history.models import Event
from kundportal.lib import dates
from kundportal.mail.models import Mail
from kundportal.people.models import Role
from kundportal.tickets import jobs
from kundportal.tickets.ending import rating_figures
from kundportal.tickets.extract import extract_of
from kundportal.tickets.models import Grade, Rating, Ticket, Topic
from tests.cast import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(create_ticket, customer, colleague, agent):
    ticket = create_ticket(customer, recipients=[colleague])
    ticket.close(by=agent)
    Mail.objects.all().delete()
    return ticket


@pytest.fixture
def lead(db):
    return person("Sara Nydal", "sara.nydal@vendor.example", Role.LEAD)


def test_one_tap_on_the_ticket_is_enough(closed, customer):
    client = signed_in(customer)
    assert "Hur gick det?" in client.get(closed.url).content.decode()
    page = client.post(f"{closed.url}rating/", {"value": "3"}, follow=True).content.decode()
    assert Rating.objects.get().value == Grade.GOOD
    assert "Berätta gärna mer." in page
    assert 'aria-pressed="true"' in client.get(closed.url).content.decode()


def test_a_reason_may_follow_and_a_later_tap_loses_none_of_it(closed, customer):
    client, path = signed_in(customer), f"{closed.url}rating/"
    sent = {"value": "1", "topics": ["speed", "clarity"], "text": "Det tog en vecka."}
    client.post(path, sent)
    client.post(path, {"value": "2"})
    rating = Rating.objects.get()
    assert (rating.value, rating.topics, rating.text) == (
        Grade.SO_SO, ["speed", "clarity"], "Det tog en vecka.",
    )  # fmt: skip
    client.post(path, {"value": "2", "text": ""})
    rating.refresh_from_db()
    assert (rating.topics, rating.text) == ([], "")


def test_each_person_has_one_rating_and_the_same_tap_counts_once(closed, customer, colleague):
    for by in (customer, customer, colleague):
        closed.rate(by=by, value=3)
    assert Rating.objects.count() == 2
    assert Event.objects.filter(verb="ticket.rated").count() == 2


def test_a_link_in_a_mail_only_proposes(closed, customer):
    for value in ("1", "3", "7", "x", "%00", ""):
        answer = signed_in(customer).get(f"{closed.url}rating/?value={value}")
        page = answer.content.decode()
        assert answer.status_code == 200
        assert ('value="1" id="id_value_2" required checked' in page) == (value == "1"), page
    assert not Rating.objects.exists()


@pytest.mark.parametrize(
    "sent", [{}, {"value": "0"}, {"value": "x"}, {"value": "3", "topics": ["x"]}]
)
def test_what_is_not_offered_is_an_error_at_the_field(closed, customer, sent):
    answer = signed_in(customer).post(f"{closed.url}rating/", {**sent, "text": "Mina ord"})
    assert answer.status_code == 422
    assert "-error" in answer.content.decode()
    assert "Mina ord" in answer.content.decode()
    assert not Rating.objects.exists()


def test_an_open_ticket_is_not_rated_nor_one_that_was_closed_long_ago(ticket, closed, customer):
    client = signed_in(customer)
    assert "kan lämna ett omdöme när" in client.get(f"{ticket.url}rating/").content.decode()
    client.post(f"{ticket.url}rating/", {"value": "3"})
    Ticket.objects.filter(pk=closed.pk).update(opens_until=dates.today() - timedelta(days=1))
    page = client.post(f"{closed.url}rating/", {"value": "3"}, follow=True).content.decode()
    assert "Omdömen går att lämna så länge ärendet kan öppnas igen." in page
    assert "Tiden för omdömen är över" in client.get(f"{closed.url}rating/").content.decode()
    assert not Rating.objects.exists()


def test_the_desk_reads_it_on_the_ticket(closed, customer, agent):
    closed.rate(by=customer, value=1, topics=[Topic.SPEED], text="Det tog <en> vecka.")
    page = signed_in(agent).get(closed.desk_url).content.decode()
    for said in ("Dåligt", customer.name, "Hur snabbt vi svarade", "Det tog &lt;en&gt; vecka."):
        assert said in page


def test_a_colleague_does_not_see_what_somebody_said(closed, customer, colleague):
    closed.rate(by=customer, value=1, text="Hemliga ord")
    client = signed_in(colleague)
    for path in (closed.url, f"{closed.url}rating/"):
        assert "Hemliga ord" not in client.get(path).content.decode()
        assert "checked" not in client.get(path).content.decode()


def test_leads_are_told_once_of_who_was_not_content(closed, customer, lead, agent):
    closed.rate(by=customer, value=1, topics=["clarity"], text="Jag förstod inte svaret.")
    rating = Rating.objects.get()
    for _run in range(2):
        jobs.tell_of_rating(rating_id=rating.pk)
    mail = Mail.objects.get()
    assert mail.to == lead.email
    assert "Jag förstod inte svaret." in mail.text
    assert "Hur tydliga svaren var" in mail.text


def test_leads_are_not_told_of_who_has_thought_better_of_it(closed, customer, lead):
    closed.rate(by=customer, value=1)
    closed.rate(by=customer, value=3)
    jobs.tell_of_rating(rating_id=Rating.objects.get().pk)
    assert not Mail.objects.exists()


def test_figures_by_month_and_product_and_the_latest_low_ones(closed, customer, colleague, agent):
    closed.rate(by=customer, value=1, text="Det tog en vecka.")
    closed.rate(by=colleague, value=3)
    month, *earlier = rating_figures.by_month()
    assert (month.good, month.so_so, month.bad, month.percent) == (1, 0, 1, 50)
    assert len(earlier) == 11
    assert {one.percent for one in earlier} == {None}
    assert [(one.name, one.all) for one in rating_figures.by_product()] == [("Skolvalvet", 2)]
    page = signed_in(agent).get("/desk/ratings/").content.decode()
    assert "Det tog en vecka." in page
    assert "50 %" in page


def test_outsider_404_anonymous_to_sign_in_staff_404(closed, outsider, agent, customer, client):
    path = f"{closed.url}rating/"
    for method in ("get", "post"):
        assert getattr(signed_in(outsider), method)(path, {"value": "3"}).status_code == 404
        assert getattr(client, method)(path, {"value": "3"})["Location"].startswith("/sign-in/")
        assert getattr(signed_in(agent), method)(path, {"value": "3"}).status_code == 404
    assert signed_in(customer).put(path).status_code == 405
    assert signed_in(customer).get("/desk/ratings/").status_code == 404
    assert signed_in(agent).post("/desk/ratings/").status_code == 405
    assert not Rating.objects.exists()


def test_what_a_person_said_is_in_the_extract_of_their_data(closed, customer, colleague):
    closed.rate(by=customer, value=2, topics=["manner"], text="Vänligt bemötande.")
    said = next(part for part in extract_of(customer) if part.name == "ratings")
    [entry] = said.entries
    assert "Vänligt bemötande." in [fact.value for fact in entry.facts]
    assert not list(next(one for one in extract_of(colleague) if one.name == "ratings").entries)


def test_identity_numbers_are_asked_about_here_as_well(closed, customer):
    sent = {"value": "1", "text": "Det gällde 20010101-2383."}
    answer = signed_in(customer).post(f"{closed.url}rating/", sent)
    assert answer.status_code == 422
    assert not Rating.objects.exists()
