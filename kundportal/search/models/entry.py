"""One thing that can be found, in one language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from kundportal.products.models import Product
from kundportal.search.models.audience import Audienced, AudienceQuerySet

# What staff should know of: those that should have been read long ago. Written out, since every
# page of the desk counts them.
STUCK = """SELECT id FROM search_entry
    WHERE is_stale AND changed_at < now() - interval '5 minutes'"""

SHOWN = (
    "id", "kind", "thing_id", "language", "title", "address", "audience", "product_id", "is_dated"
)  # fmt: skip
# One question for what is shown and for where else there is something.
SHOW = """SELECT {columns}, product.name FROM search_entry AS entry
    LEFT JOIN products_product AS product ON product.id = entry.product_id
    WHERE entry.id = ANY(%s)"""
TEXT = "CASE WHEN entry.id = ANY(%s) THEN entry.text END"
Place = tuple[str, int | None, str | None]  # kind and product, with its name


class EntryQuerySet(AudienceQuerySet):
    def of(self, kind: str, thing_id: int) -> EntryQuerySet:
        return self.filter(kind=kind, thing_id=thing_id)

    def stale(self) -> EntryQuerySet:
        """Those whose words are not read yet, or are those of an earlier text."""
        return self.filter(is_stale=True)

    def shown(
        self, keys: list[int], *, with_text: bool, among: list[int] | None = None
    ) -> tuple[dict[int, Entry], list[Place]]:
        """What is shown of some that the reader may see, by their keys, without their words.

        And the place of each of those among which they are, by default of none but them. Written
        out, since every search asks it.
        """
        wanted = {*SHOWN, "text"} if with_text else set(SHOWN)
        fields = self.model._meta.concrete_fields  # `from_db` wants them in this order
        columns = [field.attname for field in fields if field.attname in wanted]
        named = ", ".join(TEXT if one == "text" else f"entry.{one}" for one in columns)
        values = [keys, among or keys] if with_text else [among or keys]
        with connection.cursor() as cursor:
            cursor.execute(SHOW.format(columns=named), values)
            rows = cursor.fetchall()
        wanted_keys, found, places = {*keys}, {}, []
        kind, of = columns.index("kind"), columns.index("product_id")
        for *row, product in rows:
            places.append((row[kind], row[of], product))
            if row[0] in wanted_keys:
                entry = found[row[0]] = self.model.from_db(self.db, columns, row)
                if entry.product_id is not None:
                    named_so = [entry.product_id, product]
                    entry.product = Product.from_db(self.db, ["id", "name"], named_so)
        return found, places

    def read_anew(self) -> None:
        """Has the worker read them again, whatever it knows of them."""
        self.update(is_stale=True, changed_at=timezone.now())

    def take_out(self) -> None:
        """Deletes them; the worker counts their words there no more."""
        there = list(self.select_for_update(of=("self",)).only("language", "words"))
        Gone.objects.note(there)
        self.filter(pk__in=[one.pk for one in there]).delete()


class Entry(Audienced):
    """What can be found: its texts, where it stands, who may find it.

    `kind` is the room's word for it ("article"), `thing_id` its key there. `text` is without
    Markdown signs; `phrasings` has a way of asking on each line. `address` begins with "/".
    `index` and `words` hold its words by their numbers (`search/index/packing.py`); the worker
    writes them, and `length` is how many they are.
    """

    kind = models.CharField(max_length=20)
    thing_id = models.BigIntegerField()
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=200)
    phrasings = models.TextField(blank=True)
    text = models.TextField(blank=True)
    sections = models.JSONField(default=list, db_default=[])  # anchor, title, where in the text
    address = models.CharField(max_length=300)
    product = models.ForeignKey(Product, null=True, on_delete=models.PROTECT, related_name="+")
    is_dated = models.BooleanField(default=False)  # past its review date: shown, never suggested
    changed_at = models.DateTimeField(auto_now=True)
    is_stale = models.BooleanField(default=True)
    index = SearchVectorField(null=True)
    words = models.BinaryField(default=b"", db_default=b"")
    length = models.IntegerField(default=0, db_default=0)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "thing_id", "language"], name="entry_once_in_each_language"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(is_stale=True), name="entry_stale"),
            GinIndex(fields=["index"], name="entry_index", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id} ({self.language})"


class GoneQuerySet(models.QuerySet["Gone"]):
    def note(self, entries: Iterable[Entry]) -> None:
        """Keeps the words of entries that are taken out."""
        read = [Gone(language=one.language, words=one.words) for one in entries if one.words]
        self.bulk_create(read)  # type: ignore[arg-type]


class Gone(models.Model):
    """The words of an entry that was taken out, until they are counted there no more."""

    language = models.CharField(max_length=5)
    words = models.BinaryField()

    objects = GoneQuerySet.as_manager()

    def __str__(self) -> str:
        return self.language
