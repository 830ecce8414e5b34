"""Writes a document into the portal with the verbs that editors use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from kundportal.knowledge.importing import comparing
from kundportal.knowledge.importing.categories import Categories
from kundportal.knowledge.importing.comparing import Standing, resolved, written
from kundportal.knowledge.importing.destination import Addresses, Destination, article_of
from kundportal.knowledge.importing.documents import Document, Remark, Source
from kundportal.knowledge.importing.trees import DAMAGED
from kundportal.knowledge.models import Article, Imported, Revision
from kundportal.people.models import Person

PIECE = 1024 * 1024


class Writer:
    """Puts the documents of one source where they are to be."""

    def __init__(self, source: Source, destination: Destination, addresses: Addresses) -> None:
        self.source, self.destination, self.addresses = source, destination, addresses
        self.categories = Categories(source, destination)

    def begin(self, document: Document) -> None:
        """Sees to it that the article is there, so that others can point at it."""
        article = article_of(document, self.destination) or self._begun(document)
        self.addresses.numbers[document.entry.key] = article.pk

    def _begun(self, document: Document) -> Article:
        entry = document.entry
        audience, organisations = comparing.readers_of(document)
        article = Article.objects.begin(
            category=self.categories.of(entry.folder), language=entry.original,
            by=self.destination.by, once=entry.id or uuid4(), audience=audience,
            organisations=organisations, origin=self.destination.origin_of(entry),
        )  # fmt: skip
        article.position = min(entry.position, 1_000_000)
        article.review_by = document.review_by
        if document.owner and (owner := Person.objects.filter(email=document.owner.lower(),
                                                              is_active=True).first()):  # fmt: skip
            article.owner = owner if owner.is_staff else article.owner
        article.save(update_fields=["position", "review_by", "owner"])
        return article

    def put(self, document: Document) -> Standing:
        """Does what comparing says; tells what it did."""
        standing = comparing.compare(document, self.source, self.destination, self.addresses)
        standing.remarks[:0] = document.remarks
        if standing.is_placed_anew:
            self._place(standing, document)
        if standing.outcome in {comparing.NEW, comparing.CHANGED, comparing.REPLACED}:
            self._write(standing, document)
        elif standing.outcome == comparing.PUBLISHED and standing.newest:
            standing.newest.publish(by=self.destination.by)
        if standing.outcome not in {comparing.KEPT, comparing.SKIPPED}:
            self._remember(standing)
        return standing

    def _write(self, standing: Standing, document: Document) -> None:
        article = standing.article
        assert article is not None, "begun before"
        standing.translation = translation = article.in_language(document.entry.language)
        names = self._attached(article, document, standing.remarks)
        revision = translation.write(
            by=self.destination.by, title=document.title, lead=document.lead,
            text=resolved(document, self.addresses, lambda path: names.get(path, "")),
            phrasings=document.phrasing_lines,
        )  # fmt: skip
        standing.newest = revision
        if self._is_to_be_published(standing, document, revision):
            revision.publish(by=self.destination.by)

    def _is_to_be_published(
        self, standing: Standing, document: Document, revision: Revision
    ) -> bool:
        """What takes the place of our editors' own words is a draft, whatever was chosen."""
        may = self.destination.will_publish and standing.outcome != comparing.REPLACED
        return may and document.is_published and revision.stage == "draft"

    def _attached(
        self, article: Article, document: Document, remarks: list[Remark]
    ) -> dict[str, str]:
        """The names that the files have in the article, by their paths in the source."""
        names = {}
        for one in document.files:
            try:
                with self.source.open(one.path) as file, _copied(file, one.name) as upload:
                    kept = article.attach(upload, by=self.destination.by)
            except ValidationError as problem:
                remarks.append(Remark("file-refused", f"{one.path}: {problem.messages[0]}"))
            except DAMAGED:
                remarks.append(Remark("file-damaged", one.path))
            else:
                names[one.path] = kept.name
        return names

    def _place(self, standing: Standing, document: Document) -> None:
        article = standing.article
        assert article is not None
        audience, organisations = comparing.readers_of(document)
        article.arrange(
            by=self.destination.by,
            category=article.category, audience=audience, organisations=organisations,
            owner=article.owner, review_by=document.review_by,
        )  # fmt: skip

    def _remember(self, standing: Standing) -> None:
        if standing.translation is None or standing.newest is None:
            return
        row = standing.imported or Imported(translation=standing.translation)
        row.source, row.placed, row.at = standing.source, standing.placed, timezone.now()
        row.written = _what_was_written(standing)
        row.save()


def _what_was_written(standing: Standing) -> str:
    """An unchanged source leaves what is known of our editors' changes as it was."""
    if standing.outcome == comparing.UNCHANGED and standing.imported:
        return str(standing.imported.written)
    assert standing.newest is not None
    return written(standing.newest)


@contextmanager
def _copied(file: IO[bytes], name: str) -> Iterator[UploadedFile]:
    """The file on our disk, and no more of it than tells that it is too large."""
    most, size = settings.ARTICLE_FILE_LARGEST_MB * PIECE + 1, 0
    with SpooledTemporaryFile(max_size=PIECE) as copy:
        while size < most and (piece := file.read(PIECE)):
            size += copy.write(piece)
        copy.seek(0)
        yield UploadedFile(copy, name, size=size)
