"""The bodies of `Organisation.share_sight` and `choose_mails`: who sees an organisation's tickets,
and how much of them its mails tell.

Its coordinators choose. As long as none of them can sign in, any of its people may, and the
vendor's administrators always: so nobody has to ask us to begin, and nobody is locked out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction

from kundportal.history.models import record
from kundportal.people import sight_emails

if TYPE_CHECKING:
    from kundportal.people.models.person import Person

WIDTHS = ("own", "coordinators", "everyone")
SHARED, NAMED = "organisation.sight_shared", "organisation.coordinators_named"
MAILS = "organisation.mails_chosen"


def may_share(organisation: Any, *, by: Person) -> bool:
    if by.is_administrator:
        return True
    if by.organisation_id != organisation.pk or not by.is_active:
        return False
    return by.is_coordinator or not _people(organisation).active().coordinators().exists()


@transaction.atomic
def share(
    organisation: Any,
    *,
    sight: str,
    may_reply: bool,
    coordinators: Iterable[Person] | None,
    by: Person,
) -> None:
    now = _locked(organisation)
    if not may_share(now, by=_people_all().get(pk=by.pk)):
        raise PermissionDenied
    is_wider = _choose(now, sight=sight, may_reply=may_reply, by=by)
    added = _name(now, coordinators, by=by) if coordinators is not None else []
    organisation.sight, organisation.sight_may_reply = now.sight, now.sight_may_reply
    if is_wider or (added and now.sight == "coordinators"):
        sight_emails.widened(now, by=by)


def narrow(into: Any, *, by: Person) -> None:
    """When two become one, each sees their own until somebody has chosen anew.

    So nobody comes to see by a merge what the other ones have written.
    """
    _choose(into, sight=WIDTHS[0], may_reply=False, by=by)


@transaction.atomic
def choose_mails(organisation: Any, *, are_bare: bool, by: Person) -> None:
    now = _locked(organisation)
    if not may_share(now, by=_people_all().get(pk=by.pk)):
        raise PermissionDenied
    organisation.mails_are_bare = are_bare
    if now.mails_are_bare != are_bare:
        now.mails_are_bare = are_bare
        now.save(update_fields=["mails_are_bare"])
        record(MAILS, thing=now, by=by, bare=are_bare)


def keep_bare(into: Any, other: Any, *, by: Person) -> None:
    """When two become one and one of them wants nothing told by mail, it holds for both."""
    if other.mails_are_bare:
        choose_mails(into, are_bare=True, by=by)


def _choose(organisation: Any, *, sight: str, may_reply: bool, by: Person) -> bool:
    """Says whether more people see more than before."""
    was = organisation.sight, organisation.sight_may_reply
    organisation.sight, organisation.sight_may_reply = WIDTHS[WIDTHS.index(sight)], may_reply
    if was == (organisation.sight, may_reply):
        return False
    organisation.save(update_fields=["sight", "sight_may_reply"])
    record(SHARED, thing=organisation, by=by, was=was[0], now=sight, may_reply=may_reply)
    return WIDTHS.index(sight) > WIDTHS.index(was[0])


def _name(organisation: Any, coordinators: Iterable[Person], *, by: Person) -> list[int]:
    """Makes these the coordinators, and says who of them was none before."""
    people = _people(organisation)
    wanted = {one.pk for one in coordinators}
    if people.active().filter(pk__in=wanted).count() != len(wanted):
        raise PermissionDenied
    before = set(people.coordinators().values_list("pk", flat=True))
    added, removed = sorted(wanted - before), sorted(before - wanted)
    if added or removed:
        people.filter(pk__in=added).update(is_coordinator=True)
        people.filter(pk__in=removed).update(is_coordinator=False)
        record(NAMED, thing=organisation, by=by, added=added, removed=removed)
    return added


def _people(organisation: Any) -> Any:
    return _people_all().filter(organisation=organisation.pk)


def _people_all() -> Any:
    return get_user_model().objects


def _locked(organisation: Any) -> Any:
    rows = type(organisation).objects.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=organisation.pk)
