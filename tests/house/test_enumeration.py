"""Nobody learns whether an address is known here: not by what is answered, nor by the work done.

`bench/enumeration` measures the time.
"""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db

UNKNOWN = "okand.ek@lillkoping.example"
APPLICATION = {
    "name": "Eva Öst",
    "phone": "070-174 06 05",
    "organisation_name": "Lerums kommun",
    "title": "Systemförvaltare",
    "appointed_by": "Per Lund, skolchef",
    "answers_for_data": "on",
}
# What is asked at each door, and in whose browser.
DOORS = {
    "sign-in": ("/sign-in/", lambda email: {"login": email, "password": "fel lösenord helt"}),
    "forgotten password": ("/password/forgotten/", lambda email: {"email": email}),
    "new link": ("/activate/", lambda email: {"email": email}),
    "application": ("/apply/se/", lambda email: {**APPLICATION, "email": email, "once": uuid4()}),
    "invitation": ("/desk/access/invitations/", lambda email: {"email": email, "language": "sv"}),
}
CHANGING = re.compile(
    rb'(?:csrfmiddlewaretoken" value=|X-CSRFToken": |name="once" value=)"[^"]+"|'
    rb"\d+ (?:min|sek)|[0-9a-f]{8}-[0-9a-f-]{27}"
)
CLOCKED = {"Content-Length", "Expires"}


@pytest.fixture
def addresses(world, customer, outsider):
    """One of each kind that is known, and one that is not."""
    outsider.is_active = False
    outsider.save(update_fields=["is_active"])
    return {
        "open": customer.email,
        "closed": outsider.email,
        "staff": world.people["agent"].email,
        "without a password": "ny@lillkoping.example",
        "waiting": world.waiting.email,
        "unconfirmed": world.unconfirmed.email,
        "unknown": UNKNOWN,
    }


def answer_of(response, email: str) -> tuple:
    """Status, headers and page as their reader sees them, without what is new each time."""
    cookies = sorted(response.cookies)
    headers = {name: value for name, value in response.headers.items() if name not in CLOCKED}
    page = CHANGING.sub(b"", response.content).replace(email.encode(), b"ADDRESS")
    return response.status_code, headers, cookies, page


def ask(client: Client, door: str, email: str) -> tuple:
    """The answer, the page after it, and which statements it took."""
    path, form_of = DOORS[door]
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.post(path, form_of(email))
    verbs = [re.match(r"\w+(?: INTO \S+)?", query["sql"])[0] for query in queries]
    answer = answer_of(response, email)
    if response.status_code == 302:
        after = client.get(response.headers["Location"])
        if door == "invitation":  # the list of all that was sent: told of in its own tests
            assert after.status_code == 200
        else:
            answer += answer_of(after, email)
    return answer, verbs


@pytest.mark.parametrize("door", DOORS)
def test_a_known_and_an_unknown_address_get_the_same_answer(world, addresses, door):
    seen = {}
    for kind, email in addresses.items():
        client = world.client("agent") if door == "invitation" else Client()
        seen[kind] = ask(client, door, email)
    answer, verbs = seen["unknown"]
    for kind, (other, others) in seen.items():
        assert other == answer, kind
        if door != "application":
            assert others == verbs, kind
    assert answer[0] in {302, 422}


def test_an_application_is_one_row_one_event_and_one_mail_whoever_has_the_address(addresses):
    """An address that has an account is not asked for a second time whether it waits."""
    written = {
        kind: [verb for verb in ask(Client(), "application", email)[1] if "INSERT" in verb]
        for kind, email in addresses.items()
    }
    assert len(written["unknown"]) >= 3
    assert {tuple(verbs) for verbs in written.values()} == {tuple(written["unknown"])}
