"""The mails of one ticket stand together in the mail programs of those who get them."""

from __future__ import annotations

from base64 import b64decode
from uuid import uuid4

import pytest

from kundportal.mail import jobs
from kundportal.mail.addresses import chain_of
from kundportal.mail.models import Mail

pytestmark = pytest.mark.django_db


def headers(mail: Mail) -> dict[str, str]:
    return dict(mail.message().message().items())


@pytest.fixture
def told(create_ticket, customer, colleague, agent):
    """The mails of a ticket, by who got them."""
    ticket = create_ticket(customer, recipients=[colleague])
    ticket.reply(by=agent, text="Vi tittar på det.", once=uuid4())
    ticket.close(by=agent)
    return ticket


def test_the_confirmation_is_the_mail_that_all_others_refer_to(told, customer, colleague):
    first, *others = [headers(mail) for mail in Mail.objects.filter(person=customer).order_by("pk")]
    assert "References" not in first
    assert len(others) == 2
    for one in (*others, *map(headers, Mail.objects.filter(person=colleague))):
        assert one["References"] == one["In-Reply-To"] == first["Message-ID"]
        assert one["Message-ID"] != first["Message-ID"]


def test_no_two_mails_have_the_same_name(told):
    names = list(Mail.objects.values_list("message_id", flat=True))
    assert len(names) == len(set(names)) == 6


def test_outlook_finds_the_same_index_and_topic_on_all(told):
    found = [headers(mail) for mail in Mail.objects.all()]
    assert {one["Thread-Topic"] for one in found} == {told.number}
    [index] = {one["Thread-Index"] for one in found}
    assert len(b64decode(index)) == 22


def test_the_list_is_named_after_the_ticket(told, settings):
    found = {headers(mail)["List-Id"] for mail in Mail.objects.all()}
    assert found == {f"{told.number} <{told.number.lower()}.localhost>"}


def test_two_tickets_are_two_threads(told, create_ticket, customer):
    create_ticket(customer)
    roots = Mail.objects.filter(key__startswith="thread:").order_by("pk")
    first, second = (headers(mail) for mail in roots)
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Thread-Index"] != second["Thread-Index"]


def test_a_letter_of_no_thread_has_no_such_header(customer):
    customer.send_reset()
    found = headers(Mail.objects.get())
    assert not {"References", "Thread-Index", "Thread-Topic", "List-Id"} & found.keys()


def test_no_header_begins_with_an_empty_line_on_the_wire(post, smtp, settings):
    """Some mail programs take such a header for an empty one."""
    settings.SITE_URL = "https://support-for-schools-and-municipalities.vendor.example"
    settings.MAIL_DOMAIN = "answers.support-for-schools-and-municipalities.vendor.example"
    url = f"{settings.SITE_URL}/notifications/stopping/{'x' * 200}/"
    to = f"{'a' * 60}@{'skola.' * 20}se"
    mail = post(to=to, key="told:1", thread="SE-1234-5678", unsubscribe=url)
    jobs.deliver(mail_id=mail.pk)
    [raw] = smtp.raw
    head = raw.partition(b"\r\n\r\n")[0].decode("ascii")
    for line in head.split("\r\n"):
        assert line.strip(), "each line says something"
        assert not line.endswith((":", ": ")), line
        assert len(line) <= 998
    [message] = smtp.received
    assert message["List-Unsubscribe"] == f"<{url}>"
    for name, value in {
        "List-Unsubscribe": f"<{url}>",
        "In-Reply-To": message["References"],
        "Message-ID": mail.message_id,
        "To": to,
        "Reply-To": f"replies@{settings.MAIL_DOMAIN}",
    }.items():
        assert f"\r\n{name}: {value}\r\n" in f"\r\n{head}\r\n"


def test_a_long_chain_that_is_answered_stays_within_a_line(post, smtp):
    chain = chain_of(f"<{number:060}@vendor.example>" for number in range(30))
    jobs.deliver(mail_id=post(answers=chain).pk)
    [raw] = smtp.raw
    lines = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    [references] = [line for line in lines if line.startswith(b"References: ")]
    assert references == f"References: {chain}".encode()
    assert len(references) <= 998
