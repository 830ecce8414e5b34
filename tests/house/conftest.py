"""A small portal with one of everything, which the house's rules are held against."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kundportal.access import links
from kundportal.access.models import AccessRequest, DomainRuling, Review
from kundportal.mail.models import Mail, MailTest
from kundportal.people import activation, moving
from kundportal.people.models import DataExtract, IdentityProvider, Organisation, Person, session
from kundportal.tickets.asking import building
from kundportal.tickets.asking.questions import Question
from kundportal.tickets.intake import drafting
from kundportal.tickets.models import Form, FormVersion, Message, Ticket, Upload
from tests.cast import signed_in
from tests.house.forms_of_checklists import names_of_checklists
from tests.house.forms_of_endings import names_of_states
from tests.house.forms_of_incoming import names_of_incoming
from tests.house.forms_of_knowledge import names_of_knowledge
from tests.house.forms_of_notifications import names_of_notifications
from tests.house.forms_of_search import names_of_search
from tests.people.software_key import SoftwareKey

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


def names_of_organisations(ticket: Ticket, newcomer: Person) -> dict[str, Any]:
    """What the addresses about organisations and their people are made of."""
    return {
        **{
            f"desk-{act}.pk": newcomer.organisation_id
            for act in ("sight", "mails", "ending", "closing", "reopening", "merger")
        },
        "desk-successor.pk": Organisation.objects.with_nobody_left().get().pk,
        "own-review-answer.pk": newcomer.pk,
        "desk-review-reminder.pk": Review.objects.get().pk,
        "handover.pk": ticket.created_by_id,
        "desk-handover.pk": ticket.created_by_id,
        "desk-mail-domain-removal.pk": DomainRuling.objects.get().pk,
        **{
            f"desk-organisation{act}.pk": newcomer.organisation_id
            for act in ("", "-seats", "-factor-demand", "-factor-free")
        },
        "desk-person-factors.pk": ticket.created_by_id,
        **{
            f"{face}-person-{act}.pk": newcomer.pk
            for face in ("desk", "own")
            for act in ("pause", "return", "seat", "activation")
        },
        **{f"{name}.pk": newcomer.organisation_id for name in SIGN_ON},
        "tickets-export.kind": "csv",
        "person": ticket.created_by_id,
    }


def names_of_forms() -> dict[str, Any]:
    """What the addresses of building forms are made of."""
    return {
        **{f"desk-form-question{act}.key": "hur" for act in ("", "-removal")},
        **{f"desk-form-matter{act}.key": "fel-i-produkten" for act in ("", "-removal")},
        "desk-form-version.number": 1,
        "who": "guardian",
    }


def ask_something(by: Person) -> None:
    """Gives the form that is there a draft with a question on which another hangs."""
    form = Form.objects.get(slug="sverige")
    one = Question(key="hur", kind="choice", labels={"sv": "Hur?"}, options=[
        {"value": value, "labels": {"sv": value}} for value in ("a", "b")
    ])  # fmt: skip
    other = Question(key="var", kind="file", labels={"sv": "Var?"}, of="hur", values=["a"])
    for question in (one, other):
        seen = building.mark_of_question(FormVersion.objects.of_form(form)[0], question.key)
        building.write_question(form, question, organisations=[], seen=seen, by=by)


def sign_on(organisation: Organisation, linked: Person, *, by: Person) -> None:
    """Gives the organisation an identity provider, and links one person."""
    provider = IdentityProvider.objects.set_up(
        organisation=organisation, by=by, kind="saml", domains=["lillkoping.example"],
        entity_id="https://idp.example", sso_url="https://127.0.0.1:1/", certificates=["MA=="],
    )  # fmt: skip
    provider.turn(on=True, by=by)
    provider.link(person=linked, subject="1")


def names_of_intake(ticket: Ticket) -> dict[str, Any]:
    """What the addresses of drafts and of files that wait are made of."""
    creator, once = ticket.created_by, uuid4()
    drafting.write(by=creator, once=once, kind="ticket", form=ticket.form, revision=0,
                   values={"title": "Halvt", "text": "Halv text"})  # fmt: skip
    waiting = Upload.objects.keep(picture(), by=creator, once=once, field="attachments")
    return {"once": once, **dict.fromkeys(("upload.key", "upload-removal.key"), waiting.key)}


def names_of_mail_tests() -> dict[str, Any]:
    """What the addresses of a trial of our mails are made of."""
    test = MailTest.objects.begin(email="eva.ost@gmail.com", language="sv", once=uuid4())
    return {f"mail-test-{act}.key": test.key for act in ("progress", "arrival", "absence")}


# What is the same whatever there is.
ALWAYS = {
    "slug": "sverige",
    "handle": "0" * 32,
    "who": "guardian",
    "country": "se",
    "language": "sv",
    "kind": "introduction",
}


def names_of(
    ticket: Ticket,
    message: Message,
    newcomer: Person,
    waiting: AccessRequest,
    unconfirmed: AccessRequest,
    passkey: Authenticator,
) -> dict[str, Any]:
    """What the addresses of these things are made of."""
    return {
        "number": ticket.number,
        "key": ticket.attachments.get().key,
        **ALWAYS,
        "mail_id": Mail.objects.earliest("pk").pk,
        **names_of_states(),
        **dict.fromkeys(("reply.pk", "reply-quote.pk"), message.pk),
        "pk": waiting.pk,
        **dict.fromkeys(("recipient-removal.pk", "desk-recipient-removal.pk"), message.author_id),
        **names_of_forms(),
        **dict.fromkeys(("own-application.pk", "own-application-objection.pk"), waiting.pk),
        "tickets-export.kind": "csv",
        **dict.fromkeys(("passkey.pk", "passkey-remove.pk"), passkey.pk),
        **(names_of_organisations(ticket, newcomer) | names_of_intake(ticket)),
        **names_of_notifications(ticket),
        **names_of_incoming(ticket),
        "apply-status.key": waiting.key,
        **names_of_mail_tests(),
        "settings-data-download.key": DataExtract.objects.get().key,
        "apply-confirm.token": links.confirmation(unconfirmed).rstrip("/").split("/")[-1],
        "activate.token": activation.link_for(newcomer).rstrip("/").split("/")[-1],
        "email-confirm.token": moving.link_for(newcomer, email="nils.ny@lillkoping.example")
        .rstrip("/")
        .split("/")[-1],
        "uid": user_pk_to_url_str(ticket.created_by),
        "choose-password.token": default_token_generator.make_token(ticket.created_by),
    }


def desert() -> None:
    """An organisation for which nobody can sign in any more."""
    deserted = Organisation.objects.create(name="Ödestads kommun")
    Person.objects.admit(email="sist@odestad.example", name="Siv Sist", organisation=deserted)
    Person.objects.filter(organisation=deserted).update(is_active=False)


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    """However long a test takes, no page is the one that notes a session's use each minute."""
    monkeypatch.setattr(session, "NOTED_EVERY", timedelta(days=1))


@pytest.fixture
def world(create_ticket, customer, colleague, outsider, agent, administrator, municipality):
    """The cast, a ticket with a reply, a note and a picture, applications and mails."""
    cache.clear()
    ticket = create_ticket(customer, recipients=[colleague], attachments=[picture()])
    message = ticket.reply(by=agent, text="Vi tittar på det.", once=uuid4())
    ticket.handling.note(by=agent, text="Känt fel.", once=uuid4())
    TOTP.activate(colleague, generate_totp_secret())
    passkey = SoftwareKey().kept_by(customer)
    sign_on(municipality, customer, by=administrator)
    newcomer = Person.objects.admit(
        email="ny@lillkoping.example", name="Nils Ny", organisation=municipality
    )
    Review.objects.ask(municipality, half="2026-09")
    desert()
    waiting = apply("eva.ost@lillkoping.example").confirm()
    unconfirmed = apply("ulf.ny@lillkoping.example", "Ulf Ny")
    DomainRuling.objects.rule(domain="privat.example", is_private=True, by=administrator)
    ask_something(administrator)
    DataExtract.objects.ask(by=customer).finish(content=ContentFile(b"PK"))
    people = {
        "customer": customer,
        "colleague": colleague,
        "outsider": outsider,
        "agent": agent,
        "administrator": administrator,
    }
    known = (
        names_of_checklists(administrator)
        | names_of_knowledge(administrator)
        | names_of_search(administrator)
        | names_of(ticket, message, newcomer, waiting, unconfirmed, passkey)
    )
    return SimpleNamespace(
        known=known,
        people=people,
        ticket=ticket,
        waiting=waiting,
        unconfirmed=unconfirmed,
        client=lambda role: signed_in(people[role]),
    )
