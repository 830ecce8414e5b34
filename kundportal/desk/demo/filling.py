"""Fills an empty database with the demo, in the order in which it happened."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path
from random import Random

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone, translation

from kundportal.desk.demo import (
    admission,
    arrivals,
    articles,
    cast,
    checklist,
    choices,
    drafts,
    endings,
    figures,
    forms,
    mail_tests,
    mails,
    moves,
    outbox,
    retired,
    sights,
    stories,
    watches,
)
from kundportal.desk.demo.acts import Act
from kundportal.desk.demo.clock import Clock, Office, turned_back
from kundportal.desk.demo.tickets import Programme
from kundportal.people import factors
from kundportal.people.models import Organisation, Person
from kundportal.products.models import Product

SOON = timedelta(minutes=5)
SEED = 2175  # the same demo every time, but for its dates


def is_empty() -> bool:
    return not (Person.objects.exists() or Organisation.objects.exists())


@transaction.atomic
def fill() -> None:
    """All or nothing: whoever is interrupted finds an empty database and begins anew."""
    now, luck = timezone.now(), Random(SEED)  # noqa: S311 - for variety, not for secrets
    office, admitted = Office(now), admission.Admitted()
    with translation.override("sv"), turned_back() as clock, mails.unqueued(now):
        for name in sorted({story.product for story in stories.everything()}):
            Product.objects.create(name=name)
        _do(admission.of_the_cast(office, admitted, luck), clock)
        choices.make(admitted)
        forms.build(admitted.people[forms.BUILDER])
        tickets = Programme(office, admitted, luck).acts()
        others = [*admission.of_others(office, admitted, luck), *sights.acts(office, admitted)]
        others += [*drafts.acts(office, admitted, luck), *moves.acts(office, admitted)]
        others += [*watches.acts(office, admitted), *mail_tests.acts(office, luck)]
        _do([*tickets, *others, *checklist.acts(office, admitted)], clock)
        _do(list(articles.acts(office, admitted, luck)), clock)
        _do(list(endings.acts(office, admitted)), clock)
        _do(list(retired.acts(office, admitted)), clock)
        outbox.meet_servers(clock, now, admitted)
        mails.settle(clock, now)
        outbox.hear_later(clock, now, admitted)
        arrivals.come_in(clock, now)
        clock.moment = now
        figures.count(admitted, luck)
        _number_events()
    write_accounts(settings.DATA / "accounts.json", admitted, equip_staff(admitted))


def _number_events() -> None:
    """Numbers the history anew by its moments: some acts were cast when others had been done."""
    with connection.cursor() as cursor:
        cursor.execute("""
            UPDATE history_event AS event SET id = later.id FROM (
                SELECT id AS old, (SELECT max(id) FROM history_event)
                    + row_number() OVER (ORDER BY at, id) AS id FROM history_event) AS later
            WHERE event.id = later.old""")
        cursor.execute("""
            SELECT setval(pg_get_serial_sequence('history_event', 'id'), max(id))
            FROM history_event""")


def _do(acts: list[Act], clock: type[Clock]) -> None:
    caught_up = None
    for act in sorted(acts, key=lambda act: act.at):
        if caught_up is None or act.at - caught_up > timedelta(hours=1):
            mails.catch_up(clock, act.at)
            caught_up = act.at
        clock.moment = act.at
        act.do()
    mails.catch_up(clock, clock.moment + SOON)


def equip_staff(admitted: admission.Admitted) -> dict[str, str]:
    """The keys of the one-time codes with which the staff accounts sign in, by name."""
    keys = {}
    for name in cast.ACCOUNTS:
        if admitted.people[name].is_staff and settings.STAFF_FACTOR:
            keys[name] = generate_totp_secret()
            factors.equip(person=admitted.people[name], secret=keys[name])
    return keys


def write_accounts(file: Path, admitted: admission.Admitted, keys: dict[str, str]) -> None:
    accounts = [
        {
            "role": account.role,
            "email": admitted.people[account.name].email,
            "password": cast.PASSWORD,
            "name": account.name,
            **({"totp_secret": keys[account.name]} if account.name in keys else {}),
        }
        for account in cast.ACCOUNTS.values()
    ]
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as target:
        json.dump(accounts, target, ensure_ascii=False, indent=2)
        target.write("\n")
    file.chmod(0o600)
