"""The clock of the demo, by which things happen at work and in their order."""

from datetime import datetime
from itertools import pairwise

import pytest
from django.utils import timezone

from kundportal.desk.demo.clock import Clock, Office, turned_back
from kundportal.lib.dates import is_working_day
from kundportal.tickets.models import Ticket


@pytest.mark.parametrize(
    "now",
    [
        "2026-11-23T08:00:00+01:00",
        "2026-11-22T00:03:00+01:00",
        "2026-12-31T23:59:00+01:00",
        "2026-06-20T12:00:00+02:00",
        "2027-01-04T07:31:00+01:00",
    ],
)
def test_the_office_counts_back_over_nights_weekends_and_holidays(now):
    office = Office(datetime.fromisoformat(now))
    moments = [office.ago(minutes) for minutes in range(0, 5000, 45)]
    assert all(later > earlier for later, earlier in pairwise(moments))
    assert moments[0] <= office.now
    for moment in moments:
        assert is_working_day(moment.date())
        assert (7, 30) <= (moment.hour, moment.minute) <= (16, 30)
    assert office.today_at(0.5).date() == office.today


def test_the_clock_goes_right_again_afterwards():
    before = timezone.now()
    with turned_back() as clock:
        clock.moment = datetime.fromisoformat("2026-01-07T09:00:00+01:00")
        assert timezone.now().isoformat() == "2026-01-07T08:00:00+00:00"
        assert Ticket._meta.get_field("created_at").get_default() == timezone.now()
    assert timezone.now() >= before
    assert not isinstance(timezone.now(), Clock)
