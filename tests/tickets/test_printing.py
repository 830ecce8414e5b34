"""A ticket on paper: the page to print and the PDF file hold what customers may read, all of it."""

import io
import socket
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from pypdf import PdfReader

from kundportal.tickets import printing
from kundportal.tickets.models import Message, Priority
from tests.cast import signed_in
from tests.reading import content_of

pytestmark = pytest.mark.django_db

NASTY = (
    """# Rubrik

**Fet** text, `kod`, [länk](https://skola.example/a?b=1&c=2) och 😀👍🏽👩‍🏫 あ ع

- ett
  - två

> citat

```
    indrag & <b>
```

| Namn | Klass |
|---|---|
| Åsa | 7B |

![bild](file:///etc/hostname) ![bild](http://127.0.0.1:9/x.png)
<img src="file:///etc/hostname"><para><font name="x" color="[[[].append(1)]]">hej</font>

"""
    + "långt" * 200
)


@pytest.fixture
def whole(create_ticket, customer, colleague, agent, administrator):
    """A ticket with something of each kind in it, what customers may not read included."""
    files = [SimpleUploadedFile("Å bild.txt", b"hej")]
    ticket = create_ticket(
        customer, title="Øre & <b>æble</b> ß", recipients=[colleague], attachments=files
    )
    ticket.reply(by=agent, text="Vi tittar på **det**.", once=uuid4())
    ticket.handling.note(by=agent, text="Hemlig anteckning", once=uuid4())
    ticket.handling.assign(to=administrator, by=agent)
    ticket.handling.prioritise(priority=Priority.URGENT, by=agent)
    return ticket


def pdf_of(client, ticket):
    answer = client.get(f"{ticket.url}pdf/")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(content_of(answer)))


def text_of(reader):
    return "\n".join(page.extract_text() for page in reader.pages)


def page_of(client, ticket):
    answer = client.get(f"{ticket.url}print/")
    assert answer.status_code == 200
    return content_of(answer).decode()


@contextmanager
def nothing_opened(monkeypatch):
    """No file is opened and nobody is called meanwhile, but for the database that is open."""
    opened = []
    monkeypatch.setattr("builtins.open", lambda *a, **k: opened.append(a))
    monkeypatch.setattr(socket.socket, "connect", lambda *a: opened.append(a))
    yield opened
    monkeypatch.undo()


def test_the_page_holds_facts_people_conversation_and_file_names(whole, customer):
    page = page_of(signed_in(customer), whole)
    for part in (whole.number, "Øre &amp; &lt;b&gt;", "Lillköpings kommun", "Skolvalvet",
                 "Karin Berg",
                 "Olle Dahl, mottagare", "Vi tittar på <strong>det</strong>.", "Å bild.txt",
                 "Support, Skolverkstan", "Väntar på dig"):  # fmt: skip
        assert part in page, part


def test_the_pdf_holds_the_same_and_says_what_it_is(whole, customer):
    reader = pdf_of(signed_in(customer), whole)
    text = text_of(reader)
    for part in (whole.number, "Øre & <b>æble</b> ß", "Lillköpings kommun", "Skolvalvet",
                 "Karin Berg", "Olle Dahl, mottagare", "Vi tittar på det.", "Å bild.txt",
                 "Sida 1 av"):  # fmt: skip
        assert part in text, part
    assert reader.metadata.title == f"{whole.number} {whole.title}"
    assert reader.trailer["/Root"]["/Lang"] == "sv"
    fonts = [one.get_object() for one in reader.pages[0]["/Resources"]["/Font"].values()]
    assert any("NotoSans" in str(one["/BaseFont"]) for one in fonts)


@pytest.mark.parametrize("role", ["customer", "colleague", "agent"])
def test_neither_tells_of_notes_priority_or_who_handles_it(whole, role, request, administrator):
    client = signed_in(request.getfixturevalue(role))
    for text in (page_of(client, whole), text_of(pdf_of(client, whole))):
        for word in ("Hemlig", "anteckning", administrator.name, "riorit", "rådskande"):
            assert word not in text, word


def test_no_page_handling_or_note_is_asked_for(whole, customer, django_assert_max_num_queries):
    client = signed_in(customer)
    for part in ("print", "pdf"):
        with django_assert_max_num_queries(8) as asked:
            client.get(f"{whole.url}{part}/")
        for query in asked:
            assert "tickets_handling" not in query["sql"]
            assert "tickets_note" not in query["sql"]


def test_whatever_people_write_becomes_paper_and_opens_nothing(
    ticket, customer, agent, monkeypatch
):
    client = signed_in(customer)
    page_of(client, ticket), pdf_of(client, ticket)  # fonts and templates are read once
    ticket.reply(by=agent, text=NASTY, once=uuid4())
    target = io.BytesIO()
    replies = list(printing.conversation(ticket))
    monkeypatch.setattr(printing, "conversation", lambda _ticket: iter(replies))
    with nothing_opened(monkeypatch) as opened:
        printing.write_pdf(ticket, target)
    assert opened == []
    text = text_of(PdfReader(target))
    for part in ("Rubrik", "länk (https://skola.example/a?b=1&c=2)", "[grinning face]", "▯",
                 "indrag & <b>", "Åsa", '<img src="file:///etc/hostname">'):  # fmt: skip
        assert part in text.replace("\u00a0", " "), part
    assert not [one for page in PdfReader(target).pages for one in page.images]


def test_a_long_conversation_is_whole_and_grows_neither_queries_nor_memory(
    ticket, customer, agent, django_assert_max_num_queries
):
    Message.objects.bulk_create(
        Message(ticket=ticket, organisation_id=ticket.organisation_id, author=agent,
                text=f"Svar nummer {number}.", once=uuid4())
        for number in range(450)
    )  # fmt: skip
    client = signed_in(customer)
    with django_assert_max_num_queries(11):
        page = page_of(client, ticket)
    assert all(f"Svar nummer {number}." in page for number in (0, 199, 200, 449))
    reader = pdf_of(client, ticket)
    text = text_of(reader)
    assert all(f"Svar nummer {number}." in text for number in (0, 199, 200, 449))
    assert f"Sida {len(reader.pages)} av" in text


def test_a_pdf_has_an_end_and_says_where_the_rest_is(ticket, customer, agent, monkeypatch):
    monkeypatch.setattr(printing, "LONGEST", 100)
    ticket.reply(by=agent, text="ord " * 50, once=uuid4())
    assert "Konversationen fortsätter" in text_of(pdf_of(signed_in(customer), ticket))


@pytest.mark.django_db(transaction=True)
def test_one_is_made_at_a_time_for_each_person(ticket, customer, colleague):
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            lock = [printing.LOCK, customer.pk]
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", lock)
            for part in ("print", "pdf"):
                answer = signed_in(customer).get(f"{ticket.url}{part}/")
                assert answer.status_code == 429
                assert "Ett ögonblick" in answer.content.decode()
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", lock)
    finally:
        other.close()
    assert connection.is_usable()
    assert signed_in(customer).get(f"{ticket.url}pdf/").status_code == 200


def test_it_is_in_the_readers_language(whole, customer):
    customer.choose_language("en")
    reader = pdf_of(signed_in(customer), whole)
    assert "Page 1 of" in text_of(reader)
    assert reader.trailer["/Root"]["/Lang"] == "en"


def test_both_are_reached_from_the_ticket(ticket, customer, agent):
    for client, url in ((signed_in(customer), ticket.url), (signed_in(agent), ticket.desk_url)):
        page = client.get(url).content.decode()
        assert f'href="{ticket.url}print/"' in page
        assert f'href="{ticket.url}pdf/"' in page


def test_outsider_404_anonymous_to_sign_in_post_405(ticket, outsider, customer, client):
    for part in ("print", "pdf"):
        path = f"{ticket.url}{part}/"
        assert signed_in(outsider).get(path).status_code == 404
        assert client.get(path)["Location"].startswith("/sign-in/")
        assert signed_in(customer).post(path).status_code == 405
