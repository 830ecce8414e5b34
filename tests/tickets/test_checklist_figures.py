"""Staff see where customers gave up or were led wrong; a way is counted once, and names nobody."""

from datetime import timedelta
from uuid import uuid4

import pytest

from kundportal.history.models import record
from kundportal.lib import dates
from kundportal.tickets.checklist.walk_figures import End, Figures
from kundportal.tickets.checklist.walking import MOST
from kundportal.tickets.jobs import forget_walks
from kundportal.tickets.models import Checklist, Ticket, Walk
from tests.cast import signed_in
from tests.tickets.checklists import DESK, HERE, another_form, publish, two_questions
from tests.tickets.test_choosing_a_form import choose
from tests.tickets.test_creating_a_ticket import fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(administrator, form):
    first, second, answers = two_questions(administrator, form)
    publish(administrator)
    return first, second, {name: one.pk for name, one in answers.items()}


@pytest.fixture
def asked(written):
    return written[2]


def figures(days: int = 90) -> Figures:
    checklist = Checklist.objects.of("SE")
    return Figures(checklist.plan, Walk.objects.of(checklist, days=days))


def begin(one):
    client = signed_in(one)
    client.post(f"{HERE}walks/")
    return client


def to_the_form(client, asked) -> None:
    choose(client, asked["fault"])
    choose(client, asked["me"], asked["fault"])


def test_each_question_tells_who_came_what_they_chose_and_who_gave_up(
    written, asked, customer, colleague, outsider
):
    first, second, _answers = written
    begin(customer)
    choose(begin(colleague), asked["fault"])
    to_the_form(begin(outsider), asked)
    found = figures()
    assert found.came == {first.pk: 3, second.pk: 2}
    assert found.chose == {asked["fault"]: 2, asked["me"]: 1}
    assert found.left == {first.pk: 1, second.pk: 1}
    assert found.ends == {asked["me"]: End(1, 0, 0, 0)}
    assert (found.begun, found.gave_up, found.total.number) == (3, 2, 1)


def test_clicking_again_and_again_counts_once(asked, customer):
    client = begin(customer)
    for _time in range(5):
        client.post(f"{HERE}walks/")
        choose(client, asked["fault"])
        choose(client, asked["pupil"], asked["fault"])
        choose(client, asked["me"], asked["fault"])
    assert Walk.objects.count() <= 5  # beginning after an end is another way
    client.post(f"{HERE}walks/")
    before = Walk.objects.count()
    for _time in range(5):
        client.post(f"{HERE}walks/")
        choose(client, asked["fault"])
    assert Walk.objects.count() == before


def test_going_back_counts_where_one_went_in_the_end(written, asked, customer):
    client = begin(customer)
    to_the_form(client, asked)
    choose(client, asked["wish"])
    walk = Walk.objects.get()
    assert (walk.reached, walk.answers) == ([written[0].pk], [asked["wish"]])
    assert walk.is_ended
    assert walk.form is None


def test_a_session_counts_a_few_ways_at_the_most(asked, customer):
    client = signed_in(customer)
    for _time in range(MOST + 3):
        client.post(f"{HERE}walks/")
        choose(client, asked["wish"])
    assert Walk.objects.count() == MOST


def test_a_way_that_began_at_an_address_is_counted_from_its_first_answer(asked, customer):
    choose(signed_in(customer), asked["wish"])
    assert figures().begun == 1


def test_a_ticket_after_it_is_counted_once(asked, customer, form, product):
    client = begin(customer)
    to_the_form(client, asked)
    sent = fields(form, product)
    for _time in range(2):
        client.post("/tickets/new/sverige/", sent)
    client.post("/tickets/new/sverige/", fields(form, product))  # another matter
    assert Ticket.objects.count() == 2
    assert figures().ends == {asked["me"]: End(1, 1, 0, 0)}


def test_a_form_that_is_sent_once_more_after_another_walk_is_no_fault(
    asked, customer, form, product
):
    client, sent = begin(customer), fields(form, product, once=str(uuid4()))
    to_the_form(client, asked)
    first = client.post("/tickets/new/sverige/", sent)
    client.post("/tickets/new/checklist/walks/")
    to_the_form(client, asked)
    again = client.post("/tickets/new/sverige/", sent)
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert Ticket.objects.count() == 1


def test_a_ticket_on_another_form_says_that_the_answer_did_not_help(asked, customer, form, product):
    other = another_form()
    matter = other.matters.get()
    client = begin(customer)
    to_the_form(client, asked)
    client.post("/tickets/new/annat/", fields(form, product, matter=matter.pk))
    assert Ticket.objects.get().form == other
    assert figures().ends == {asked["me"]: End(1, 0, 1, 0)}


def test_a_ticket_after_giving_up_is_no_result(asked, customer, form, product):
    client = begin(customer)
    choose(client, asked["fault"])
    client.post("/tickets/new/sverige/", fields(form, product))
    assert figures().gave_up == 1
    assert Walk.objects.get().ticket is None


def test_a_ticket_that_was_moved_says_that_the_form_proved_wrong(
    asked, customer, colleague, agent, form, product
):
    for one in (customer, colleague):
        client = begin(one)
        to_the_form(client, asked)
        client.post("/tickets/new/sverige/", fields(form, product))
    moved = Ticket.objects.get(created_by=customer)
    for now in (form.pk + 1, form.pk + 2):
        record("ticket.form_changed", thing=moved, by=agent, was=form.pk, now=now)
    stayed = Ticket.objects.get(created_by=colleague)  # got another product
    record("ticket.form_changed", thing=stayed, by=agent, was=form.pk, now=form.pk)
    assert figures().ends == {asked["me"]: End(2, 2, 0, 1)}
    page = signed_in(agent).get(f"{DESK}figures/").content.decode()
    assert "(50\xa0%)" in page


def test_a_way_names_no_person_and_no_moment():
    names = {field.name for field in Walk._meta.get_fields()}
    assert names == {
        "id", "key", "checklist", "day", "reached", "answers", "last", "is_ended", "form",
        "ticket", "is_followed",
    }  # fmt: skip


def test_the_page_shows_the_chosen_days(asked, customer, outsider, agent):
    choose(begin(customer), asked["wish"])
    Walk.objects.update(day=dates.today() - timedelta(days=40))
    choose(begin(outsider), asked["wish"])
    desk = signed_in(agent)
    assert "2 kom hit" in desk.get(f"{DESK}figures/").content.decode()
    assert "1 kom hit" in desk.get(f"{DESK}figures/?days=30").content.decode()
    assert "2 kom hit" in desk.get(f"{DESK}figures/?days=%00").content.decode()


def test_ways_through_a_question_that_is_gone_are_still_counted(written, asked, customer, agent):
    to_the_form(begin(customer), asked)
    Walk.objects.update(reached=[10**6], answers=[10**6], last=10**6)
    page = signed_in(agent).get(f"{DESK}figures/").content.decode()
    assert "Några kom genom frågor som har tagits bort" in page


def test_before_anybody_went_through_it_the_page_says_so(written, agent):
    page = signed_in(agent).get(f"{DESK}figures/").content.decode()
    assert "Ingen har gått igenom checklistan" in page


def test_old_ways_are_forgotten(asked, customer, outsider):
    choose(begin(customer), asked["wish"])
    Walk.objects.update(day=dates.today() - timedelta(days=401))
    choose(begin(outsider), asked["wish"])
    forget_walks(0)
    assert Walk.objects.get().day == dates.today()
