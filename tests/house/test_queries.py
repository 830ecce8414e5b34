"""No page of the product asks the database more than eight questions."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kundportal.search import jobs
from kundportal.search.index import knowing
from tests.cast import confirm_password, person
from tests.house.addresses import addresses
from tests.house.conftest import apply

pytestmark = pytest.mark.django_db

MOST = 8
# The counter of attempts is asked as well where a secret may not be guessed at, by GET either.
COUNTED = {"choose-password", "activate"}
OF_COUNTER = re.compile("rate_limit|SAVEPOINT")
QUERIES = ("", "?view=decided&show=all&state=all", "?q=kommun&after=x")


@pytest.fixture
def busy(world, create_ticket, customer, colleague, agent, municipality):
    """The small portal, with some rows of each kind wherever there is a list."""
    for number in range(5):
        one = create_ticket(customer, title=f"Fråga {number}", recipients=[colleague])
        one.reply(by=agent, text="Vi tittar på det.", once=uuid4())
        apply(f"a{number}@kommun{number}.example", f"Person nr {number}").confirm()
        person(f"Kollega {chr(65 + number)}", f"k{number}@lillkoping.example", at=municipality)
    jobs.read()
    for code, _name in settings.APPLICANT_LANGUAGES:
        knowing.catch_up(code)  # what a process reads once is not the page's
    return world


@pytest.mark.parametrize("role", ["stranger", "customer", "colleague", "agent", "administrator"])
def test_no_page_asks_more_than_eight_questions(busy, role):
    client = Client() if role == "stranger" else busy.client(role)
    if role != "stranger":
        confirm_password(client, busy.people[role])
    costs, seen = {}, 0
    for address in addresses():
        for query in QUERIES if "GET" in address.methods else ():
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address.url(busy.known) + query)
            asked = [one["sql"] for one in queries]
            if address.name in COUNTED:
                asked = [sql for sql in asked if not OF_COUNTER.search(sql)]
            seen += answer.status_code == 200
            if len(asked) > MOST:
                costs[address.route + query] = len(asked), asked
    assert costs == {}
    assert seen > 25
