"""Gathers what every room holds about a person, and has it written to a file for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from kundportal.access import extract as access
from kundportal.history import extract as history
from kundportal.incoming import extract as incoming
from kundportal.knowledge import extract as knowledge
from kundportal.lib.extracts import Part
from kundportal.lib.reader import writing_for
from kundportal.mail import extract as mail
from kundportal.notifications import extract as notifications
from kundportal.people import extract as people
from kundportal.people.models import DataExtract, Person
from kundportal.people.models.data_extract import FOLDER
from kundportal.portal import read_before_extract
from kundportal.portal.archive import About, write_archive
from kundportal.tickets import extract as tickets

ROOMS = (
    people,
    access,
    tickets,
    knowledge,
    read_before_extract,
    notifications,
    mail,
    incoming,
    history,
)


def parts_of(person: Person) -> Iterator[Part]:
    for room in ROOMS:
        yield from room.extract_of(person)


@transaction.atomic
def make(extract_id: int) -> None:
    """Makes the extract, unless it is made or another worker is making it.

    The row is locked meanwhile; when the worker is killed, the lock goes with it and the row still
    says that the extract is to be made.
    """
    extract = DataExtract.objects.taken_up(extract_id)
    if extract is None:
        return
    folder = Path(default_storage.path(FOLDER))
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, suffix=".making") as target:
        person = extract.person
        with writing_for(person):
            about = About(name=person.name, email=person.email, made_at=timezone.now())
            write_archive(target, about, parts_of(person), scratch=folder)
        target.flush()
        target.seek(0)
        extract.finish(content=File(target))
