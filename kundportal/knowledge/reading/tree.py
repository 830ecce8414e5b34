"""The categories as one reader sees them, with how much there is for them to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kundportal.knowledge.models import Article, Category, OutsideBase


@dataclass
class Node:
    """A category in its place. `count` is what the reader may read in it and below it."""

    category: Category
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    own: int = 0
    outside: OutsideBase | None = None

    @property
    def count(self) -> int:
        return self.own + sum(child.count for child in self.children)

    @property
    def path(self) -> list[Category]:
        """From the outermost category to this one."""
        return [*(self.parent.path if self.parent else []), self.category]

    @property
    def has_something(self) -> bool:
        return self.count > 0 or self.outside is not None

    @property
    def shown(self) -> list[Node]:
        """Those below it that have something."""
        return [child for child in self.children if child.has_something]


class Tree:
    """All categories; those without anything for the reader are not there, but for staff."""

    def __init__(
        self,
        categories: Iterable[Category],
        counts: Mapping[int, int] | None = None,
        bases: Iterable[OutsideBase] = (),
    ) -> None:
        self.nodes = {one.pk: Node(one, own=(counts or {}).get(one.pk, 0)) for one in categories}
        self.bases = list(bases)
        by_product = {base.product_id: base for base in self.bases}
        for node in self.nodes.values():
            if node.category.parent_id is not None:
                node.parent = self.nodes[node.category.parent_id]
                node.parent.children.append(node)
        for node in self.nodes.values():
            if _begins_product(node):
                node.outside = by_product.get(node.category.product_id or 0)

    @property
    def top(self) -> list[Node]:
        return [node for node in self.nodes.values() if not node.parent and node.has_something]

    @property
    def elsewhere(self) -> list[OutsideBase]:
        """The outside bases of products that have no category yet."""
        placed = {node.category.product_id for node in self.nodes.values()}
        return [base for base in self.bases if base.product_id not in placed]

    def named(self, key: str) -> Node | None:
        return next((node for node in self.nodes.values() if node.category.key == key), None)


def tree_for(reader: Any) -> Tree:
    counts = Article.objects.readable_by(reader).counts()
    return Tree(Category.objects.for_tree(), counts, OutsideBase.objects.for_list())


def path_to(category_id: int) -> list[Category]:
    """The categories above an article, the outermost first, in one query."""
    return Tree(Category.objects.all()).nodes[category_id].path


def _begins_product(node: Node) -> bool:
    """It is the outermost category about its product."""
    product = node.category.product_id
    return product is not None and (
        node.parent is None or node.parent.category.product_id != product
    )
