"""The demo has figures, whatever else of it has counted something."""

from __future__ import annotations

from random import Random
from types import SimpleNamespace
from uuid import uuid4

import pytest

from kundportal.desk.demo import figures
from kundportal.knowledge.models import Article, Category, ReadBefore, Reading, TicketDraft
from kundportal.lib import dates
from kundportal.search.models import Asked, Opened

pytestmark = pytest.mark.django_db


def test_the_demo_counts_beside_what_its_articles_have_counted(ticket, agent, product):
    category = Category.objects.create(key="betyg", names={"sv": "Betyg"}, product=product)
    article = Article.objects.begin(category=category, language="sv", by=agent)
    article.in_language("sv").write(by=agent, title="Glömt lösenord", text="Så.").publish(by=None)
    for ago in range(30):
        day = dates.day_of(ticket.created_at) - figures.timedelta(days=ago)
        Reading.objects.create(day=day, article=article, language="sv", times=1)
        Asked.objects.create(day=day, words="skolskjuts", language="sv", reader="customer", times=1)
    ticket.reply(by=agent, text="Gå till **Betyg** och spara igen. " * 9, once=uuid4())
    ticket.close(by=agent)
    admitted = SimpleNamespace(people={figures.EDITOR: agent})
    figures.count(admitted, Random(1))
    assert Asked.objects.filter(words="glömt lösenord").exists()
    assert Opened.objects.exists()
    assert ReadBefore.objects.get().ticket == ticket.number
    assert TicketDraft.objects.get().ticket == ticket.number
