"""Fields that several forms have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.lib.forms import FilesField


def attachments_field() -> FilesField:
    """Where files are attached to a ticket or a reply."""
    return FilesField(
        label=_("Files"),
        required=False,
        help_text=lazy(_what_may_be_attached, str)(),
    )


def _what_may_be_attached() -> str:
    """In the reader's language, which a form does not know yet when it is declared."""
    told = {"largest": settings.FILE_LARGEST_MB, "most": settings.FILES_AT_ONCE}
    return gettext("Pictures, PDF, text or office documents, zip files or short films, at most "
                   "%(largest)s MB each and %(most)s in all.") % told  # fmt: skip


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Lets a field choose among the rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def choose(form: forms.Form, name: str, rows: Iterable[Model]) -> None:
    """Lists rows that are at hand; `offer` says still what may be sent."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    empty = [] if field.empty_label is None else [("", field.empty_label)]
    field.choices = [*empty, *((one.pk, str(one)) for one in rows)]
