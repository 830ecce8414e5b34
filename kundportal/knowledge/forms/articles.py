"""What a browser may send about an article apart from its texts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.knowledge.models import Article, Category
from kundportal.lib.dates import today
from kundportal.lib.forms import LineField, OnceField
from kundportal.people.models import Organisation, Person
from kundportal.search.models import Audience

REVIEW_AFTER = timedelta(days=365)
FURTHEST = timedelta(days=10 * 366)
MOST_ORGANISATIONS = 500


def in_a_year() -> date:
    return today() + REVIEW_AFTER


class CategoryField(forms.TypedChoiceField):
    """One of the categories, shown as the tree that they are."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Category"),
            error_messages={
                "required": _("Choose a category."),
                "invalid_choice": _("That category is not there any more. Choose another one."),
            },
            **kwargs,
        )

    def offer(self, categories: list[Category]) -> None:
        self.by_key = {str(one.pk): one for one in categories}
        self.choices = [("", gettext("Choose a category")),
                        *((str(one.pk), indented(one)) for one in categories)]  # fmt: skip
        self.coerce = self.by_key.get


def indented(category: Category) -> str:
    return "\u2003" * category.depth + category.name


class NewArticleForm(forms.Form):
    """What is needed before one can write."""

    title = LineField(
        label=_("Title"),
        max_length=200,
        help_text=_("In the words of whoever looks for it: “Change your password”."),
        error_messages={"required": _("Write a title.")},
    )
    category = CategoryField()
    language = forms.ChoiceField(
        label=_("Language of the original"), choices=settings.APPLICANT_LANGUAGES, initial="sv",
        help_text=_("Other languages are made from it later."),
    )  # fmt: skip
    once = OnceField()

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["category"]
        assert isinstance(field, CategoryField)
        field.offer(Category.objects.tree())


class ArrangementForm(forms.Form):
    """Where an article stands, who may read it, who looks after it and until when it holds."""

    category = CategoryField()
    audience = forms.ChoiceField(
        label=_("Who may read it"), choices=Audience.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose who may read it.")},
    )  # fmt: skip
    organisations = forms.CharField(
        label=_("Chosen organisations"), required=False, widget=forms.Textarea, max_length=20_000,
        help_text=_("For “Chosen organisations”: their names, one on each line."),
    )  # fmt: skip
    owner = forms.TypedChoiceField(
        label=_("Owner"), required=False,
        help_text=_("Hears when the article is to be looked at again."),
    )  # fmt: skip
    review_by = forms.DateField(
        label=_("To be looked at again by"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Past the date, the article is read but not suggested to anybody."),
        error_messages={"invalid": _("Write a date such as 2027-05-31.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, article: Article) -> None:
        names = Organisation.objects.filter(pk__in=article.organisations).order_by("name")
        super().__init__(data, initial={
            "category": article.category_id, "audience": article.audience,
            "organisations": "\n".join(one.name for one in names), "owner": article.owner_id,
            "review_by": article.review_by,
        })  # fmt: skip
        field = self.fields["category"]
        assert isinstance(field, CategoryField)
        field.offer(Category.objects.tree())
        people = {str(one.pk): one for one in Person.objects.staff()}
        owner = self.fields["owner"]
        assert isinstance(owner, forms.TypedChoiceField)
        owner.choices = [("", gettext("Nobody")), *((key, str(one)) for key, one in people.items())]
        owner.coerce, owner.empty_value = people.get, None

    def changes_readers(self, article: Article) -> bool:
        """Whether what is published of the article would be read by others than now."""
        given = self.cleaned_data
        chosen = given["organisations"] if given["audience"] == Audience.ORGANISATIONS else []
        is_changed = given["audience"] != article.audience or chosen != article.organisations
        return is_changed and article.is_published

    def clean_organisations(self) -> list[int]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["organisations"].splitlines()]
        wanted = list(dict.fromkeys(line for line in lines if line))
        if len(wanted) > MOST_ORGANISATIONS:
            raise ValidationError(gettext("That is too many at once. Choose at most 500."))
        found = _organisations(wanted)
        unknown = [name for name in wanted if name.lower() not in found]
        if unknown:
            raise ValidationError(
                gettext("There is no organisation of this name: %(names)s")
                % {"names": ", ".join(unknown[:5])}
            )
        return sorted(found.values())

    def clean_review_by(self) -> date | None:
        return _sensible(self.cleaned_data["review_by"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        is_open = "organisations" not in self.errors and not cleaned.get("organisations")
        if cleaned.get("audience") == Audience.ORGANISATIONS and is_open:
            self.add_error("organisations", gettext("Write the name of at least one organisation."))
        return cleaned


class ConfirmationForm(forms.Form):
    """That an article is still right, and until when."""

    review_by = forms.DateField(
        label=_("To be looked at again by"), required=False, initial=in_a_year,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write a date such as 2027-05-31.")},
    )  # fmt: skip

    def clean_review_by(self) -> date | None:
        day = _sensible(self.cleaned_data["review_by"])
        if day is not None and day <= today():
            raise ValidationError(gettext("Choose a day to come."))
        return day


def _organisations(names: list[str]) -> dict[str, int]:
    """The keys of those that bear one of the names, by the name in lower case."""
    rows = Organisation.objects.annotate(lower=Lower("name"))
    found = rows.filter(lower__in=[name.lower() for name in names])
    return dict(found.values_list("lower", "pk"))


def _sensible(day: date | None) -> date | None:
    if day is not None and not date(2000, 1, 1) <= day <= today() + FURTHEST:
        raise ValidationError(gettext("Choose a day within ten years."))
    return day
