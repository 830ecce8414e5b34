"""Articles are read by those whom they are for, and by nobody else."""

from __future__ import annotations

import pytest
from django.test import Client

from kundportal.search.models import Audience, Entry
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


def readers(translation, *people) -> list[int]:
    """What each of them is answered; None is a stranger."""
    browsers = [Client() if one is None else signed_in(one) for one in people]
    return [browser.get(translation.address).status_code for browser in browsers]


@pytest.mark.parametrize(
    ("audience", "seen"),
    [
        (Audience.EVERYONE, [200, 200, 200, 200]),
        (Audience.CUSTOMERS, [404, 200, 200, 200]),
        (Audience.ORGANISATIONS, [404, 404, 200, 200]),
        (Audience.STAFF, [404, 404, 404, 200]),
    ],
)
def test_an_article_is_read_by_its_audience(publish, customer, outsider, agent, audience, seen):
    chosen = [customer.organisation_id]
    article = publish("Byt lösenord", audience=audience, organisations=chosen)
    assert readers(article, None, outsider, customer, agent) == seen


def test_an_earlier_title_leads_to_the_present_address(publish, client, agent, lead):
    article = publish("Byt lösenord")
    before = article.address
    article.write(by=agent, title="Välj ett nytt lösenord", text="").publish(by=lead)
    article.refresh_from_db()
    answer = client.get(before)
    assert answer.status_code == 301
    assert answer.headers["Location"] == article.address


def test_a_draft_is_read_by_nobody(publish, client, agent):
    article = publish("Byt lösenord", "Det som gäller.")
    article.write(by=agent, title="Byt lösenord", text="Det som kommer.")
    assert "Det som kommer." not in client.get(article.address).text


def test_what_is_published_can_be_found(publish):
    article = publish("Byt lösenord", "Gå till **inställningar**.")
    entry = Entry.objects.of("article", article.article_id).get()
    assert (entry.title, entry.text) == ("Byt lösenord", "Gå till inställningar.")
    assert entry.address == article.address
    assert entry.is_stale
