"""What the pages about an organisation's seats share: staff and customers see the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kundportal.access.models import AccessRequest
from kundportal.lib.paging import page_by_key
from kundportal.mail.models import Address
from kundportal.people.models import Organisation, Person
from kundportal.people.seating import OrganisationClosed, OrganisationFull

MOST_APPLICATIONS = 50


def people_list(organisation: Organisation, *, after: str) -> dict[str, Any]:
    """Those who have a seat or had one, and the applications that want one."""
    people = Person.objects.of_organisation(organisation)
    undecided = AccessRequest.objects.for_organisation(organisation).undecided()
    page = page_by_key(people, by="created_at", after=after, size=50)
    found = list(undecided.order_by("confirmed_at", "pk")[:MOST_APPLICATIONS])
    return {
        "organisation": organisation,
        "page": page,
        "unreached": Address.objects.stopped_among(one.email for one in page.rows),
        "used": organisation.taken_seats.count(),
        "applied": [one for one in found if one.is_waiting],
        "seatless": [one for one in found if one.is_seatless],
    }


def activation_sent(request: HttpRequest, person: Person) -> None:
    """Mails the link to choose a password to somebody who has not come in yet."""
    if person.is_activated or not person.may_sign_in:
        messages.info(request, _("%(name)s needs no link.") % {"name": person.name})
    elif not ratelimit.consume(request, action="activate", key=person.email):
        text = _("The link has been sent there often. Wait an hour.")
        messages.warning(request, text)
    else:
        person.send_activation()
        text = _("A new link to choose a password is sent to %(email)s.")
        messages.success(request, text % {"email": person.email})


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
    except OrganisationClosed as closed:
        names["organisation"] = closed.organisation.name
        text = _("%(organisation)s is closed, so %(name)s was not let in again.")
        messages.warning(request, text % names)
        return
    text = {
        "pause": _("%(name)s can't sign in for now. The seat is kept."),
        "resume": _("%(name)s can sign in again."),
        "give_back_seat": _("%(name)s can't sign in any more, and the seat is free."),
    }[verb.__name__]
    messages.success(request, text % names)
