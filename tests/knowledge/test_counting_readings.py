"""Which articles are read, and which tickets were written after reading them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from kundportal.desk import merging
from kundportal.knowledge import reading_jobs
from kundportal.knowledge.models import ReadBefore, Reading
from kundportal.knowledge.reading.counting import note_reading
from kundportal.lib import dates
from kundportal.search.models import Asked, Trace
from kundportal.search.noting import asking_log
from tests.counting import BROWSER

pytestmark = pytest.mark.django_db


@pytest.fixture
def read():
    def read(person, article, **headers):
        request = RequestFactory().get("/", HTTP_USER_AGENT=BROWSER, **headers)
        request.user = person
        note_reading(request, article)

    return read


@pytest.fixture
def article(publish):
    return publish("Byt lösenord", "Så här.")


def write(create_ticket, by, *, ago: int = 10):
    """A ticket that was created so many minutes ago."""
    ticket = create_ticket(by)
    ticket.created_at = timezone.now() - timedelta(minutes=ago)
    ticket.save(update_fields=["created_at"])
    return ticket


def test_a_reader_counts_once_a_day_for_each_article_and_language(
    counts, read, publish, article, customer, colleague
):
    other = publish("Frånvaro")
    for person in (customer, customer, colleague):
        read(person, article)
    read(customer, other)
    counts()
    read(customer, article)
    counts()
    assert {row.article_id: row.times for row in Reading.objects.all()} == {
        article.article_id: 2, other.article_id: 1,
    }  # fmt: skip


def test_the_vendors_own_reading_does_not_count(counts, read, article, agent):
    read(agent, article)
    counts()
    assert not Reading.objects.exists()


def test_an_article_that_is_gone_meanwhile_costs_no_count_of_the_others(
    counts, read, publish, article, customer
):
    gone = publish("Bort")
    read(customer, gone)
    read(customer, article)
    gone.article_id = 0
    read(customer, gone)
    counts()
    assert Reading.objects.count() == 2


def test_reading_costs_no_query_and_little_time(
    counts, read, article, customer, django_assert_num_queries
):
    with django_assert_num_queries(0):
        read(customer, article)


def test_a_ticket_written_after_reading_is_counted_once(
    counts, read, article, customer, create_ticket
):
    read(customer, article)
    counts()
    Trace.objects.update(at=timezone.now() - timedelta(minutes=20))
    ticket = write(create_ticket, customer)
    for _again in range(2):
        counts()
    assert Reading.objects.get().tickets == 1
    before = ReadBefore.objects.get()
    assert (before.ticket, before.article_id) == (ticket.number, article.article_id)
    assert before.organisation_id == customer.organisation_id


def test_a_search_before_a_ticket_is_counted_and_not_tied_to_it(counts, customer, create_ticket):
    request = RequestFactory().get("/search/", HTTP_USER_AGENT=BROWSER)
    request.user = customer
    asking_log.note(request, typed="byta lösenord", found=2, is_sure=True)
    counts()
    Trace.objects.update(at=timezone.now() - timedelta(minutes=20))
    write(create_ticket, customer)
    counts()
    assert Asked.objects.get().tickets == 1
    assert not ReadBefore.objects.exists()


@pytest.mark.parametrize("minutes", [140, 5])
def test_only_what_was_read_in_the_two_hours_before_counts(
    counts, read, article, customer, create_ticket, minutes
):
    read(customer, article)
    counts()
    Trace.objects.update(at=timezone.now() - timedelta(minutes=minutes))
    write(create_ticket, customer)
    counts()
    assert Reading.objects.get().tickets == 0


def test_what_a_colleague_read_does_not_count(
    counts, read, article, customer, colleague, create_ticket
):
    read(colleague, article)
    counts()
    Trace.objects.update(at=timezone.now() - timedelta(minutes=20))
    write(create_ticket, customer)
    counts()
    assert Reading.objects.get().tickets == 0


def test_merging_organisations_takes_what_was_read_along(
    article, customer, ticket, elsewhere, administrator, municipality
):
    ReadBefore.objects.create(
        ticket=ticket.number, organisation=municipality, article_id=article.article_id,
        language="sv",
    )  # fmt: skip
    merging.merge(municipality, into=elsewhere, by=administrator)
    assert ReadBefore.objects.get().organisation_id == elsewhere.pk


def test_readings_are_kept_by_month_and_then_no_more(article):
    key = {"article_id": article.article_id, "language": "sv"}
    day = (dates.today() - timedelta(days=130)).replace(day=1)
    for days in (2, 3):
        Reading.objects.create(day=day + timedelta(days=days), times=2, tickets=1, **key)
    Reading.objects.create(day=dates.today(), times=1, **key)
    for _again in range(2):
        reading_jobs.roll_up_read()
    month = Reading.objects.get(is_month=True)
    assert (month.day, month.times, month.tickets) == (day, 4, 2)
    assert Reading.objects.filter(is_month=False).get().times == 1
    Reading.objects.update(day=dates.today() - timedelta(days=401))
    reading_jobs.roll_up_read()
    assert not Reading.objects.exists()


def test_what_was_read_before_a_ticket_is_forgotten_after_90_days(article, municipality):
    ReadBefore.objects.create(
        ticket="SE-1", organisation=municipality, article_id=article.article_id, language="sv"
    )
    reading_jobs.roll_up_read()
    assert ReadBefore.objects.exists()
    ReadBefore.objects.update(created_at=timezone.now() - timedelta(days=91))
    reading_jobs.roll_up_read()
    assert not ReadBefore.objects.exists()
