"""What a browser may send about products."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.lib.forms import LineField, OnceField
from kundportal.products.models import Product


class ProductForm(forms.Form):
    """The name of a product, new or not."""

    name = LineField(
        label=_("Name of the product"),
        max_length=80,
        help_text=_("Its trade name, which is the same in every language."),
        error_messages={"required": _("Write the name of the product.")},
    )
    once = OnceField()

    def __init__(self, data: Any = None, *, product: Product | None = None) -> None:
        super().__init__(data, initial={"name": product.name} if product else {})

    def name_is_taken(self) -> None:
        self.add_error("name", gettext("There is a product of that name already."))
