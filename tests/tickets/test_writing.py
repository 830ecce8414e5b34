"""Around the box where one writes: preview and quotation, with and without scripts."""

from uuid import uuid4

import pytest

from kundportal.tickets.models import Message, Note, Ticket
from tests.cast import signed_in
from tests.house.nasty import MEGABYTE

pytestmark = pytest.mark.django_db
NASTY = """<script>alert(1)</script> <img src=x onerror=alert(1)> [a](javascript:alert(1))
[b](data:text/html;base64,PHN2Zz4=) [c](http://a.example "t) onmouseover=alert(1)") <b onclick=x>
![d](http://spy.example/x.png) <http://e.example> `</code><script>` &lt;script&gt; **fet**
> <iframe src=//evil.example></iframe>

| a | <svg onload=alert(1)> |
|---|---|
| [x](vbscript:x) | {{ 7*7 }} {% raw %} |
"""


def prose(page):
    """What stands in the last text of the page that somebody has written."""
    return page.rpartition('<div class="prose">')[2].partition("</div>")[0].strip()


@pytest.fixture
def path(ticket):
    return f"{ticket.url}replies/preview/"


def test_the_preview_is_what_will_be_shown(ticket, customer):
    client = signed_in(customer)
    seen = client.post("/tickets/preview/", {"text": f"  {NASTY}\n"}).content.decode()
    ticket.reply(by=customer, text=NASTY.strip(), once=uuid4())
    shown = client.get(ticket.url).content.decode()
    articles = shown.split("<article")
    assert prose(seen) == prose(articles[-1].partition("</article>")[0])
    for bad in ("<script", "<img", "<svg", "<iframe"):
        assert bad not in prose(seen)
    for bad in ("javascript:", "vbscript:", "data:"):
        assert f'href="{bad}' not in prose(seen)
    assert 'rel="noopener noreferrer nofollow"' in prose(seen)
    assert "<strong>fet</strong>" in prose(seen)


@pytest.mark.parametrize("text", ["", "  ", MEGABYTE, "\0"])
def test_a_preview_of_what_can_not_be_shown_says_so(customer, text):
    answer = signed_in(customer).post("/tickets/preview/", {"text": text})
    assert answer.status_code in {200, 422}
    assert "prose" not in answer.content.decode()


def test_without_scripts_the_page_comes_back_with_the_preview_and_sends_nothing(
    ticket, customer, path
):
    answer = signed_in(customer).post(path, {"text": "Så **här**."})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Så här kommer det att se ut" in page
    assert "Så <strong>här</strong>." in page
    assert ">\nSå **här**.</textarea>" in page
    assert Message.objects.count() == 1
    assert signed_in(customer).post(path, {"text": ""}).status_code == 422


def test_the_same_for_the_description_of_a_new_ticket(customer, form, product):
    matter = form.matters.first()
    sent = {"product": product.pk, "matter": matter.pk, "title": "T", "text": "Så **här**."}
    client = signed_in(customer)
    answer = client.post(f"/tickets/new/{form.slug}/preview/", sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Så <strong>här</strong>." in page
    assert ">\nSå **här**.</textarea>" in page
    assert not Ticket.objects.exists()
    half = client.post(f"/tickets/new/{form.slug}/preview/", {"text": "Så **här**."})
    assert half.status_code == 422
    assert "Så <strong>här</strong>." in half.content.decode()


@pytest.mark.parametrize("kind", ["replies", "notes"])
def test_the_same_at_the_desk(ticket, agent, kind):
    page = signed_in(agent).post(
        f"{ticket.desk_url}{kind}/preview/", {"text": "Så **här**.", "status": "waiting"}
    )
    assert page.status_code == 200
    assert page.content.decode().count("Så <strong>här</strong>.") == 1
    assert (Message.objects.count(), Note.objects.count()) == (1, 0)
    empty = signed_in(agent).post(f"{ticket.desk_url}{kind}/preview/", {"text": ""})
    assert empty.status_code == 422


def test_a_reply_is_quoted_with_its_author(ticket, agent, customer):
    message = ticket.reply(by=agent, text="Rad ett\n\n> citat\n- punkt", once=uuid4())
    client = signed_in(customer)
    answer = client.get(f"{ticket.url}replies/{message.pk}/quote/")
    assert answer.headers["Content-Type"].startswith("text/plain")
    quote = answer.content.decode()
    assert quote == "> Anna Ek skrev:\n>\n> Rad ett\n>\n> > citat\n> - punkt\n\n"
    for url, person in ((ticket.url, customer), (ticket.desk_url, agent)):
        page = signed_in(person).get(f"{url}?quote={message.pk}").content.decode()
        assert "&gt; Anna Ek skrev:\n&gt;\n&gt; Rad ett" in page
        assert f'href="?quote={message.pk}#reply"' in page


@pytest.mark.parametrize("asked", ["", "x", "-1", "9" * 30, "%00"])
def test_a_quotation_of_nothing_leaves_the_box_empty(ticket, customer, asked):
    page = signed_in(customer).get(f"{ticket.url}?quote={asked}")
    assert page.status_code == 200
    assert "&gt;" not in page.content.decode()


def test_no_reply_of_another_ticket_is_quoted(ticket, outsider, create_ticket, agent):
    own = create_ticket(outsider)
    foreign = ticket.messages.get()
    client = signed_in(outsider)
    assert (
        "Fel 12"
        not in client.get(f"{own.url}?quote={foreign.pk}")
        .content.decode()
        .partition("<textarea")[2]
    )
    assert client.get(f"{own.url}replies/{foreign.pk}/quote/").status_code == 404


def test_outsider_404_anonymous_to_sign_in_get_405(ticket, outsider, customer, agent, client, path):
    quote = f"{ticket.url}replies/{ticket.messages.get().pk}/quote/"
    desk = f"{ticket.desk_url}notes/preview/"
    assert signed_in(outsider).post(path, {"text": "x"}).status_code == 404
    assert signed_in(outsider).get(quote).status_code == 404
    assert signed_in(customer).post(desk, {"text": "x"}).status_code == 404
    for url in (path, "/tickets/preview/", desk, "/tickets/new/sverige/preview/"):
        assert client.post(url)["Location"].startswith("/sign-in/")
        assert signed_in(agent).get(url).status_code in {404, 405}
    assert client.get(quote)["Location"].startswith("/sign-in/")
    assert signed_in(customer).post(quote).status_code == 405
