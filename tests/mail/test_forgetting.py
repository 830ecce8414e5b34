"""Letters are wiped after ninety days, and what came back of them is forgotten after a year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from kundportal.mail import forgetting, jobs
from kundportal.mail.models import Address, Attempt, Bounce, Kind, Mail, State

pytestmark = pytest.mark.django_db
Post = Callable[..., Mail]


def days_ago(days: int, **more: object) -> dict[str, object]:
    return {"created_at": timezone.now() - timedelta(days=days), "state": State.SENT, **more}


def posted(post: Post, **changes: object) -> Mail:
    mail = post()
    Mail.objects.filter(pk=mail.pk).update(**changes)
    return mail


def now(mail: Mail) -> Mail:
    mail.refresh_from_db()
    return mail


def test_what_a_mail_says_is_wiped_after_ninety_days_and_its_row_stays(post: Post) -> None:
    old = posted(post, **days_ago(91, answer="250 Ok"))
    bounced = posted(post, **days_ago(91, state=State.BOUNCED))
    young = posted(post, **days_ago(89))
    just_sent = posted(post, **days_ago(91, sent_at=timezone.now()))
    waiting = posted(post, **days_ago(200, state=State.DEFERRED))
    jobs.forget()
    assert (now(old).text, old.html, old.answer, old.state) == ("", "", "250 Ok", State.SENT)
    assert old.is_wiped
    assert not now(bounced).may_be_tried_again
    assert not bounced.try_again()
    for kept in (young, just_sent, waiting):
        assert now(kept).text
        assert not kept.is_wiped


def test_it_goes_on_until_nothing_old_is_left(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "PIECE", 2)
    for _ in range(5):
        mail = posted(post, **days_ago(91))
        mail.attempts.create(answer="450", at=timezone.now() - timedelta(days=366))
    jobs.forget()
    assert not Mail.objects.exclude(text="").exists()
    assert not Attempt.objects.exists()


def test_what_came_back_is_forgotten_after_a_year(post: Post) -> None:
    mail, said = post(), {"email": "a@skola.se", "kind": Kind.PERMANENT}
    old, young = (timezone.now() - timedelta(days=days) for days in (366, 364))
    for moment in (old, young):
        mail.bounces.create(**said, received_at=moment)
        mail.attempts.create(at=moment)
    Address.objects.create(email="old@skola.se", created_at=old, stopped_at=old, last_bounce_at=old)
    Address.objects.create(email="a@skola.se", created_at=old, last_bounce_at=young)
    jobs.forget()
    assert [one.received_at for one in Bounce.objects.all()] == [young]
    assert [one.at for one in Attempt.objects.all()] == [young]
    assert [one.email for one in Address.objects.all()] == ["a@skola.se"]


def test_what_is_to_be_wiped_is_found_along_an_index(post: Post) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    done = Mail.objects.exclude(text="").filter(created_at__lt=timezone.now())
    assert "mail_whole" in done.order_by("created_at", "pk")[:500].explain()
