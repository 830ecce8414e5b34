"""Whoever follows an article or a category is told what is new in it, in words of their own."""

from __future__ import annotations

import pytest
from django.test import Client

from kundportal.history.models import Event
from kundportal.knowledge.models import Article, Category, Subscription, Vote, Wants
from kundportal.knowledge.reading.telling_readers import tell_followers
from kundportal.mail.models import Mail
from kundportal.notifications.models import Notification
from kundportal.portal import extract
from kundportal.search.models import Audience
from tests.cast import signed_in
from tests.knowledge.jobs import queued

pytestmark = pytest.mark.django_db

JOB = "kundportal.knowledge.jobs.tell_followers"


@pytest.fixture
def article(publish):
    return publish("Byt lösenord", "Så här.")


@pytest.fixture
def change(agent, lead):
    """Publishes another text, and has the worker tell of it."""

    def change(article, text="På ett nytt sätt.", *, title="Byt lösenord", **given) -> None:
        before = len(queued(JOB))
        article.write(by=agent, title=title, text=text, **given).publish(by=lead)
        for job in queued(JOB)[before:]:
            tell_followers(**job)

    return change


def follow(person, thing, wants: str = Wants.FOLLOW) -> None:
    Subscription.objects.choose(wants, person=person, thing=thing)


def told(person) -> list[str]:
    return [row.news.lead for row in Notification.objects.of(person).order_by("pk")]


CHANGED = "Artikeln ”Byt lösenord” har ändrats."


def test_a_follower_is_told_once_with_the_way_to_end_it(article, change, customer, colleague):
    follow(customer, article.article)
    follow(customer, article.article.category)
    change(article)
    assert told(customer) == [CHANGED]
    assert told(colleague) == []
    [mail] = Mail.objects.filter(to=customer.email)
    assert article.address in mail.text
    assert f"/knowledge/{article.article_id}/subscription/" in mail.text
    assert mail.unsubscribe


def test_running_the_job_twice_tells_once(article, change, customer):
    follow(customer, article.article)
    change(article)
    tell_followers(**queued(JOB)[-1])
    assert told(customer) == [CHANGED]


def test_what_is_not_new_in_substance_is_told_to_nobody(article, change, customer):
    follow(customer, article.article)
    change(article, "Så\n\nhär. ")
    change(article, "Så här!", is_minor=True)
    assert told(customer) == []


def test_whoever_follows_a_category_is_told_of_all_below_it(category, publish, customer, lead):
    follow(customer, category)
    inner = Category.objects.create(key="omdomen", parent=category, names={"sv": "Omdömen"})
    publish("Skriv omdömen", category=inner)
    for job in queued(JOB):
        tell_followers(**job)
    assert told(customer) == ["Artikeln ”Skriv omdömen” är ny i kunskapsportalen."]
    assert "Tysta den här artikeln" in Mail.objects.get(to=customer.email).text


def test_one_article_of_a_category_can_be_muted(article, change, customer):
    follow(customer, article.article.category)
    follow(customer, article.article, Wants.MUTE)
    change(article)
    assert told(customer) == []


def test_only_who_may_read_it_is_told(publish, change, customer, outsider, agent, lead):
    chosen = [customer.organisation_id]
    article = publish("Byt lösenord")
    for person in (customer, outsider):
        follow(person, article.article)
    article.article.arrange(
        by=lead, category=article.article.category, audience=Audience.ORGANISATIONS,
        organisations=chosen, owner=None, review_by=None,
    )  # fmt: skip
    change(article)
    assert told(customer) == [CHANGED]
    assert told(outsider) == []


def test_it_is_told_of_the_language_that_one_reads(article, change, customer, outsider, agent):
    outsider.choose_language("en")
    for person in (customer, outsider):
        follow(person, article.article)
    english = article.article.in_language("en")
    change(english, title="Change your password")
    change(article)
    assert told(customer) == [CHANGED]
    assert told(outsider) == ["The article “Change your password” is new in the knowledge portal."]


def test_whoever_published_it_is_not_told(article, change, lead):
    follow(lead, article.article)
    change(article)
    assert told(lead) == []


def test_a_text_that_is_replaced_before_the_worker_comes_is_not_told(
    article, change, customer, agent, lead
):
    follow(customer, article.article)
    article.write(by=agent, title="Byt lösenord", text="Ett.").publish(by=lead)
    [early] = queued(JOB)
    change(article, "Två.")
    tell_followers(**early)
    assert told(customer) == [CHANGED]


def test_nothing_is_left_to_the_worker_where_nobody_follows(article, change):
    change(article)
    assert queued(JOB) == []


def test_the_button_on_the_page_follows_and_ends_it(article, customer):
    browser, number = signed_in(customer), article.article_id
    assert "Följ artikeln" in browser.get(article.address).text
    for _ in range(2):
        answer = browser.post(f"/knowledge/{number}/subscription/", {"wants": "follow"})
    assert answer.headers["Location"] == article.address
    assert Event.objects.filter(verb="person.subscription_chosen").count() == 1
    assert "Sluta följa" in browser.get(article.address).text
    browser.post("/knowledge/categories/betyg/subscription/", {"wants": "follow"})
    page = browser.get("/knowledge/subscriptions/").text
    assert "Byt lösenord" in page
    assert "Betyg" in page
    for address in (f"{number}/", "categories/betyg/"):
        browser.post(f"/knowledge/{address}subscription/", {"wants": ""})
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("wants", ["x", "mute", "\x00"])
def test_what_is_not_offered_changes_nothing(article, customer, wants):
    answer = signed_in(customer).post("/knowledge/categories/betyg/subscription/", {"wants": wants})
    assert answer.status_code == 422
    assert not Subscription.objects.exists()


def test_it_stands_in_the_extract(article, customer):
    follow(customer, article.article)
    signed_in(customer).post(
        f"/knowledge/sv/{article.article_id}/votes/", {"helpful": "no", "reason": "Fel."}
    )
    parts = {part.name: list(part.entries) for part in extract.parts_of(customer)}
    assert len(parts["articles_followed"]) == 1
    [vote] = parts["article_votes"]
    assert "Fel." in [fact.value for fact in vote.facts]


def test_what_was_told_of_a_withdrawn_article_is_taken_back(article, change, customer, lead):
    follow(customer, article.article)
    customer.choose_notifications(notify_articles="digest")
    change(article)
    assert told(customer) == [CHANGED]
    article.article.withdraw(by=lead)
    assert told(customer) == []


def test_what_is_for_a_person_is_what_they_may_see(publish, customer, outsider, agent):
    chosen = [customer.organisation_id]
    for audience in Audience.values:
        article = publish("Byt lösenord", audience=audience, organisations=chosen).article
        for person in (customer, outsider, agent):
            seen = Article.objects.visible_to(person).filter(pk=article.pk).exists()
            assert article.is_for(person) == seen, (audience, person)


def test_it_moves_along_when_two_organisations_become_one(article, customer, elsewhere):
    follow(customer, article.article)
    signed_in(customer).post(f"/knowledge/sv/{article.article_id}/votes/", {"helpful": "yes"})
    for model in (Subscription, Vote):
        model.objects.move(source=customer.organisation_id, into=elsewhere.pk)
        assert model.objects.get().organisation_id == elsewhere.pk


def test_who_may_follow(publish, customer, outsider):
    chosen = {"audience": Audience.ORGANISATIONS, "organisations": [customer.organisation_id]}
    article = publish("Byt lösenord", **chosen)
    for address in (f"/knowledge/{article.article_id}/", "/knowledge/categories/betyg/"):
        for method in ("get", "post"):
            strange = getattr(Client(), method)(f"{address}subscription/")
            assert strange.headers["Location"].startswith("/sign-in/")
            other = getattr(signed_in(outsider), method)(f"{address}subscription/")
            assert other.status_code == 404
        assert signed_in(customer).put(f"{address}subscription/").status_code == 405


def test_a_category_that_holds_nothing_for_the_follower_any_more_is_not_named(
    article, lead, customer
):
    category = article.article.category
    follow(customer, category)
    page = signed_in(customer).get("/knowledge/subscriptions/").content.decode()
    assert category.name in page
    article.article.arrange(
        by=lead, category=category, audience=Audience.STAFF, organisations=[], owner=lead,
        review_by=None,
    )  # fmt: skip
    page = signed_in(customer).get("/knowledge/subscriptions/").content.decode()
    assert category.name not in page


def test_who_follows_a_category_follows_the_one_that_it_becomes_part_of(
    article, change, lead, customer, colleague
):
    category, into = article.article.category, Category.objects.add(by=lead, names={"sv": "Alla"})
    follow(customer, category)
    follow(colleague, category)
    follow(colleague, into)
    category.merge(into=into, by=lead)
    assert Subscription.objects.filter(category=into).count() == 2
    article.refresh_from_db()
    change(article)
    assert told(customer) == told(colleague) == [CHANGED]
