"""What an import would do with a document: make it anew, change it, or leave it alone."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from kundportal.knowledge.displaying.rendering import LONGEST
from kundportal.knowledge.importing import links
from kundportal.knowledge.importing.destination import Addresses, Destination, article_of
from kundportal.knowledge.importing.documents import (
    Document,
    Remark,
    Source,
    digest,
    fingerprint_of,
)
from kundportal.knowledge.models import Article, Imported, Revision, Translation
from kundportal.knowledge.models.article_file import neat_name
from kundportal.people.models import Organisation

NEW, CHANGED, PUBLISHED, UNCHANGED = "new", "changed", "published", "unchanged"
KEPT, REPLACED, SKIPPED, GONE = "kept", "replaced", "skipped", "gone"
OUTCOMES = (NEW, CHANGED, PUBLISHED, REPLACED, KEPT, SKIPPED, UNCHANGED, GONE)
_WORDS = re.compile(r"(/knowledge/\w+/\d+-)[\w-]+/")


@dataclass
class Standing:
    """How a document and what is in the portal stand to each other."""

    outcome: str
    article: Article | None = None
    translation: Translation | None = None
    newest: Revision | None = None
    imported: Imported | None = None
    source: str = ""
    placed: dict[str, Any] = field(default_factory=dict)
    is_placed_anew: bool = False
    remarks: list[Remark] = field(default_factory=list)


def compare(
    document: Document, source: Source, destination: Destination, addresses: Addresses
) -> Standing:
    """Reads the portal and changes nothing."""
    standing = Standing(NEW, source=_digest(document, source), placed=_placed(document))
    standing.remarks += _remarks_on_places(document, destination)
    standing.article = article = article_of(document, destination)
    if article is None:
        return standing
    if article.withdrawn_at is not None:
        standing.outcome = KEPT
        standing.remarks.append(Remark("withdrawn-here"))
        return standing
    there = article.translations.select_related("imported", "article")
    translation: Translation | None = there.filter(language=document.entry.language).first()
    standing.newest = newest = translation.newest() if translation else None
    standing.translation = translation
    if translation is None or newest is None:
        return standing
    standing.imported = imported = getattr(translation, "imported", None)
    _compare_places(standing, document)
    standing.outcome = _outcome(standing, document, destination, addresses, imported, newest)
    if standing.outcome == UNCHANGED and standing.is_placed_anew:
        standing.outcome = CHANGED
    return standing


def _outcome(
    standing: Standing,
    document: Document,
    destination: Destination,
    addresses: Addresses,
    imported: Imported | None,
    newest: Revision,
) -> str:
    here = written(newest)
    is_ours = here in {imported.written if imported else "", document.fingerprint}
    if imported is not None and imported.source == standing.source:
        return _published_or_not(standing, document, destination, is_ours=is_ours)
    if imported is None:
        text = resolved(document, addresses, _likely_name)
        same = fingerprint_of(document.title, document.lead, stable(text), document.phrasing_lines)
        if same == here:
            return _published_or_not(standing, document, destination, is_ours=True)
    if is_ours:
        return CHANGED
    standing.remarks.append(Remark("changed-here"))
    return REPLACED if destination.will_replace else KEPT


def _published_or_not(
    standing: Standing, document: Document, destination: Destination, *, is_ours: bool
) -> str:
    """What came in as a draft is published when it is asked for, unless an editor is at it."""
    translation, newest = standing.translation, standing.newest
    wanted = destination.will_publish and document.is_published and is_ours
    is_draft = newest is not None and newest.stage == "draft"
    is_read = translation is not None and translation.published_id is not None
    return PUBLISHED if wanted and is_draft and not is_read else UNCHANGED


def readers_of(document: Document) -> tuple[str, list[int]]:
    """Who may read it. Where none of the organisations is known here, staff alone may."""
    if document.audience != "organisations":
        return document.audience, []
    found = sorted(_known(document).values())
    return ("organisations", found) if found else ("staff", [])


def _known(document: Document) -> dict[str, int]:
    rows = Organisation.objects.filter(name__in=document.organisations)
    return dict(rows.values_list("name", "pk"))


def _remarks_on_places(document: Document, destination: Destination) -> list[Remark]:
    found = []
    if document.audience == "organisations":
        known = _known(document)
        found = [
            Remark("unknown-organisation", name)
            for name in document.organisations if name not in known
        ]  # fmt: skip
    if len(document.entry.folder) > destination.levels:
        found.append(Remark("category-too-deep", "/".join(document.entry.folder)))
    if len(document.text) > LONGEST:
        found.append(Remark("long-text", str(LONGEST)))
    return found


def _compare_places(standing: Standing, document: Document) -> None:
    """Who may read it and so on, of which the original alone tells."""
    article, imported = standing.article, standing.imported
    if document.entry.language != document.entry.original or article is None or imported is None:
        return
    before = imported.placed
    if before == standing.placed:
        return
    if {**before, "folder": 0} != {**standing.placed, "folder": 0}:
        if _is_as(article, before):
            standing.is_placed_anew = True
        else:
            standing.remarks.append(Remark("audience-kept"))
    if before.get("folder") != standing.placed["folder"]:
        standing.remarks.append(Remark("moved-in-source", "/".join(standing.placed["folder"])))


def _is_as(article: Article, placed: dict[str, Any]) -> bool:
    review_by = article.review_by.isoformat() if article.review_by else ""
    return article.audience == placed.get("audience") and review_by == placed.get("review_by")


def _placed(document: Document) -> dict[str, Any]:
    return {
        "audience": document.audience,
        "organisations": sorted(document.organisations),
        "review_by": document.review_by.isoformat() if document.review_by else "",
        "folder": list(document.entry.folder),
    }


def _digest(document: Document, source: Source) -> str:
    """Of all that makes up the text, its files included."""
    files = [(one.path, _digest_of_file(source, one.path)) for one in document.files]
    return digest(
        document.title, document.lead, document.text, document.phrasing_lines, sorted(files)
    )


def _digest_of_file(source: Source, path: str) -> str:
    found = hashlib.sha256()
    try:
        with source.open(path) as file:
            while piece := file.read(1024 * 1024):
                found.update(piece)
    except Exception:  # noqa: BLE001 a damaged file is told of when it is attached
        return "damaged"
    return found.hexdigest()


def resolved(document: Document, addresses: Addresses, file: Any) -> str:
    """The text with the addresses that its links and files have in the portal."""
    return links.resolved(
        document.text,
        article=lambda key, anchor: addresses.address(key, anchor, document.entry.language),
        file=file,
    )


def _likely_name(path: str) -> str:
    return neat_name(path.rpartition("/")[2])


def stable(text: str) -> str:
    """The text without the words of titles in addresses, which change with the titles."""
    return _WORDS.sub(r"\1/", text)


def written(revision: Revision) -> str:
    """Tells a text of the portal from any other."""
    return fingerprint_of(revision.title, revision.lead, stable(revision.text), revision.phrasings)
