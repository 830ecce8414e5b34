"""What the tests of importing import: small folders, zips and exports."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

from PIL import Image

from kundportal.knowledge.importing import running
from kundportal.knowledge.importing.destination import Destination
from kundportal.knowledge.importing.opening import opened
from kundportal.knowledge.importing.running import Line
from kundportal.knowledge.models import Article

TRIAL = Path("/work/shared/data/help-centre")


def picture(colour: str = "teal") -> bytes:
    target = BytesIO()
    Image.new("RGB", (30, 20), colour).save(target, "PNG")
    return target.getvalue()


def folder(root: Path, pages: dict[str, str | bytes]) -> Path:
    """A folder with these files."""
    for name, content in pages.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def zipped(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def exported(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content))
    return path


def run(path: Path, by=None, *, dry: bool = False, **choices) -> dict[str, Line]:
    """Imports, or looks; what became of each text, by its path."""
    destination = Destination(by=by, **choices)
    with opened(path, language=destination.language) as source:
        work = running.look if dry else running.carry_out
        return {line.path: line for line in work(source, destination)}


def codes(line: Line) -> list[str]:
    return [one.code for one in line.remarks]


def text_of(title: str, language: str = "sv") -> str:
    return newest(title, language).text


def newest(title: str, language: str = "sv"):
    """The newest text of the article whose newest title in the language is this."""
    found = [
        revision
        for article in Article.objects.all()
        for translation in article.translations.filter(language=language)
        if (revision := translation.newest()) and revision.title == title
    ]
    assert len(found) == 1, f"{title}: {len(found)}"
    return found[0]
