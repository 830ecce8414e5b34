"""What stands in an extract, and what never does."""

from __future__ import annotations

import json
from datetime import timedelta
from html.parser import HTMLParser
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kundportal.access.models import AccessRequest
from kundportal.history.models import record
from kundportal.lib.extracts import Entry, Fact, Part
from kundportal.people import factors
from kundportal.people.models import DataExtract, Person
from kundportal.portal import extract as making
from kundportal.portal.archive import About, write_archive
from kundportal.tickets.models import Priority
from tests.cast import signed_in
from tests.house.conftest import apply

CANARY = "Kanariefågel"
NASTY = '=HYPERLINK("http://evil.example") <script>alert(1)</script> {{ 7*7 }} </div>\u202e'


def archive_of(person: Person) -> ZipFile:
    extract = DataExtract.objects.ask(by=person)
    making.make(extract.pk)
    extract.refresh_from_db()
    return ZipFile(BytesIO(extract.file.read()))


def data_of(person: Person) -> dict:
    return json.loads(archive_of(person).read("data.json"))


def everything_in(archive: ZipFile) -> str:
    """Names and contents of all files, as one text."""
    parts = [name + archive.read(name).decode(errors="replace") for name in archive.namelist()]
    return "\n".join(parts)


def text_file(name: str, text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), "text/plain")


@pytest.fixture
def stage(create_ticket, customer, colleague, outsider, agent, administrator):
    """A ticket that all the canaries sit around, of which one person takes part."""
    signed_in(customer)
    factors.equip(person=customer, secret="JBSWY3DPEHPK3PXP")
    Person.objects.filter(pk=colleague.pk).update(phone=f"{CANARY}-phone")
    ticket = create_ticket(
        customer, title="Mitt ärende", text="Min text.", recipients=[colleague],
        attachments=[text_file("min fil.txt", "Mitt innehåll")],
    )  # fmt: skip
    ticket.reply(by=agent, text="Vi tittar på det.", once=uuid4())
    ticket.reply(
        by=colleague, text="Hos mig med.", once=uuid4(),
        attachments=[text_file("olles fil.txt", f"{CANARY} i kollegans fil")],
    )  # fmt: skip
    ticket.handling.note(by=agent, text=f"{CANARY} anteckning", once=uuid4())
    ticket.handling.prioritise(priority=Priority.URGENT, by=agent)
    ticket.handling.assign(to=administrator, by=agent)
    for stranger in (colleague, outsider):
        create_ticket(stranger, title=f"{CANARY} rubrik", text=f"{CANARY} text")
    apply("eva.ost@storsund.example", f"{CANARY} Öst").confirm()
    record("person.tried", thing=outsider, by=colleague, secret=CANARY)
    return ticket


def test_it_holds_all_that_a_customer_can_see_of_themselves(stage, customer, municipality):
    data = data_of(customer)
    assert data["format"] == "kundportal-extract-1"
    assert data["person"] == customer.email
    [profile] = data["profile"]
    assert (profile["name"], profile["time_zone"]) == ("Karin Berg", "Europe/Stockholm")
    assert data["organisation"] == [{"name": municipality.name, "country": "SE", "seat": 1}]
    assert len(data["sessions"]) == 1
    assert {one["kind"] for one in data["factors"]} == {"totp", "recovery_codes"}
    [ticket] = data["tickets"]
    assert (ticket["number"], ticket["title"], ticket["role"]) == (
        stage.number, "Mitt ärende", "creator",
    )  # fmt: skip
    told = [(one["by_you"], one["author"], one["text"]) for one in ticket["messages"]]
    assert told == [
        (True, "Karin Berg", "Min text."),
        (False, "Anna Ek, Support", "Vi tittar på det."),
        (False, "Olle Dahl", "Hos mig med."),
    ]
    assert [one["name"] for one in data["files"]] == ["min fil.txt"]
    assert [one["state"] for one in data["mails"]] == ["waiting"] * 3
    assert "ticket.created" in {one["act"] for one in data["history"]}


def test_the_files_that_the_person_attached_are_in_it(stage, customer):
    archive = archive_of(customer)
    [file] = json.loads(archive.read("data.json"))["files"]
    assert file["path"].startswith(f"files/{stage.number}/")
    assert archive.read(file["path"]).decode() == "Mitt innehåll"
    assert sorted(archive.namelist()) == sorted(["data.json", "index.html", file["path"]])


def test_nothing_of_the_vendors_or_of_other_people_is_ever_in_it(stage, customer):
    factor = Authenticator.objects.get(user=customer, type="totp")
    session = customer.sessions.get()
    shown = everything_in(archive_of(customer))
    assert "Mitt ärende" in shown
    colleague = Person.objects.get(name="Olle Dahl")
    secrets = (
        CANARY, "anteckning", "prior", "Bråds", "urgent", "Bo Lind", "assignee",
        colleague.email, customer.password, session.session_key, factor.data["secret"],
        "ticket.noted", "ticket.prioritised",
    )  # fmt: skip
    assert [one for one in secrets if one.lower() in shown.lower()] == []


def test_links_that_give_access_are_never_in_it(customer):
    customer.send_activation()
    customer.ask_for_email(email="karin.ny@lillkoping.example")
    application = apply(customer.email)
    AccessRequest.objects.filter(pk=application.pk).update(email=customer.email)
    shown = everything_in(archive_of(customer))
    assert application.reference in shown
    assert application.key not in shown
    assert "http://localhost:8000" not in shown


def test_staff_get_their_own_replies_and_no_more_of_the_tickets(stage, agent):
    data = data_of(agent)
    assert [one["text"] for one in data["replies"]] == ["Vi tittar på det."]
    assert (data["tickets"], data["organisation"]) == ([], [])
    shown = json.dumps(data, ensure_ascii=False)
    assert CANARY not in shown
    assert "Min text." not in shown


class Page(HTMLParser):
    """Reads the tags, and the text that a person sees."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_what_people_wrote_is_text_and_nothing_else(create_ticket, customer, agent):
    ticket = create_ticket(
        customer, title=NASTY[:150], text=NASTY,
        attachments=[text_file("../<b>&\"x'?.txt", "x")],
    )  # fmt: skip
    ticket.reply(by=agent, text=NASTY, once=uuid4())
    archive = archive_of(customer)
    page = Page(archive.read("index.html").decode())
    assert "script" not in {tag for tag, _attrs in page.tags}
    assert "<script>alert(1)</script> {{ 7*7 }} </div>" in page.text
    data = json.loads(archive.read("data.json"))
    assert data["tickets"][0]["messages"][1]["text"] == NASTY
    for name in archive.namelist():
        assert ".." not in name.split("/")
        assert not set(name) & set('<>:"\\|?*')


def test_the_page_needs_nothing_from_elsewhere(stage, customer):
    page = Page(archive_of(customer).read("index.html").decode())
    leads = [attrs[name] for _tag, attrs in page.tags for name in ("href", "src") if name in attrs]
    assert leads
    assert [one for one in leads if not one.startswith("files/")] == []
    assert {"script", "link", "img", "iframe"} & {tag for tag, _attrs in page.tags} == set()


@pytest.mark.parametrize(
    ("language", "words"), [("sv", "Utdrag av dina uppgifter"), ("en", "Extract of your data")]
)
def test_the_page_is_in_the_persons_language_and_time(stage, customer, language, words):
    customer.choose_reading(language=language, time_zone="Asia/Tokyo")
    stage.messages.update(created_at="2026-06-01T22:30:00Z")
    archive = archive_of(customer)
    page = archive.read("index.html").decode()
    assert f'<html lang="{language}">' in page
    assert words in page
    assert "2 juni 2026 07:30" in page if language == "sv" else "2 June 2026 07:30" in page
    [ticket] = json.loads(archive.read("data.json"))["tickets"]
    assert {one["at"] for one in ticket["messages"]} == {"2026-06-01T22:30:00+00:00"}


def test_a_file_that_is_gone_from_the_disk_is_told_of(stage, customer):
    file = stage.attachments.get(name="min fil.txt")
    default_storage.delete(file.file.name)
    archive = archive_of(customer)
    [told] = json.loads(archive.read("data.json"))["files"]
    assert (told["name"], told["path"]) == ("min fil.txt", None)
    assert sorted(archive.namelist()) == ["data.json", "index.html"]


def test_someone_with_nothing_gets_a_whole_file(outsider):
    archive = archive_of(outsider)
    data = json.loads(archive.read("data.json"))
    assert (data["tickets"], data["files"], data["access_requests"]) == ([], [], [])
    assert "Inget." in archive.read("index.html").decode()
    assert archive.testzip() is None


def test_entries_are_read_one_at_a_time_as_they_are_written(tmp_path):
    """However many there are: the next is read only when the one before is on the disk."""
    read, target, most = 0, BytesIO(), 0

    def entries():
        nonlocal read, most
        for number in range(2000):
            read += 1
            most = max(most, read - number)
            yield Entry(str(number), [Fact("n", "N", number)])

    about = About("Karin", "k@a.example", timezone.now() - timedelta(days=1))
    write_archive(target, about, iter([Part("numbers", "Numbers", entries())]), scratch=tmp_path)
    data = json.loads(ZipFile(target).read("data.json"))
    assert [one["n"] for one in data["numbers"]] == list(range(2000))
    assert most == 1
    assert list(tmp_path.iterdir()) == []
