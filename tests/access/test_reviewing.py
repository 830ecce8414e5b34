"""Twice a year each organisation says whether those who have access are still right."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kundportal.access.asking import ask_all, half_of
from kundportal.access.jobs import ask_for_reviews, remind_of_reviews
from kundportal.access.models import Review, ReviewAnswer
from kundportal.access.reviewing import ReviewOver
from kundportal.history.models import Event
from kundportal.people.models import Organisation, Person
from tests.access.conftest import link_in, mails_to
from tests.cast import person, signed_in

PATH = "/settings/organisation/review/"
DESK = "/desk/access/reviews/"
MARCH = date(2027, 3, 1)


@pytest.fixture
def review(municipality, customer, colleague) -> Review:
    asked = Review.objects.ask(municipality, half="2027-03")
    assert asked
    return asked


@pytest.fixture
def client(customer):
    return signed_in(customer)


def say(client, one: Person, stays: str = "yes"):
    return client.post(f"{PATH}people/{one.pk}/", {"stays": stays}, follow=True)


def now(review: Review) -> Review:
    return Review.objects.get(pk=review.pk)


@pytest.mark.parametrize(
    ("day", "half"),
    [
        (date(2027, 2, 28), ""),
        (date(2027, 3, 1), "2027-03"),  # a Monday
        (date(2026, 3, 1), ""),  # a Sunday
        (date(2026, 3, 2), "2026-03"),
        (date(2026, 3, 31), "2026-03"),
        (date(2026, 4, 1), ""),
        (date(2029, 9, 2), ""),  # a Sunday
        (date(2029, 9, 3), "2029-09"),
    ],
)
def test_it_is_asked_from_the_first_working_day_of_march_and_september(day, half):
    assert half_of(day, country="SE") == half


def test_every_administrator_gets_one_mail_with_one_way_in(municipality, customer, colleague):
    colleague.pause(by=customer)
    assert ask_all(MARCH) == 1
    assert ask_all(MARCH + timedelta(days=1)) == 0
    [mail] = [one for one in mails_to(customer.email) if "Stämmer" in one.subject]
    assert mail.subject == "Stämmer de som har åtkomst för Lillköpings kommun?"
    assert link_in(mail) == PATH
    assert not [one for one in mails_to(colleague.email) if "Stämmer" in one.subject]
    assert Event.objects.get(verb="access.review_asked").thing_id == Review.objects.get().pk


def test_closed_organisations_and_those_with_nobody_left_are_not_asked(
    municipality, elsewhere, customer, outsider, administrator
):
    elsewhere.close(by=administrator)
    customer.give_back_seat(by=administrator)
    assert ask_all(MARCH) == 0
    ask_for_reviews(0)
    assert not Review.objects.exists()


def test_the_page_lists_each_person_with_two_answers(client, review, customer, colleague, outsider):
    page = client.get(PATH).content.decode()
    for one in (customer, colleague):
        assert one.name in page
        assert one.email in page
    assert outsider.name not in page
    assert page.count('value="yes"') == page.count('value="no"') == 2
    assert "Alla stämmer" in page


def test_the_last_answer_ends_it_and_says_by_whom_and_when(client, review, customer, colleague):
    say(client, customer)
    assert now(review).is_open
    page = say(client, colleague).content.decode()
    done = now(review)
    assert (done.is_open, done.done_by, done.remind_on) == (False, customer, None)
    assert "Klart, av Karin Berg" in page
    assert 'value="yes"' not in page


def test_all_are_right_in_one_click_and_once(client, review, customer, colleague):
    assert client.post(f"{PATH}answers/").status_code == 302
    assert ReviewAnswer.objects.filter(stays=True, by=customer).count() == 2
    assert now(review).done_by == customer
    assert client.post(f"{PATH}answers/").status_code == 404
    assert ReviewAnswer.objects.count() == 2


def test_all_the_others_are_right_keeps_what_was_said_before(client, review, customer, colleague):
    page = say(client, colleague, "no").content.decode()
    assert "Alla övriga stämmer" in page
    client.post(f"{PATH}answers/")
    said = dict(ReviewAnswer.objects.values_list("person", "stays"))
    assert said == {colleague.pk: False, customer.pk: True}
    assert now(review).is_done


def test_whoever_has_left_is_paused_or_gives_back_the_seat_from_there(
    client, review, customer, colleague
):
    page = say(client, colleague, "no").content.decode()
    for act in ("pause", "seat-return"):
        assert f'action="/settings/people/{colleague.pk}/{act}/"' in page
    client.post(f"/settings/people/{colleague.pk}/pause/")
    assert f'href="/tickets/handover/{colleague.pk}/"' in client.get(PATH).content.decode()


def test_whoever_answers_that_they_have_left_themselves_is_led_to_leave(client, review, customer):
    assert "/settings/organisation/leaving/" in say(client, customer, "no").content.decode()


def test_whose_seat_is_given_back_needs_no_answer(client, review, customer, colleague):
    colleague.give_back_seat(by=customer)
    say(client, customer)
    assert now(review).is_done


def test_nothing_is_said_after_it_has_ended(client, review, customer, colleague):
    review.answer_all(by=customer)
    assert client.post(f"{PATH}people/{colleague.pk}/", {"stays": "no"}).status_code == 404
    with pytest.raises(ReviewOver):
        review.answer(person=colleague, stays=False, by=customer)
    assert ReviewAnswer.objects.get(person=colleague).stays


def test_a_new_half_year_ends_what_was_never_answered(review, municipality):
    newer = Review.objects.ask(municipality, half="2027-09")
    assert newer
    assert (now(review).is_open, now(review).is_done) == (False, False)
    assert Review.objects.ask(municipality, half="2027-09") is None


def test_nobody_answers_for_others(review, client, outsider, customer, colleague):
    assert say(client, outsider).status_code == 404
    assert signed_in(outsider).post(f"{PATH}answers/").status_code == 404
    with pytest.raises(PermissionDenied):
        review.answer_all(by=outsider)
    with pytest.raises(PermissionDenied):
        review.answer(person=outsider, stays=True, by=customer)
    assert not ReviewAnswer.objects.exists()


def test_what_is_no_answer_is_none(client, review, colleague):
    for wrong in ("", "perhaps", "a\0", "9" * 400):
        assert "Välj ”Stämmer” eller" in say(client, colleague, wrong).content.decode()
    assert not ReviewAnswer.objects.exists()


def reminders(one: Person) -> int:
    return len([mail for mail in mails_to(one.email) if mail.subject.startswith("Påminnelse")])


def test_a_reminder_comes_after_ten_working_days_and_once(review, customer):
    assert review.remind_on
    remind_of_reviews(0)
    assert reminders(customer) == 0
    Review.objects.update(remind_on=timezone.localdate())
    for _time in range(2):
        remind_of_reviews(0)
    assert reminders(customer) == 1


def test_whoever_has_answered_is_not_reminded(review, customer):
    review.answer_all(by=customer)
    Review.objects.update(remind_on=timezone.localdate())
    remind_of_reviews(0)
    assert reminders(customer) == 0


def test_staff_see_who_has_not_answered_and_remind_at_most_once_a_day(review, agent, customer):
    desk = signed_in(agent)
    review.answer(person=customer, stays=True, by=customer)
    page = desk.get(DESK).content.decode()
    assert "Lillköpings kommun" in page
    assert "1 av 2" in page
    for words in ("är påminda", "senaste dygnet"):
        page = desk.post(f"{DESK}{review.pk}/reminder/", follow=True).content.decode()
        assert words in page
    assert reminders(customer) == 1
    Review.objects.update(reminded_at=timezone.now() - timedelta(days=2))
    desk.post(f"{DESK}{review.pk}/reminder/")
    assert reminders(customer) == 2


def test_staff_see_the_figures(review, agent, customer, colleague):
    review.answer(person=colleague, stays=False, by=customer)
    review.answer_all(by=customer)
    assert Review.objects.figures() == [{"half": "2027-03", "asked": 1, "done": 1, "left": 1}]
    page = signed_in(agent).get(DESK).content.decode()
    assert "2027-03" in page
    assert "Alla organisationer som har tillfrågats har svarat." in page


def test_where_nobody_is_left_there_is_nobody_to_remind(review, agent, administrator):
    for one in Person.objects.filter(organisation=review.organisation):
        one.give_back_seat(by=administrator)
    assert "ingen kvar" in signed_in(agent).get(DESK).content.decode()


def test_the_start_page_says_that_it_waits(client, review, customer):
    assert PATH in client.get("/").content.decode()
    assert PATH in client.get("/settings/organisation/").content.decode()
    review.answer_all(by=customer)
    assert PATH not in client.get("/").content.decode()


def test_the_pages_cost_the_same_for_many(review, client, agent, municipality):
    def cost(reader, path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(path).status_code == 200
        return len(queries)

    desk = signed_in(agent)
    before = {PATH: cost(client, PATH), DESK: cost(desk, DESK)}
    assert max(before.values()) <= 8
    for number in range(6):
        person(f"Nr {number}", f"n{number}@lillkoping.example", at=municipality)
        other = Organisation.objects.create(name=f"Ort {number}")
        person(f"Per {number}", f"p{number}@ort.example", at=other)
        Review.objects.ask(other, half="2027-03")
    assert {PATH: cost(client, PATH), DESK: cost(desk, DESK)} == before


def test_before_anything_is_asked_the_page_says_so(client, customer):
    assert "mars och i september" in client.get(PATH).content.decode()


def test_the_other_side_gets_404_and_strangers_sign_in(review, client, agent, colleague, visitor):
    ways = {
        PATH: agent, f"{PATH}answers/": agent, f"{PATH}people/{colleague.pk}/": agent,
        DESK: colleague, f"{DESK}{review.pk}/reminder/": colleague,
    }  # fmt: skip
    for path, other in ways.items():
        assert signed_in(other).post(path, {"stays": "no"}).status_code in {404, 405}
        assert signed_in(other).get(path).status_code in {404, 405}
        assert visitor.get(path).status_code in {302, 405}
    for path in (f"{PATH}answers/", f"{PATH}people/{colleague.pk}/"):
        assert client.get(path).status_code == 405
    assert signed_in(agent).get(f"{DESK}{review.pk}/reminder/").status_code == 405
    assert not ReviewAnswer.objects.exists()
