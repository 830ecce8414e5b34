"""The categories that an import stands in, made where they are missing."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from kundportal.knowledge.importing.destination import Destination
from kundportal.knowledge.importing.documents import Place, Source
from kundportal.knowledge.models import Category
from kundportal.products.models import Product

_UNSORTED = {"sv": "Importerat", "en": "Imported", "nb": "Importert", "da": "Importeret",
             "de": "Importiert"}  # fmt: skip


class Categories:
    """Finds the category of each folder; a folder imported before leads to the same one."""

    def __init__(self, source: Source, destination: Destination) -> None:
        self.source, self.destination = source, destination
        self._found: dict[tuple[str, ...], Category] = {}

    def of(self, folder: tuple[str, ...]) -> Category:
        """The category of a folder, or the deepest one above it that there can be."""
        folder = folder[: self.destination.levels]
        if folder not in self._found:
            self._found[folder] = self._find_or_add(folder)
        return self._found[folder]

    def _find_or_add(self, folder: tuple[str, ...]) -> Category:
        if not folder:
            return self._outermost()
        place = self.source.places.get(folder) or Place({self.destination.language: folder[-1]})
        if place.key and (there := Category.objects.filter(key=place.key).first()):
            return there
        parent = self.of(folder[:-1]) if folder[:-1] or self._has_outermost() else None
        return self._add(place.names, place.descriptions, parent, "/".join(folder), place.product)

    def _has_outermost(self) -> bool:
        return bool(self.destination.category or self.destination.product)

    def _outermost(self) -> Category:
        chosen = self.destination.category or self._of_product()
        return chosen or self._add(dict(_UNSORTED), {}, None, "", "")

    def _of_product(self) -> Category | None:
        """The product's own category, made where there is none."""
        product = self.destination.product
        if product is None:
            return None
        there = Category.objects.filter(product=product, parent=None).order_by("pk").first()
        return there or Category.objects.add(
            by=self.destination.by, names=dict.fromkeys(("sv", "en"), product.name),
            product=product, once=uuid5(NAMESPACE_URL, f"import/product/{product.pk}"),
        )  # fmt: skip

    def _add(
        self,
        names: dict[str, str],
        descriptions: dict[str, str],
        parent: Category | None,
        path: str,
        product: str,
    ) -> Category:
        above = parent.pk if parent else 0
        return Category.objects.add(
            by=self.destination.by, names=names, descriptions=descriptions, parent=parent,
            product=Product.objects.filter(name=product).first() if product else None,
            once=uuid5(NAMESPACE_URL, f"import/category/{above}/{path}"),
        )  # fmt: skip
