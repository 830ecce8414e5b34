"""All that the portal holds about a person, as a file for that person alone."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.people.jobs import forget_extracts
from kundportal.people.models import DataExtract, Person
from kundportal.people.models.data_extract import FOLDER
from kundportal.portal import extract as making
from tests.cast import confirm_password, signed_in
from tests.portal.conftest import jobs_waiting, kept_files

PAGE, NEW = "/settings/data/", "/settings/data/new/"


def ask(person: Person) -> DataExtract:
    extract: DataExtract = DataExtract.objects.ask(by=person)
    return extract


def made(person: Person) -> DataExtract:
    extract = ask(person)
    making.make(extract.pk)
    extract.refresh_from_db()
    return extract


def put_back(extract: DataExtract, **ago: timedelta) -> None:
    """Lets time pass since it was asked for and made."""
    back = {
        name: getattr(extract, name) - timedelta(**ago)
        for name in ("asked_at", "done_at", "kept_until")
        if getattr(extract, name)
    }
    DataExtract.objects.filter(pk=extract.pk).update(**back)
    extract.refresh_from_db()


def confirmed(person: Person) -> Client:
    browser = signed_in(person)
    confirm_password(browser, person)
    return browser


def mails_to(person: Person) -> list[str]:
    return list(Mail.objects.filter(to=person.email).values_list("subject", flat=True))


def test_the_password_is_asked_for_first(customer):
    browser = signed_in(customer)
    for send in (browser.get, browser.post):
        answer = send(NEW)
        assert answer.headers["Location"] == f"/settings/confirm/?next={NEW.replace('/', '%2F')}"
    assert not DataExtract.objects.exists()


def test_a_person_asks_waits_and_downloads(customer, ticket):
    browser = confirmed(customer)
    assert "Be om ett utdrag" in browser.get(PAGE).content.decode()
    page = browser.post(NEW, follow=True).content.decode()
    assert "Vi tar fram utdraget. Du får ett mejl när det är klart." in page
    [extract] = DataExtract.objects.all()
    assert jobs_waiting() == [extract.pk]
    assert browser.get(f"{PAGE}{extract.key}/").status_code == 404
    making.make(extract.pk)
    page = browser.get(PAGE).content.decode()
    assert "Utdraget är klart" in page
    answer = browser.get(f"{PAGE}{extract.key}/")
    extract.refresh_from_db()
    content = b"".join(answer.streaming_content)
    assert len(content) == extract.size > 1000
    assert content[:2] == b"PK"
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="kundportal-20')
    assert "no-store" in answer.headers["Cache-Control"]
    assert [one.verb for one in Event.objects.filter(verb__contains="extract").order_by("pk")] == [
        "person.extract_asked_for", "person.extract_made",
    ]  # fmt: skip


def test_the_mail_says_when_it_is_ready_and_leads_to_no_file(customer):
    extract = made(customer)
    mail = Mail.objects.get(to=customer.email)
    assert mail.subject == "Utdraget av dina uppgifter är klart"
    assert f"http://localhost:8000{PAGE}" in mail.text
    assert str(extract.key) not in mail.text + mail.html


def test_asking_twice_is_asking_once(customer):
    browser = confirmed(customer)
    for _time in range(3):
        browser.post(NEW)
    assert DataExtract.objects.count() == len(jobs_waiting()) == 1
    assert ask(customer) == DataExtract.objects.get()


def test_a_new_one_is_made_once_a_day_and_takes_the_place_of_the_old(
    customer, django_capture_on_commit_callbacks
):
    first = made(customer)
    assert ask(customer) == first
    assert "Du kan be om ett nytt från" in signed_in(customer).get(PAGE).content.decode()
    put_back(first, hours=25)
    second = ask(customer)
    assert second != first
    put_back(second, days=1)
    assert kept_files() == [first.file.name]
    with django_capture_on_commit_callbacks(execute=True):
        making.make(second.pk)
    second.refresh_from_db()
    assert kept_files() == [second.file.name]
    assert list(DataExtract.objects.all()) == [second]


def test_it_is_kept_for_seven_days(customer, django_capture_on_commit_callbacks):
    extract = made(customer)
    put_back(extract, days=6, hours=23)
    forget_extracts(0)
    browser = signed_in(customer)
    assert browser.get(f"{PAGE}{extract.key}/").status_code == 200
    put_back(extract, hours=2)
    assert browser.get(f"{PAGE}{extract.key}/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        forget_extracts(0)
    assert not DataExtract.objects.exists()
    assert kept_files() == []
    assert "Utdraget är klart" not in browser.get(PAGE).content.decode()


def test_one_that_never_came_is_given_up_and_the_person_told(customer):
    extract = ask(customer)
    put_back(extract, hours=13)
    forget_extracts(0)
    extract.refresh_from_db()
    assert extract.has_failed
    assert mails_to(customer) == ["Vi kunde inte ta fram utdraget av dina uppgifter"]
    page = signed_in(customer).get(PAGE).content.decode()
    assert "Utdraget kunde inte tas fram" in page
    assert "Be om ett nytt utdrag" in page
    assert ask(customer) != extract


def test_files_that_no_row_names_are_removed_but_not_those_being_written(customer):
    extract = made(customer)
    folder = Path(default_storage.path(FOLDER))
    old, young = folder / "dead.making", folder / "alive.making"
    old.write_bytes(b"x")
    young.write_bytes(b"x")
    long_ago = (timezone.now() - timedelta(hours=13)).timestamp()
    os.utime(old, (long_ago, long_ago))
    os.utime(extract.file.path, (long_ago, long_ago))
    forget_extracts(0)
    assert kept_files() == sorted([extract.file.name, f"{FOLDER}/alive.making"])


def test_staff_have_it_too(agent, ticket):
    ticket.reply(by=agent, text="Vi tittar på det.", once=uuid4())
    browser = signed_in(agent)
    extract = made(agent)
    assert "Utdraget är klart" in browser.get(PAGE).content.decode()
    assert browser.get(f"{PAGE}{extract.key}/").status_code == 200


def test_the_file_is_for_its_person_alone(customer, colleague, outsider, administrator, visitor):
    extract = made(customer)
    path = f"{PAGE}{extract.key}/"
    for other in (colleague, outsider, administrator):
        browser = signed_in(other)
        assert browser.get(path).status_code == 404
        assert "Utdraget är klart" not in browser.get(PAGE).content.decode()
    assert signed_in(customer).get(f"{PAGE}{uuid4()}/").status_code == 404
    assert visitor.get(path).headers["Location"] == f"/sign-in/?next={path}"


def test_the_pages_are_for_whoever_is_signed_in(visitor, customer):
    for path in (PAGE, NEW):
        assert visitor.get(path).headers["Location"] == f"/sign-in/?next={path}"
        assert confirmed(customer).put(path).status_code == 405
    assert visitor.post(NEW).headers["Location"].startswith("/sign-in/")
    assert signed_in(customer).post(PAGE).status_code == 405
    assert not DataExtract.objects.exists()
