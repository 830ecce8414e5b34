"""The people and things that every test knows, made by the verbs that make the real ones."""

from __future__ import annotations

import base64
import hmac
import struct
import time
from functools import cache
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.hashers import get_hasher, make_password
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.test import Client

from kundportal.people.models import Organisation, Person, Role
from kundportal.products.models import Product
from kundportal.tickets.models import Form, Ticket

PASSWORD = "en lugn fras om hösten"


@cache
def _hashed(hasher: str) -> str:
    """Hashing is slow on purpose; once for each hasher is enough for the whole cast."""
    return make_password(PASSWORD, hasher=hasher)


@pytest.fixture
def real_hashing(settings):
    """Passwords are hashed as they are outside the tests, which takes its time on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]


def person(name: str, email: str, role: str = Role.CUSTOMER, at: Organisation | None = None):
    one = Person.objects.admit(email=email, name=name, role=role, organisation=at)
    one.password = _hashed(get_hasher().algorithm)
    one.save(update_fields=["password"])
    return one


def signed_in(one: Person) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(one)
    if one.is_staff:
        show_factor(client, one)
    return client


def show_factor(client: Client, one: Person) -> None:
    """As if the person had written a one-time code as well, which staff must."""
    _note(client, one, {"method": "mfa", "at": time.time()})


def one_time_code(secret: str, *, ahead: int = 0) -> str:
    """What an app shows now, by RFC 6238; `ahead` counts in half minutes."""
    counter = struct.pack(">Q", int(time.time()) // 30 + ahead)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    at = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def confirm_password(client: Client, one: Person) -> None:
    """As if the person had just written their password once more."""
    _note(client, one, {"method": "password", "at": time.time(), "reauthenticated": True})


def _note(client: Client, one: Person, record: dict[str, object]) -> None:
    session = client.session
    records = session.get("account_authentication_methods", [])
    session["account_authentication_methods"] = [*records, record]
    session["account_authentication_methods_user"] = str(one.pk)
    session.save()


@pytest.fixture
def municipality(db):
    organisation = Organisation.objects.create(name="Lillköpings kommun")
    organisation.mail_domains.create(domain="lillkoping.example")
    return organisation


@pytest.fixture
def elsewhere(db):
    organisation = Organisation.objects.create(name="Storsunds kommun")
    organisation.mail_domains.create(domain="storsund.example")
    return organisation


@pytest.fixture
def customer(municipality):
    return person("Karin Berg", "karin.berg@lillkoping.example", at=municipality)


@pytest.fixture
def colleague(municipality):
    return person("Olle Dahl", "olle.dahl@lillkoping.example", at=municipality)


@pytest.fixture
def outsider(elsewhere):
    return person("Yasmin Ståhl", "yasmin.stahl@storsund.example", at=elsewhere)


@pytest.fixture
def agent(db):
    return person("Anna Ek", "anna.ek@vendor.example", Role.AGENT)


@pytest.fixture
def administrator(db):
    return person("Bo Lind", "bo.lind@vendor.example", Role.ADMINISTRATOR)


@pytest.fixture
def product(db):
    return Product.objects.create(name="Skolvalvet")


@receiver(post_migrate)
def restore(app_config, **_told: object) -> None:
    """Puts there again what migrations put there, and every installation begins with.

    A test with real transactions empties all tables when it ends.
    """
    if app_config.label == "tickets" and not Form.objects.exists():
        migrations = "kundportal.tickets.migrations"
        import_module(f"{migrations}.0002_offer_the_swedish_form").offer(apps, None)
        import_module(f"{migrations}.0006_freeze_published_forms").publish(apps, None)
        import_module(f"{migrations}.0012_name_inner_states").offer(apps, None)


@pytest.fixture
def form(db):
    """The form that every installation begins with."""
    return Form.objects.get(slug="sverige")


@pytest.fixture
def create_ticket(form, product):
    """Creates a ticket as its creator would, with what a test does not care about filled in."""

    def create(by: Person, *, title: str = "Betyg går inte att spara", **given) -> Ticket:
        fields = {
            "form": form,
            "product": product,
            "matter": form.matters.first(),
            "title": title,
            "text": "När vi sparar ett betyg står det **Fel 12**.",
            "once": uuid4(),
            **given,
        }
        return Ticket.objects.create_from_form(by=by, **fields)

    return create


@pytest.fixture
def ticket(create_ticket, customer):
    return create_ticket(customer)
