"""What somebody has begun and not sent, and the files that wait with it."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from kundportal.lib.extracts import Copy, Entry, Fact, Part
from kundportal.lib.paging import walk
from kundportal.people.models import Person
from kundportal.tickets.models import Draft, Upload


def parts_of(person: Person) -> list[Part]:
    return [
        Part("drafts", _("Drafts"), _drafts(person)),
        Part("uploads", _("Files that you have not sent yet"), _uploads(person)),
    ]


def _drafts(person: Person) -> Iterator[Entry]:
    for draft in walk(Draft.objects.of(person)):
        values = [
            Fact(f"field_{name}", name, value if isinstance(value, str | bool) else str(value))
            for name, value in draft.values.items()
            if value
        ]
        facts = [
            Fact("kind", _("Kind"), draft.kind),
            Fact("saved_at", _("Saved"), draft.saved_at),
            *values,
        ]
        yield Entry(draft.title or draft.text[:60] or _("Without a title"), facts)


def _uploads(person: Person) -> Iterator[Entry]:
    for upload in walk(Upload.objects.of(person)):
        stored = upload.file.name or ""
        there = upload.is_open and default_storage.exists(stored)
        path = f"files/not-sent/{upload.pk}-{upload.safe_name}" if there else None
        facts = [
            Fact("name", _("Name"), upload.name),
            Fact("size", _("Size in bytes"), upload.size),
            Fact("at", _("When"), upload.created_at),
            Fact("path", _("In this archive"), path),
        ]
        yield Entry(upload.name, facts, copy=Copy(stored, path) if path else None)
