"""Readers say whether an article helped, once each, and its owner hears when it does not."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from kundportal.knowledge.models import Vote
from kundportal.knowledge.reading.telling_readers import tell_owner
from kundportal.mail.models import Mail
from kundportal.notifications.models import Notification
from kundportal.search.models import Audience
from tests.cast import signed_in
from tests.knowledge.jobs import queued

pytestmark = pytest.mark.django_db

JOB = "kundportal.knowledge.jobs.tell_owner"


@pytest.fixture(autouse=True)
def _fresh_counters(db):
    cache.clear()


@pytest.fixture
def article(publish):
    return publish("Byt lösenord")


def address(article) -> str:
    return f"/knowledge/{article.language}/{article.article_id}/votes/"


def say(client: Client, article, helpful: str, reason: str = "", **how):
    return client.post(address(article), {"helpful": helpful, "reason": reason}, **how)


def votes() -> list[tuple[bool, str]]:
    return [(one.is_helpful, one.reason) for one in Vote.objects.order_by("pk")]


def test_a_stranger_says_no_and_then_why(article):
    client = Client()
    answer = say(client, article, "no", follow=True)
    assert "Vad saknades eller var fel?" in answer.text
    answer = say(client, article, "no", "Bilden saknas.", follow=True)
    assert "Bilden saknas." in answer.text
    assert votes() == [(False, "Bilden saknas.")]


def test_sending_twice_counts_once_and_an_answer_can_be_changed(article, customer):
    for client in (Client(), signed_in(customer)):
        for _ in range(2):
            say(client, article, "no", "Fel.")
        say(client, article, "no")
        assert votes()[-1] == (False, "Fel."), "an answer without a reason takes none back"
        say(client, article, "yes")
        assert votes()[-1] == (True, "")
    assert len(votes()) == 2


def test_a_new_text_is_judged_anew(article, agent, lead):
    client = Client()
    say(client, article, "no")
    article.write(by=agent, title="Byt lösenord", text="Bättre.").publish(by=lead)
    assert "Var det till hjälp" not in client.get(address(article)).text
    say(client, article, "yes")
    assert votes() == [(False, ""), (True, "")]


def test_htmx_gets_the_answer_alone(article):
    answer = say(Client(), article, "no", headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'id="helpful"' in answer.text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Välj ja eller nej."),
        ({"helpful": "kanske"}, "Välj ja eller nej."),
        ({"helpful": "no", "reason": "x" * 1001}, "1000"),
        ({"helpful": "no", "reason": "Elev 19121212-1212 ser fel."}, "personnummer"),
    ],
)
def test_what_can_not_be_taken_is_said_and_kept(article, sent, said):
    answer = Client().post(address(article), sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert sent.get("reason", "") in answer.text
    assert votes() == []


def test_too_many_answers_from_one_place_are_refused(article, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "vote": "3/h/ip"}
    answers = [say(Client(), article, "no") for _ in range(4)]
    assert [one.status_code for one in answers] == [302, 302, 302, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert len(votes()) == 3


def test_the_owner_hears_once_of_two_who_were_not_helped(article, agent, customer):
    say(Client(), article, "no", "Bilden saknas.")
    assert queued(JOB) == []
    say(signed_in(customer), article, "no", "Knappen heter **något** annat.")
    [job] = queued(JOB)
    say(Client(), article, "no", "Tredje.")
    assert queued(JOB) == [job]
    for _ in range(2):
        tell_owner(**job)
    [row] = Notification.objects.of(agent)
    assert row.news.lead == "3 läsare säger att artikeln ”Byt lösenord” inte hjälpte."
    assert "En läsare skrev: ”Bilden saknas.”" in row.news.paragraphs
    [mail] = Mail.objects.filter(to=agent.email)
    assert "Knappen heter" in mail.text
    assert customer.name not in mail.text


def test_nobody_hears_when_one_of_the_two_thinks_better_of_it(article, agent):
    first, second = Client(), Client()
    say(first, article, "no")
    say(second, article, "no")
    say(second, article, "yes")
    [job] = queued(JOB)
    tell_owner(**job)
    assert not Notification.objects.of(agent).exists()


def test_administrators_hear_where_nobody_looks_after_it(article, administrator, agent):
    article.article.arrange(
        by=administrator, category=article.article.category, audience=Audience.EVERYONE,
        organisations=[], owner=None, review_by=date(2030, 1, 1),
    )  # fmt: skip
    for _ in range(2):
        say(Client(), article, "no")
    tell_owner(**queued(JOB)[0])
    assert Notification.objects.of(administrator).count() == 1
    assert not Notification.objects.of(agent).exists()


def test_only_who_may_read_it_may_judge_it(publish, customer, outsider):
    chosen = {"audience": Audience.ORGANISATIONS, "organisations": [customer.organisation_id]}
    article = publish("Byt lösenord", **chosen)
    for client, status in ((Client(), 404), (signed_in(outsider), 404), (signed_in(customer), 302)):
        assert say(client, article, "no").status_code == status
    assert len(votes()) == 1
    assert Client().put(address(article)).status_code == 405
    assert say(Client(), article, "no").status_code == 404
