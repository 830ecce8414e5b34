"""What a browser may send about the texts of an article."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.knowledge.editing.comparing import FIELDS
from kundportal.knowledge.models import Revision
from kundportal.lib import files
from kundportal.lib.forms import FilesField, FilesInput, LineField, OnceField, TextField
from kundportal.lib.paging import number
from kundportal.people.models import Person

LONGEST = 100_000
LATEST = timedelta(days=2 * 366)


class WritingForm(forms.Form):
    """A text of an article. `revision` is the number of the newest that its writer knows."""

    title = LineField(
        label=_("Title"), max_length=200, error_messages={"required": _("Write a title.")}
    )
    lead = LineField(
        label=_("In one sentence"), max_length=400, required=False,
        help_text=_("What the reader can do afterwards. Shown under the title and in lists."),
    )  # fmt: skip
    text = TextField(
        label=_("Text"), max_length=LONGEST,
        error_messages={"required": _("Write the text.")},
    )  # fmt: skip
    phrasings = TextField(
        label=_("Other ways to ask"), max_length=4000, required=False,
        help_text=_("What people write when they look for this, one way on each line. Only search "
                    "reads it."),
    )  # fmt: skip
    remark = LineField(
        label=_("What you changed"), max_length=400, required=False,
        help_text=_("For your colleagues: what, and why."),
    )  # fmt: skip
    is_minor = forms.BooleanField(
        label=_("A small change: the translations stay right"), required=False
    )
    added = FilesField(
        label=_("Add pictures, films and other files"), required=False,
        widget=FilesInput(attrs={"accept": files.ACCEPT}),
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    once = OnceField()

    def __init__(
        self,
        data: Any = None,
        sent: Any = None,
        *,
        newest: Revision | None,
        original: Revision | None,
    ) -> None:
        texts = {name: getattr(newest, name) for name in FIELDS} if newest else {}
        super().__init__(data, sent, initial={
            **texts, "revision": newest.number if newest else 0,
            "based_on": original.pk if original else "",
            "is_minor": bool(newest and newest.is_waiting and newest.is_minor),
        })  # fmt: skip
        self.original = original
        if original is not None:
            del self.fields["is_minor"]  # it is about the original

    @property
    def largest_file(self) -> int:
        return settings.ARTICLE_FILE_LARGEST_MB

    def written(self) -> dict[str, Any]:
        """What `Translation.write` takes, but for who writes."""
        names = ("title", "lead", "text", "phrasings", "remark", "once")
        found = {name: self.cleaned_data[name] for name in names}
        found["text"] = found["text"].replace("\r\n", "\n")
        found["phrasings"] = found["phrasings"].replace("\r\n", "\n")
        return {**found, "is_minor": self.cleaned_data.get("is_minor", False),
                "since": self.cleaned_data["revision"] or 0}  # fmt: skip

    def knows(self, newest: Revision) -> None:
        """From now on its writer has seen the newest: sending once more adds to it."""
        data: Any = self.data
        self.data = data = data.copy()
        data["revision"] = str(newest.number)


class ReviewForm(forms.Form):
    """Who is to look at a text."""

    reviewer = forms.TypedChoiceField(label=_("Reviewer"), required=False)

    def __init__(self, data: Any = None, *, by: Person) -> None:
        super().__init__(data)
        people = {str(one.pk): one for one in Person.objects.staff() if one.pk != by.pk}
        field = self.fields["reviewer"]
        assert isinstance(field, forms.TypedChoiceField)
        everyone = ("", gettext("Any of the leads"))
        field.choices = [everyone, *((key, str(one)) for key, one in people.items())]
        field.coerce, field.empty_value = people.get, None


class PlanForm(forms.Form):
    """When a text is published."""

    at = forms.DateTimeField(
        label=_("Day and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": _("Choose when it is to be published."),
            "invalid": _("Write a day and a time, such as 2027-05-31 08:00."),
        },
    )

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        if not timezone.now() < at < timezone.now() + LATEST:
            raise ValidationError(gettext("Choose a moment to come, within two years."))
        return at


class VerdictForm(forms.Form):
    """With what a text is sent back."""

    verdict = TextField(
        label=_("What is to be done"), max_length=4000,
        error_messages={"required": _("Write what is to be done.")},
    )  # fmt: skip


def chosen_version(typed: str) -> int | None:
    """The number of a version as an address carries it."""
    return number(typed, most=9)
