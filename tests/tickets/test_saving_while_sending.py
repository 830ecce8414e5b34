"""A page that saves what it is just sending leaves no draft behind."""

from __future__ import annotations

from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction

from kundportal.tickets.intake import drafting
from kundportal.tickets.models import Draft
from kundportal.tickets.models.draft import Kind

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_saved_while_it_is_sent_is_not_kept(ticket, customer):
    once, told = uuid4(), []

    def save() -> None:
        try:
            drafting.write(by=customer, once=once, kind=Kind.REPLY, values={"text": "Tack"},
                           revision=0, window="a", ticket=ticket)  # fmt: skip
        except drafting.Gone:
            told.append("gone")
        finally:
            connection.close()

    saving = Thread(target=save)
    with transaction.atomic():
        ticket.reply(by=customer, text="Det gäller 8C.", once=once)
        saving.start()
        saving.join(timeout=0.5)
        assert saving.is_alive()  # it waits until this has been sent
    saving.join(timeout=10)
    assert told == ["gone"]
    assert not Draft.objects.exists()
