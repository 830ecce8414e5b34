"""What the tests of accounts share."""

from __future__ import annotations

import re
import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from kundportal.mail.models import Mail
from kundportal.people.models import Person

GOOD = "Höst-regn-26x"


@pytest.fixture(autouse=True)
def _nobody_has_tried(db):
    """The counters of attempts outlive a test that commits."""
    cache.clear()


@pytest.fixture
def later(monkeypatch):
    """Moves the clock of counters and signatures on by so many seconds."""
    real, passed = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: real() + sum(passed))
    return passed.append


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def newcomer(municipality) -> Person:
    """Let in, but without a password so far."""
    return Person.objects.admit(
        email="ny@lillkoping.example", name="Nils Ny", organisation=municipality
    )


@pytest.fixture
def closed(customer) -> Person:
    """Somebody whose account is closed."""
    Person.objects.filter(pk=customer.pk).update(is_active=False)
    return customer


def link_in(mail: Mail) -> str:
    """The path of the one link that a mail wants its reader to follow."""
    return re.findall(r"http://localhost:8000(/\S+)", mail.text)[0]


def write_mails() -> None:
    """Does what the worker would: writes the mails that somebody has asked for."""
    for job in ProcrastinateJob.objects.filter(task_name__startswith="kundportal.people.jobs."):
        app.tasks[job.task_name](**job.args)
    with connection.cursor() as cursor:  # procrastinate's models are for reading
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name LIKE 'kundportal.people.%'")


def latest_mail(person: Person) -> Mail:
    write_mails()
    return Mail.objects.filter(to=person.email).latest("pk")


def as_seen(response: HttpResponse, *hidden: str) -> tuple[int, bytes]:
    """Status and page as the reader sees them: without the token that is new each time."""
    page = re.sub(rb'(csrfmiddlewaretoken" value=|X-CSRFToken": )"\w+"', b"", response.content)
    for text in hidden:
        page = page.replace(text.encode(), b"HIDDEN")
    return response.status_code, page


def is_signed_in(client: Client) -> bool:
    return client.get("/settings/").status_code == 200
