"""Files come in before the form is sent, wait for it, and belong to one person and one form."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from kundportal.tickets import jobs
from kundportal.tickets.intake import keeping
from kundportal.tickets.models import Attachment, Draft, Ticket, Upload
from kundportal.tickets.models.upload import MOST
from tests.cast import signed_in
from tests.tickets.test_attachments import picture

pytestmark = pytest.mark.django_db


def send(client: Client, once, name: str = "logg.txt", content: bytes = b"rad", **more):
    file = SimpleUploadedFile(name, content)
    data = {"once": str(once), "field": "attachments", "file": file, **more}
    return client.post("/tickets/uploads/", data)


def reply(client: Client, ticket: Ticket, once, text: str = "Se bilaga.", **more):
    return client.post(f"{ticket.url}replies/", {"text": text, "once": str(once), **more})


def test_a_file_goes_up_by_itself_and_with_the_reply_that_it_was_for(ticket, customer):
    client, once = signed_in(customer), uuid4()
    answer = send(client, once, "bild.png", picture())
    assert answer.status_code == 201
    assert "bild.png" in answer.content.decode()
    path = Upload.objects.get().file.name
    for _twice in range(2):
        assert reply(client, ticket, once).status_code == 302
    row = Attachment.objects.get()
    assert (row.name, row.file.name) == ("bild.png", path)  # the same file: nothing is copied
    assert not Upload.objects.exists()
    assert client.get(f"{ticket.url}files/{row.key}/").status_code == 200


def test_what_is_wrong_is_said_at_the_file(customer):
    client, once = signed_in(customer), uuid4()
    for name, content, words in (("tom.txt", b"", "är tom"), ("a.exe", b"MZ", "kan inte ta emot"),
                                 ("bild.png", picture("JPEG"), "stämmer inte")):  # fmt: skip
        answer = send(client, once, name, content)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert "öppen för länge" in send(client, "x").content.decode()
    assert (
        "Ingen fil"
        in client.post("/tickets/uploads/", {"once": str(once), "field": "a"}).content.decode()
    )
    assert not Upload.objects.exists()


def test_files_of_a_refused_form_wait_and_can_be_taken_away(ticket, customer):
    client, once = signed_in(customer), uuid4()
    files = [SimpleUploadedFile(name, b"rad") for name in ("bra.txt", "fel.exe", "mer.txt")]
    answer = reply(client, ticket, once, text="", attachments=files)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "bra.txt" in page
    assert "kan inte ta emot filen fel.exe" in page
    assert Upload.objects.count() == 2
    unwanted = Upload.objects.get(name="mer.txt")
    assert f'name="attachments-remove" value="{unwanted.key}"' in page
    assert (
        reply(client, ticket, once, **{"attachments-remove": str(unwanted.key)}).status_code == 302
    )
    assert [one.name for one in Attachment.objects.all()] == ["bra.txt"]
    assert not Upload.objects.exists()


def test_files_of_a_form_without_its_key_wait_as_well(ticket, customer):
    client = signed_in(customer)
    file = SimpleUploadedFile("bra.txt", b"rad")
    page = client.post(f"{ticket.url}replies/", {"text": "", "attachments": file}).content.decode()
    once = Upload.objects.get().once
    assert f'name="once" value="{once}"' in page
    assert reply(client, ticket, once).status_code == 302
    assert Attachment.objects.exists()


def test_files_of_a_new_ticket_wait_while_its_form_is_corrected(customer, form, product):
    client, once = signed_in(customer), str(uuid4())
    data = {"product": product.pk, "title": "T", "text": "Se bild", "once": once}
    file = SimpleUploadedFile("bild.png", picture())
    answer = client.post("/tickets/new/sverige/", {**data, "attachments": file})
    assert answer.status_code == 422
    assert "bild.png" in answer.content.decode()
    client.post("/tickets/new/sverige/", {**data, "matter": form.matters.first().pk})
    assert Ticket.objects.get().attachments.get().name == "bild.png"


def test_nobody_takes_anothers_file_by_its_keys(ticket, customer, colleague, outsider, agent,
                                                create_ticket):  # fmt: skip
    """FreeScout took ids of attachments from the client; Zammad's form ids could be guessed."""
    once = uuid4()
    send(signed_in(customer), once)
    upload = Upload.objects.get()
    for person in (colleague, outsider, agent):
        client = signed_in(person)
        assert client.get(f"/tickets/uploads/{upload.key}/").status_code == 404
        assert client.post(f"/tickets/uploads/{upload.key}/removal/").status_code == 404
        own = create_ticket(person) if person.is_customer else ticket
        url = f"{own.url}replies/" if person.is_customer else f"{own.desk_url}replies/"
        keys = {"attachments": str(upload.key), "attachments-remove": str(upload.key)}
        client.post(url, {"text": "x", "once": str(once), "status": "waiting", **keys})
    assert Upload.objects.get() == upload
    assert not Attachment.objects.exists()
    # Nor by one's own keys for another form.
    reply(signed_in(customer), ticket, uuid4(), **{"attachments-remove": str(upload.key)})
    assert Upload.objects.exists()


def test_files_can_be_taken_away(customer, django_capture_on_commit_callbacks):
    client = signed_in(customer)
    send(client, uuid4())
    upload = Upload.objects.get()
    path = Path(upload.file.path)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/tickets/uploads/{upload.key}/removal/").status_code == 204
    assert not Upload.objects.exists()
    assert not path.exists()
    assert client.post(f"/tickets/uploads/{upload.key}/removal/").status_code == 404


def test_there_is_an_end_to_files_of_one_form_and_of_one_person(customer, settings):
    client, once = signed_in(customer), uuid4()
    settings.FILES_AT_ONCE = 3
    for number in range(3):
        assert send(client, once, f"fil{number}.txt").status_code == 201
    answer = send(client, once)
    assert answer.status_code == 422
    assert "redan 3 filer" in answer.content.decode()
    settings.WAITING_MOST_MB = 0
    answer = send(client, uuid4())
    assert "för många filer" in answer.content.decode()
    settings.WAITING_MOST_MB = 500
    Upload.objects.bulk_create(
        Upload(owner=customer, once=uuid4(), field="a", name="x", size=1) for _n in range(MOST)
    )
    assert send(client, uuid4()).status_code == 422


def test_a_loop_of_uploads_is_stopped(customer, settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "upload": "2/h/user"}
    client = signed_in(customer)
    answers = [send(client, uuid4()) for _number in range(3)]
    assert [one.status_code for one in answers] == [201, 201, 429]
    assert "för många försök" in answers[2].content.decode()
    cache.clear()


def test_what_is_never_sent_is_forgotten_but_for_the_files_of_drafts(
    customer, form, django_capture_on_commit_callbacks
):
    client, once = signed_in(customer), uuid4()
    send(client, once, "med-utkast.txt")
    send(client, uuid4(), "ensam.txt")
    paths = {one.name: Path(one.file.path) for one in Upload.objects.all()}
    Draft.objects.create(owner=customer, organisation=customer.organisation, kind="ticket",
                         form=form, once=once)  # fmt: skip
    Upload.objects.update(created_at=timezone.now() - timedelta(hours=25))
    with django_capture_on_commit_callbacks(execute=True):
        jobs.forget_uploads(0)
    assert Upload.objects.get().name == "med-utkast.txt"
    assert {name: path.exists() for name, path in paths.items()} == {
        "med-utkast.txt": True,
        "ensam.txt": False,
    }


def test_files_without_a_row_are_removed_after_a_day_and_no_others(ticket, customer):
    client = signed_in(customer)
    send(client, uuid4(), "vanta.txt")
    send(client, once := uuid4(), "bild.png", picture())
    reply(client, ticket, once)
    named = {one for model in (Upload, Attachment) for one in model.objects.all()}
    with transaction.atomic():  # killed after the file and before the row
        send(client, uuid4(), "borta.txt")
        stray = Path(Upload.objects.get(name="borta.txt").file.path)
        transaction.set_rollback(True)
    assert keeping.forget_strays() == 0
    _let_a_day_pass()
    keeping.forget_strays()
    assert not stray.exists()
    assert all(Path(one.file.path).exists() for one in named)
    assert all(Path(one.preview.path).exists() for one in named if one.preview)


def _let_a_day_pass() -> None:
    before = time.time() - 25 * 3600
    for path in Path(default_storage.path("tickets")).rglob("*"):
        os.utime(path, (before, before))


def test_a_transaction_that_is_broken_off_leaves_the_file_waiting(ticket, customer):
    client, once = signed_in(customer), uuid4()
    send(client, once)
    with transaction.atomic():
        upload = Upload.objects.get()
        ticket.reply(by=customer, text="x", once=once, attachments=[upload])
        assert Attachment.objects.get().file.name == upload.file.name
        transaction.set_rollback(True)
    assert Path(Upload.objects.get().file.path).exists()
    assert reply(client, ticket, once).status_code == 302
    assert Path(Attachment.objects.get().file.path).exists()


def test_strange_keys_and_fields_are_refused(customer):
    client = signed_in(customer)
    for more in ({"once": "x"}, {"once": ""}, {"field": ""}, {"field": "../x"}, {"field": "a" * 99},
                 {"field": "A\0"}):  # fmt: skip
        assert send(client, more.pop("once", uuid4()), **more).status_code == 422
    assert client.get(f"/tickets/uploads/{UUID(int=1)}/").status_code == 404


def test_who_may_send_files(customer, agent, client):
    assert send(signed_in(agent), uuid4()).status_code == 201
    assert send(client, uuid4())["Location"].startswith("/sign-in/")
    assert signed_in(customer).get("/tickets/uploads/").status_code == 405
