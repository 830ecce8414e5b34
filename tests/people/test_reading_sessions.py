"""The question by hand for a session with its person gives what Django's own give."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kundportal.people import reading_sessions
from kundportal.people.backend import PersonBackend
from kundportal.people.models import FactorDemand, Organisation, Person, Session
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


def values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.parametrize("role", ["customer", "agent", "stranger"])
@pytest.mark.parametrize("demanded", [True, False])
def test_it_is_what_django_reads(role, demanded, customer, agent, client, municipality):
    if demanded:
        FactorDemand.objects.make(organisation=municipality)
    if role == "stranger":
        session = client.session
        session["x"] = 1
        session.save()
        key = session.session_key
    else:
        key = signed_in({"customer": customer, "agent": agent}[role]).session.session_key
    Session.objects.filter(pk=key).update(last_used_at=timezone.now())
    read = reading_sessions.lasting(key)
    assert values(read) == values(Session.objects.get(pk=key))
    with CaptureQueriesContext(connection) as asked:
        person = read.person
        organisation = person and person.organisation
        demand = getattr(organisation, "factor_demand", None) if organisation else None
    assert len(asked) == 0
    if role == "stranger":
        assert person is None
        return
    other = PersonBackend().get_user(person.pk)
    assert values(person) == values(other)
    assert (organisation is None) == (role == "agent")
    if organisation:
        assert values(organisation) == values(other.organisation)
        assert (demand is not None) == demanded


def test_what_is_over_or_not_there_is_not_found(customer):
    key = signed_in(customer).session.session_key
    Session.objects.update(expire_date=timezone.now())
    assert reading_sessions.lasting(key) is None
    assert reading_sessions.lasting("x" * 32) is None
    assert reading_sessions.lasting(None) is None


def test_no_column_needs_more_than_reading():
    """Such as JSON, which Django turns into objects after it has been read."""
    for model in (Session, Person, Organisation, FactorDemand):
        for field in model._meta.concrete_fields:
            assert field.get_db_converters(connection) == [], field
            assert connection.ops.get_db_converters(field.get_col("x")) == [], field
