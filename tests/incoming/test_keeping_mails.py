"""What a known sender wrote is kept for 14 days with its files, within bounds."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from kundportal.incoming.jobs import forget_kept
from kundportal.incoming.keeping import mail_keeping
from kundportal.incoming.models import KeptMail, Tally, kept_mail
from kundportal.mail.models import Mail
from kundportal.people.models import Person
from kundportal.tickets.intake.drafting import for_list
from kundportal.tickets.models import Message, Ticket, Upload
from tests.cast import signed_in
from tests.incoming.writing import answers, arrive, comes, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retired")]


def picture(size: int = 30) -> bytes:
    target = BytesIO()
    Image.new("RGB", (size, size), "teal").save(target, "PNG")
    return target.getvalue()


NOTE = ("fel.txt", "text/plain", b"Fel 12")


def the_mail() -> KeptMail:
    return KeptMail.objects.get()


def names(kept: KeptMail) -> list[str]:
    return [one.name for one in kept.files()]


def test_text_and_files_are_kept_for_14_days_and_are_no_ticket(customer):
    comes(customer.email, files=[NOTE, ("bild.png", "image/png", picture())])
    kept = the_mail()
    assert (kept.subject, kept.organisation) == ("Betyg går inte att spara", customer.organisation)
    assert kept.text.startswith("Hej,\n\nnär vi sparar")
    assert names(kept) == ["fel.txt", "bild.png"]
    assert kept.kept_until - kept.received_at == timedelta(days=14)
    assert "med 2 filer" in " ".join(answers()[0].text.split())
    assert not Ticket.objects.exists()
    assert for_list(customer) == []


def test_a_mail_in_html_alone_is_kept_as_text(customer):
    comes(customer.email, html="<p>Hej <b>alla</b></p><script>x()</script><ul><li>Ett</li></ul>")
    assert "Hej **alla**" in the_mail().text
    assert "x()" not in the_mail().text


def test_a_mail_of_files_alone_is_kept(customer):
    comes(customer.email, text="", files=[NOTE])
    assert the_mail().text == ""
    assert names(the_mail()) == ["fel.txt"]


def test_an_empty_mail_is_answered_with_the_way_to_a_new_ticket(customer):
    comes(customer.email, text=" \n")
    assert not KeptMail.objects.exists()
    assert "/tickets/new/" in answers()[0].text


def test_files_that_we_do_not_take_are_left_out_and_said(customer):
    bad = [
        ("virus.exe", "application/x-msdownload", b"MZ"),
        ("tom.txt", "text/plain", b""),
        ("falsk.pdf", "application/pdf", b"<html>"),
        ("s.html", "text/html", b"<b>x</b>"),
    ]
    comes(customer.email, files=[*bad, NOTE])
    kept = the_mail()
    assert names(kept) == ["fel.txt"]
    assert len(kept.left_out) >= 3
    assert "virus.exe" in " ".join(kept.left_out)
    assert "Alla dina filer gick inte att spara." in " ".join(answers()[0].text.split())
    assert "virus.exe" not in answers()[0].text


def test_of_30_files_20_are_kept(customer):
    files = [(f"f{number}.txt", "text/plain", b"x") for number in range(30)]
    comes(customer.email, files=files)
    assert len(names(the_mail())) == 20
    assert the_mail().left_out == ["10 filer till, vilket är fler än vi sparar från ett mejl."]


def test_a_file_that_is_too_large_is_left_out(customer, settings):
    settings.FILE_LARGEST_MB, settings.MAIL_LARGEST_MB = 1, 5
    comes(customer.email, files=[("stor.txt", "text/plain", b"x" * 1_100_000), NOTE])
    assert names(the_mail()) == ["fel.txt"]
    assert "stor.txt" in the_mail().left_out[0]


def test_all_that_is_kept_for_a_person_has_a_limit(customer, monkeypatch):
    monkeypatch.setattr(mail_keeping, "MOST_BYTES", 20)
    comes(customer.email, files=[NOTE])
    comes(customer.email, files=[NOTE])
    assert [len(one.files()) for one in KeptMail.objects.order_by("pk")] == [1, 0]


def test_names_with_control_signs_and_folders_are_tidied(customer):
    comes(customer.email, files=[("../../etc/på\x07sk.txt", "text/plain", b"x")], subject="A\x00B")
    assert all("/" not in name and "\x07" not in name for name in names(the_mail()))


def test_a_very_long_text_is_cut(customer):
    comes(customer.email, text="ord " * 60_000, subject="x" * 400)
    assert len(the_mail().text) <= 100_000
    assert len(the_mail().subject) <= 255


def checked(by: str, subject: str, **about) -> str:
    """A mail of which our own server says that its sender is who it says."""
    note = f"mx.vendor.example; dmarc=pass header.from={by.rpartition('@')[2]}"
    return comes(by, subject=subject, Authentication_Results=note, **about)


def subjects() -> set[str]:
    return set(KeptMail.objects.values_list("subject", flat=True))


@pytest.fixture
def narrow(monkeypatch, settings) -> None:
    settings.MAIL_AUTHSERV = "mx.vendor.example"
    monkeypatch.setattr(kept_mail, "MOST", 4)
    monkeypatch.setattr(kept_mail, "MOST_UNVERIFIED", 3)


def test_uncertain_mails_drive_out_nothing_and_are_still_answered(customer, narrow):
    checked(customer.email, "Äkta", files=[NOTE])
    for number in range(5):
        comes(customer.email, subject=f"Nr {number}")
    assert subjects() == {"Äkta", "Nr 0", "Nr 1", "Nr 2"}
    assert [one["no-room"] for one in Tally.objects.lately().values()] == [2]
    Mail.objects.filter(key__startswith="answer:").delete()
    assert comes(customer.email, subject="Nr 6") == "answered"
    assert "Vi har inte sparat ditt mejl" in " ".join(answers()[0].text.split())


def test_certain_mails_drive_out_uncertain_ones_and_then_their_own_oldest(customer, narrow):
    for number in range(2):
        comes(customer.email, subject=f"Nr {number}", files=[NOTE])
    for number in range(5):
        checked(customer.email, f"Äkta {number}")
    assert subjects() == {"Äkta 1", "Äkta 2", "Äkta 3", "Äkta 4"}
    assert not Upload.objects.exists()


def test_of_uncertain_mails_so_many_are_kept_a_day(customer, narrow):
    for number in range(3):
        comes(customer.email, subject=f"Nr {number}")
    KeptMail.objects.filter(subject="Nr 0").update(claimed_at=timezone.now())
    comes(customer.email, subject="Nr 3")
    assert "Nr 3" not in subjects()
    KeptMail.objects.update(received_at=timezone.now() - timedelta(hours=25))
    comes(customer.email, subject="Nr 4")
    assert "Nr 4" in subjects()


def test_files_of_uncertain_mails_leave_half_of_the_room(customer, narrow, monkeypatch):
    monkeypatch.setattr(mail_keeping, "MOST_BYTES", 15)
    for number in range(2):
        comes(customer.email, subject=f"Nr {number}", files=[NOTE])
    checked(customer.email, "Äkta", files=[NOTE])
    files = {one.subject: names(one) for one in KeptMail.objects.all()}
    assert files == {"Nr 0": ["fel.txt"], "Nr 1": [], "Äkta": ["fel.txt"]}


def test_it_takes_no_room_from_what_the_person_has_themselves(customer, settings):
    settings.WAITING_MOST_MB = 0
    comes(customer.email, files=[NOTE])
    assert names(the_mail()) == ["fel.txt"]


def test_after_14_days_it_is_forgotten_with_its_files(customer, django_capture_on_commit_callbacks):
    comes(customer.email, files=[NOTE])
    path = the_mail().files()[0].file.name
    Upload.objects.update(created_at=timezone.now() - timedelta(days=13))
    Upload.objects.forget_old()
    forget_kept(timestamp=0)
    assert names(the_mail()) == ["fel.txt"]
    past = timezone.now() - timedelta(minutes=1)
    KeptMail.objects.update(kept_until=past)
    assert not KeptMail.objects.of(customer).exists()
    with django_capture_on_commit_callbacks(execute=True):
        forget_kept(timestamp=0)
    assert not KeptMail.objects.exists()
    assert not Upload.objects.exists()
    assert not default_storage.exists(path)
    assert Tally.objects.exists()


def test_a_picture_within_the_text_that_is_a_logo_is_no_file(customer):
    mail = written(customer.email, html='<p>Hej</p><img src="cid:logo">')
    mail.add_related(picture(), "image", "png", cid="<logo>")
    arrive(mail)
    assert names(the_mail()) == []


def test_it_is_the_senders_alone(customer, colleague, outsider, agent):
    comes(customer.email)
    address = f"/kept-mails/{the_mail().key}/"
    assert signed_in(customer).get(address).status_code == 200
    for other in (colleague, outsider, agent):
        assert signed_in(other).get(address).status_code == 404
    assert Person.objects.filter(email=customer.email).count() == 1
    assert not Message.objects.exists()
