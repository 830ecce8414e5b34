"""Those who decide are reminded at half time, and see how long it took."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from kundportal.access.figures import weeks
from kundportal.access.jobs import remind
from kundportal.access.models import AccessRequest
from kundportal.lib import dates
from tests.access.conftest import mails_to
from tests.cast import signed_in


def moved(application: AccessRequest, **fields: object) -> AccessRequest:
    AccessRequest.objects.filter(pk=application.pk).update(**fields)
    application.refresh_from_db()
    return application


def test_an_application_is_reminded_of_on_a_working_day_before_the_promised_one(application):
    assert dates.is_working_day(application.remind_on)
    assert timezone.localdate() < application.remind_on < application.decide_by


def test_nobody_is_reminded_before_half_time(administrator, application):
    remind(0)
    assert [mail.subject for mail in mails_to(administrator.email)] == [
        f"[{application.reference}] Ansökan om åtkomst: Lillköpings kommun – att besluta om"
    ]


def test_all_who_decide_are_reminded_once(administrator, agent, application):
    moved(application, remind_on=timezone.localdate())
    for _time in range(2):
        remind(0)
    mails = mails_to(administrator.email)
    assert [mail.subject for mail in mails[1:]] == [
        f"[{application.reference}] Väntar ännu på beslut: Lillköpings kommun"
    ]
    assert "Halva tiden har gått" in mails[-1].text
    assert mails_to(agent.email) == []


def test_what_is_decided_is_not_reminded_of(administrator, application, municipality):
    moved(application, remind_on=timezone.localdate())
    stale = AccessRequest.objects.get(pk=application.pk)
    application.approve(by=administrator, organisation=municipality)
    remind(0)
    stale.remind()  # was found before the decision
    assert len(mails_to(administrator.email)) == 1


def test_a_free_seat_is_a_new_promise_with_a_reminder_of_its_own(application):
    moved(application, state="seatless", remind_on=None, decide_by=date(2026, 1, 5))
    application.offer_seat()
    application.refresh_from_db()
    assert application.decide_by > application.remind_on > timezone.localdate()
    assert application.promised_at > application.confirmed_at


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 6, 18), date(2026, 6, 18), 0),
        (date(2026, 6, 18), date(2026, 6, 22), 1),  # over Midsummer Eve
        (date(2026, 12, 22), date(2026, 12, 28), 2),  # over Christmas
        (date(2026, 4, 1), date(2026, 4, 7), 2),  # over Easter
    ],
)
def test_it_took_as_many_working_days_as_a_person_would_count(start, end, days):
    assert dates.working_days_between(start, end) == days


def at(day: date) -> datetime:
    return dates.beginning_of(day) + timedelta(hours=12)


def test_each_week_has_its_figure(waiting, administrator, municipality):
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    last = monday - timedelta(days=7)
    took = []
    for number, (decided, promise) in enumerate(
        [(last + timedelta(days=3), last + timedelta(days=2)), (last, last), (monday, monday)]
    ):
        one = waiting(email=f"a{number}@lillkoping.example")
        one.approve(by=administrator, organisation=municipality)
        begun = decided - timedelta(days=7)
        moved(one, promised_at=at(begun), decided_at=at(decided), decide_by=promise)
        took.append(dates.working_days_between(begun, decided))
    old = waiting(email="gammal@lillkoping.example")
    old.approve(by=administrator, organisation=municipality)
    long_ago = at(monday - timedelta(weeks=9))
    moved(old, promised_at=long_ago, decided_at=long_ago, decide_by=monday)
    this, before, *rest = weeks(AccessRequest)
    assert (this.monday, this.decided, this.late, this.working_days) == (monday, 1, 0, took[2])
    assert (before.decided, before.late) == (2, 1)
    assert before.working_days == sum(took[:2]) / 2
    assert [(one.decided, one.took) for one in rest] == [(0, ""), (0, "")]
    page = signed_in(administrator).get("/desk/access/").content.decode()
    assert f"Vecka {before.number}" in page
