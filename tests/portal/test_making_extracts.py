"""Making an extract when things go wrong, and when there is very much of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from types import SimpleNamespace
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from kundportal.mail.models import Mail
from kundportal.people.models import DataExtract
from kundportal.portal import archive, extract, jobs
from kundportal.tickets.models import Message, Participant, Ticket
from tests.portal.conftest import kept_files


class OutOfDisk(Exception):
    pass


@pytest.fixture
def asked(customer, ticket) -> DataExtract:
    return DataExtract.objects.ask(by=customer)


@pytest.fixture
def full_disk(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OutOfDisk

    monkeypatch.setattr(archive, "_page", refuse)


def work(extract_id: int, *, tries_before: int = 0) -> None:
    """The worker's job, as the queue runs it."""
    context = SimpleNamespace(job=SimpleNamespace(attempts=tries_before))
    jobs.make_extract.func(context, extract_id=extract_id)


def test_a_try_that_fails_shows_nothing_and_is_tried_again(asked, full_disk, monkeypatch):
    with pytest.raises(OutOfDisk):
        work(asked.pk)
    asked.refresh_from_db()
    assert asked.is_being_made
    assert kept_files() == []
    monkeypatch.undo()
    work(asked.pk, tries_before=1)
    asked.refresh_from_db()
    assert asked.is_ready


def test_after_the_last_try_the_person_is_told(asked, customer, full_disk):
    with pytest.raises(OutOfDisk):
        work(asked.pk, tries_before=2)
    asked.refresh_from_db()
    assert asked.has_failed
    subject = "Vi kunde inte ta fram utdraget av dina uppgifter"
    assert Mail.objects.filter(to=customer.email, subject=subject).count() == 1


def test_a_job_that_kills_its_workers_is_given_up(asked):
    work(asked.pk, tries_before=3)
    asked.refresh_from_db()
    assert asked.has_failed


def test_the_job_run_twice_makes_one_file_and_one_mail(asked, customer):
    work(asked.pk)
    asked.refresh_from_db()
    work(asked.pk, tries_before=1)
    work(asked.pk, tries_before=2)
    assert kept_files() == [asked.file.name]
    assert Mail.objects.filter(key=f"extract:{asked.pk}:ready").count() == 1
    assert DataExtract.objects.get().is_ready


def test_a_job_for_what_is_no_longer_there_does_nothing(db):
    work(2**40)
    assert kept_files() == []


CHILD = """
import django, os, signal
django.setup()
from kundportal.portal import archive, extract
write = archive._put
def die(*args):
    os.kill(os.getpid(), signal.SIGKILL)
archive._page = die
extract.make({pk})
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_midway_leaves_the_extract_to_the_next(customer, create_ticket):
    create_ticket(customer)
    asked = DataExtract.objects.ask(by=customer)
    to = connection.settings_dict
    host = to["HOST"] or to["OPTIONS"].get("host", "")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "kundportal.settings",
        "DATABASE_URL": f"host={host} port={to['PORT'] or 5432} dbname={to['NAME']} "
        f"user={to['USER']} password={to['PASSWORD'] or 'x'}",
    }
    code = CHILD.format(pk=asked.pk)
    child = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert child.returncode == -signal.SIGKILL, child.stderr
    asked.refresh_from_db()
    assert asked.is_being_made
    patience = time.monotonic() + 20
    while not asked.is_ready:
        assert time.monotonic() < patience, "the lock of the dead worker is still there"
        extract.make(asked.pk)
        asked.refresh_from_db()
    assert Mail.objects.filter(key=f"extract:{asked.pk}:ready").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_job_is_there_only_when_the_row_is(customer):
    def waiting() -> int:
        name = "kundportal.portal.jobs.make_extract"
        return ProcrastinateJob.objects.filter(task_name=name).count()

    with transaction.atomic():
        DataExtract.objects.ask(by=customer)
        transaction.set_rollback(True)
    assert (DataExtract.objects.count(), waiting()) == (0, 0)
    DataExtract.objects.ask(by=customer)
    assert (DataExtract.objects.count(), waiting()) == (1, 1)


def test_much_text_takes_little_memory(customer, ticket):
    many, text = 150, "Ett långt svar. " * 6000
    sent = timezone.now()
    tickets = Ticket.objects.bulk_create(
        Ticket(
            number=f"X{number:07}", form=ticket.form, product=ticket.product, once=uuid4(),
            matter=ticket.matter, title=f"Nummer {number}", created_by=customer,
            organisation=ticket.organisation, created_at=sent, last_activity_at=sent,
        )
        for number in range(many)
    )  # fmt: skip
    for one in tickets:
        of_ticket = {"ticket": one, "organisation_id": one.organisation_id}
        Message.objects.create(**of_ticket, author=customer, once=uuid4(), text=text)
        Participant.objects.create(
            **of_ticket, person=customer, role=Participant.Role.CREATOR, last_activity_at=sent
        )
    asked = DataExtract.objects.ask(by=customer)
    tracemalloc.start()
    extract.make(asked.pk)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    asked.refresh_from_db()
    with ZipFile(asked.file.path) as made:
        data = json.loads(made.read("data.json"))
    assert len(data["tickets"]) == many + 1
    assert most < many * len(text) / 3
