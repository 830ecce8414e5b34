"""A customer fills in a form with questions of its own."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kundportal.lib import dates
from kundportal.people.models import Organisation
from kundportal.tickets.asking.questions import Kind
from kundportal.tickets.models import Answers, Form, Ticket
from tests.cast import person, signed_in
from tests.tickets.building import ask, fields, publish

pytestmark = pytest.mark.django_db

URL = "/tickets/new/bestallning/"
EVERY_KIND = [
    ask("kort"),
    ask("lang", Kind.LONG),
    ask("val", Kind.CHOICE, options=["ett", "tva"]),
    ask("flera", Kind.CHOICES, options=["rod", "gron", "bla"]),
    ask("ja", Kind.YES_NO),
    ask("dag", Kind.DATE),
    ask("antal", Kind.NUMBER, least="1", most="500"),
    ask("vem", Kind.PERSON),
    ask("fil", Kind.FILE),
    ask("enhet", Kind.SCHOOL_UNIT),
]


@pytest.fixture
def form(administrator):
    return publish(administrator, *EVERY_KIND)


@pytest.fixture
def send(customer, form, product):
    client = signed_in(customer)

    def post(**given):
        return client.post(URL, fields(form, product, **given))

    return post


def values() -> dict:
    return Answers.objects.get().values


def test_every_kind_of_question_is_answered_and_shown_as_it_was_asked(
    send, customer, colleague, agent
):
    answer = send(
        field_kort="Sal 4", field_lang="Rad **ett**", field_val="tva", field_flera=["bla", "rod"],
        field_ja="no", field_dag="2026-03-09", field_antal="1 2,50".replace(" ", ""),
        field_vem=colleague.pk, field_fil=SimpleUploadedFile("plan.txt", b"x\n"),
        field_enhet="1234 5678",
    )  # fmt: skip
    assert answer.status_code == 302
    kept = values()
    key = Ticket.objects.get().attachments.get().key
    assert kept == {
        "kort": "Sal 4", "lang": "Rad **ett**", "val": "tva", "flera": ["rod", "bla"],
        "ja": "no", "dag": "2026-03-09", "antal": "12.5", "vem": {"person": colleague.pk},
        "fil": [{"key": str(key), "name": "plan.txt"}], "enhet": "12345678",
    }  # fmt: skip
    for reader, address in ((customer, answer["Location"]), (agent, "/desk" + answer["Location"])):
        page = signed_in(reader).get(address).content.decode()
        for words in ("Fråga kort", "Sal 4", "<strong>ett</strong>", "Tva", "Rod, Bla", "Nej",
                      "9 mars", "12,5", "Olle Dahl", "plan.txt", "12345678"):  # fmt: skip
            assert words in page, words


def test_what_is_left_empty_was_asked_and_has_no_answer(send):
    send(field_kort="Sal 4")
    assert values()["dag"] is None
    assert set(values()) == {one.key for one in EVERY_KIND}


def test_answers_can_be_searched_for_their_words(send):
    send(field_kort="Sal 4", field_lang="Gymnastik", field_antal="7")
    assert Answers.objects.get().words() == "Sal 4 Gymnastik 7"


@pytest.mark.parametrize(
    ("name", "sent", "words"),
    [
        ("kort", "x" * 201, "200"),
        ("kort", "noll\0", "Null-tecken"),
        ("val", "tre", "giltigt"),
        ("flera", ["rod", "svart"], "giltigt"),
        ("ja", "kanske", "giltigt"),
        ("dag", "i går", "2026-11-30"),
        ("dag", "0001-01-01", "1900"),
        ("dag", "9999-12-31", "2199"),
        ("antal", "1e999", "siffror"),
        ("antal", "NaN", "Skriv ett tal"),
        ("antal", "Infinity", "Skriv ett tal"),
        ("antal", "0", "1"),
        ("antal", "501", "500"),
        ("antal", "9" * 5000, "Skriv ett tal"),
        ("antal", "1,23456", "decimal"),
        ("enhet", "1234567", "åtta siffror"),
        ("enhet", "１２３４５６７８", "åtta siffror"),
        ("enhet", "1234567a", "åtta siffror"),
        ("vem", "9" * 30, "giltigt"),
        ("fil", SimpleUploadedFile("x.exe", b"MZ\x90\0"), "x.exe"),
    ],
)
def test_a_bad_answer_gets_an_error_at_its_field_and_nothing_is_lost(send, name, sent, words):
    answer = send(**{"field_lang": "Det här står kvar.", f"field_{name}": sent})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_field_{name}-error"' in page
    assert words in page
    assert "Det här står kvar." in page
    assert "Frånvaro syns inte" in page
    assert not Ticket.objects.exists()


def test_a_person_of_another_organisation_can_not_be_chosen(send, outsider):
    assert send(field_vem=outsider.pk).status_code == 422
    assert not Ticket.objects.exists()


def test_days_keep_to_the_past_or_the_future_when_the_question_says_so(
    administrator, customer, product
):
    form = publish(
        administrator, ask("sedan", Kind.DATE, days="past"), ask("nar", Kind.DATE, days="future")
    )
    client, today = signed_in(customer), dates.today()
    late, early = today + timedelta(days=2), today - timedelta(days=2)
    page = client.post(URL, fields(form, product, field_sedan=late, field_nar=early))
    assert 'id="id_field_sedan-error"' in page.content.decode()
    assert 'id="id_field_nar-error"' in page.content.decode()
    assert client.post(URL, fields(form, product, field_sedan=early, field_nar=late)).url


def test_what_nobody_asked_is_not_kept(send):
    send(field_hemligt="x", field_="y", answers="z", answers_state="missing")
    assert "hemligt" not in values()
    assert Ticket.objects.get().answers_state == "given"


def test_a_form_without_questions_keeps_no_answers(customer, product, create_ticket):
    ticket = create_ticket(customer)
    assert (ticket.answers_state, Answers.objects.count()) == ("", 0)


def test_a_ticket_costs_one_question_more_with_answers_and_none_without(
    send, customer, create_ticket, colleague
):
    client = signed_in(customer)

    def asked(url):
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return queries

    plain = asked(create_ticket(customer, form=Form.objects.get(slug="sverige"),
                  matter=Form.objects.get(slug="sverige").matters.first()).url)  # fmt: skip
    with_answers = asked(send(field_kort="Sal 4", field_vem=colleague.pk)["Location"])
    assert not [one for one in plain if "tickets_answers" in one["sql"]]
    assert len(with_answers) == len(plain) + 1


# What is asked of whom


@pytest.fixture
def branching(administrator):
    """A question that hangs on the kind of matter, one on that, and one on that in turn."""
    return publish(
        administrator,
        ask("hur", Kind.CHOICE, options=["plats", "distans"], required=True,
            of="matter", values=["order"]),
        ask("ort", Kind.CHOICE, options=["lund", "umea"], required=True, of="hur",
            values=["plats"]),
        ask("sal", of="ort", values=["lund"]),
        ask("lank", of="hur", values=["distans"]),
    )  # fmt: skip


def test_what_does_not_apply_is_neither_demanded_nor_kept(customer, branching, product):
    sent = fields(branching, product, field_hur="plats", field_ort="lund")
    assert signed_in(customer).post(URL, sent).status_code == 302
    assert not Answers.objects.exists()


def test_what_hangs_on_a_hidden_question_is_hidden_whatever_is_sent(customer, branching, product):
    matter = branching.matters.get(key="order").pk
    sent = fields(branching, product, matter=matter, field_hur="distans", field_ort="lund",
                  field_lank="https://x.example")  # fmt: skip
    assert signed_in(customer).post(URL, sent).status_code == 302
    assert values() == {"hur": "distans", "lank": "https://x.example"}


def test_without_scripts_the_answer_shows_what_now_applies(customer, branching, product):
    client, matter = signed_in(customer), branching.matters.get(key="order").pk
    page = client.get(URL).content.decode()
    assert 'data-when-of="matter"' in page
    assert page.count("hidden disabled") == 4
    sent = fields(branching, product, matter=matter, asked=[])
    refused = client.post(URL, sent)
    assert refused.status_code == 422
    assert refused.content.decode().count("hidden disabled") == 3
    assert 'id="id_field_hur-error"' in refused.content.decode()
    sent |= {"field_hur": "plats", "asked": ["hur"]}
    assert 'id="id_field_ort-error"' in client.post(URL, sent).content.decode()
    assert client.post(URL, sent | {"field_ort": "umea", "asked": ["hur", "ort"]}).url


def test_a_question_that_may_be_left_empty_is_shown_before_it_is_taken_as_empty(
    customer, branching, product
):
    client, matter = signed_in(customer), branching.matters.get(key="order").pk
    sent = fields(branching, product, matter=matter, field_hur="distans", asked=["hur"])
    refused = client.post(URL, sent).content.decode()
    assert "hör till det du har valt" in refused
    assert client.post(URL, sent | {"asked": ["hur", "lank"]}).status_code == 302


def test_a_question_may_hang_on_the_product(administrator, customer, product):
    form = publish(
        administrator, ask("klass", required=True, of="product", values=[str(product.pk)])
    )
    client = signed_in(customer)
    assert client.post(URL, fields(form, product)).status_code == 422
    assert client.post(URL, fields(form, product, field_klass="7B")).status_code == 302


def test_a_form_for_some_products_takes_no_others(administrator, customer, product):
    other = type(product).objects.create(name="Lekstugan")
    form = publish(administrator, products=[other.pk])
    assert "Skolvalvet" not in signed_in(customer).get(URL).content.decode()
    assert signed_in(customer).post(URL, fields(form, product)).status_code == 422


def test_a_question_for_some_organisations_is_asked_of_no_others(
    administrator, customer, outsider, product, elsewhere
):
    form = publish(
        administrator, ask("avtal", required=True, limited=True), only={"avtal": [elsewhere]}
    )
    assert "Fråga avtal" not in signed_in(customer).get(URL).content.decode()
    assert signed_in(customer).post(URL, fields(form, product, field_avtal="7")).url
    assert not Answers.objects.exists()
    assert "Fråga avtal" in signed_in(outsider).get(URL).content.decode()
    assert signed_in(outsider).post(URL, fields(form, product)).status_code == 422


def test_a_form_for_some_organisations_is_not_there_for_others(
    administrator, customer, outsider, product, elsewhere
):
    form = publish(administrator, only={"": [elsewhere]})
    client = signed_in(customer)
    assert client.get(URL).status_code == 404
    assert client.post(URL, fields(form, product)).status_code == 404
    assert form not in Form.objects.offered_to(customer)
    assert signed_in(outsider).get(URL).status_code == 200
    assert form in Form.objects.offered_to(outsider)


def test_a_form_of_another_country_is_not_there(administrator, customer):
    publish(administrator, country="NO")
    assert signed_in(customer).get(URL).status_code == 404


def test_the_questions_cost_the_same_for_one_person_and_fifty(
    administrator, customer, municipality
):
    publish(administrator, ask("a", Kind.PERSON), ask("b", Kind.PERSON), *EVERY_KIND)
    client = signed_in(customer)
    client.get(URL)
    costs = []
    Organisation.objects.filter(pk=municipality.pk).update(seats=60)
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        costs.append(len(queries))
        for one in range(25):
            person(f"K {one} {number}", f"k{one}.{number}@lillkoping.example", at=municipality)
    assert costs[0] == costs[1] <= 8
