"""Who appears in the demo: customers, their people and the vendor's staff. All are invented."""

from __future__ import annotations

from dataclasses import dataclass

from kundportal.people.models import Role

PASSWORD = "en-lugn-fjord-i-dimma"  # noqa: S105 - printed for whoever starts a demo
VENDOR_DOMAIN = "skolverkstan.example"


@dataclass(frozen=True)
class Customer:
    """An organisation, with the places that its tickets are about."""

    name: str
    domain: str
    people: tuple[str, ...]
    schools: tuple[str, ...]
    preschools: tuple[str, ...]


@dataclass(frozen=True)
class Account:
    """Somebody whom one can sign in as."""

    role: str
    name: str
    title: str = ""


ACCOUNTS = {
    account.name: account
    for account in [
        Account("customer", "Karin Sjödahl", "Systemförvaltare"),
        Account("colleague", "Olle Brandeby", "Systemförvaltare"),
        Account("coordinator", "Mariam Haddadi", "Samordnare"),
        Account("outsider", "Yasmin Stålmark", "Utvecklingsledare"),
        Account("agent", "Anna Ekvall"),
        Account("consultant", "Per Holmestad"),
        Account("lead", "Sara Nydal"),
        Account("administrator", "Bo Lindegård"),
    ]
}
TITLES = ("Systemförvaltare", "It-samordnare", "Administrativ chef", "Utvecklingsledare")

CUSTOMERS = [
    Customer(
        "Örebro kommun",
        "orebro.example",
        ("Karin Sjödahl", "Olle Brandeby", "Mariam Haddadi", "Göran Tistad"),
        ("Almbackaskolan", "Näsbyskolan", "Rosendalsskolan"),
        ("Förskolan Gläntan", "Förskolan Solvändan"),
    ),
    Customer(
        "Växjö kommun",
        "vaxjo.example",
        ("Yasmin Stålmark", "Henrik Ravnö", "Cecilia Ormås"),
        ("Sjöviksskolan", "Kronängsskolan"),
        ("Förskolan Blåklinten", "Förskolan Tallkotten"),
    ),
    Customer(
        "Umeå kommun",
        "umea.example",
        ("Nils Forsvall", "Elin Stormyr", "Daniel Åbrandt"),
        ("Björkhagaskolan", "Älvängsskolan", "Tegbacksskolan"),
        ("Förskolan Norrskenet", "Förskolan Myran"),
    ),
    Customer(
        "Motala kommun",
        "motala.example",
        ("Britta Hammarö", "Faisal Noori"),
        ("Strandbergsskolan", "Hällaskolan"),
        ("Förskolan Slussen",),
    ),
    Customer(
        "Lunds kommun",
        "lund.example",
        ("Johanna Visby", "Tomas Kvarnlöf", "Leila Samadi"),
        ("Klosterängsskolan", "Östratornskolan"),
        ("Förskolan Humlan", "Förskolan Vallmon"),
    ),
    Customer(
        "Ystads kommun",
        "ystad.example",
        ("Magnus Sandhed", "Petra Lyngholm"),
        ("Fyrskolan", "Sandängsskolan"),
        ("Förskolan Snäckan",),
    ),
    Customer(
        "Härnösands kommun",
        "harnosand.example",
        ("Ulla Näsström", "Amir Tehrani"),
        ("Bondsjöhöjdens skola", "Fastlandsskolan"),
        ("Förskolan Fyren",),
    ),
    Customer(
        "Kiruna kommun",
        "kiruna.example",
        ("Aili Rautavuoma", "Stefan Hjorthed"),
        ("Loussaskolan", "Fjällvallsskolan"),
        ("Förskolan Renkalven",),
    ),
    Customer(
        "Kungsbacka kommun",
        "kungsbacka.example",
        ("Camilla Breared", "Rikard Tjolö"),
        ("Kapellängsskolan", "Smedjebackens skola"),
        ("Förskolan Ekollonet",),
    ),
    Customer(
        "Sandvikens kommun",
        "sandviken.example",
        ("Lars Högboda", "Nadia Karimi"),
        ("Jernvallsskolan", "Björksätraskolan"),
        ("Förskolan Smedjan",),
    ),
    Customer(
        "Friskolan Lyktan",
        "lyktan.example",
        ("Veronika Asplid", "Jens Torpman"),
        ("Lyktan Norr", "Lyktan Söder"),
        ("Förskolan Lilla Lyktan",),
    ),
    Customer(
        "Montessoriskolan Ekorren",
        "ekorren.example",
        ("Susanne Hallbo",),
        ("Ekorren",),
        ("Ekorrens förskola",),
    ),
]

STAFF = {
    "Bo Lindegård": Role.ADMINISTRATOR,
    "Ingrid Vallsjö": Role.ADMINISTRATOR,
    "Sara Nydal": Role.LEAD,
    "Mikael Östhagen": Role.LEAD,
    "Anna Ekvall": Role.AGENT,
    "Jonas Fridlund": Role.AGENT,
    "Emma Torsell": Role.AGENT,
    "Ali Rezavi": Role.AGENT,
    "Lisa Ahlmyr": Role.AGENT,
    "Viktor Sandros": Role.AGENT,
    "Per Holmestad": Role.CONSULTANT,
    "Helena Mobacken": Role.CONSULTANT,
}


def email_of(name: str, domain: str) -> str:
    plain = name.lower().translate(str.maketrans("åäöé ", "aaoe."))
    return f"{plain}@{domain}"
