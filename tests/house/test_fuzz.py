"""Whatever is sent, the answer is a page that says what is wrong, never a fault of ours."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.cast import PASSWORD, confirm_password, show_factor
from tests.house.addresses import Address, addresses
from tests.house.forms_of_applying import APPLYING
from tests.house.forms_of_checklists import CHECKLISTS
from tests.house.forms_of_endings import ENDINGS
from tests.house.forms_of_forms import FORMS_OF_FORMS
from tests.house.forms_of_intake import INTAKE
from tests.house.forms_of_knowledge import KNOWLEDGE
from tests.house.forms_of_notifications import NOTIFICATIONS
from tests.house.forms_of_organisations import ORGANISATIONS, SIGHT
from tests.house.forms_of_previews import PREVIEWS
from tests.house.nasty import MEGABYTE, NASTY, RAW, WORST

pytestmark = pytest.mark.django_db

# What each address takes, and who may send it.
FORMS = {
    "ticket-form": ("customer", {
        "product": 1, "matter": 1, "title": "T", "text": "T", "recipients": 1, "once": "",
        "files": "", "version": "1", "asked": "hur", "field_hur": "a",
    }),
    **PREVIEWS,
    **FORMS_OF_FORMS,
    "replies": ("customer", {"text": "T", "once": "", "files": ""}),
    "reading": ("customer", {"up_to": "1"}),
    **ENDINGS,
    **KNOWLEDGE,
    "tickets-solved": ("customer", {"url": "/tickets/SE-4839-2175/"}),
    **SIGHT,
    "settings-profile": ("customer", {"name": "N", "phone": "070-174 06 05"}),
    "settings-language": ("customer", {"language": "sv", "time_zone": "Europe/Helsinki"}),
    **NOTIFICATIONS,
    "settings-data-new": ("confirmed", {}),
    "settings-password": ("customer", {"old": PASSWORD, "password": "en annan fras om våren"}),
    "account_reauthenticate": ("customer", {"old": PASSWORD, "next": "/"}),
    "factors-codes": ("confirmed", {"code": "123456"}),
    "factors-codes-remove": ("confirmed", {}),
    "factors-recovery": ("confirmed", {}),
    "passkey-add": ("confirmed", {"name": "N", "credential": "{}"}),
    "passkey": ("confirmed", {"name": "N"}),
    **dict.fromkeys(("passkey-question", "passkey-remove"), ("confirmed", {})),
    "second-step-passkey": ("halfway", {}),
    "mfa_authenticate": ("halfway", {"code": "123456"}),
    "settings-email": ("customer", {"email": "ny@lillkoping.example", "old": PASSWORD}),
    **dict.fromkeys(("session-staying", "sessions-end-others"), ("customer", {})),
    "session-end": ("customer", {}),
    "sign-out": ("customer", {}),
    "language": ("customer", {"language": "en", "next": "/"}),
    "desk-replies": ("agent", {"text": "T", "state": "1", "once": "", "files": ""}),
    "desk-notes": ("agent", {"text": "T", "once": ""}),
    "desk-assignment": ("agent", {"assignee": ""}),
    "desk-priority": ("agent", {"priority": "3"}),
    "desk-closure": ("agent", {}),
    **dict.fromkeys(
        ("desk-mail-delivery", "desk-mail-stopping", "desk-mail-lifting"), ("agent", {})
    ),
    "mail-reports": ("stranger", {}),
    "desk-access-approval": ("administrator", {
        "place": "new", "organisation": "", "organisation_name": "Ny",
    }),
    "desk-access-refusal": ("administrator", {"reason": "other", "words": "Nej"}),
    "desk-access-invitations": ("agent", {"email": "ny@lillkoping.example", "language": "sv"}),
    "desk-mail-domains": ("administrator", {"domain": "a.example", "ruling": "private"}),
    "desk-mail-domain-removal": ("administrator", {}),
    "desk-country-opening": ("administrator", {"open": "no"}),
    "desk-country-texts": ("administrator", {
        "introduction": "I", "organisation": "O", "at-hand": "A", "closed": "C",
    }),
    "desk-country-preview": ("administrator", {
        "introduction": "I", "organisation": "O", "at-hand": "A", "closed": "C",
    }),
    "desk-country-text-removal": ("administrator", {}),
    "desk-organisation-seats": ("administrator", {"seats": "7"}),
    "desk-organisation-factor-demand": ("administrator", {"since": "2027-01-11"}),
    "desk-organisation-factor-free": ("administrator", {}),
    "desk-person-factors": ("administrator", {"reason": "Ringde upp via kommunens växel."}),
    **{f"desk-person-{act}": ("administrator", {}) for act in ("pause", "return", "seat")},
    "own-application-objection": ("customer", {"words": "Nej"}),
    **{f"own-person-{act}": ("customer", {}) for act in ("pause", "return", "seat")},
    **ORGANISATIONS,
    **INTAKE,
    **CHECKLISTS,
    "sign-on": ("stranger", {"email": "a@b.example", "next": "/"}),
    "sign-on-acs": ("stranger", {"SAMLResponse": "PHg+", "RelayState": ""}),
    "desk-sign-on": ("administrator", {
        "kind": "openid_connect", "issuer": "https://127.0.0.1:1/", "client_id": "c",
        "secret": "s", "takes_unmarked": "on", "domains": "lillkoping.example",
        "is_demanded": "on", "metadata_url": "https://127.0.0.1:1/", "metadata": "<x/>",
    }),
    **{f"desk-sign-on-{act}": ("administrator", {}) for act in ("test", "on", "off", "unlink")},
    "sign-in": ("stranger", {"login": "a@b.example", "password": "x", "next": "/"}),
    "account_login": ("stranger", {"credential": "{}", "next": "/"}),
    "sign-in-passkey": ("stranger", {}),
    "account_reset_password": ("stranger", {"email": "a@b.example"}),
    "choose-password": ("stranger", {"password": "en annan fras om våren"}),
    "activate": ("stranger", {"password": "en annan fras om våren"}),
    "email-confirm": ("stranger", {}),
    "activate-again": ("stranger", {"email": "a@b.example"}),
    **APPLYING,
}  # fmt: skip
POSTED = [one for one in addresses() if "POST" in one.methods]


class Sender:
    """Sends one thing at a time, each to the portal as it was before."""

    def __init__(self, world) -> None:
        self.world = world
        self.sessions = {
            role: world.client(role).cookies[settings.SESSION_COOKIE_NAME].value
            for role in ("customer", "agent", "administrator")
        }
        confirmed = world.client("customer")
        confirm_password(confirmed, world.people["customer"])
        show_factor(confirmed, world.people["customer"])
        halfway = Client()
        halfway.post("/sign-in/", {"login": world.people["colleague"].email, "password": PASSWORD})
        for role, client in {"confirmed": confirmed, "halfway": halfway}.items():
            self.sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def client(self, role: str) -> Client:
        client = Client(raise_request_exception=False)
        if role in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client

    def post(self, address: Address, data, kind: str | None = None) -> int:
        """Sends it, takes back what it did, and gives the status of the answer."""
        client, url = self.client(FORMS[address.name][0]), address.url(self.world.known)
        with transaction.atomic():
            if address.view.gate == "anyone":
                cache.clear()  # the counters of attempts
            if kind is None:
                answer = client.post(url, data)
            else:
                answer = client.generic("POST", url, data, content_type=kind)
            transaction.set_rollback(True)
        return answer.status_code


@pytest.fixture
def sender(world):
    return Sender(world)


def test_every_address_that_takes_a_form_is_tried():
    assert {one.name for one in POSTED} == FORMS.keys()


def tries(turn: int, fields: dict) -> Iterator[tuple[str, dict]]:
    """The form with a thing in all its fields, and with one of the worst in each of them.

    All forms are read in the same way, so the kinds take turns: each form meets every second one
    and each field three kinds of its own, and all of them together every kind many times.
    """
    if not fields:
        yield "nothing", {}
        return
    for kind in [*NASTY][turn % 2 :: 2]:
        yield kind, dict.fromkeys(fields, NASTY[kind])
    for number, field in enumerate(fields, start=turn):
        yield f"no {field}", {name: value for name, value in fields.items() if name != field}
        for step in (0, 2):
            kind = WORST[(number + step) % len(WORST)]
            yield f"{field}: {kind}", {**fields, field: NASTY[kind]}


def test_each_field_may_hold_anything(sender):
    faults = [
        (address.name, what)
        for turn, address in enumerate(POSTED)
        for what, data in tries(turn, FORMS[address.name][1])
        if sender.post(address, data) >= 500
    ]
    assert faults == []


def test_each_field_may_hold_a_megabyte(sender):
    faults = [
        (address.name, field)
        for address in POSTED
        for field in FORMS[address.name][1]
        if sender.post(address, {**FORMS[address.name][1], field: MEGABYTE}) >= 500
    ]
    assert faults == []


# A body is read in one way by all; these stand for strangers, customers, staff, and for files.
READING_BODIES = {
    "sign-in", "apply-form", "language", "settings-profile", "ticket-form", "desk-replies",
}  # fmt: skip


def test_the_body_may_be_anything(sender):
    faults = [
        (address.name, what)
        for address in POSTED
        if address.name in READING_BODIES
        for what, (body, kind) in RAW.items()
        if sender.post(address, body, kind) >= 500
    ]
    assert faults == []


ODD_ARGUMENTS = {
    "number": ["SE-4839-2175", "%00", "x" * 3000, "SE%2D1", "%F0%9F%91%A9", "..", "%FF"],
    **{key: ["x", "x" * 3000, "-", "_"] for key in ("slug", "words", "name")},
    "country": ["xx", "SE", "x" * 3000, "-"],
    "language": ["xx", "de", "x" * 3000, "-"],
    "kind": ["x", "x" * 3000, "-"],
    "who": ["x", "x" * 3000, "-", "_"],
    "token": ["x", "%00", "x" * 3000, "a:b:c", "%FF", "W10:1:x"],
    "uid": ["x", "%00", "x" * 3000, "zzzzzzzzzzzzzz", "-1", "%FF"],
    "handle": ["x", "%00", "x" * 3000, "%FF"],
    **{name: [str(uuid4()), "x", "x" * 3000] for name in ("key", "once")},
    **{key: ["0", "9" * 12, "9" * 400] for key in ("pk", "mail_id", "person", "start", "file")},
}
ODD_QUERIES = [
    "?number=%00&view=%00&state=%00&show=%00&after=%00&before=%00&next=%00",
    "?after=" + "9" * 4000,
    "?before=" + "9" * 400,
    "?after=%ff%fe&before=%ff&view=%ff&number=%ff",
    "?after[]=1&after=2&after=3&view=a&view=b",
    "?after=W10&before=-1&number=SE-4839-2175",
    "?next=//evil.example&next=javascript:alert(1)",
    "?after=WyIyMDI2LTAxLTAxVDAwOjAwOjAwKzAwOjAwIiw5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTldAAA",
]


PASSED = {
    "stranger": {"anyone"},
    "customer": {"customer", "signed in"},
    "administrator": {"staff", "administrator", "signed in"},
}


@pytest.mark.parametrize("role", PASSED)
def test_an_address_may_name_anything(sender, role):
    client, faults = sender.client(role), []
    for address in addresses():
        if address.view.gate in PASSED[role]:
            cache.clear()
            for taken in address.takes:
                for odd in ODD_ARGUMENTS[taken]:
                    url = _with(f"/{address.route}", address, sender.world.known, taken, odd)
                    if client.get(url).status_code >= 500:
                        faults.append(url[:200])
    assert faults == []


def _with(route: str, address: Address, known: dict, taken: str, odd: str) -> str:
    for one in address.takes:
        value = known.get(f"{address.name}.{one}", known.get(one))
        for kind in ("str", "int", "slug", "uuid", "number"):
            route = route.replace(f"<{kind}:{one}>", odd if one == taken else str(value))
    assert "<" not in route
    return route


@pytest.mark.parametrize("role", PASSED)
def test_a_query_may_say_anything(sender, role):
    client, faults = sender.client(role), []
    for address in addresses():
        if address.view.gate in PASSED[role] and "GET" in address.methods:
            cache.clear()
            for query in ODD_QUERIES:
                url = address.url(sender.world.known) + query
                if client.get(url).status_code >= 500:
                    faults.append(url[:200])
    assert faults == []


def test_cookies_and_headers_may_be_anything(world):
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages",
                 settings.BROWSER_COOKIE_NAME,
                 settings.LANGUAGE_COOKIE_NAME):  # fmt: skip
        for value in ("x" * 4000, "é", "[]", "\\000", "../x", '{"a": 1}'):
            client = Client(raise_request_exception=False)
            client.cookies[name] = value
            for url in ("/", "/tickets/", "/sign-in/"):
                assert client.get(url).status_code < 500, (name, value)
    client = Client(raise_request_exception=False)
    for header in ("accept-language", "hx-request", "hx-current-url", "x-forwarded-for", "referer"):
        for value in ("x" * 5000, "\xff", ",;q=", "sv;q=x", "%00", "::::"):
            assert client.get("/sign-in/", headers={header: value}).status_code < 500
