"""Reads a session with its person in one question, which every page of a signed-in reader asks.

Putting such a question together costs Django more than asking it, so that is done once.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

if TYPE_CHECKING:
    from kundportal.people.models import Session

LASTING = """
FROM people_session AS session
LEFT JOIN people_person AS person ON person.id = session.person_id
LEFT JOIN people_organisation AS organisation ON organisation.id = person.organisation_id
LEFT JOIN people_factordemand AS demand ON demand.organisation_id = organisation.id
WHERE session.session_key = %s AND session.expire_date > %s"""
Columns = dict[type[Model], list[str]]


def lasting(key: str | None) -> Session | None:
    """The session of that key unless it is over, with all that decides whether to let in."""
    question, columns = _composed()
    with connection.cursor() as cursor:
        cursor.execute(question, [key, timezone.now()])
        row = cursor.fetchone()
    if row is None:
        return None
    session, person, organisation, demand = _rows(columns, row)
    _keep(session, "person", person)
    if person:
        _keep(person, "organisation", organisation)
    if organisation:
        _keep(organisation, "factor_demand", demand)
    return session  # type: ignore[no-any-return]


@cache
def _composed() -> tuple[str, Columns]:
    from kundportal.people.models import FactorDemand, Organisation, Person, Session

    models = {
        "session": Session, "person": Person, "organisation": Organisation, "demand": FactorDemand,
    }  # fmt: skip
    names = [
        f'{alias}."{field.column}"'
        for alias, model in models.items()
        for field in model._meta.concrete_fields
    ]
    columns = {
        model: [field.attname for field in model._meta.concrete_fields] for model in models.values()
    }
    return f"SELECT {', '.join(names)}{LASTING}", columns


def _rows(columns: Columns, row: tuple[Any, ...]) -> list[Any]:
    """An object of each model; None where the join found no row."""
    found, begin = [], 0
    for model, names in columns.items():
        values = row[begin : begin + len(names)]
        begin += len(names)
        pk = model._meta.pk
        is_there = pk is not None and values[names.index(pk.attname)] is not None
        found.append(model.from_db(connection.alias, names, values) if is_there else None)
    return found


def _keep(row: Model, name: str, value: Model | None) -> None:
    """As `select_related` does it: what is named is at hand, and asking for it asks nothing."""
    row._meta.get_field(name).set_cached_value(row, value)  # type: ignore[union-attr]
