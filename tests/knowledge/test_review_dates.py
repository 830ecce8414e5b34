"""An article is looked at again in time, and is not suggested when nobody has."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kundportal.knowledge import jobs
from kundportal.lib.dates import today
from kundportal.notifications.models import Notification
from kundportal.search.models import Entry
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(publish):
    return publish("Byt lösenord").article


def plan(article, day: date | None) -> None:
    article.arrange(by=article.owner, category=article.category, audience=article.audience,
                    organisations=[], owner=article.owner, review_by=day)  # fmt: skip


def told(who) -> list[str]:
    return [row.news.lead for row in Notification.objects.filter(person=who).order_by("pk")]


def test_the_owner_is_reminded_once_before_the_date_and_once_on_it(article, agent):
    plan(article, today() + timedelta(days=20))
    jobs.remind(0)
    assert told(agent) == []
    plan(article, today() + timedelta(days=14))
    for _twice in range(2):
        jobs.remind(0)
    assert len(told(agent)) == 1
    article.refresh_from_db()
    day = article.review_by
    type(article).objects.filter(pk=article.pk).update(review_by=today())
    jobs.remind(0)
    assert len(told(agent)) == 2
    assert "skulle ha setts över" in told(agent)[1]
    assert day != today()


def test_the_leads_are_told_when_the_owner_has_left(article, agent, lead):
    plan(article, today())
    agent.is_active = False
    agent.save(update_fields=["is_active"])
    jobs.remind(0)
    assert len(told(lead)) == 1
    page = signed_in(lead).get(reverse("desk-articles") + "?view=ownerless").text
    assert "Byt lösenord" in page


def test_past_the_date_it_is_read_but_not_suggested(article, agent, client):
    plan(article, today())
    assert not Entry.objects.get().is_dated
    type(article).objects.filter(pk=article.pk).update(review_by=today() - timedelta(days=1))
    jobs.date(0)
    assert Entry.objects.get().is_dated
    assert client.get(Entry.objects.get().address).status_code == 200
    assert "föreslås inte" in signed_in(agent).get(reverse("desk-article", args=[article.pk])).text


def test_one_click_says_that_it_is_still_right(article, agent, lead):
    plan(article, today() - timedelta(days=1))
    address = reverse("desk-article-confirmation", args=[article.pk])
    assert signed_in(agent).post(address, {"review_by": "2020-01-01"}).status_code == 422
    assert signed_in(agent).post(address, {"review_by": "i vår"}).status_code == 422
    later = today() + timedelta(days=365)
    assert signed_in(agent).post(address, {"review_by": later.isoformat()}).status_code == 302
    article.refresh_from_db()
    assert article.review_by == later
    assert article.reviewed_at is not None
    assert not Entry.objects.get().is_dated
