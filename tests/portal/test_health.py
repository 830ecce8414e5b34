"""What whoever watches the portal is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from kundportal.mail.models import Mail
from kundportal.portal import views
from kundportal.search import indexing
from kundportal.search.models import Entry
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


def test_all_is_well(client):
    response = client.get("/health")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "mails": "ok", "search": "ok"}


def test_mails_that_do_not_leave_are_told_of(client, ticket):
    Mail.objects.update(created_at=timezone.now() - timedelta(hours=1))
    assert client.get("/health").json()["mails"] == "stuck"


def test_texts_that_the_worker_does_not_read_are_told_of(client, agent):
    indexing.put(indexing.Text(kind="article", thing_id=1, language="sv", title="A", address="/"))
    assert client.get("/health").json()["search"] == "ok"
    Entry.objects.update(changed_at=timezone.now() - timedelta(minutes=6))
    assert client.get("/health").json()["search"] == "behind"
    assert "1 text går inte att hitta än." in signed_in(agent).get("/desk/tickets/").text


def test_a_database_that_is_away_gives_503(client, monkeypatch):
    def away(_sets):
        raise OperationalError("gone")

    monkeypatch.setattr(views, "bounded_counts", away)
    response = client.get("/health")
    assert response.status_code == 503
    assert response.json() == {"database": "away"}


def test_robots_may_read_what_is_public_and_nothing_else(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /\n" in text
    assert "Allow: /help/" in text
