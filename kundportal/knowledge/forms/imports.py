"""What a browser may send about importing and exporting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.knowledge.forms.articles import indented
from kundportal.knowledge.models import Category
from kundportal.lib.forms import OnceField
from kundportal.products.models import Product

KINDS = (".zip", ".json", ".md", ".markdown")


class ImportForm(forms.Form):
    """A file of articles, and where they are to stand."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A zip file with Markdown, or the JSON export of Zendesk Guide or Freshdesk."),
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS)}),
        error_messages={
            "required": _("Choose a file."), "empty": _("The file is empty."),
            "max_length": _("The file's name is too long."),
        },
    )  # fmt: skip
    place = forms.TypedChoiceField(
        label=_("Stands in"), required=False, empty_value=None,
        help_text=_("The folders of the file become categories there."),
        error_messages={"invalid_choice": _("It can't stand there. Choose another place.")},
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of what does not say its own"), choices=settings.APPLICANT_LANGUAGES,
        initial="sv",
    )  # fmt: skip
    once = OnceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages()  # type: ignore[attr-defined]
        things: dict[str, Product | Category] = {
            f"product-{one.pk}": one for one in Product.objects.for_list()
        }
        tree = {f"category-{one.pk}": one for one in Category.objects.tree()}
        field = self.fields["place"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [
            ("", gettext("At the top")),
            (gettext("Products"), [(key, str(one)) for key, one in things.items()]),
            (gettext("Categories"), [(key, indented(one)) for key, one in tree.items()]),
        ]
        field.coerce = (things | tree).get

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if not (upload.name or "").lower().endswith(KINDS):
            raise ValidationError(gettext("Choose a zip file, a JSON file or a Markdown file."))
        if (upload.size or 0) > settings.IMPORT_LARGEST_MB * 1024 * 1024:
            raise ValidationError(
                gettext("The file is larger than %(most)s MB. Divide it, or have it imported "
                        "on the server.") % {"most": settings.IMPORT_LARGEST_MB}
            )  # fmt: skip
        return upload

    def written(self) -> dict[str, Any]:
        """What the verb takes."""
        given = self.cleaned_data
        place = given["place"]
        return {
            "upload": given["file"], "once": given["once"], "language": given["language"],
            "product": place if isinstance(place, Product) else None,
            "category": place if isinstance(place, Category) else None,
        }  # fmt: skip


class ConfirmForm(forms.Form):
    """How what was looked into is to come in."""

    will_publish = forms.BooleanField(
        label=_("Publish what is published in the file"), required=False,
        help_text=_("Otherwise everything comes in as drafts."),
    )  # fmt: skip
    will_replace = forms.BooleanField(
        label=_("Write drafts over what our editors have changed"), required=False,
        help_text=_("What is read stays as it is until somebody publishes the draft."),
    )  # fmt: skip


class ExportForm(forms.Form):
    """What is to be taken out."""

    product = forms.TypedChoiceField(label=_("Product"), required=False, empty_value=None)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        products = {str(one.pk): one for one in Product.objects.for_list()}
        product, language = self.fields["product"], self.fields["language"]
        assert isinstance(product, forms.TypedChoiceField)
        assert isinstance(language, forms.ChoiceField)
        product.choices = [
            ("", gettext("All")),
            *((key, str(one)) for key, one in products.items()),
        ]
        product.coerce = products.get
        language.choices = [("", gettext("All")), *languages()]


def languages() -> list[tuple[str, str]]:
    return [(code, str(name)) for code, name in settings.APPLICANT_LANGUAGES]
