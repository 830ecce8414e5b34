"""What somebody sends at an awkward moment is kept, shown and told of."""

from __future__ import annotations

import os
import time
from base64 import urlsafe_b64encode
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from kundportal.lib.scanned import Scan
from kundportal.mail.models import Mail
from kundportal.tickets.asking import changing_form
from kundportal.tickets.asking.questions import Kind
from kundportal.tickets.intake import keeping
from kundportal.tickets.models import (
    Answers,
    Attachment,
    Draft,
    FormVersion,
    Message,
    Ticket,
    Upload,
)
from kundportal.tickets.models.answers import Given
from tests.cast import signed_in
from tests.reading import text_of
from tests.tickets.building import ask, fields, publish

pytestmark = pytest.mark.django_db


def attach(client, once, name: str = "logg.txt") -> None:
    file = SimpleUploadedFile(name, b"rad")
    sent = {"once": str(once), "field": "attachments", "file": file}
    assert client.post("/tickets/uploads/", sent).status_code == 201


def test_a_file_that_is_sent_while_the_night_looks_for_strays_stays(ticket, customer):
    client, once = signed_in(customer), uuid4()
    attach(client, once)
    upload = Upload.objects.get()
    path = Path(default_storage.path(upload.file.name))
    os.utime(path, (time.time() - 2 * 86400,) * 2)
    tables = []

    def send_after_the_first(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if sql.startswith("SELECT") and '."key" IN' in sql and not tables:
            tables.append(sql)
            ticket.reply(by=customer, text="Se bilaga.", once=once, attachments=[upload])
        return found

    with connection.execute_wrapper(send_after_the_first):
        keeping.forget_strays()
    assert tables
    assert Attachment.objects.get().file.name == upload.file.name
    assert path.exists()
    path.unlink()  # its row goes with this test


def test_a_word_at_a_closing_that_came_second_reaches_the_agent(ticket, customer, agent):
    ticket.handling.assign(to=agent, by=agent)
    ticket.close(by=agent)
    Mail.objects.all().delete()
    ticket.close(by=customer, text="Det är fortfarande fel i 8C.", once=uuid4())
    assert "Det är fortfarande fel i 8C." in Mail.objects.get(to=agent.email).text
    assert Ticket.objects.get().is_closed


def test_a_draft_that_another_window_goes_on_with_keeps_its_files(ticket, customer):
    client, first, second = signed_in(customer), uuid4(), uuid4()
    attach(client, first)
    typed = {"text": "Vi ser", "once": str(first), "revision": "0", "window": "a"}
    here = {"headers": {"Accept": "application/json"}}
    assert client.post(f"{ticket.url}draft/", typed, **here).status_code == 200
    typed |= {"once": str(second), "revision": "1", "window": "b"}
    assert client.post(f"{ticket.url}draft/", typed, **here).status_code == 200
    assert Upload.objects.get().once == Draft.objects.get().once == second


def test_a_draft_takes_no_key_of_another_draft(ticket, customer, form, product):
    client, taken, own = signed_in(customer), uuid4(), uuid4()
    here = {"headers": {"Accept": "application/json"}}
    other = {"product": product.pk, "title": "T", "once": str(taken), "revision": "0"}
    assert client.post("/tickets/new/sverige/draft/", other, **here).status_code == 200
    typed = {"text": "Vi ser", "once": str(own), "revision": "0", "window": "a"}
    client.post(f"{ticket.url}draft/", typed, **here)
    typed |= {"once": str(taken), "revision": "1"}
    assert client.post(f"{ticket.url}draft/", typed, **here).status_code == 409
    assert Draft.objects.get(ticket=ticket).once == own


@pytest.fixture
def moved(administrator, agent, customer, product, form, create_ticket):
    """A ticket that was moved to a form with a question, and has not been answered."""
    other = publish(administrator, ask("skola", Kind.LONG, required=True), slug="annat")
    ticket = create_ticket(customer)
    matter, version = other.matters.first(), FormVersion.objects.current(other, None)
    changing_form.change(ticket, version=version, product=product, matter=matter,
                              text="Vi behöver veta mer.", once=uuid4(), by=agent)  # fmt: skip
    return Ticket.objects.get(pk=ticket.pk)


def test_nothing_is_asked_any_more_when_a_ticket_has_been_closed_for_long(moved, customer, agent):
    client = signed_in(customer)
    assert f"{moved.url}answers/" in client.get(moved.url).content.decode()
    moved.close(by=agent)
    past = timezone.localdate() - timedelta(days=60)
    Ticket.objects.update(closed_at=timezone.now() - timedelta(days=90), opens_until=past)
    late = Ticket.objects.get(pk=moved.pk)
    assert f"{moved.url}answers/" not in client.get(moved.url).content.decode()
    version = Answers.objects.select_related("version").get(ticket=late).version
    with pytest.raises(changing_form.AskedNoMore):
        changing_form.complete(late, given=Given(version, {"skola": "A"}), once=uuid4(),
                               by=customer)  # fmt: skip
    assert Ticket.objects.count() == 1


def test_a_long_answer_and_what_follows_it_stand_in_the_pdf(administrator, customer, product):
    form = publish(administrator, ask("a", Kind.LONG), ask("b"), slug="lang")
    long = "".join(f"Rad {number}.\n" for number in range(480)) + "Sist i svaret."
    sent = fields(form, product, field_a=long, field_b="Efter det långa")
    assert signed_in(customer).post("/tickets/new/lang/", sent).status_code == 302
    shown = text_of(signed_in(customer).get(f"{Ticket.objects.get().url}pdf/"))
    for words in ("Rad 0.", "Rad 479.", "Sist i svaret.", "Efter det långa"):
        assert words in shown


def test_a_key_with_a_zone_that_postgresql_does_not_know_shows_the_first_page(ticket, customer):
    for moment in ("2026-01-01T00:00:00+23:00", "2026-01-01T00:00:00+00:00:00.5"):
        key = urlsafe_b64encode(f'["{moment}",1]'.encode()).decode().rstrip("=")
        for path in ("/tickets/", f"{ticket.url}files/"):
            assert signed_in(customer).get(f"{path}?after={key}").status_code == 200


def test_what_nobody_may_open_leaves_by_no_extract(ticket, customer):
    message = Message.objects.get()
    row = Attachment.objects.attach(message, SimpleUploadedFile("a.txt", b"a"))
    assert row.is_open
    for scan in (Scan.WAITING, Scan.UNCHECKED, Scan.INFECTED):
        row.scan = scan
        assert not row.is_open
