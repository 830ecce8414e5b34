"""The mail to an organisation's people when more of them see each other's tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext as _

from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter
from kundportal.mail.models import Mail

if TYPE_CHECKING:
    from kundportal.people.models.person import Person


def widened(organisation: Any, *, by: Person) -> None:
    """Tells everyone there but whoever chose it."""
    people = list(get_user_model().objects.who_act_for(organisation.pk))
    names = ", ".join(one.name for one in people if one.is_coordinator)
    told = {
        "organisation": organisation.name,
        "portal": settings.PORTAL_NAME,
        "name": settings.VENDOR_NAME if by.is_staff else by.name,
        "names": names,
    }
    act = uuid4()
    for person in people:
        if person.pk != by.pk and person.may_sign_in:
            with writing_for(person):
                letter = _letter(organisation, told)
            Mail.objects.post(
                letter,
                to=person.email,
                key=f"organisation:sight:{act}:{person.pk}",
                language=person.language,
                person=person,
                organisation_id=organisation.pk,
            )


def _letter(organisation: Any, told: dict[str, str]) -> Letter:
    who = (
        _("From now on everyone at %(organisation)s sees the tickets of all colleagues.")
        if organisation.sight == "everyone"
        else _("From now on the coordinators at %(organisation)s see the tickets of all "
               "colleagues: %(names)s.")
    )  # fmt: skip
    how = (
        _("They can also reply in them and close them.")
        if organisation.sight_may_reply
        else _("They can read them, but not reply or close them.")
    )
    return Letter(
        subject=_("More colleagues at %(organisation)s see your tickets") % told,
        lead=_("%(name)s has changed who at %(organisation)s sees tickets in %(portal)s.") % told,
        paragraphs=(
            who % told,
            how,
            _("It holds for tickets that you have created before as well. If a ticket is not for "
              "everyone, open it and choose that only you and its recipients see it."),
        ),
        button=Button(
            label=_("Who sees our tickets"), url=settings.SITE_URL + reverse("own-sight")
        ),
        why=_("You get this mail because you act for %(organisation)s in %(portal)s.") % told,
    )  # fmt: skip
