"""The date by which an application is decided, against days counted by hand in a calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kundportal.access.models import AccessRequest
from tests.access.conftest import filled_in


@pytest.mark.parametrize(
    ("confirmed", "decided_by"),
    [
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), date(2026, 11, 26)),  # Monday to Thursday
        (datetime(2026, 11, 19, 9, 0, tzinfo=UTC), date(2026, 11, 24)),  # over a weekend
        (datetime(2026, 11, 21, 9, 0, tzinfo=UTC), date(2026, 11, 25)),  # on a Saturday
        (datetime(2026, 6, 17, 9, 0, tzinfo=UTC), date(2026, 6, 23)),  # over Midsummer Eve
        (datetime(2026, 12, 22, 9, 0, tzinfo=UTC), date(2026, 12, 29)),  # over Christmas
        (datetime(2026, 12, 29, 9, 0, tzinfo=UTC), date(2027, 1, 5)),  # over New Year
        (datetime(2027, 1, 4, 9, 0, tzinfo=UTC), date(2027, 1, 8)),  # over Epiphany
        (datetime(2026, 11, 19, 23, 30, tzinfo=UTC), date(2026, 11, 25)),  # past midnight here
    ],
)
def test_three_working_days_after_the_confirmation(db, monkeypatch, confirmed, decided_by):
    given = filled_in(country="SE", language="sv")
    del given["answers_for_data"]
    application = AccessRequest.objects.apply(**given)
    monkeypatch.setattr("django.utils.timezone.now", lambda: confirmed)
    assert application.confirm().decide_by == decided_by


def test_the_vendor_can_promise_another_number_of_days(application, waiting, settings):
    settings.DECISION_WITHIN = 10
    slow = waiting(email="annan@lillkoping.example")
    assert slow.decide_by > application.decide_by
