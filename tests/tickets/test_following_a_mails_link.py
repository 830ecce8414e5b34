"""The one link of a mail leads to just that reply, by way of signing in and the second factor."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client

from kundportal.mail.models import Mail
from tests.cast import PASSWORD, one_time_code

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_tried(db):
    cache.clear()


def link_to(one) -> str:
    mail = Mail.objects.filter(person=one).latest("pk")
    return re.findall(r"http://localhost:8000(/tickets/\S+/replies/\d+/)", mail.text)[0]


def walk(path: str, one) -> str:
    """Where somebody who was signed out ends up, and what they did on the way."""
    secret = generate_totp_secret()
    TOTP.activate(one, secret)
    visitor = Client()
    asked = visitor.get(path)
    assert asked.headers["Location"] == f"/sign-in/?next={path}"
    form = {"login": one.email, "password": PASSWORD, "next": path}
    assert visitor.post("/sign-in/", form).headers["Location"].startswith("/sign-in/code/")
    cache.clear()
    back = visitor.post("/sign-in/code/", {"code": one_time_code(secret), "next": path})
    assert back.headers["Location"] == path
    return visitor.get(path).headers["Location"]


def test_a_customer_lands_on_the_reply(ticket, customer, agent):
    message = ticket.reply(by=agent, text="Vi tittar på det.", once=uuid4())
    assert walk(link_to(customer), customer) == f"{ticket.url}#reply-{message.pk}"


def test_an_agent_lands_on_it_at_the_desk(ticket, customer, agent):
    ticket.handling.assign(to=agent, by=agent)
    message = ticket.reply(by=customer, text="Det händer igen.", once=uuid4())
    assert walk(link_to(agent), agent) == f"{ticket.desk_url}#reply-{message.pk}"


def test_a_reply_far_back_is_found_on_its_own_part_of_the_page(ticket, customer, agent):
    message = ticket.reply(by=agent, text="Vi tittar på det.", once=uuid4())
    link = link_to(customer)
    for number in range(55):
        ticket.say(by=agent, text=f"Svar {number}.", once=uuid4())
    found = walk(link, customer)
    assert found.startswith(f"{ticket.url}?before=")
    assert found.endswith(f"#reply-{message.pk}")
