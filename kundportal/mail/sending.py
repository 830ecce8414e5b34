"""Which mail is tried when: nobody waits for a domain that is slow, or has had enough.

A domain at fault is set aside, and its mails are left as they are until one of them gets through.
Whoever has sent a mail goes on with what else is due to the same domain, so that mails that came
while all lanes to the domain were taken do not wait for the next sweep.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from typing import Any

from kundportal.mail import pool
from kundportal.mail.answers import Concern, Outcome, Verdict
from kundportal.mail.models import Destination, Mail
from kundportal.mail.models.destination import SERVER
from kundportal.mail.models.trying import LanesTaken

GO_ON_SECONDS = 20
SWEEP_SECONDS = 50
SECONDS_FOR_TROUBLED = 10  # of them, which the domains that take our mails leave the others
BATCH = 50


def deliver(pk: int) -> None:
    """Sends one mail if its time has come, and then what else is due to the same domain."""
    domain = Mail.objects.waiting().filter(pk=pk).values_list("domain", flat=True).first()
    if domain is None or _is_held(domain):
        return
    pool.close_idle()
    stop = monotonic() + GO_ON_SECONDS
    mails: Any = Mail.objects.filter(pk=pk)
    while monotonic() < stop and Destination.objects.take(domain):
        try:
            tried = mails.deliver()
        except LanesTaken:
            tried = None
        if tried is None:
            Destination.objects.give_back(domain)
            return
        if tried[1].verdict is Verdict.LATER:
            return
        following = Mail.objects.to_domain(domain).due().values_list("pk", flat=True).first()
        if following is None:
            return
        mails = Mail.objects.filter(pk=following)


def sweep() -> None:
    """Sends what is due: the domains that take our mails first, then those that did not.

    It stops at the first fault of the server itself, but for one mail to a troubled domain. The
    next minute's sweep then tries one mail, and goes on with the rest as soon as that one is taken.
    """
    stop = monotonic() + SWEEP_SECONDS
    troubled = set(Destination.objects.troubled().values_list("domain", flat=True))
    _send_all(Mail.objects.due(), stop - SECONDS_FOR_TROUBLED, troubled - {SERVER})
    _try_troubled(stop)
    pool.close_idle()


def _send_all(due: Any, stop: float, held: set[str]) -> None:
    """Tries all that is due, but to the domains held, as long as the server takes mails."""
    passed: set[int] = set()
    while monotonic() < stop:
        found = due.exclude(domain__in=held).exclude(pk__in=passed).values_list("pk", "domain")
        batch = list(found[:BATCH])
        if not batch:
            return
        for pk, domain in batch:
            if domain in held or monotonic() > stop:
                continue
            tried = _try(pk, domain, held)
            if tried is None:  # another worker has it, or its domain is held from now on
                passed.add(pk)
            elif tried.server_fault:
                return


def _try(pk: int, domain: str, held: set[str]) -> Outcome | None:
    """Tries one mail, and adds its domain to those held when it can take no more of them now."""
    if not Destination.objects.take(domain):
        held.add(domain)
        return None
    try:
        tried = Mail.objects.filter(pk=pk).deliver()
    except LanesTaken:
        held.add(domain)
        tried = None
    if tried is None:
        Destination.objects.give_back(domain)
        return None
    outcome: Outcome = tried[1]
    if outcome.concern is Concern.DOMAIN:
        held.add(domain)
    return outcome


def _first_tried(domain: str) -> tuple[Mail, Outcome] | None:
    """The first mail to the domain that could be tried: some may not be meant any more."""
    due = Mail.objects.to_domain(domain).due()
    try:
        for pk in due.values_list("pk", flat=True)[:BATCH]:
            if tried := Mail.objects.filter(pk=pk).deliver(lanes=1):
                return tried  # type: ignore[no-any-return]
    except LanesTaken:
        pass
    return None


def _try_troubled(stop: float) -> None:
    """One mail to each domain whose pause is over, and then the rest of those that took it."""
    recovered = []
    for domain in _rested():
        if monotonic() > stop:
            break
        tried = _first_tried(domain)
        if tried and tried[1].server_fault:
            return
        if tried and tried[1].verdict is not Verdict.LATER:
            recovered.append(Mail.objects.to_domain(domain).due())
    for due in recovered:
        _send_all(due, stop, set())


def _rested() -> Iterator[str]:
    there = Destination.objects
    resting = {one.domain for one in there.resting()}
    for one in there.troubled().exclude(domain=SERVER).order_by("resumes_at"):
        if one.domain not in resting:
            yield one.domain


def _is_held(domain: str) -> bool:
    """Whether only the sweep may try the domain now, or our server rests."""
    return any(
        one.domain != SERVER or one.is_resting
        for one in Destination.objects.troubled().of(SERVER, domain)
    )
