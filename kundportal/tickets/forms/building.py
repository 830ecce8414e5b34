"""What an administrator sends to build a form: its texts and reach, and its kinds of matter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kundportal.lib.forms import TextField
from kundportal.people.models import Organisation
from kundportal.people.texts_form import TextsForm
from kundportal.products.models import Product
from kundportal.tickets.checklist import countries
from kundportal.tickets.models import Form, FormVersion

MOST_ORGANISATIONS = 500
LONGEST_KEY = 40
TAKEN = {"new"}  # stands in addresses where a name would


class SeenField(forms.CharField):
    """Tells what its author saw, so that nobody writes over what they have not seen."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, max_length=16)


class OrganisationsField(TextField):
    """Organisations of the form's country by their names, one a line; none means all."""

    def __init__(self, *, country: str, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.country = country

    def clean(self, value: Any) -> list[Organisation]:
        names = {" ".join(line.split()) for line in super().clean(value).splitlines()} - {""}
        if len(names) > MOST_ORGANISATIONS:
            raise ValidationError(
                gettext("Name %(most)s organisations at most.") % {"most": MOST_ORGANISATIONS}
            )
        found = _named(names, self.country)
        unknown = names - {one.name for one in found}
        unknown = {one for one in unknown if one.lower() not in {f.name.lower() for f in found}}
        if unknown:
            words = ngettext(
                "No organisation in the country is called %(names)s.",
                "No organisations in the country are called %(names)s.",
                len(unknown),
            )
            raise ValidationError(words % {"names": ", ".join(sorted(unknown)[:10])})
        return found


def _named(names: Iterable[str], country: str) -> list[Organisation]:
    wanted = Q()
    for name in names:
        wanted |= Q(name__iexact=name)
    return list(Organisation.objects.in_country(country).filter(wanted)) if wanted else []


def names_of(organisations: Iterable[Organisation]) -> str:
    return "\n".join(one.name for one in organisations)


class NewForm(TextsForm):
    """A form that begins: its name, country and address."""

    country = forms.ChoiceField(
        label=_("Country"),
        choices=countries.choices,
        help_text=_("Organisations of this country meet the form."),
    )
    slug = forms.SlugField(
        label=_("Address"),
        required=False,
        max_length=50,
        help_text=_("The last part of its address, such as “bestallning”. Left empty it is made "
                    "from the name."),
        error_messages={"invalid": _("Use the letters a to z, digits and hyphens.")},
    )  # fmt: skip

    field_order = ()

    def __init__(self, *args: Any, names: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts(
            "name", _("Name"), texts=names, most=100, required=_("Write a name in Swedish.")
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        name = data.get("name_sv")
        if self.errors or not name:
            return data
        slug = (data["slug"] or slugify(name)[:50].strip("-") or "formular").lower()
        if slug in TAKEN or Form.objects.filter(slug=slug).exists():
            self.add_error("slug", gettext("Another form has the address “%(slug)s”.")
                           % {"slug": slug})  # fmt: skip
        data["slug"] = slug
        return data


class BasicsForm(TextsForm):
    """A form's name, what to have at hand, its products and who meets it."""

    products = forms.ModelMultipleChoiceField(
        Product.objects.none(),
        label=_("Products"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none if the form is for all products."),
    )
    seen = SeenField()

    def __init__(self, *args: Any, version: FormVersion, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("name", _("Name"), texts=version.names, most=100,
                       required=_("Write a name in Swedish."))  # fmt: skip
        self.add_texts("guidance", _("Good to have at hand"), texts=version.guidance, most=4000,
                       long=True, help_text=_("Stands beside the form, in Markdown."))  # fmt: skip
        self.fields["organisations"] = OrganisationsField(
            country=country,
            label=_("Only for these organisations"),
            help_text=_("One name a line. Left empty the form is for all in the country."),
        )
        products = self.fields["products"]
        assert isinstance(products, forms.ModelMultipleChoiceField)
        products.queryset = Product.objects.offered()


class MatterForm(TextsForm):
    """A kind of matter."""

    seen = SeenField()

    def __init__(self, *args: Any, names: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("name", _("Kind of matter"), texts=names, most=100,
                       required=_("Write the kind of matter in Swedish."))  # fmt: skip


class OrderForm(forms.Form):
    """Where a question or a kind of matter goes."""

    what = forms.ChoiceField(choices=[("questions", ""), ("matters", "")])
    key = forms.CharField(max_length=LONGEST_KEY)
    to = forms.IntegerField(min_value=-1, max_value=1000)


def new_key(text: str, taken: Iterable[str], *, between: str = "_") -> str:
    """A name made from a text that none of the others has."""
    base = slugify(text).replace("-", between)[: LONGEST_KEY - 10].strip(between)
    base = base if base[:1].isalpha() else f"x{between}{base}".strip(between)
    taken = {*taken, *TAKEN}
    number, key = 2, base
    while key in taken:
        key, number = f"{base}{between}{number}", number + 1
    return key
