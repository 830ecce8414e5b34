"""Form fields that every subject needs."""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from kundportal.lib import files


class LineField(forms.CharField):
    """One line of text: line breaks and runs of spaces become one space."""

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class TextField(forms.CharField):
    """Text of several lines, as Markdown."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int = 20_000, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # The browser would cut a long paste without a word; the server says how long it was.
        return {key: value for key, value in super().widget_attrs(widget).items()
                if key != "maxlength"}  # fmt: skip


class OnceField(forms.UUIDField):
    """Names this sending of a form, so that sending it twice is doing it once."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid4)

    def clean(self, value: Any) -> UUID:
        try:
            return super().clean(value) or uuid4()
        except ValidationError:
            return uuid4()


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class Shelf(Protocol):
    """Where the files of a field wait until the form is sent."""

    def put(self, upload: UploadedFile) -> None: ...

    def files(self) -> list[Any]: ...


class FilesField(forms.FileField):
    """Several files at once, each checked by its content.

    With a shelf, the files that are in order are put there even if others are not, and what lies
    there already is part of the value.
    """

    widget = FilesInput(attrs={"accept": files.ACCEPT})
    shelf: Shelf | None = None

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploads = [one for one in data or [] if one]
        if len(uploads) > settings.FILES_AT_ONCE:
            raise ValidationError(
                _("You chose %(count)s files. Choose at most %(most)s.")
                % {"count": len(uploads), "most": settings.FILES_AT_ONCE}
            )
        problems = []
        for upload in uploads:
            try:
                self._take(upload)
            except ValidationError as problem:
                problems.extend(problem.messages)
        if problems:
            raise ValidationError(problems)
        found = self.shelf.files() if self.shelf else uploads
        if self.required and not found:
            raise ValidationError(self.error_messages["required"], code="required")
        return found

    def _take(self, upload: UploadedFile) -> None:
        if self.shelf:
            self.shelf.put(upload)
        else:
            files.kind_of(upload)
