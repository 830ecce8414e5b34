"""The address by which a mail program, or a reader, stops mails like the one at hand.

It names the person, what is to stop and, by a mark, the address that it was sent to: when the
person moves to another, it is void. It chooses "only in the portal" for the kinds of the mail; the
address to undo it is one of the same sort, which chooses what was chosen before. See
docs/decisions/0026-gather-and-digest.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from kundportal.notifications.choosing import choose, kinds_for, told_of
from kundportal.notifications.models import Kind
from kundportal.people.models import Notify, Person

DIGEST = "digest"  # stands for every kind that comes in the digest
LASTS = timedelta(days=400)
_SALT = "kundportal.notifications.stopping"


@dataclass(frozen=True)
class Stopping:
    """What such an address does: how its person is to be told of some kinds from then on."""

    person: Person
    chosen: dict[str, Notify]

    @property
    def choices(self) -> dict[str, Notify]:
        """The same with the digest's kinds by name, as the person has chosen by now."""
        kinds = kinds_for(self.person) if DIGEST in self.chosen else []
        in_digest = [str(kind) for kind in kinds if told_of(self.person, kind) == Notify.DIGEST]
        named = {kind: how for kind, how in self.chosen.items() if kind != DIGEST}
        return dict.fromkeys(in_digest, Notify.PORTAL) | named

    @property
    def labels(self) -> list[str]:
        """The kinds that it changes, in the reader's language."""
        return [str(Kind(kind).label) for kind in self.choices]

    @property
    def is_undoing(self) -> bool:
        """It has mails come that do not come now."""
        return any(how != Notify.PORTAL for how in self.chosen.values())

    def do(self) -> str:
        """Chooses so; gives the address that undoes it, none when nothing was changed."""
        before = choose(self.person, self.choices)
        return _address(self.person, before) if before else ""


def address_for(person: Person, kinds: Iterable[str]) -> str:
    """The address that stops mails of these kinds to the person; `DIGEST` for their digest."""
    return settings.SITE_URL + _address(person, dict.fromkeys(sorted(kinds), Notify.PORTAL))


def read(token: str) -> Stopping | None:
    """What an address does; None when we have not made it, or it is void by now."""
    try:
        pk, mark, chosen = signing.loads(token, salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    person = Person.objects.filter(pk=pk).select_related("organisation").first()
    if person is None or not person.may_sign_in or mark != _mark(person):
        return None
    return Stopping(person, {kind: Notify(how) for kind, how in chosen.items()})


def _address(person: Person, chosen: Mapping[str, Notify]) -> str:
    said = [person.pk, _mark(person), {kind: how.value for kind, how in chosen.items()}]
    return reverse("notifications-stop", args=[signing.dumps(said, salt=_SALT)])


def _mark(person: Person) -> str:
    return hashlib.sha256(person.email.encode()).hexdigest()[:12]
