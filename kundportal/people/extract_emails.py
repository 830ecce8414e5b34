"""The mails that tell what became of an extract. Neither leads to the file without signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kundportal.lib import dates
from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter
from kundportal.mail.models import Mail

if TYPE_CHECKING:
    from kundportal.people.models.data_extract import DataExtract


def ready(extract: DataExtract) -> None:
    assert extract.kept_until
    with writing_for(extract.person):
        letter = Letter(
            subject=_("The extract of your data is ready"),
            lead=_("The extract of your data in %(portal)s is ready to download.") % _names(),
            paragraphs=(
                _("Sign in to download it. It is kept until %(day)s and then removed.")
                % {"day": dates.day(extract.kept_until)},
                _("Was it not you who asked for it? Then choose a new password at once."),
            ),
            button=_own_page(),
            why=_why(),
        )
    _post(letter, extract, key="ready")


def failed(extract: DataExtract) -> None:
    with writing_for(extract.person):
        letter = Letter(
            subject=_("We could not make the extract of your data"),
            lead=_("Something went wrong when we made the extract of your data in %(portal)s.")
            % _names(),
            paragraphs=(_("Ask for it again. If it fails once more, create a ticket about it."),),
            button=_own_page(),
            why=_why(),
        )
    _post(letter, extract, key="failed")


def _own_page() -> Button:
    url = settings.SITE_URL + reverse("settings-data")
    return Button(label=_("Go to your data"), url=url)


def _why() -> str:
    return _("You get this mail because somebody signed in as you asked for the extract.")


def _names() -> dict[str, str]:
    return {"portal": settings.PORTAL_NAME}


def _post(letter: Letter, extract: DataExtract, *, key: str) -> None:
    person = extract.person
    Mail.objects.post(
        letter,
        to=person.email,
        key=f"extract:{extract.pk}:{key}",
        language=person.language,
        person=person,
        organisation_id=person.organisation_id,
    )
