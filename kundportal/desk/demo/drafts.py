"""What people in the demo have begun to write and not sent."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from uuid import UUID

from kundportal.desk.demo import cast, files
from kundportal.desk.demo.acts import Act, uuid
from kundportal.desk.demo.admission import Admitted
from kundportal.desk.demo.clock import Office
from kundportal.people.models import Person
from kundportal.tickets.intake import drafting
from kundportal.tickets.models import Draft, Form, Upload
from kundportal.tickets.models.draft import Kind

OWN = {
    "title": "Betygskatalogen för årskurs 9 saknar två elever",
    "text": "När vi skriver ut betygskatalogen för 9B saknas två elever som började i oktober. "
    "Jag ska kontrollera om det gäller fler klasser innan jag skickar.",
}
HANDED_OVER = {
    "title": "Ny skolenhet från höstterminen",
    "text": "Vi öppnar en ny skola i augusti och behöver lägga upp den. Fyll gärna i "
    "skolenhetskoden innan du skickar.",
}


def acts(office: Office, admitted: Admitted, luck: Random) -> Iterator[Act]:
    """One draft with a file, and one that a colleague has handed over."""
    customer, colleague = (admitted.people[name] for name in cast.CUSTOMERS[0].people[:2])
    own, handed_over = uuid(luck), uuid(luck)

    def write(by: Person, once: UUID, values: dict[str, str]) -> Draft:
        form = Form.objects.get(slug="sverige")
        return drafting.write(
            by=by, once=once, kind=Kind.TICKET, form=form, values=values, revision=0
        )

    def begin() -> None:
        write(customer, own, OWN)
        file = files.upload("bild", OWN["title"])
        Upload.objects.keep(file, by=customer, once=own, field="attachments")

    def hand_over() -> None:
        draft = write(colleague, handed_over, HANDED_OVER)
        drafting.hand_over(draft, to=customer, by=colleague)

    yield Act(office.today_at(0.7), begin)
    yield Act(office.ago(300), hand_over)
