"""A small portal with one of everything, which the house's rules are held against."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kundportal.access import links
from kundportal.access.models import AccessRequest, DomainRuling
from kundportal.mail.models import Mail
from kundportal.people import activation, moving
from kundportal.people.models import IdentityProvider, Organisation, Person
from kundportal.tickets.models import Message, Ticket
from tests.cast import signed_in

SIGN_ON = (
    "sign-on-callback", "sign-on-acs", "sign-on-finish", "sign-on-metadata", "desk-sign-on",
    "desk-sign-on-test", "desk-sign-on-on", "desk-sign-on-off", "desk-sign-on-unlink",
)  # fmt: skip


def picture() -> SimpleUploadedFile:
    target = BytesIO()
    Image.new("RGB", (30, 20), "teal").save(target, "PNG")
    return SimpleUploadedFile("bild.png", target.getvalue(), "image/png")


def apply(email: str, name: str = "Eva Öst") -> AccessRequest:
    return AccessRequest.objects.apply(
        country="SE", name=name, email=email, phone="070-174 06 05", language="sv",
        organisation_name="Lillköpings kommun", title="Systemförvaltare",
        appointed_by="Per Lund, skolchef", once=uuid4(),
    )  # fmt: skip


def sign_on(organisation: Organisation, linked: Person, *, by: Person) -> None:
    """Gives the organisation an identity provider, and links one person."""
    provider = IdentityProvider.objects.set_up(
        organisation=organisation, by=by, kind="saml", domains=["lillkoping.example"],
        entity_id="https://idp.example", sso_url="https://127.0.0.1:1/", certificates=["MA=="],
    )  # fmt: skip
    provider.turn(on=True, by=by)
    provider.link(person=linked, subject="1")


def names_of(
    ticket: Ticket,
    message: Message,
    newcomer: Person,
    waiting: AccessRequest,
    unconfirmed: AccessRequest,
) -> dict[str, Any]:
    """What the addresses of these things are made of."""
    return {
        "number": ticket.number,
        "key": ticket.attachments.get().key,
        "slug": "sverige",
        "handle": "0" * 32,
        "mail_id": Mail.objects.earliest("pk").pk,
        "reply.pk": message.pk,
        "pk": waiting.pk,
        "who": "guardian",
        "own-application.pk": waiting.pk,
        "own-application-objection.pk": waiting.pk,
        "desk-mail-domain-removal.pk": DomainRuling.objects.get().pk,
        "desk-organisation.pk": newcomer.organisation_id,
        "desk-organisation-seats.pk": newcomer.organisation_id,
        **{
            f"{face}-person-{act}.pk": newcomer.pk
            for face in ("desk", "own")
            for act in ("pause", "return", "seat")
        },
        **{f"{name}.pk": newcomer.organisation_id for name in SIGN_ON},
        "person": ticket.created_by_id,
        "apply-status.key": waiting.key,
        "apply-confirm.token": links.confirmation(unconfirmed).rstrip("/").split("/")[-1],
        "activate.token": activation.link_for(newcomer).rstrip("/").split("/")[-1],
        "email-confirm.token": moving.link_for(newcomer, email="nils.ny@lillkoping.example")
        .rstrip("/")
        .split("/")[-1],
        "uid": user_pk_to_url_str(ticket.created_by),
        "choose-password.token": default_token_generator.make_token(ticket.created_by),
    }


@pytest.fixture(autouse=True)
def _hurried_passwords(settings):
    """The real hash takes its time, and no rule of the house is about it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(
    _hurried_passwords, create_ticket, customer, colleague, outsider, agent, administrator,
    municipality,
):  # fmt: skip
    """The cast, a ticket with a reply, a note and a picture, applications and mails."""
    cache.clear()
    ticket = create_ticket(customer, recipients=[colleague], attachments=[picture()])
    message = ticket.reply(by=agent, text="Vi tittar på det.", once=uuid4())
    ticket.handling.note(by=agent, text="Känt fel.", once=uuid4())
    TOTP.activate(colleague, generate_totp_secret())
    sign_on(municipality, customer, by=administrator)
    newcomer = Person.objects.admit(
        email="ny@lillkoping.example", name="Nils Ny", organisation=municipality
    )
    waiting = apply("eva.ost@lillkoping.example").confirm()
    unconfirmed = apply("ulf.ny@lillkoping.example", "Ulf Ny")
    DomainRuling.objects.rule(domain="privat.example", is_private=True, by=administrator)
    people = {
        "customer": customer,
        "colleague": colleague,
        "outsider": outsider,
        "agent": agent,
        "administrator": administrator,
    }
    known = names_of(ticket, message, newcomer, waiting, unconfirmed)
    return SimpleNamespace(
        known=known,
        people=people,
        ticket=ticket,
        waiting=waiting,
        unconfirmed=unconfirmed,
        client=lambda role: signed_in(people[role]),
    )
