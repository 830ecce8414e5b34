"""A mail server hands a mail to `receive_mail` by a pipe, and goes by the code that it gets."""

from __future__ import annotations

import io
import os
import sys
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from kundportal.incoming import jobs
from kundportal.incoming.models import Arrival
from tests.incoming.conftest import DOMAIN

pytestmark = pytest.mark.django_db
MAIL = f"Return-Path: <bo@skola.se>\nDelivered-To: x@{DOMAIN}\nSubject: Hej\n\nHej\n".encode()


@pytest.fixture
def receive(monkeypatch):
    def one(raw: bytes = MAIL, *options: str) -> int:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
        try:
            call_command("receive_mail", *options, stdout=io.StringIO())
        except CommandError as refusal:
            return refusal.returncode
        return 0

    return one


def test_a_mail_is_taken_with_the_envelope_that_is_told(receive) -> None:
    told = ["--sender", "<>", "--recipient", f"a@{DOMAIN}", "--recipient", f"b@{DOMAIN}"]
    assert receive(MAIL, *told) == 0
    arrival = Arrival.objects.get()
    assert (bytes(arrival.raw), arrival.source) == (MAIL, "pipe")
    assert (arrival.sender, arrival.recipients) == ("", [f"a@{DOMAIN}", f"b@{DOMAIN}"])


def test_without_options_the_envelope_stands_in_the_headers(receive) -> None:
    assert receive() == 0
    jobs.read(arrival_id=Arrival.objects.get().pk)
    arrival = Arrival.objects.get()
    assert (arrival.sender, arrival.recipients[0]) == ("bo@skola.se", f"x@{DOMAIN}")


def test_the_same_mail_twice_is_one(receive) -> None:
    assert receive() == receive() == 0
    assert Arrival.objects.count() == 1


def test_one_that_is_too_large_goes_back(receive) -> None:
    assert receive(b"x" * (1024 * 1024 + 1)) == os.EX_UNAVAILABLE
    assert Arrival.objects.get().raw is None


def test_an_outage_has_the_server_try_again(receive, monkeypatch) -> None:
    def away(*args, **options):
        raise OperationalError("gone")

    monkeypatch.setattr(Arrival.objects.__class__, "take", away)
    assert receive() == os.EX_TEMPFAIL


def test_an_empty_mail_is_taken(receive) -> None:
    assert receive(b"") == 0
