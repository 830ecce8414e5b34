"""What a browser may send about how a person reads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from kundportal.lib import zones
from kundportal.people.forms import OwnForm
from kundportal.people.models import Person


class ReadingForm(OwnForm):
    """The language and the zone of pages and mails."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=[
            (code, LANG_INFO[code]["name_local"].capitalize()) for code, _name in settings.LANGUAGES
        ],
        help_text=_("For pages and mails."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Times on pages and in mails are shown in this zone."),
        error_messages={
            "required": _("Choose a time zone in the list."),
            "invalid_choice": _("We do not know that time zone. Choose one in the list."),
        },
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        initial = {"language": person.language, "time_zone": person.time_zone}
        super().__init__(*args, person=person, initial=initial, **kwargs)
        self.fields["time_zone"].choices = zones.choices(person.time_zone)  # type: ignore[attr-defined]
