"""What the tests of accounts share."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from kundportal.mail.models import Mail
from kundportal.people.models import Person

GOOD = "Höst-regn-26x"


@pytest.fixture(autouse=True)
def _nobody_has_tried(db):
    """The counters of attempts outlive a test that commits."""
    cache.clear()


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


def latest_mail(person: Person) -> Mail:
    return Mail.objects.filter(to=person.email).latest("pk")


def as_seen(response: HttpResponse, *hidden: str) -> tuple[int, bytes]:
    """Status and page as the reader sees them: without the token that is new each time."""
    page = re.sub(rb'(csrfmiddlewaretoken" value=|X-CSRFToken": )"\w+"', b"", response.content)
    for text in hidden:
        page = page.replace(text.encode(), b"HIDDEN")
    return response.status_code, page


def is_signed_in(client: Client) -> bool:
    return client.get("/settings/").status_code == 200
