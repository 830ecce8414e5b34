"""Brings one data folder to the wanted number of tickets and prints what to ask it for, as JSON.

A program of its own, since Django's settings belong to one data folder.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import django


def main(count: int) -> None:
    django.setup()
    from django.db import connection

    from bench import plan
    from bench.fill import fill
    from kundportal.mail.models import Mail, State
    from kundportal.tickets.models import Ticket

    install()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # copying is no page
    if not Ticket.objects.exists():
        fill(count)
    # No worker runs here: what an earlier run posted would be shown as mail that does not leave.
    Mail.objects.waiting().update(state=State.SENT)
    print(json.dumps([asdict(page) for page in plan.pages()]))


def install() -> None:
    """Tables, texts and static files, as a first start makes them."""
    from django.core.management import call_command

    from kundportal.lib.catalogues import compile_all
    from kundportal.running.preparation import LOCALE

    compile_all(LOCALE)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
