"""What the tests of applications share: an applicant who fills in the form, and their mails."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from kundportal.access.models import AccessRequest
from kundportal.mail.models import Mail

EMAIL = "eva.ost@lillkoping.example"


@pytest.fixture(autouse=True)
def _nobody_has_tried(db):
    """The counters of attempts outlive a test that commits."""
    cache.clear()


@pytest.fixture(autouse=True)
def _language():
    """A request leaves its language behind, and some of these are in German."""
    with translation.override("sv"):
        yield


def filled_in(**changed: object) -> dict[str, object]:
    """The form as an applicant fills it in."""
    return {
        "name": "Eva Öst",
        "email": EMAIL,
        "phone": "070-123 45 67",
        "organisation_name": "Lillköpings kommun",
        "organisation_number": "559999-0008",
        "title": "Systemförvaltare",
        "appointed_by": "Per Lund, skolchef",
        "answers_for_data": "on",
        "once": str(uuid4()),
        **changed,
    }


def mails_to(address: str) -> list[Mail]:
    return list(Mail.objects.filter(to=address).order_by("pk"))


def link_in(mail: Mail) -> str:
    """The path of the one link that a mail wants its reader to follow."""
    return re.findall(r"http://localhost:8000(/\S+)", mail.text)[0]


def errors_of(html: bytes, field: str) -> str:
    """What stands at a field as its error."""
    found = re.search(rf'id="id_{field}-error">(.*?)</p>', html.decode(), re.DOTALL)
    return found[1] if found else ""


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def waiting(db) -> Callable[..., AccessRequest]:
    """Applies and confirms, as an applicant would."""

    def wait(**changed: object) -> AccessRequest:
        given = filled_in(
            **{"language": "sv", "country": "SE", "organisation_number": "", **changed}
        )
        del given["answers_for_data"]
        return AccessRequest.objects.apply(**given).confirm()

    return wait


@pytest.fixture
def application(waiting) -> AccessRequest:
    return waiting()
