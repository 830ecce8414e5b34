"""How the demo's people came in: staff were admitted, customers applied and were decided on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random

from kundportal.access.models import AccessRequest
from kundportal.access.states import Reason
from kundportal.desk.demo import cast
from kundportal.desk.demo.acts import Act, uuid
from kundportal.desk.demo.clock import OFFICE_DAY, Office
from kundportal.people.models import Organisation, Person, Role

LONG_AGO = 120 * OFFICE_DAY
CHIEFS = ("Skolchef Margareta Ljungås", "Förvaltningschef Roland Ekmo", "Rektor Annika Stenby")

# Name, organisation, address, and how many office minutes ago the address was confirmed.
WAITING = [
    ("Fredrik Almsjö", "Örebro kommun", "fredrik.almsjo@orebro.example", 25),
    ("Hanna Kvistgård", "Borlänge kommun", "hanna.kvistgard@borlange.example", 190),
    ("Oskar Tingvall", "Lunds kommun", "oskar.tingvall@lund.example", 620),
    ("Sofia Wedholm", "Tierps kommun", "sofia.wedholm@tierp.example", 1010),
    ("Dragan Petrovski", "Växjö kommun", "dragan.petrovski@vaxjo.example", 4.6 * OFFICE_DAY),
]
DECLINED = [
    ("Monica Rydåker", "Ystads kommun", "monica.rydaker@ystad.example", 3000),
    ("Adam Lövsta", "Friskolan Lyktan", "adam.lovsta@laxhjalpen.example", 9000),
    ("Birgit Solvik", "Sala kommun", "birgit.solvik@sala.example", 16000),
]
REASONS = {
    "Monica Rydåker": (
        Reason.NOT_ADMINISTRATOR,
        "Magnus Sandhed är er centrala administratör och hjälper dig gärna.",
    ),
    "Adam Lövsta": (Reason.WRONG_ORGANISATION, ""),
    "Birgit Solvik": (
        Reason.UNVERIFIED,
        "Vi har sökt förvaltningschefen tre gånger utan att få svar.",
    ),
}
UNCONFIRMED = [
    ("Patrik Nordmyra", "Kiruna kommun", "patrik.nordmyra@kiruna.example", 40),
    ("Jasmin Ekedal", "Hedemora kommun", "jasmin.ekedal@hedemora.example", 580),
]


@dataclass
class Admitted:
    """The people who have come in so far, by name."""

    people: dict[str, Person] = field(default_factory=dict)

    def staff(self, *roles: str) -> list[Person]:
        return [one for one in self.people.values() if one.role in roles]


def of_the_cast(office: Office, admitted: Admitted, luck: Random) -> list[Act]:
    """How those who now take part came in, before the first ticket."""
    found = []
    for number, (name, role) in enumerate(cast.STAFF.items()):
        ago = LONG_AGO + 9000 - number * 200
        found.append(Act(office.ago(ago), partial(_admit, admitted, name, role)))
    for customer in cast.CUSTOMERS:
        for number, name in enumerate(customer.people):
            ago = LONG_AGO + 4000 - number * 900 - luck.randrange(600)
            application = _Application(
                admitted, name, customer.name, cast.email_of(name, customer.domain), luck
            )
            found += application.acts(office, ago, application.approve)
    return found


def of_others(office: Office, admitted: Admitted, luck: Random) -> list[Act]:
    """Applications that were turned down, or that nobody has decided yet."""
    found: list[Act] = []
    for name, organisation, email, ago in WAITING:
        found += _Application(admitted, name, organisation, email, luck).acts(office, ago, None)
    for name, organisation, email, ago in DECLINED:
        application = _Application(admitted, name, organisation, email, luck)
        found += application.acts(office, ago, partial(application.decline, *REASONS[name]))
    for name, organisation, email, ago in UNCONFIRMED:
        application = _Application(admitted, name, organisation, email, luck)
        found.append(Act(office.ago(ago), application.apply))
    return found


def _admit(admitted: Admitted, name: str, role: str) -> None:
    by = next(iter(admitted.people.values()), None)
    email = cast.email_of(name, cast.VENDOR_DOMAIN)
    person = Person.objects.admit(email=email, name=name, role=role, by=by)
    _come_in(admitted, person)


def _come_in(admitted: Admitted, person: Person) -> None:
    admitted.people[person.name] = person
    if person.name in cast.ACCOUNTS:
        person.choose_password(password=cast.PASSWORD)


@dataclass
class _Application:
    """One application, from the form to the decision."""

    admitted: Admitted
    name: str
    organisation: str
    email: str
    luck: Random
    request: AccessRequest | None = None

    def acts(self, office: Office, ago: float, decide: Callable[[], None] | None) -> list[Act]:
        """The acts of an application that is confirmed `ago` minutes before now."""
        found = [
            Act(office.ago(ago + self.luck.randrange(2, 25)), self.apply),
            Act(office.ago(ago), self.confirm),
        ]
        if decide:
            found.append(Act(office.ago(ago - self.luck.randrange(60, 700)), decide))
        return found

    def apply(self) -> None:
        account = cast.ACCOUNTS.get(self.name)
        self.request = AccessRequest.objects.apply(
            country="SE",
            name=self.name,
            email=self.email,
            phone=f"070-174 06 {self.luck.randrange(5, 100):02}",  # reserved for fiction
            organisation_name=self.organisation,
            title=account.title if account else self.luck.choice(cast.TITLES),
            appointed_by=self.luck.choice(CHIEFS),
            language="sv",
            once=uuid(self.luck),
        )

    def confirm(self) -> None:
        assert self.request
        self.request.confirm()

    def approve(self) -> None:
        assert self.request
        organisation = Organisation.objects.named(self.organisation)
        name = "" if organisation else self.organisation
        person = self.request.approve(
            by=self._administrator(), organisation=organisation, organisation_name=name
        )
        assert person
        _come_in(self.admitted, person)

    def decline(self, reason: str, words: str) -> None:
        assert self.request
        self.request.decline(by=self._administrator(), reason=reason, words=words)

    def _administrator(self) -> Person:
        return self.luck.choice(self.admitted.staff(Role.ADMINISTRATOR))
