"""What the tests of notifications share: telling somebody of something, and a clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import models
from django.utils import timezone

from kundportal.lib.reader import writing_for
from kundportal.notifications.models import Kind, Notification
from kundportal.notifications.telling import tell_all
from kundportal.people.models import Notify, Person
from tests.mail.conftest import empty_the_queue, letter, post  # noqa: F401
from tests.telling import news

Tell = Callable[..., Any]


@pytest.fixture
def tell(db: None) -> Tell:
    """Tells a person of something that is new each time, about a thing."""
    numbers = count(1)

    def tell_one(
        person: Person,
        about: models.Model,
        *,
        kind: Kind = Kind.REPLIES,
        key: str = "",
        **given: Any,
    ) -> Notification | None:
        number = next(numbers)
        with writing_for(person):
            told = person, news(number, **given)
        before = set(Notification.objects.values_list("pk", flat=True))
        tell_all([told], kind=kind, about=about, key=key or f"test:{number}")
        row: Notification | None = Notification.objects.exclude(pk__in=before).first()
        return row

    return tell_one


@pytest.fixture
def gathering(settings: Any, db: None) -> None:
    """Mails at once wait for two minutes, as in an installation."""
    settings.GATHER_SECONDS = 120
    empty_the_queue()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock."""

    def turn(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return turn


def let_pass(seconds: int) -> None:
    """As if so much time had gone by since everything that waits was told."""
    for row in Notification.objects.waiting():
        Notification.objects.filter(pk=row.pk).update(
            due_at=row.due_at - timedelta(seconds=seconds)
        )


def wants(person: Person, how: Notify, *kinds: str) -> None:
    person.choose_notifications(**dict.fromkeys((f"notify_{kind}" for kind in kinds), how))
