"""What the addresses of importing articles are made of and take, and who may send it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from kundportal.knowledge.importing import at_desk
from kundportal.knowledge.models import ImportRun
from kundportal.people.models import Person

IMPORTING: dict[str, tuple[str, dict[str, Any]]] = {
    "desk-imports": ("administrator", {"file": "", "place": "", "language": "sv", "once": ""}),
    "desk-import-go": ("administrator", {"will_publish": "on", "will_replace": "on"}),
}


def names_of_importing(administrator: Person) -> dict[str, Any]:
    """An import that has been looked into, with more lines than a page of the report shows."""
    upload = SimpleUploadedFile("sida.md", b"# Sida\n\n[x](y.md)")
    run = ImportRun.objects.take(by=administrator, once=uuid4(), upload=upload)
    at_desk.look_into(run)
    return dict.fromkeys(("desk-import.pk", "desk-import-go.pk"), run.pk)
