"""Fills a fresh database with tickets whose colleagues are mailed, and with such whose are not.

A program of its own, since Django's settings belong to one data folder. Prints, as JSON, where to
reply and in which session.
"""

from __future__ import annotations

import json
import sys
from typing import Any
from uuid import uuid4

import django

RECIPIENTS = 1


def main(count: int) -> None:
    django.setup()
    from bench import plan, prepare_site
    from kundportal.people.models import Notify, Organisation, Role
    from kundportal.products.models import Product

    prepare_site.install()
    product = Product.objects.create(name="Skolvalvet")
    home = Organisation.objects.create(name="Lillköpings kommun", seats=500)
    found: dict[str, Any] = {}
    for kind, how in (("mailed", Notify.AT_ONCE), ("only in the portal", Notify.PORTAL)):
        writer = _person(f"skriver.{how}@lillkoping.example", how, organisation=home)
        agent = _person(f"agent.{how}@vendor.example", how, role=Role.AGENT)
        others = [
            _person(f"kollega.{at}.{how}@lillkoping.example", how, organisation=home)
            for at in range(RECIPIENTS)
        ]
        tickets = [_ticket(writer, others, agent, product) for _ in range(count)]
        [reader] = plan.signed_in([writer.pk])
        found[kind] = {"session": reader.session, "tickets": [one.url for one in tickets]}
    print(json.dumps(found))


def _ticket(writer: Any, others: list[Any], agent: Any, product: Any) -> Any:
    from kundportal.tickets.models import Form, Ticket

    form = Form.objects.get(slug="sverige")
    ticket = Ticket.objects.create_from_form(
        by=writer, form=form, product=product, matter=form.matters.first(), title="Schemat är tomt",
        text="Sedan i går är det tomt.", once=uuid4(), recipients=others,
    )  # fmt: skip
    ticket.handling.assign(to=agent, by=agent)
    return ticket


def _person(email: str, how: str, **more: Any) -> Any:
    from kundportal.people.models import Person

    one = Person(email=email, name="Anna Ek", notify_replies=how, **more)
    one.set_unusable_password()
    one.password = "x"  # who has none may not sign in, and is told nothing
    one.save()
    return one


if __name__ == "__main__":
    main(int(sys.argv[1]))
