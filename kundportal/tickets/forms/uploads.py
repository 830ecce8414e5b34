"""One file that goes up before its form is sent."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    """The file, and for which field of which sending of a form it is."""

    once = forms.UUIDField()
    field = forms.RegexField(r"^[a-z][a-z0-9_-]{0,59}$")
    file = forms.FileField(
        allow_empty_file=True,  # is said with the file's name where all files are judged
        max_length=1000,
        error_messages={"required": _("No file came through. Try again.")},
    )

    @property
    def problems(self) -> list[str]:
        """What is wrong, for somebody; the other fields are filled in by our own page."""
        return [*self.errors.get("file", [])] or [
            str(_("The form is too old. Load the page anew."))
        ]
