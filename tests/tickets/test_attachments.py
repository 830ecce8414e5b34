"""Files: what may come in, and who may have them."""

import zipfile
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from kundportal.tickets.forms.fields import attachments_field
from kundportal.tickets.models import Attachment, Ticket
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


def picture(kind="PNG", size=(1200, 900)) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, "teal").save(target, kind)
    return target.getvalue()


def office(folder: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/document.xml", "<x/>")
    return target.getvalue()


def upload(client, ticket, *files):
    return client.post(
        f"{ticket.url}replies/",
        {"text": "Se bilaga.", "once": str(uuid4()),
         "attachments": [SimpleUploadedFile(name, content) for name, content in files]},
    )  # fmt: skip


def test_the_hint_says_what_holds_here(monkeypatch):
    monkeypatch.setattr(settings, "FILE_LARGEST_MB", 7)
    monkeypatch.setattr(settings, "FILES_AT_ONCE", 3)
    with translation.override("sv"):
        hint = str(attachments_field().help_text)
    assert "zip-filer" in hint
    assert "högst 7 MB per fil och 3 filer" in hint


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("bild.png", picture(), "image/png"),
        ("BILD.JPG", picture("JPEG"), "image/jpeg"),
        ("bild.webp", picture("WEBP"), "image/webp"),
        ("bild.gif", picture("GIF"), "image/gif"),
        ("brev.pdf", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n", "application/pdf"),
        ("rader.csv", "namn;år\nÅsa;2026\n".encode(), "text/csv"),
        ("logg.txt", "rad\n".encode("latin-1"), "text/plain"),
        (
            "plan.docx",
            office("word"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_what_people_need_to_send_comes_through(ticket, customer, name, content, kind):
    client = signed_in(customer)
    assert upload(client, ticket, (name, content)).status_code == 302
    row = Attachment.objects.get()
    assert (row.name, row.size, row.content_type) == (name, len(content), kind)
    answer = client.get(f"{ticket.url}files/{row.key}/")
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("tom.txt", b"", "är tom"),
        ("program.exe", b"MZ\x90\0", "kan inte ta emot"),
        ("sida.html", b"<script>alert(1)</script>", "kan inte ta emot"),
        ("ritning.svg", b"<svg onload='x()'/>", "kan inte ta emot"),
        ("bild.png", b"<html><script>alert(1)</script>", "stämmer inte"),
        ("bild.png", picture()[:100], "stämmer inte"),
        ("bild.png", picture("JPEG"), "stämmer inte"),
        ("brev.pdf", b"MZ\x90\0 something", "stämmer inte"),
        ("logg.txt", b"\0\1\2\3", "stämmer inte"),
        ("plan.docx", b"PK\3\4 not a zip at all", "stämmer inte"),
        ("plan.docx", office("xl"), "stämmer inte"),
        ("utan-namn", b"text", "kan inte ta emot"),
    ],
)
def test_other_files_are_refused_at_the_field_and_the_text_is_kept(
    ticket, customer, name, content, words
):
    answer = upload(signed_in(customer), ticket, (name, content))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="reply_attachments-error"' in page
    assert words in page
    assert "Se bilaga.</textarea>" in page
    assert not Attachment.objects.exists()
    assert ticket.messages.count() == 1


def test_a_file_over_the_limit_is_refused(ticket, customer, settings):
    settings.FILE_LARGEST_MB = 1
    answer = upload(signed_in(customer), ticket, ("stor.txt", b"x" * 1_048_577))
    assert "större än 1 MB" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_twenty_files_are_enough(ticket, customer):
    files = [(f"fil{number}.txt", b"x") for number in range(21)]
    answer = upload(signed_in(customer), ticket, *files)
    assert "Välj högst 20" in answer.content.decode()
    assert upload(signed_in(customer), ticket, *files[:20]).status_code == 302
    assert Attachment.objects.count() == 20


def test_pictures_are_shown_small_inline(ticket, customer):
    client = signed_in(customer)
    upload(client, ticket, ("bild.png", picture()))
    row = Attachment.objects.get()
    assert f'src="{ticket.url}files/{row.key}/preview/"' in client.get(ticket.url).content.decode()
    answer = client.get(f"{ticket.url}files/{row.key}/preview/")
    small = Image.open(BytesIO(b"".join(answer.streaming_content)))
    assert answer["Content-Type"] == "image/webp"
    assert max(small.size) == 640


def test_a_preview_says_nothing_of_where_the_picture_was_taken(ticket, customer):
    photo, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "hemlig plats"
    Image.new("RGB", (800, 600)).save(photo, "JPEG", exif=exif)
    upload(signed_in(customer), ticket, ("foto.jpg", photo.getvalue()))
    small = Attachment.objects.get().preview.read()
    assert b"hemlig" not in small


def test_names_are_tidied_and_files_lie_under_random_ones(ticket, customer):
    upload(signed_in(customer), ticket, ("..\\..\\etc/pass\u202ewd.txt", b"text"))
    row = Attachment.objects.get()
    assert row.name == "passwd.txt"
    assert Path(row.file.path).is_relative_to(settings.MEDIA_ROOT)
    assert row.file.name.endswith(row.key.hex)


def test_a_reply_sent_twice_keeps_its_files_once(ticket, customer):
    client, once = signed_in(customer), str(uuid4())
    for _attempt in range(2):
        file = SimpleUploadedFile("logg.txt", b"rad")
        client.post(f"{ticket.url}replies/", {"text": "Se logg", "once": once, "attachments": file})
    assert Attachment.objects.count() == 1


def test_only_those_who_see_the_ticket_get_its_files(ticket, customer, colleague, outsider, agent,
                                                     client, create_ticket):  # fmt: skip
    upload(signed_in(customer), ticket, ("bild.png", picture()))
    row = Attachment.objects.get()
    for tail in ("", "preview/"):
        path = f"{ticket.url}files/{row.key}/{tail}"
        assert signed_in(agent).get(path).status_code == 200
        for person in (colleague, outsider):
            assert signed_in(person).get(path).status_code == 404
        assert client.get(path)["Location"].startswith("/sign-in/")
        assert signed_in(customer).post(path).status_code == 405


def test_a_file_is_not_reached_through_another_ticket(ticket, customer, create_ticket):
    upload(signed_in(customer), ticket, ("bild.png", picture()))
    row, other = Attachment.objects.get(), create_ticket(customer)
    assert signed_in(customer).get(f"{other.url}files/{row.key}/").status_code == 404
    assert signed_in(customer).get(f"{ticket.url}files/{uuid4()}/").status_code == 404


def test_files_can_come_with_a_new_ticket(customer, form, product):
    signed_in(customer).post(
        "/tickets/new/sverige/",
        {"product": product.pk, "matter": form.matters.first().pk, "title": "Med bild",
         "text": "Se bilden.", "attachments": SimpleUploadedFile("bild.png", picture())},
    )  # fmt: skip
    assert Ticket.objects.get().attachments.get().name == "bild.png"
