"""Fills a fresh database with people whose addresses are known, and prints who they are, as JSON.

A program of its own, since Django's settings belong to one data folder.
"""

from __future__ import annotations

import json
import sys

import django

INVITES_EACH = 50  # of what one member of the staff may send in an hour
DOMAIN = "lillkoping.example"


def main(count: int) -> None:
    django.setup()
    from django.contrib.auth.hashers import make_password

    from bench import plan, prepare_site
    from kundportal.people.models import Organisation, Person, Role

    prepare_site.install()
    home = Organisation.objects.create(name="Lillköpings kommun", seats=500)
    home.mail_domains.create(domain=DOMAIN)
    known = [f"anna.ek{number}@{DOMAIN}" for number in range(count)]
    newcomers = [f"nils.ny{number}@{DOMAIN}" for number in range(count)]
    agents = [f"bo.lind{number}@vendor.example" for number in range(2 * count // INVITES_EACH + 1)]
    Person.objects.bulk_create(
        [
            *[_person(email, "", organisation=home) for email in newcomers],
            *[_person(email, make_password("x" * 20), organisation=home) for email in known[:1]],
        ]
    )
    hashed = Person.objects.get(email=known[0]).password  # hashing is slow on purpose
    Person.objects.bulk_create(
        [
            *[_person(email, hashed, organisation=home) for email in known[1:]],
            *[_person(email, hashed, role=Role.AGENT) for email in agents],
        ]
    )
    staff = Person.objects.filter(role=Role.AGENT).values_list("pk", flat=True)
    sessions = [one.session for one in plan.signed_in(staff)]
    print(json.dumps({"known": known, "newcomers": newcomers, "agents": sessions}))


def _person(email: str, password: str, **more: object):  # type: ignore[no-untyped-def]
    from kundportal.people.models import Person

    one = Person(email=email, name="Anna Ek", **more)
    one.password = password
    if not password:
        one.set_unusable_password()
    return one


if __name__ == "__main__":
    main(int(sys.argv[1]))
