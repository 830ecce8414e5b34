"""Whoever only looks changes nothing: programs follow links, and browsers fetch ahead."""

from __future__ import annotations

import re
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from tests.house.addresses import addresses

pytestmark = pytest.mark.django_db

WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE|MERGE INTO)\s+"?(\w+)', re.I)
# The counter of attempts: a link with a secret may not be guessed at, by GET either.
COUNTED = {"choose-password", "activate"}
# Where an identity provider's answer ends: by GET, as the protocols have it. They write only when
# they bring an answer to a question that the browser has asked by POST, so not here.
ANSWERS = {"sign-on-callback", "sign-on-finish"}


@contextmanager
def noting_writes():
    """The tables that are written to meanwhile."""
    tables = []

    def note(execute, sql, params, many, context):
        if found := WRITES.match(sql):
            tables.append(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


@pytest.mark.parametrize("role", ["stranger", "customer", "agent", "administrator"])
def test_no_get_writes(world, role):
    client = Client() if role == "stranger" else world.client(role)
    for address in addresses():
        if "GET" not in address.methods:
            continue
        for query in ("", "?after=x&before=7&show=all&view=mine&number=SE-1234&state=all"):
            with noting_writes() as tables:
                answer = client.get(address.url(world.known) + query)
            assert answer.status_code < 500, address.route
            allowed = {"rate_limit"} if address.name in COUNTED else set()
            assert set(tables) <= allowed, address.route


def test_an_answer_that_nobody_asked_for_writes_nothing(world):
    assert {address.name for address in addresses()} >= ANSWERS
    for address in addresses():
        if address.name in ANSWERS:
            client = Client()
            client.cookies["sign-on-answer"] = "x" * 32
            with noting_writes() as tables:
                answer = client.get(address.url(world.known) + "?code=x&state=x")
            assert (answer.status_code, tables) == (400, []), address.route


def test_head_is_a_get_without_a_body(world):
    client = world.client("customer")
    for address in addresses():
        if "GET" in address.methods:
            with noting_writes() as tables:
                answer = client.head(address.url(world.known))
            assert answer.status_code < 500, address.route
            assert set(tables) <= {"rate_limit"}, address.route


def test_a_write_is_seen(world):
    with noting_writes() as tables:
        sent = {"up_to": world.ticket.messages.latest("pk").pk}
        world.client("colleague").post(f"/tickets/{world.ticket.number}/reading/", sent)
    assert "tickets_participant" in tables
