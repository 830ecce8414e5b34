"""Before a ticket or a reply is sent, its writer is asked about identity numbers in it."""

import logging
from html import unescape
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.tickets.models import Ticket
from kundportal.tickets.models.state import States
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

NUMBER = "121212-1212"
HTMX = {"HX-Request": "true", "HX-Target": "conversation"}


def chosen():
    verbs = ("ticket.identity_masked", "ticket.identity_sent_on")
    return list(Event.objects.filter(verb__in=verbs).values_list("verb", "data"))


def hidden(answer):
    """What the page sends again, whichever button is pressed."""
    form = html.fromstring(answer.content).xpath("//form[contains(@class, 'guard')]")[0]
    fields = form.xpath(".//input[@type='hidden'][@name!='csrfmiddlewaretoken']")
    data = {}
    for one in fields:
        data.setdefault(one.get("name"), []).append(one.get("value"))
    assert form.get("method") == "post"
    return form.get("action"), data


@pytest.fixture
def fields(form, product, colleague):
    return {
        "product": product.pk, "matter": form.matters.first().pk, "title": f"Fel på {NUMBER}",
        "text": "Rad ett\r\nEleven 15108695088 saknas.\r\n", "recipients": [colleague.pk],
        "once": str(uuid4()),
    }  # fmt: skip


def press(client, answer, choice):
    action, data = hidden(answer)
    return client.post(action, {**data, "identity": choice})


def test_nothing_is_sent_before_the_writer_has_chosen(customer, fields):
    answer = signed_in(customer).post("/tickets/new/sverige/", fields)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Det verkar finnas 2 personnummer" in page
    assert "<mark>••••••-••12</mark>" in page
    assert "<mark>•••••••••88</mark>" in page
    assert not Ticket.objects.exists()
    assert not Event.objects.filter(verb__startswith="ticket.").exists()


def test_the_number_itself_stands_only_in_what_is_sent_again(customer, fields):
    answer = signed_in(customer).post("/tickets/new/sverige/", fields)
    page = html.fromstring(answer.content)
    assert NUMBER not in page.text_content()
    _action, data = hidden(answer)
    assert data["title"] == [fields["title"]]
    assert data["text"] == [fields["text"].replace("\r", "")]  # as every reader of HTML has it
    assert data["once"] == [fields["once"]]


def test_masking_masks_title_text_and_file_names_and_sends(customer, fields, colleague):
    client = signed_in(customer)
    answer = press(client, client.post("/tickets/new/sverige/", fields), "mask")
    ticket = Ticket.objects.get()
    assert answer["Location"] == ticket.url
    assert ticket.title == "Fel på ••••••-••12"
    assert "Eleven •••••••••88 saknas." in ticket.messages.get().text
    assert chosen() == [
        ("ticket.identity_masked", {"numbers": 2, "words": 0, "once": fields["once"]})
    ]
    assert not Mail.objects.filter(subject__contains="1212-").exists()


def test_sending_on_sends_as_it_is_and_counts(customer, fields):
    client = signed_in(customer)
    press(client, client.post("/tickets/new/sverige/", fields), "send")
    ticket = Ticket.objects.get()
    assert NUMBER in ticket.title
    [(verb, data)] = chosen()
    assert (verb, data["numbers"], data["words"]) == ("ticket.identity_sent_on", 2, 0)


def test_no_number_is_in_the_history_or_the_log(customer, fields, caplog):
    caplog.set_level(logging.DEBUG)
    client = signed_in(customer)
    press(client, client.post("/tickets/new/sverige/", fields), "send")
    assert Ticket.objects.exists()
    assert "1212-1212" not in str(list(Event.objects.values()))
    logged = [one for one in caplog.records if one.name != "django.db.backends"]
    assert not any("1212-1212" in one.getMessage() for one in logged)


def test_going_back_shows_all_that_was_typed(customer, fields, colleague):
    client = signed_in(customer)
    answer = press(client, client.post("/tickets/new/sverige/", fields), "back")
    page = html.fromstring(answer.content)
    assert answer.status_code == 200
    assert page.xpath("//input[@name='title']/@value") == [fields["title"]]
    assert "15108695088" in page.xpath("//textarea[@name='text']")[0].text
    assert page.xpath("//input[@name='once']/@value") == [fields["once"]]
    assert page.xpath(f"//input[@name='recipients'][@value={colleague.pk}]/@checked")
    assert not Ticket.objects.exists()
    assert chosen() == []


def test_choosing_twice_is_sending_once(customer, fields):
    client = signed_in(customer)
    question = client.post("/tickets/new/sverige/", fields)
    for choice in ("send", "send", "mask"):
        press(client, question, choice)
    assert Ticket.objects.count() == 1
    assert [verb for verb, _data in chosen()] == ["ticket.identity_sent_on"]


def test_what_holds_nothing_is_sent_at_once(customer, fields):
    fields |= {"title": "Fel på order 1212121212", "text": "Ring 070-174 06 05."}
    assert signed_in(customer).post("/tickets/new/sverige/", fields).status_code == 302
    assert chosen() == []


def test_words_of_protected_identity_are_asked_about_and_not_masked(ticket, customer):
    client, path = signed_in(customer), f"{ticket.url}replies/"
    answer = client.post(path, {"text": "Eleven har skyddad identitet."})
    page = unescape(answer.content.decode())
    assert "verkar handla om skyddad identitet" in page
    assert 'value="mask"' not in page
    press(client, answer, "send")
    assert ticket.messages.latest("pk").text == "Eleven har skyddad identitet."
    [(_verb, data)] = chosen()
    assert (data["numbers"], data["words"]) == (0, 1)


def test_the_name_of_a_file_is_looked_at(ticket, customer):
    files = [SimpleUploadedFile(f"bild_{NUMBER}.txt", b"hej")]
    answer = signed_in(customer).post(
        f"{ticket.url}replies/", {"text": "Se bilden", "attachments": files}
    )
    assert "bild_<mark>••••••-••12</mark>.txt" in unescape(answer.content.decode())


@pytest.mark.parametrize(("choice", "name"), [("mask", "bild_••••••-••12.txt"),
                                              ("send", f"bild_{NUMBER}.txt")])  # fmt: skip
def test_files_wait_for_the_choice_and_are_sent_once(ticket, customer, choice, name):
    files = [SimpleUploadedFile(f"bild_{NUMBER}.txt", b"hej"), SimpleUploadedFile("b.txt", b"b")]
    client, path = signed_in(customer), f"{ticket.url}replies/"
    question = client.post(path, {"text": "Se bilden", "attachments": files})
    assert "b.txt" in press(client, question, "back").content.decode()
    press(client, question, choice)
    assert sorted(one.name for one in ticket.attachments.all()) == ["b.txt", name]


def test_a_file_is_masked_also_when_the_choice_comes_along(ticket, customer):
    files = [SimpleUploadedFile(f"bild_{NUMBER}.txt", b"hej")]
    signed_in(customer).post(
        f"{ticket.url}replies/", {"text": "Se bilden", "attachments": files, "identity": "mask"}
    )
    assert ticket.attachments.get().name == "bild_••••••-••12.txt"


def test_a_reply_by_htmx_gets_the_question_in_the_place_of_its_form(ticket, customer):
    client, path = signed_in(customer), f"{ticket.url}replies/"
    data = {"text": f"Eleven {NUMBER}", "once": str(uuid4())}
    answer = client.post(path, data, headers=HTMX)
    page = answer.content.decode()
    assert answer["HX-Retarget"] == "this"
    assert "<html" not in page
    assert 'data-hx-target="#conversation"' in page
    action, again = hidden(answer)
    sent = client.post(action, {**again, "identity": "mask"}, headers=HTMX)
    assert sent.status_code == 200
    assert "Eleven ••••••-••12" in sent.content.decode()
    assert "HX-Retarget" not in sent
    back = client.post(action, {**again, "identity": "back"}, headers=HTMX)
    assert f"Eleven {NUMBER}</textarea>" in back.content.decode()


def test_staff_are_asked_as_well(ticket, agent):
    client, path = signed_in(agent), f"/desk/tickets/{ticket.number}/replies/"
    state = States.load().first("progress")
    answer = client.post(path, {"text": f"Gäller det {NUMBER}?", "state": state.pk})
    assert answer.status_code == 422
    assert ticket.messages.count() == 1
    press(client, answer, "mask")
    ticket.refresh_from_db()
    assert ticket.messages.latest("pk").text == "Gäller det ••••••-••12?"
    assert ticket.status == "progress"


def test_the_question_is_in_the_readers_language(ticket, customer):
    customer.choose_language("en")
    page = signed_in(customer).post(f"{ticket.url}replies/", {"text": NUMBER}).content.decode()
    assert "There seems to be an identity number in what you send" in page
    assert "Swedish identity number" in page


def test_outsider_404_anonymous_to_sign_in_get_405(ticket, outsider, customer, client):
    path = f"{ticket.url}replies/"
    for choice in ("", "send", "mask", "back"):
        data = {"text": NUMBER, "identity": choice}
        assert signed_in(outsider).post(path, data).status_code == 404
        assert client.post(path, data)["Location"].startswith("/sign-in/")
    assert signed_in(customer).get(path).status_code == 405
    assert ticket.messages.count() == 1
    assert chosen() == []
