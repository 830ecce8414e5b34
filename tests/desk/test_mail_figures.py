"""How many mails arrive at each mail domain, for staff who see that one takes none."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kundportal.mail import figures, jobs
from kundportal.mail.letters import Letter
from kundportal.mail.models import DomainDay, Mail, MailTest, State
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

LETTER = Letter(subject="Svar", lead="Något har hänt.", why="Du är mottagare.")


def mails(domain: str, *, days_ago: float = 0, **numbers: int) -> None:
    """So many mails in each state, written so long ago."""
    moment = timezone.now() - timedelta(days=days_ago)
    for state, number in numbers.items():
        for at in range(number):
            key = f"{domain}:{state}:{days_ago}:{at}"
            mail = Mail.objects.post(LETTER, to=f"a@{domain}", key=key, language="sv")
            sent = moment if state in {"sent", "complained"} else None
            Mail.objects.filter(pk=mail.pk).update(state=state, created_at=moment, sent_at=sent)


def rows(days: int = 7) -> list[tuple[str, int | None]]:
    found = DomainDay.objects.of_last(days).worst_first()
    return [(row["domain"], None if row["share"] is None else int(row["share"])) for row in found]


def test_the_domain_of_whose_mails_the_smallest_share_arrives_is_first() -> None:
    mails("good.example", sent=4)
    mails("half.example", sent=1, complained=1, bounced=1, failed=1)
    mails("bad.example", bounced=2)
    mails("new.example", waiting=1, stopped=1)
    jobs.count()
    assert rows() == [
        ("bad.example", 0), ("half.example", 50), ("good.example", 100), ("new.example", None),
    ]  # fmt: skip


def test_only_the_days_that_are_shown_count() -> None:
    mails("a.example", sent=1)
    mails("a.example", sent=1, bounced=2, days_ago=10)
    mails("a.example", bounced=5, days_ago=45)
    jobs.count_all()
    assert rows(7) == [("a.example", 100)]
    assert rows(30) == [("a.example", 50)]


def test_counting_again_changes_what_has_changed_and_nothing_else() -> None:
    mails("a.example", sent=2)
    for _ in range(2):
        jobs.count()
    assert rows() == [("a.example", 100)]
    Mail.objects.filter(key__endswith=":0").update(state=State.BOUNCED)
    jobs.count()
    assert rows() == [("a.example", 50)]


def test_days_that_nobody_looks_at_are_forgotten() -> None:
    mails("a.example", sent=1)
    jobs.count()
    DomainDay.objects.update(day=timezone.localdate() - timedelta(days=figures.KEPT_DAYS + 1))
    jobs.count()
    assert DomainDay.objects.count() == 1


def test_the_page_shows_the_figures_with_when_a_mail_was_last_taken(agent) -> None:
    mails("lillkoping.example", sent=2, bounced=1, complained=1)
    jobs.count()
    page = signed_in(agent).get("/desk/mail/domains/").content.decode()
    assert "lillkoping.example" in page
    assert "75&nbsp;%" in page
    assert "q=lillkoping.example" in page


def test_the_page_costs_the_same_for_one_domain_and_fifty(agent) -> None:
    client = signed_in(agent)
    client.get("/desk/mail/domains/")
    costs = []
    for number in (1, 50):
        for at in range(number):
            mails(f"d{number}-{at}.example", sent=1)
        jobs.count()
        with CaptureQueriesContext(connection) as asked:
            client.get("/desk/mail/domains/", {"days": "30"})
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 8


def test_without_figures_the_page_says_so(agent) -> None:
    page = signed_in(agent).get("/desk/mail/domains/", {"days": "x"}).content.decode()
    assert "Inga mejl är räknade än." in page


def test_nobody_but_staff_sees_them(customer, client) -> None:
    assert signed_in(customer).get("/desk/mail/domains/").status_code == 404
    assert client.get("/desk/mail/domains/")["Location"].startswith("/sign-in/")
    assert signed_in(customer).post("/desk/mail/domains/").status_code == 405


def test_our_own_check_is_none_of_the_customers_mails(settings) -> None:
    settings.MAIL_DOMAIN = "post.vendor.example"
    mails("post.vendor.example", sent=1)
    mails("lillkoping.example", sent=1)
    jobs.count()
    assert len(rows()) == 2
    DomainDay.objects.all().delete()
    Mail.objects.filter(domain="post.vendor.example").update(to="check+x@post.vendor.example")
    jobs.count()
    assert rows() == [("lillkoping.example", 100)]


def test_the_page_says_how_many_test_mails_were_found_in_the_inbox(agent) -> None:
    mails("lillkoping.example", sent=1)
    jobs.count()
    for _ in range(2):
        test = MailTest.objects.begin(email="e@lillkoping.example", language="sv", once=uuid4())
    test.answer(code=test.code, place="inbox")
    assert "1 av 2" in signed_in(agent).get("/desk/mail/domains/").content.decode()
