"""Answers to a form's own questions are looked through as well, and stand on paper."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kundportal.history.models import Event
from kundportal.tickets.asking.questions import Kind
from kundportal.tickets.models import Answers, Ticket
from tests.cast import signed_in
from tests.reading import text_of
from tests.tickets.building import ask, fields, publish
from tests.tickets.test_guarding import NUMBER, press

pytestmark = pytest.mark.django_db

URL = "/tickets/new/bestallning/"


@pytest.fixture
def form(administrator):
    return publish(
        administrator, ask("kort"), ask("lang", Kind.LONG), ask("antal", Kind.NUMBER),
        ask("fil", Kind.FILE), ask("val", Kind.CHOICE, options=["ett", "tva"]),
    )  # fmt: skip


@pytest.fixture
def sent(form, product):
    def make(**given):
        return fields(form, product, title="Nytt konto", text="Se svaren.", **given)

    return make


def test_each_answer_is_named_with_its_question_and_masked(customer, sent):
    client = signed_in(customer)
    answer = client.post(URL, sent(field_kort=NUMBER, field_lang="Anna\n15108695088"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<strong>Fråga kort</strong>" in page
    assert "<strong>Fråga lang</strong>" in page
    press(client, answer, "mask")
    values = Answers.objects.get().values
    assert values["kort"] == "••••••-••12"
    assert values["lang"].split() == ["Anna", "•••••••••88"]
    assert Event.objects.get(verb="ticket.identity_masked").data["numbers"] == 2


def test_the_name_of_a_file_that_answers_a_question_is_masked(customer, sent):
    file = SimpleUploadedFile(f"{NUMBER}.txt", b"hej")
    signed_in(customer).post(URL, sent(field_fil=file, identity="mask"))
    assert Ticket.objects.get().attachments.get().name == "••••••-••12.txt"


def test_a_number_that_can_not_be_masked_where_it_stands_is_an_error_there(customer, sent):
    client = signed_in(customer)
    answer = client.post(URL, sent(field_antal="1212121212", field_kort="kvar"))
    assert "Fråga antal" in answer.content.decode()
    refused = press(client, answer, "mask")
    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'id="id_field_antal-error"' in page
    assert 'value="kvar"' in page
    assert not Ticket.objects.exists()


def test_answers_stand_on_paper(customer, sent):
    client = signed_in(customer)
    client.post(URL, sent(field_kort="Sal 4", field_val="tva"))
    ticket = Ticket.objects.get()
    for part in ("print", "pdf"):
        text = text_of(client.get(f"{ticket.url}{part}/"))
        for words in ("Svar i formuläret", "Fråga kort", "Sal 4", "Tva"):
            assert words in text, (part, words)
