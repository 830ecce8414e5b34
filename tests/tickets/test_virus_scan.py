"""Files are judged by ClamAV's daemon, the real one, before anyone can have them."""

from __future__ import annotations

import socket
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.tickets import jobs
from kundportal.tickets.intake import scanning
from kundportal.tickets.models import Attachment, Message, Scan, Upload
from tests.cast import signed_in
from tests.clamav import EICAR, STREAM_MOST

pytestmark = pytest.mark.django_db


def send(client, ticket, name: str, content: bytes, once: str = ""):
    return client.post(
        f"{ticket.url}replies/",
        {"text": "Se bilaga.", "once": once or str(uuid4()),
         "attachments": SimpleUploadedFile(name, content)},
    )  # fmt: skip


@pytest.fixture
def work(django_capture_on_commit_callbacks):
    """What the worker does about the files that have just come in."""

    def do() -> None:
        for job in ProcrastinateJob.objects.filter(task_name="kundportal.tickets.jobs.scan_file"):
            with django_capture_on_commit_callbacks(execute=True):
                jobs.scan_file(**job.args)

    return do


def page(person, ticket) -> str:
    return signed_in(person).get(ticket.url, follow=True).content.decode()


def packed(content: bytes, password: bool = False) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inne.txt", content)
    body = target.getvalue()
    if password:  # the flag is what the daemon looks at
        for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
            place = body.index(mark) + at
            body = body[:place] + b"\1" + body[place + 1 :]
    return body


def test_a_file_is_had_by_nobody_before_it_is_found_clean(clamd, ticket, customer, agent, work):
    assert send(signed_in(customer), ticket, "logg.txt", b"rad").status_code == 302
    row = Attachment.objects.get()
    path = f"{ticket.url}files/{row.key}/"
    assert row.scan == Scan.WAITING
    for person in (customer, agent):
        assert signed_in(person).get(path).status_code == 404
        assert "Viruskontrolleras" in page(person, ticket)
        assert path not in page(person, ticket)
    work()
    assert Attachment.objects.get().scan == Scan.CLEAN
    assert signed_in(agent).get(path).status_code == 200
    assert path in page(customer, ticket)


@pytest.mark.parametrize(
    ("name", "content"), [("brev.txt", EICAR), ("allt.zip", packed(EICAR))], ids=["plain", "packed"]
)
def test_a_virus_is_removed_recorded_and_told_of(
    clamd, ticket, customer, agent, work, name, content
):
    send(signed_in(customer), ticket, name, content)
    path = Path(Attachment.objects.get().file.path)
    work()
    row = Attachment.objects.get()
    assert (row.scan, row.file.name) == (Scan.INFECTED, "")
    assert not path.exists()
    for person in (customer, agent):
        assert "innehåller ett virus" in page(person, ticket)
        assert signed_in(person).get(f"{ticket.url}files/{row.key}/").status_code == 404
    event = Event.objects.get(verb="ticket.file_refused")
    assert event.data["scan"] == "infected"
    assert event.data["found"] == "Eicar-Test-Signature.UNOFFICIAL"
    mail = Mail.objects.get(subject__contains="kunde inte levereras")
    assert mail.to == customer.email
    work()
    assert Event.objects.filter(verb="ticket.file_refused").count() == 1


def test_a_virus_is_refused_before_it_is_sent(clamd, ticket, customer, work):
    client, once = signed_in(customer), uuid4()
    data = {"once": str(once), "field": "attachments", "file": SimpleUploadedFile("a.txt", EICAR)}
    assert "Viruskontrolleras" in client.post("/tickets/uploads/", data).content.decode()
    upload = Upload.objects.get()
    path = Path(upload.file.path)
    work()
    line = client.get(f"/tickets/uploads/{upload.key}/").content.decode()
    assert "Nekad: filen innehåller ett virus" in line
    assert not path.exists()
    assert Event.objects.get(verb="upload.refused").data["owner"] == customer.pk
    sent = {"text": "Se bilaga.", "once": str(once)}
    answer = client.post(f"{ticket.url}replies/", sent)
    assert answer.status_code == 422
    assert "klarade inte viruskontrollen" in answer.content.decode()
    assert client.post(f"{ticket.url}replies/", sent).status_code == 302
    assert not Attachment.objects.exists()


def test_a_file_that_is_sent_while_it_is_judged_is_judged_where_it_went(
    clamd, ticket, customer, work
):
    client, once = signed_in(customer), uuid4()
    data = {"once": str(once), "field": "attachments", "file": SimpleUploadedFile("a.txt", EICAR)}
    client.post("/tickets/uploads/", data)
    assert client.post(f"{ticket.url}replies/", {"text": "x", "once": str(once)}).status_code == 302
    assert Attachment.objects.get().scan == Scan.WAITING
    work()
    assert Attachment.objects.get().scan == Scan.INFECTED


@pytest.mark.parametrize(
    ("name", "content"),
    [("stor.txt", b"x" * (STREAM_MOST * 1_048_576 + 70_000)), ("hemlig.zip", packed(b"x", True))],
    ids=["too large", "locked"],
)
def test_what_the_daemon_cannot_judge_ends_in_a_state_that_says_so(clamd, ticket, customer, work,
                                                                   name, content):  # fmt: skip
    send(signed_in(customer), ticket, name, content)
    work()
    row = Attachment.objects.get()
    assert row.scan == Scan.UNCHECKED
    assert "Kunde inte viruskontrolleras" in page(customer, ticket)
    assert signed_in(customer).get(f"{ticket.url}files/{row.key}/").status_code == 404
    assert Mail.objects.filter(subject__contains="kunde inte levereras").exists()
    jobs.scan_all(0)
    assert Event.objects.filter(verb="ticket.file_refused").count() == 1


def test_while_the_daemon_is_away_files_wait_and_staff_are_told(
    clamd, ticket, customer, agent, work
):
    clamd.stop()
    send(signed_in(customer), ticket, "logg.txt", b"rad")
    work()
    jobs.scan_all(0)
    assert Attachment.objects.get().scan == Scan.WAITING
    desk = signed_in(agent)
    assert "väntar på viruskontroll" not in desk.get("/desk/tickets/").content.decode()
    Message.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    assert "1 fil väntar på viruskontroll" in desk.get("/desk/tickets/").content.decode()
    clamd.start()
    jobs.scan_all(0)
    assert Attachment.objects.get().scan == Scan.CLEAN
    assert "väntar på viruskontroll" not in desk.get("/desk/tickets/").content.decode()


def test_a_file_that_breaks_the_daemon_off_is_given_up_after_some_tries(settings, ticket, customer):
    """A listener that hangs up stands in for a daemon that dies of the file."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        settings.CLAMD = f"127.0.0.1:{server.getsockname()[1]}"
        send(signed_in(customer), ticket, "logg.txt", b"rad")
        key = Attachment.objects.get().key
        for tries in range(1, scanning.MOST_TRIES + 1):
            assert Attachment.objects.get().scan == Scan.WAITING
            _hang_up_on(server, key)
            assert Attachment.objects.get().scan_tries == tries
    assert Attachment.objects.get().scan == Scan.UNCHECKED


def _hang_up_on(server: socket.socket, key) -> None:
    def hang_up() -> None:
        caller, _address = server.accept()
        caller.close()

    thread = Thread(target=hang_up)
    thread.start()
    assert scanning.scan(key)
    thread.join()


def test_without_a_daemon_nothing_waits_and_nothing_is_said(ticket, customer, clamd, settings):
    send(signed_in(customer), ticket, "logg.txt", b"rad")
    settings.CLAMD = ""
    jobs.scan_all(0)
    assert Attachment.objects.get().scan == Scan.NONE
    send(signed_in(customer), ticket, "mer.txt", b"rad")
    assert "irus" not in page(customer, ticket)
    row = Attachment.objects.latest("pk")
    assert signed_in(customer).get(f"{ticket.url}files/{row.key}/").status_code == 200
