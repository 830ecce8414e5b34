"""The address by which a mail program, or a reader, stops mails like the one at hand.

It names the person, what is to stop and, by a mark, the address that it was sent to: when the
person moves to another, it is void. It chooses "only in the portal" for the kinds of the mail; the
address to undo it is one of the same sort, which chooses what was chosen before. See
docs/decisions/0026-gather-and-digest.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from kundportal.notifications.choosing import choose, kinds_for, told_of
from kundportal.people.models import Notify, Person

DIGEST = "digest"  # stands for every kind that comes in the digest
LASTS = timedelta(days=400)
_SALT = "kundportal.notifications.stopping"


@dataclass(frozen=True)
class Stopping:
    """What such an address does: how its person is to be told of some kinds from then on."""

    person: Person
    chosen: dict[str, Notify]
    in_digest: tuple[str, ...] = ()  # the kinds that came in the digest when it was written

    @property
    def choices(self) -> dict[str, Notify]:
        """The same with the digest's kinds by name, as the person has chosen by now."""
        kinds = kinds_for(self.person) if DIGEST in self.chosen else []
        in_digest = [str(kind) for kind in kinds if told_of(self.person, kind) == Notify.DIGEST]
        return dict.fromkeys(in_digest, Notify.PORTAL) | self._named

    @property
    def _named(self) -> dict[str, Notify]:
        return {kind: how for kind, how in self.chosen.items() if kind != DIGEST}

    @property
    def stopped(self) -> dict[str, Notify]:
        """How the kinds came that have been stopped; empty as long as it would stop any."""
        choices = self.choices
        if self.is_undoing or any(told_of(self.person, one) != Notify.PORTAL for one in choices):
            return {}
        came = dict.fromkeys(self._named, Notify.AT_ONCE) | dict.fromkeys(
            self.in_digest, Notify.DIGEST
        )
        return {
            kind: how for kind, how in came.items() if told_of(self.person, kind) == Notify.PORTAL
        }

    @property
    def back(self) -> str:
        """The address by which they come again, when they have been stopped."""
        return _address(self.person, self.stopped) if self.stopped else ""

    @property
    def is_undoing(self) -> bool:
        """It has mails come that do not come now."""
        return any(how != Notify.PORTAL for how in self.chosen.values())

    def do(self) -> str:
        """Chooses so; gives the address that undoes it, if there is anything to undo."""
        before = choose(self.person, self.choices)
        return _address(self.person, before) if before else self.back


def address_for(person: Person, kinds: Iterable[str]) -> str:
    """The address that stops mails of these kinds to the person; `DIGEST` for their digest."""
    chosen = dict.fromkeys(sorted(kinds), Notify.PORTAL)
    in_digest = [
        str(kind)
        for kind in (kinds_for(person) if DIGEST in chosen else [])
        if told_of(person, kind) == Notify.DIGEST
    ]
    return settings.SITE_URL + _address(person, chosen, in_digest)


def read(token: str) -> Stopping | None:
    """What an address does; None when we have not made it, or it is void by now."""
    try:
        pk, mark, chosen, *more = signing.loads(token, salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    person = Person.objects.filter(pk=pk).select_related("organisation").first()
    if person is None or not person.may_sign_in or mark != _mark(person):
        return None
    in_digest = tuple(more[0]) if more else ()
    return Stopping(person, {kind: Notify(how) for kind, how in chosen.items()}, in_digest)


def _address(person: Person, chosen: Mapping[str, Notify], in_digest: Sequence[str] = ()) -> str:
    said: list[object] = [person.pk, _mark(person)]
    said.append({kind: how.value for kind, how in chosen.items()})
    said += [list(in_digest)] if in_digest else []
    return reverse("notifications-stop", args=[signing.dumps(said, salt=_SALT)])


def _mark(person: Person) -> str:
    return hashlib.sha256(person.email.encode()).hexdigest()[:12]
