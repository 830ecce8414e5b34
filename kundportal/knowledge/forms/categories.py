"""What a browser may send about categories."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.knowledge.forms.articles import indented
from kundportal.knowledge.models import Category
from kundportal.lib.forms import OnceField
from kundportal.people.texts_form import TextsForm
from kundportal.products.models import Product


class CategoryForm(TextsForm):
    """What a category is called, and where it stands."""

    parent = forms.TypedChoiceField(
        label=_("Stands in"), required=False, empty_value=None,
        error_messages={"invalid_choice": _("It can't stand there. Choose another place.")},
    )  # fmt: skip
    product = forms.TypedChoiceField(
        label=_("Product"), required=False, empty_value=None,
        help_text=_("Of a category at the top. Those below it are about the same product."),
        error_messages={"invalid_choice": _("That product is not there any more.")},
    )  # fmt: skip
    once = OnceField()

    def __init__(
        self, data: Any = None, *, category: Category | None = None, parent: str = ""
    ) -> None:
        chosen = {"parent": category.parent_id, "product": category.product_id} if category else {}
        super().__init__(data, initial=chosen or {"parent": parent})
        self.add_texts(
            "name", _("Name"), texts=category.names if category else None, most=80,
            required=_("Write the name in Swedish."),
        )  # fmt: skip
        self.add_texts(
            "description", _("What one finds there"), most=300,
            texts=category.descriptions if category else None,
        )  # fmt: skip
        inside = set(category.and_below()) if category else set()
        places = {str(one.pk): one for one in Category.objects.tree() if one.pk not in inside}
        products = {str(one.pk): one for one in Product.objects.for_list()}
        self._offer("parent", gettext("At the top"), places, indented)
        self._offer("product", gettext("No single product"), products, str)

    def _offer(self, name: str, none: str, things: dict[str, Any], label: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", none), *((key, label(one)) for key, one in things.items())]
        field.coerce = things.get

    def written(self) -> dict[str, Any]:
        """What the verbs take."""
        given = self.cleaned_data
        return {"names": self.texts("name"), "descriptions": self.texts("description"),
                "parent": given["parent"], "product": given["product"]}  # fmt: skip

    def is_misplaced(self) -> None:
        self.add_error("parent", gettext("It can't stand there: the tree has four levels at the "
                                         "most, and nothing stands in itself."))  # fmt: skip


class PlaceForm(forms.Form):
    """Which place something moves to, counted from 0."""

    to = forms.IntegerField(min_value=0, max_value=1000)


class MergeForm(forms.Form):
    """Which category takes what stands in another."""

    into = forms.TypedChoiceField(
        label=_("Move everything to"),
        error_messages={
            "required": _("Choose a category."),
            "invalid_choice": _("That category is not there any more. Choose another one."),
        },
    )

    def __init__(self, data: Any = None, *, category: Category) -> None:
        super().__init__(data)
        inside = set(category.and_below())
        places = {str(one.pk): one for one in Category.objects.tree() if one.pk not in inside}
        field = self.fields["into"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", gettext("Choose a category")),
                         *((key, indented(one)) for key, one in places.items())]  # fmt: skip
        field.coerce = places.get
