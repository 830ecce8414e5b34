"""What the pages about an organisation's seats share: staff and customers see the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kundportal.access.models import AccessRequest
from kundportal.lib.paging import page_by_key
from kundportal.people.models import Organisation, Person
from kundportal.people.seating import OrganisationFull

MOST_APPLICATIONS = 50


def people_list(organisation: Organisation, *, after: str) -> dict[str, Any]:
    """Those who have a seat or had one, and the applications that want one."""
    people = Person.objects.of_organisation(organisation)
    applications = AccessRequest.objects.for_organisation(organisation)
    applied, seatless = applications.first_undecided(MOST_APPLICATIONS)
    return {
        "organisation": organisation,
        "page": page_by_key(people, by="created_at", after=after, size=50),
        "used": organisation.used_seats,
        "applied": applied,
        "seatless": seatless,
    }


def told(request: HttpRequest, person: Person, verb: Callable[..., None]) -> None:
    """Does what is asked, and says what came of it."""
    names = {"name": person.name}
    try:
        verb(person, by=request.user)
    except OrganisationFull as full:
        names["organisation"] = full.organisation.name
        text = _("%(organisation)s has no free seat, so %(name)s was not let in again.")
        messages.warning(request, text % names)
        return
    text = {
        "pause": _("%(name)s can't sign in for now. The seat is kept."),
        "resume": _("%(name)s can sign in again."),
        "give_back_seat": _("%(name)s can't sign in any more, and the seat is free."),
    }[verb.__name__]
    messages.success(request, text % names)
