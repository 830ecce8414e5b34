"""A ticket becomes the draft of an article, without what tells whose it was."""

from __future__ import annotations

from uuid import uuid4

import pytest

from kundportal.desk.drafting_articles import Material, Refused, draft
from kundportal.history.models import Event
from kundportal.knowledge.models import Article, Category, ReadBefore, TicketDraft
from kundportal.people.models import Organisation
from kundportal.search.jobs import read as read_stale
from kundportal.search.models import Audience
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

ASKED = (
    "Hej,\n\nKarin här. Elsa Nyqvist i Lillköping får **Fel 12**. Ring 070-123 45 67.\n\nMvh\nKarin"
)
ANSWER = (
    "Hej Karin,\n\nGå till **Betyg > Skala** och välj skalan på nytt för kursen. Spara sedan, och"
    " logga ut och in. Felet kommer när ämnena har lästs in utan skala, vilket vi nu har rättat."
    " Skriv till anna.ek@vendor.example om det kommer igen.\n\nVänliga hälsningar\nAnna Ek\nSupport"
)


@pytest.fixture
def category(db, product):
    Category.objects.create(key="allmant", names={"sv": "Allmänt"})
    return Category.objects.create(key="betyg", names={"sv": "Betyg"}, product=product, position=9)


@pytest.fixture
def solved(create_ticket, customer, agent, category):
    ticket = create_ticket(customer, title="Fel 12 för Elsa Nyqvist", text=ASKED)
    ticket.reply(by=agent, text="Hej Karin,\n\nVi tittar på det.", once=uuid4())
    ticket.reply(by=customer, text="Tack, det gäller även Almbackaskolan.", once=uuid4())
    ticket.reply(by=agent, text=ANSWER, once=uuid4())
    ticket.reply(by=customer, text="Nu fungerar det. Tack, Anna.", once=uuid4())
    return ticket


def written(article: Article):
    return article.original().newest()


def address(ticket) -> str:
    return f"/desk/tickets/{ticket.number}/article-draft/"


def test_the_draft_says_what_was_asked_and_what_solved_it(solved, agent, category):
    made = draft(solved, by=agent)
    text = written(made.article)
    assert text.title == "Fel 12 för [namn]"
    assert text.phrasings == text.title
    assert text.text == (
        "## Frågan\n\n[namn] här. [namn] i [kommunen] får **Fel 12**. Ring [telefonnummer].\n\n"
        "## Det som löste det\n\nGå till **Betyg > Skala** och välj skalan på nytt för kursen."
        " Spara sedan, och logga ut och in. Felet kommer när ämnena har lästs in utan skala,"
        " vilket vi nu har rättat. Skriv till [e-postadress] om det kommer igen."
    )
    assert made.article.category == category


def test_other_customers_are_not_named(create_ticket, customer, agent, category):
    Organisation.objects.create(name="Pysslingen Omsorg")
    asked = "Det blev så efter samtalet med Pysslingen Omsorgs lärare. Ni löste det åt dem."
    ticket = create_ticket(customer, title="Som hos Pysslingen Omsorg", text=asked)
    ticket.reply(by=agent, text=ANSWER, once=uuid4())
    text = written(draft(ticket, by=agent).article)
    assert "Pysslingen" not in text.title + text.text + text.phrasings
    assert "[kommunen]s lärare" in text.text


def test_only_staff_read_it_and_it_is_not_published(solved, agent):
    article = draft(solved, by=agent).article
    assert (article.audience, article.owner) == (Audience.STAFF, agent)
    assert not article.is_published


def test_internal_notes_are_never_in_it(solved, agent):
    solved.handling.note(by=agent, text="Hemligt lösenord 4711", once=uuid4())
    solved.refresh_from_db()
    assert "lösenord" not in written(draft(solved, by=agent).article).text


def test_asked_for_twice_it_is_the_same_draft(solved, agent, administrator):
    first = draft(solved, by=agent)
    assert draft(solved, by=administrator) == first
    assert Article.objects.count() == 1
    assert Event.objects.filter(verb="article.drafted_from_ticket").count() == 1


def test_the_article_names_its_ticket_for_staff_alone(solved, agent):
    made = draft(solved, by=agent)
    assert made.ticket == solved.number
    page = signed_in(agent).get(f"/desk/knowledge/{made.article_id}/history/")
    assert solved.number in page.content.decode()
    assert solved.number not in written(made.article).text


def test_a_short_last_answer_has_the_one_before_along(solved, agent):
    solved.reply(by=agent, text="Bra, då stänger vi.", once=uuid4())
    text = written(draft(solved, by=agent).article).text
    assert "Betyg > Skala" in text
    assert text.endswith("Bra, då stänger vi.")


@pytest.mark.parametrize("where", ["title", "reply", "note"])
def test_a_ticket_about_somebody_protected_makes_no_article(solved, agent, customer, where):
    words = "Eleven har skyddad identitet."
    if where == "title":
        solved.title = words
        solved.save(update_fields=["title"])
    elif where == "reply":
        solved.reply(by=customer, text=words, once=uuid4())
    else:
        solved.handling.note(by=agent, text=words, once=uuid4())
    with pytest.raises(Refused):
        draft(solved, by=agent)
    client = signed_in(agent)
    assert client.post(address(solved)).status_code == 302
    page = client.get(address(solved)).content.decode()
    assert "skyddad" in page
    assert "Betyg &gt; Skala" not in page
    assert not Article.objects.exists()


def test_a_ticket_that_nobody_has_answered_makes_no_article(ticket, agent, category):
    with pytest.raises(Refused):
        draft(ticket, by=agent)


def test_without_a_category_it_is_said(solved, agent):
    Category.objects.all().delete()
    client = signed_in(agent)
    assert "kategori" in client.post(address(solved), follow=True).content.decode()
    assert not TicketDraft.objects.exists()


def test_the_page_shows_what_was_taken_out(solved, agent):
    client = signed_in(agent)
    before = client.get(address(solved)).content.decode()
    assert "Inget är sparat än" in before
    assert client.post(address(solved))["Location"] == address(solved)
    page = client.get(address(solved)).content.decode()
    assert '<mark class="taken">[telefonnummer]</mark>' in page
    assert "070-123 45 67" in page
    article = TicketDraft.objects.get().article
    assert f"/desk/knowledge/{article.pk}/sv/writing/" in page


def test_a_draft_that_is_given_up_can_be_made_again(solved, agent):
    draft(solved, by=agent).article.discard(by=agent)
    assert draft(solved, by=agent).ticket == solved.number


def test_the_tickets_page_has_the_button(solved, agent):
    page = signed_in(agent).get(f"/desk/tickets/{solved.number}/").content.decode()
    assert f'action="{address(solved)}"' in page
    assert f'href="/desk/tickets/{solved.number}/read-before/"' in page


def test_a_long_conversation_keeps_its_question(solved, agent, customer):
    for number in range(70):
        solved.reply(by=customer, text=f"Jag undrar {number}.", once=uuid4())
    solved.reply(by=agent, text=ANSWER, once=uuid4())
    text = Material.of(solved).text.text
    assert "**Fel 12**" in text
    assert "Betyg > Skala" in text


def test_the_page_of_what_was_read_before(solved, agent, category, customer):
    article = Article.objects.begin(category=category, language="sv", by=agent)
    article.in_language("sv").write(by=agent, title="Byt skala", text="Så.").publish(by=None)
    ReadBefore.objects.create(
        ticket=solved.number, organisation=customer.organisation, article=article, language="sv"
    )
    client = signed_in(agent)
    page = client.get(f"/desk/tickets/{solved.number}/read-before/").content.decode()
    assert "Byt skala" in page
    part = client.get(f"/desk/tickets/{solved.number}/read-before/", headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith("<div>")


def test_a_reply_links_only_to_what_the_customer_may_read(solved, agent, category):
    for title, audience in (("Betyg och skala", "customers"), ("Betyg hos oss", "staff")):
        article = Article.objects.begin(
            category=category, language="sv", by=agent, audience=audience
        )
        article.in_language("sv").write(by=agent, title=title, text="Så.").publish(by=None)
    read_stale()
    client, url = signed_in(agent), f"/desk/tickets/{solved.number}/articles/"
    page = client.get(url, {"q": "betyg"}).content.decode()
    assert "[Betyg och skala](" in page
    assert "Betyg hos oss" not in page
    assert client.get(url, {"q": "\0&|!:*"}).status_code == 200
    assert f'value="{solved.title}"' in client.get(url).content.decode()


@pytest.mark.parametrize("name", ["article-draft", "read-before", "articles"])
def test_the_pages_ask_few_questions(solved, agent, name, django_assert_max_num_queries):
    draft(solved, by=agent)
    client = signed_in(agent)
    with django_assert_max_num_queries(8):
        client.get(f"/desk/tickets/{solved.number}/{name}/")


@pytest.mark.parametrize("name", ["article-draft", "read-before", "articles"])
def test_only_staff_reach_the_pages(solved, client, customer, outsider, name):
    url = f"/desk/tickets/{solved.number}/{name}/"
    for person in (customer, outsider):
        assert signed_in(person).get(url).status_code == 404
        assert signed_in(person).post(url).status_code in {404, 405}
    assert client.get(url)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("name", ["read-before", "articles"])
def test_what_was_read_is_not_posted(solved, agent, name):
    url = f"/desk/tickets/{solved.number}/{name}/"
    assert signed_in(agent).post(url).status_code == 405
