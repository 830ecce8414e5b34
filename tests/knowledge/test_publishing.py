"""A text goes from draft by way of a colleague to its readers, and back when it was wrong."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from kundportal.history.models import Event
from kundportal.knowledge import entering, jobs
from kundportal.knowledge.models import Article, Revision, Stage
from kundportal.notifications.models import Notification
from kundportal.search.models import Entry
from tests.cast import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(category, agent):
    """A draft in Swedish, by Anna."""
    article = Article.objects.begin(category=category, language="sv", by=agent)
    translation = article.in_language("sv")
    translation.write(by=agent, title="Byt lösenord", text="Gå till inställningar.")
    return translation


@pytest.fixture
def draft(text):
    return text.revisions.get()


def told(who) -> list[str]:
    rows = Notification.objects.filter(person=who).order_by("pk")
    return [row.news.lead for row in rows]


def act(who, revision: Revision, name: str, **sent):
    text = revision.translation
    address = reverse(f"desk-version-{name}", args=[text.article_id, "sv", revision.number])
    return signed_in(who).post(address, sent)


def test_an_agent_does_not_publish_what_she_wrote_herself(draft, agent):
    with pytest.raises(PermissionDenied):
        draft.publish(by=agent)
    with pytest.raises(PermissionDenied):
        draft.plan(at=timezone.now() + timedelta(days=1), by=agent)
    assert act(agent, draft, "publication").status_code == 403
    draft.refresh_from_db()
    assert draft.stage == Stage.DRAFT


def test_a_colleague_who_is_asked_is_told_and_may_publish_it(draft, agent):
    colleague = person("Kim Berg", "kim@vendor.example", "consultant")
    act(agent, draft, "review", reviewer=colleague.pk)
    draft.refresh_from_db()
    assert draft.stage == Stage.REVIEW
    assert told(colleague) == ["Anna Ek ber dig granska texten ”Byt lösenord”."]
    assert act(colleague, draft, "publication").status_code == 302
    draft.refresh_from_db()
    assert (draft.stage, draft.approved_by) == (Stage.PUBLISHED, colleague)
    assert told(agent) == ["Kim Berg har publicerat ”Byt lösenord”, som du har skrivit."]


def test_the_leads_are_told_where_nobody_is_asked(draft, agent, lead, administrator):
    act(agent, draft, "review")
    act(agent, draft, "review")
    assert len(told(lead)) == 1
    assert told(administrator) == []
    assert told(agent) == []


def test_a_text_is_sent_back_with_what_is_to_be_done(draft, agent, lead):
    draft.ask_for_review(by=agent, reviewer=lead)
    assert act(lead, draft, "return", verdict="").status_code == 422
    assert act(lead, draft, "return", verdict="Skriv var knappen finns.").status_code == 302
    draft.refresh_from_db()
    assert (draft.stage, draft.verdict) == (Stage.DRAFT, "Skriv var knappen finns.")
    assert told(agent) == ["Lena Dahl skickar tillbaka ”Byt lösenord” till dig."]
    page = reverse("desk-article-text", args=[draft.translation.article_id, "sv"])
    assert "Skriv var knappen finns." in signed_in(agent).get(page).text


def test_what_is_planned_is_published_once_when_its_time_has_come(draft, lead):
    at = (timezone.now() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    assert act(lead, draft, "planning", at=at).status_code == 302
    jobs.publish(0)
    draft.refresh_from_db()
    assert draft.stage == Stage.PLANNED
    Revision.objects.filter(pk=draft.pk).update(publish_at=timezone.now())
    waiting = Revision.objects.due().get()
    jobs.publish(0)
    waiting.publish_as_planned()  # a second worker that had read it before
    assert Event.objects.filter(verb="article.published").count() == 1
    assert Event.objects.get(verb="article.published").by == lead
    assert Entry.objects.of("article", draft.translation.article_id).count() == 1


def test_what_is_planned_no_more_is_not_published(draft, lead):
    draft.plan(at=timezone.now() - timedelta(minutes=1), by=lead)
    due = Revision.objects.due().get()
    draft.take_back(by=lead)
    due.publish_as_planned()
    draft.refresh_from_db()
    assert (draft.stage, draft.publish_at) == (Stage.DRAFT, None)


@pytest.mark.parametrize("at", ["", "i morgon", "2020-01-01T08:00", "2999-01-01T08:00"])
def test_a_time_that_makes_no_sense_is_refused(draft, lead, at):
    assert act(lead, draft, "planning", at=at).status_code == 422


def test_a_planned_text_stays_planned_while_the_next_is_written(text, draft, lead):
    draft.plan(at=timezone.now() + timedelta(days=1), by=lead)
    newer = text.write(by=lead, title="Byt lösenord", text="Ännu nyare.")
    draft.refresh_from_db()
    assert draft.stage == Stage.PLANNED
    newer.publish(by=lead)
    draft.refresh_from_db()
    assert draft.stage == Stage.EARLIER, "an older text does not come back over a newer one"


def test_the_same_text_again_is_no_new_version(text, draft, agent):
    again = text.write(by=agent, title="Byt lösenord", text="Gå till inställningar.")
    assert again == draft
    once = uuid4()
    first = text.write(by=agent, title="Byt", text="A", once=once)
    assert text.write(by=agent, title="Byt", text="B", once=once) == first


def test_an_earlier_text_is_read_again_as_a_new_version(text, draft, agent, lead, client):
    draft.publish(by=lead)
    text.write(by=agent, title="Byt lösenord", text="Fel.").publish(by=lead)
    draft.refresh_from_db()
    text.refresh_from_db()
    assert act(agent, draft, "restoration", publish="yes").status_code == 302
    assert "Fel." in client.get(text.address).text, "an agent writes a draft and no more"
    assert act(lead, draft, "restoration", publish="yes").status_code == 302
    text.refresh_from_db()
    assert (text.published.number, text.published.text) == (3, "Gå till inställningar.")
    assert "Gå till inställningar." in client.get(text.address).text


def test_an_outrun_version_is_not_published_by_mistake(text, draft, agent, lead):
    text.write(by=agent, title="Byt lösenord", text="Nyare.")
    act(lead, draft, "publication")
    text.refresh_from_db()
    assert text.published is None


def test_a_withdrawn_article_is_found_by_nobody_until_it_is_brought_back(
    text, draft, agent, lead, client
):
    draft.publish(by=lead)
    text.refresh_from_db()
    article = text.article
    with pytest.raises(PermissionDenied):
        article.withdraw(by=agent)
    article.withdraw(by=lead)
    assert client.get(text.address).status_code == 404
    assert not Entry.objects.exists()
    article.bring_back(by=lead)
    assert client.get(text.address).status_code == 200
    assert Entry.objects.get().title == "Byt lösenord"


def test_only_what_was_never_published_is_deleted(text, draft, agent, lead):
    removal = reverse("desk-article-removal", args=[text.article_id])
    draft.publish(by=lead)
    signed_in(agent).post(removal)
    assert Article.objects.exists()
    other = Article.objects.begin(category=text.article.category, language="sv", by=agent)
    other.in_language("sv").write(by=agent, title="Utkast", text="")
    assert (
        signed_in(agent).post(reverse("desk-article-removal", args=[other.pk])).status_code == 302
    )
    assert list(Article.objects.all()) == [text.article]


def test_a_planned_text_that_fails_keeps_no_other_from_being_published(
    agent, lead, category, monkeypatch
):
    texts = []
    for title in ("Första", "Andra"):
        article = Article.objects.begin(language="sv", by=agent, category=category)
        text = article.in_language("sv").write(by=agent, title=title, text="x")
        text.plan(at=timezone.now(), by=lead)
        texts.append(text)
    known = entering.enter

    def enter(translation):
        if translation.published.title == "Första":
            raise ValueError
        known(translation)

    monkeypatch.setattr(entering, "enter", enter)
    with pytest.raises(jobs.NotPublished):
        jobs.publish(0)
    assert [type(one).objects.get(pk=one.pk).stage for one in texts] == ["planned", "published"]
