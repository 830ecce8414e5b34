"""Staff who are asked where a mail is find it by what they know: a name, an address, a ticket."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kundportal.mail.letters import Letter
from kundportal.mail.models import Mail
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

LETTER = Letter(subject="Svar", lead="Något har hänt.", why="Du är mottagare.")
Find = Callable[..., set[str]]


def mail(subject: str, to: str, **more: str) -> Mail:
    written = replace(LETTER, subject=subject)
    return Mail.objects.post(written, to=to, key=f"{subject}:{to}", language="sv", **more)


@pytest.fixture
def find(agent) -> Find:
    mail("Schemat går inte att spara", "Karin.Berg@lillkoping.example", thread="SE-4839-2177")
    mail("[SE-4839-2177] Betygen är borta", "ove@storstad.example")
    mail("Karins schema", "lisa@lillkoping.example")
    mail("Välkommen", "karin.alm@storstad.example")
    client = signed_in(agent)

    def found(q: str, **more: str) -> set[str]:
        page = client.get("/desk/mail/", {"q": q, **more})
        assert page.status_code == 200
        shown = page.content.decode()
        subjects = Mail.objects.values_list("subject", flat=True)
        return {one for one in subjects if f">{one}</a>" in shown}

    return found


SCHEMA, GRADES, KARINS, WELCOME = (
    "Schemat går inte att spara", "[SE-4839-2177] Betygen är borta", "Karins schema", "Välkommen",
)  # fmt: skip


@pytest.mark.parametrize(
    ("q", "subjects"),
    [
        ("karin.berg@lillkoping.example", {SCHEMA}),
        ("KARIN.BERG@LILLKOPING.EXAMPLE ", {SCHEMA}),
        ("karin.berg@", {SCHEMA}),
        ("karin", {SCHEMA, WELCOME}),
        ("karins", {KARINS}),
        ("karin.b", {SCHEMA}),
        ("lillkoping.example", {SCHEMA, KARINS}),
        ("@storstad.example", {GRADES, WELCOME}),
        ("schema", {SCHEMA, KARINS}),
        ("spara schemat", {SCHEMA}),
        ("betygen borta", {GRADES}),
        ("se 4839 2177", {SCHEMA}),
        ("nowhere", set()),
        ("nobody@nowhere.example", set()),
        ("%", set()),
        ("'", set()),
        ("& | ! :* <->", set()),
        ("\\", set()),
        ("\U0010ffff", set()),
        ("_arin", set()),
    ],
)
def test_what_is_typed_finds_what_is_meant(find: Find, q: str, subjects: set[str]) -> None:
    assert find(q) == subjects


def test_a_name_finds_the_mails_to_the_persons_address(find: Find, customer) -> None:
    written = mail("Till dig", customer.email)
    assert customer.name.split()[-1].lower() not in "till dig"
    assert find(" ".join(reversed(customer.name.split()))) >= {written.subject}


def test_the_number_of_a_ticket_finds_also_mails_from_before_threads(find: Find) -> None:
    Mail.objects.update(thread="")
    assert find("SE-4839-2177") == {GRADES}


def test_a_search_keeps_to_the_state_that_is_shown(find: Find) -> None:
    Mail.objects.filter(subject=SCHEMA).update(state="bounced")
    assert find("karin", state="bounced") == {SCHEMA}
    assert find("karin", state="waiting") == {WELCOME}


def test_a_search_is_paged_newest_first(agent) -> None:
    for number in range(52):
        mail(f"Brev {number:02}", "karin@lillkoping.example")
    client = signed_in(agent)
    first = client.get("/desk/mail/", {"q": "karin@lillkoping.example"}).content.decode()
    assert "Brev 51" in first
    assert "Brev 01" not in first
    after = first.split("after=")[1].split('"')[0]
    second = client.get("/desk/mail/", {"q": "karin@lillkoping.example", "after": after})
    assert "Brev 01" in second.content.decode()


@pytest.mark.parametrize(
    "q", ["karin", "schema", "karin@", "karin.berg", "SE-4839-2177", "a b c d e f g"]
)
def test_no_search_asks_more_than_eight_questions(find: Find, agent, q: str) -> None:
    client = signed_in(agent)
    client.get("/desk/mail/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/desk/mail/", {"q": q})
    assert len(asked) <= 8, [one["sql"] for one in asked]


def test_no_search_reads_all_mails(find: Find) -> None:
    """With so few rows the planner would read them all: it is told that this is dear."""
    every = Mail.objects.all()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for found in (
            every.to_exactly("karin@x.example").order_by("-created_at", "-pk")[:50],
            every.filter(domain="x.example").order_by("-created_at")[:50],
            every.filter(thread="SE-4839-2177").order_by("-created_at")[:50],
            every.in_state("bounced").order_by("-created_at", "-pk")[:50],
        ):
            plan = found.explain()
            assert "Index" in plan, plan
            assert "Filter" not in plan.replace("Index Cond", ""), plan
