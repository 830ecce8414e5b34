"""The demo's retired addresses, and what still comes there: a customer's mail, and a stranger's."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

from django.utils import timezone

from kundportal.desk.demo import cast, files
from kundportal.desk.demo.acts import Act
from kundportal.desk.demo.admission import Admitted
from kundportal.desk.demo.arrivals import take
from kundportal.desk.demo.clock import Office
from kundportal.incoming.models import RetiredAddress
from kundportal.people.models import Person
from kundportal.tickets.models import Form

SUPPORT = f"support@{cast.VENDOR_DOMAIN}"
ORDERS = f"bestallning@{cast.VENDOR_DOMAIN}"
SUBJECT = "Schemat för 8A visas dubbelt"
TEXT = """Hej,

sedan i går visas schemat för 8A dubbelt på Almbackaskolan, både i webbläsaren och i appen. Det
gäller bara veckorna 49 och 50. Jag har prövat att logga ut och in igen.

Jag skickar med en skärmbild.

Med vänlig hälsning
Karin Sjödahl
Systemförvaltare, Örebro kommun
"""
QUESTION = """Hej,

jag kommer inte in i lärportalen. Vem kan hjälpa mig?

Hälsningar
Lisa
"""


AWAY = "Jag är på semester till den 4 januari. Skriv till registrator@orebro.example så länge."


def acts(office: Office, admitted: Admitted) -> Iterator[Act]:
    """The customer wrote this morning; she has had the answer, and her mail waits for her."""
    karin = admitted.people[cast.CUSTOMERS[0].people[0]]
    administrator = admitted.people["Bo Lindegård"]
    yield Act(office.ago(3000), lambda: _retire(administrator))
    yield Act(office.ago(200), lambda: _come(_question()))
    yield Act(office.ago(190), lambda: _come(_away(admitted.people[cast.CUSTOMERS[0].people[1]])))
    yield Act(office.today_at(0.8), lambda: _come(_mail_of(karin)))


def _retire(by: Person) -> None:
    for number, (email, slug) in enumerate(((SUPPORT, "sverige"), (ORDERS, "bestallning")), 1):
        RetiredAddress.objects.add(
            email=email, language="sv", country="SE", form=Form.objects.get(slug=slug),
            once=UUID(int=number), by=by,
        )  # fmt: skip


def _mail_of(person: Person) -> EmailMessage:
    mail = _written(f"{person.name} <{person.email}>", SUBJECT, TEXT)
    picture = files.upload("bild", SUBJECT)
    mail.add_attachment(picture.read(), maintype="image", subtype="png", filename=picture.name)
    return mail


def _question() -> EmailMessage:
    domain = cast.CUSTOMERS[0].domain
    return _written(f"Lisa Kvist <lisa.kvist@{domain}>", "Kommer inte in", QUESTION)


def _away(person: Person) -> EmailMessage:
    mail = _written(f"{person.name} <{person.email}>", "Automatiskt svar: Frånvaro", AWAY)
    mail["Auto-Submitted"] = "auto-replied"
    return mail


def _written(by: str, subject: str, text: str) -> EmailMessage:
    now = timezone.localtime()
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = by, SUPPORT, subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{now:%Y%m%d%H%M%S}@mail.{by.rpartition('@')[2].strip('>')}>"
    mail.set_content(text)
    return mail


def _come(mail: EmailMessage) -> None:
    sender = str(mail["From"]).partition("<")[2].strip(">")
    take(mail.as_bytes(), to=SUPPORT, sender=sender)
