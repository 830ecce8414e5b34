"""A form is published anew or withdrawn while a customer fills it in."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from kundportal.tickets.asking import building
from kundportal.tickets.models import Answers, Form, Ticket
from kundportal.tickets.moving import move_organisation
from tests.cast import signed_in
from tests.tickets.building import ask, fields, publish

pytestmark = pytest.mark.django_db

URL = "/tickets/new/bestallning/"


@pytest.fixture
def form(administrator):
    return publish(administrator, ask("kort"), ask("lang"))


def hours_ago(form: Form, hours: float) -> None:
    """As if all that was done to the form had been done that long ago."""
    past = timezone.now() - timedelta(hours=hours)
    Form.objects.filter(pk=form.pk, withdrawn_at__isnull=False).update(withdrawn_at=past)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no triggers
        cursor.execute("UPDATE tickets_formversion SET published_at = %s", [past])
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_who_had_it_open_is_taken_by_what_they_were_shown(administrator, customer, form, product):
    old = fields(form, product, field_kort="Sal 4")
    form = publish(administrator, ask("ny", required=True))
    assert signed_in(customer).post(URL, old).status_code == 302
    assert Answers.objects.get().version.number == 1
    assert "Fråga ny" in signed_in(customer).get(URL).content.decode()


def test_a_day_later_the_new_questions_are_shown_with_everything_kept(
    administrator, customer, form, product
):
    old = fields(form, product, field_kort="Sal 4")
    form = publish(administrator, ask("kort"), ask("ny", required=True))
    hours_ago(form, 25)
    answer = signed_in(customer).post(URL, old)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "inte detsamma som när du öppnade det" in page
    assert 'value="Sal 4"' in page
    assert f'name="version" value="{form.version_id}"' in page


def test_a_form_that_is_withdrawn_still_takes_what_was_begun(
    administrator, customer, form, product
):
    building.offer(form, is_offered=False, by=administrator)
    client = signed_in(customer)
    assert client.get(URL).status_code == 404
    assert client.post(URL, fields(form, product)).status_code == 302


def test_later_it_leads_to_another_form_and_everything_comes_along(
    administrator, customer, form, product
):
    building.offer(form, is_offered=False, by=administrator)
    hours_ago(form, 25)
    client, sent = signed_in(customer), fields(form, product)
    page = client.post(URL, sent).content.decode()
    assert 'formaction="/tickets/new/sverige/"' in page
    assert "Sedan i måndags är listan tom." in page
    there = client.post("/tickets/new/sverige/", sent)
    assert there.status_code == 422
    assert "Sedan i måndags är listan tom." in there.content.decode()
    assert not Ticket.objects.exists()


def test_a_version_that_never_was_counts_as_none(customer, form, product):
    for odd in ("x", "-1", "9" * 30, "0", form.version_id + 99):
        answer = signed_in(customer).post(URL, fields(form, product, version=odd))
        assert answer.status_code == 422
        assert "inte detsamma" in answer.content.decode()


def test_a_draft_is_never_filled_in(administrator, customer, product):
    form = building.create(slug="bestallning", country="SE", names={"sv": "N"}, by=administrator)
    client = signed_in(customer)
    assert client.get(URL).status_code == 404
    pk = form.versions.get().pk
    assert client.post(URL, {"version": pk, "title": "x"}).status_code == 404


def test_when_organisations_merge_what_one_alone_was_asked_follows(
    administrator, elsewhere, municipality, customer
):
    publish(
        administrator,
        ask("avtal", limited=True),
        only={"": [elsewhere, municipality], "avtal": [elsewhere]},
    )
    assert "Fråga avtal" not in signed_in(customer).get(URL).content.decode()
    move_organisation(source=elsewhere.pk, into=municipality.pk)
    assert "Fråga avtal" in signed_in(customer).get(URL).content.decode()
