"""The views at the left of the desk. A new page of the desk adds its line here, and only here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FIRST = "waiting-for-us"


@dataclass(frozen=True)
class Link:
    """One view. `view` is one of the queue's; `count` names how much waits in it."""

    label: str | Promise
    name: str
    view: str = ""
    count: str = ""
    is_for_administrators: bool = False

    @cached_property
    def url(self) -> str:
        return reverse(self.name) + (f"?view={self.view}" if self.view else "")


@dataclass(frozen=True)
class Group:
    """Views that belong together."""

    title: str | Promise
    links: tuple[Link, ...]


def _queue(view: str, label: str | Promise) -> Link:
    return Link(label, "desk-tickets", view=view, count="" if view == "closed" else view)


def _administrators(label: str | Promise, name: str, count: str = "") -> Link:
    return Link(label, name, count=count, is_for_administrators=True)


GROUPS = (
    Group(_("Tickets"), (
        _queue(FIRST, _("Waiting for us")),
        _queue("unassigned", _("Unassigned")),
        _queue("mine", _("My tickets")),
        _queue("waiting-for-customer", _("Waiting for the customer")),
        _queue("closed", pgettext_lazy("tickets", "Closed")),
        Link(_("Ratings"), "desk-ratings"),
        Link(_("Solved without a ticket"), "desk-solved"),
    )),
    Group(_("Knowledge portal"), (
        Link(_("Articles"), "desk-articles"),
    )),
    Group(_("Access"), (
        _administrators(_("Applications"), "desk-access", count="access"),
        Link(_("Links sent"), "desk-access-invitations"),
        Link(_("Organisations"), "desk-organisations"),
        Link(_("Reviews of access"), "desk-reviews"),
    )),
    Group(_("Administration"), (
        Link(_("Ticket forms"), "desk-forms"),
        Link(_("Checklists"), "desk-checklists"),
        _administrators(_("Ticket states"), "desk-states"),
        _administrators(_("Products"), "desk-products"),
        _administrators(_("Application forms"), "desk-country-forms"),
        _administrators(_("Private mail domains"), "desk-mail-domains"),
        _administrators(_("Retired addresses"), "desk-retired-addresses"),
    )),
    Group(_("Operation"), (
        Link(_("Mail"), "desk-mail"),
    )),
)  # fmt: skip


def seen_by(*, is_administrator: bool) -> Iterator[tuple[Group, list[Link]]]:
    """The groups with the links that this reader may follow."""
    for group in GROUPS:
        links = [one for one in group.links if is_administrator or not one.is_for_administrators]
        if links:
            yield group, links


def here(path: str, view: str) -> Link | None:
    """Where the reader is: the view of the queue, or the link that the address begins with most."""
    links = [one for group in GROUPS for one in group.links]
    if path == reverse("desk-tickets"):
        return next((one for one in links if one.view == (view or FIRST)), None)
    above = [one for one in links if not one.view and path.startswith(one.url)]
    return max(above, key=lambda one: len(one.url), default=None)
