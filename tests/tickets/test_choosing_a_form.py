"""A customer finds the right form: by the list of forms, or by answering the checklist."""

import re

import pytest
from django.test import Client

from kundportal.tickets.models import Form, Ticket, Walk
from tests.cast import signed_in
from tests.tickets.checklists import HERE, add_answer, another_form, publish, two_questions
from tests.tickets.test_creating_a_ticket import fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(customer):
    return signed_in(customer)


@pytest.fixture
def asked(administrator, form):
    """A published checklist, by the names of its answers."""
    _first, _second, answers = two_questions(administrator, form)
    publish(administrator)
    return {name: one.pk for name, one in answers.items()}


@pytest.fixture
def other_form(form):
    return another_form()


def page_of(client, *answers: int, more: str = "") -> str:
    path = "-".join(str(one) for one in answers)
    found = client.get(f"{HERE}?answers={path}{more}")
    assert found.status_code == 200
    return found.content.decode()


def choose(client, answer, *before: int):
    sent = {"answers": "-".join(str(one) for one in before), "answer": answer}
    return client.post(f"{HERE}answers/", sent)


def test_the_forms_stand_with_what_to_have_at_hand(reader, form, other_form):
    page = reader.get("/tickets/new/").content.decode()
    for one in (form, other_form):
        assert f'href="/tickets/new/{one.slug}/"' in page
        assert str(one) in page
    assert "Fel i produkten · Fråga om hur något görs" in page
    assert "<details><summary>Ha det här till hands" in page
    assert "Vem det <strong>gäller</strong>" in page
    assert "Vilket formulär behöver jag?" not in page


def test_with_a_checklist_the_choice_begins_with_it(reader, other_form, asked):
    page = reader.get("/tickets/new/").content.decode()
    assert page.index("Vilket formulär behöver jag?") < page.index(f"{other_form}")


def test_whoever_has_one_form_comes_to_it_and_can_ask_whether_it_is_right(reader, asked):
    answer = reader.get("/tickets/new/", follow=True)
    assert answer.redirect_chain == [("/tickets/new/sverige/", 302)]
    page = answer.content.decode()
    assert "Osäker på om det är rätt formulär?" in page
    assert f'action="{HERE}walks/"' in page


def test_without_a_checklist_nothing_speaks_of_one(reader, form):
    page = reader.get("/tickets/new/sverige/").content.decode()
    assert "Osäker på" not in page
    for answer in (
        reader.get(HERE), reader.post(f"{HERE}walks/"), reader.post(f"{HERE}answers/"),
    ):  # fmt: skip
        assert answer["Location"] == "/tickets/new/"
    assert not Walk.objects.exists()


def test_one_goes_from_question_to_question_to_the_form(reader, asked, form):
    begun = reader.post(f"{HERE}walks/")
    page = reader.get(begun["Location"]).content.decode()
    assert "Fråga 1 av högst 2" in page
    assert "Välj det närmaste." in page
    step = choose(reader, asked["fault"])
    assert step["Location"] == f"{HERE}?answers={asked['fault']}"
    page = reader.get(step["Location"]).content.decode()
    assert "Fråga 2 av högst 2" in page
    assert "Vem drabbas?" in page
    end = choose(reader, asked["me"], asked["fault"])
    page = reader.get(end["Location"]).content.decode()
    assert f"Du behöver formuläret {form}" in page
    assert 'class="button button-primary" href="/tickets/new/sverige/"' in page
    assert "Ha gärna det här till hands" in page
    assert "Bara jag" in page


def test_the_address_holds_what_was_answered_so_that_back_works(reader, asked):
    page = page_of(reader, asked["fault"], asked["pupil"])
    back = f"{HERE}?answers={asked['fault']}&amp;chosen={asked['pupil']}"
    assert page.count(f'href="{back}"') == 2  # Back, and Change at that answer
    page = reader.get(back.replace("&amp;", "&")).content.decode()
    assert re.search(rf'value="{asked["pupil"]}"[^>]* checked', page)
    assert f'href="{HERE}?chosen={asked["fault"]}"' in page


def test_an_end_may_be_an_article_a_service_message_or_the_own_organisation(reader, asked):
    page = page_of(reader, asked["wish"])
    assert "Det finns en artikel om det här" in page
    assert 'class="button button-primary" href="/help/?article=betyg"' in page
    page = page_of(reader, asked["fault"], asked["all"])
    assert 'class="button button-primary" href="/help/#notices"' in page
    page = page_of(reader, asked["fault"], asked["pupil"])
    assert "i din egen organisation" in page
    assert "Fråga <strong>skolan</strong>." in page


def test_an_article_elsewhere_says_where(reader, administrator, form):
    first, _second, _answers = two_questions(administrator, form)
    url = "https://hjalp.example.se/betyg"
    outside = add_answer(first, administrator, "Annat", leads="article", url=url)
    publish(administrator)
    page = page_of(reader, outside.pk)
    assert f'href="{url}" rel="noopener noreferrer"' in page
    assert "på hjalp.example.se." in page


def test_a_form_that_is_withdrawn_is_said_to_be_and_one_can_choose_by_hand(reader, asked, form):
    Form.objects.filter(pk=form.pk).update(is_offered=False)
    page = page_of(reader, asked["fault"], asked["me"])
    assert "Det formuläret erbjuds inte längre" in page
    assert 'class="button button-primary" href="/tickets/new/"' in page
    assert "/tickets/new/sverige/" not in page


def test_a_form_for_another_organisation_is_as_one_that_is_withdrawn(
    reader, administrator, form, elsewhere
):
    first, _second, _answers = two_questions(administrator, form)
    theirs = add_answer(
        first, administrator, "Annat", leads="form", form=another_form(only_for=elsewhere)
    )
    publish(administrator)
    assert "erbjuds inte längre" in page_of(reader, theirs.pk)


def test_the_reader_reads_their_own_language_or_swedish(reader, customer, asked):
    customer.language = "en"
    customer.save(update_fields=["language"])
    page = page_of(reader)
    assert "What is it about?" in page
    assert "Question 1 of at most 2" in page
    assert "Ett fel" in page


def test_no_answer_is_an_error_at_the_question(reader, asked):
    for odd in ("", "0", "x", "9" * 300, "\0", str(asked["me"])):
        answer = choose(reader, odd)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert 'id="id_answer-error"' in page
        assert "Vad gäller det?" in page
    assert not Walk.objects.exists()


@pytest.mark.parametrize("answers", ["0", "x", "1--2", "%00", "9" * 400, "-1", "1e9", "²"])
def test_an_address_may_name_anything(reader, asked, answers):
    answer = reader.get(f"{HERE}?answers={answers}&chosen={answers}")
    assert answer.status_code == 200
    assert "Vad gäller det?" in answer.content.decode()
    sent = {"answers": answers, "answer": asked["fault"]}
    assert reader.post(f"{HERE}answers/", sent)["Location"] == f"{HERE}?answers={asked['fault']}"


def test_an_old_address_goes_on_from_where_it_fits(reader, asked, administrator, form):
    page = page_of(reader, asked["fault"], 999)
    assert "Frågorna har ändrats" in page
    assert "Vem drabbas?" in page
    assert "Frågorna har ändrats" not in page_of(reader, asked["fault"])


def test_what_follows_the_end_is_not_asked(reader, asked):
    answer = choose(reader, asked["me"], asked["wish"])
    assert answer["Location"] == f"{HERE}?answers={asked['wish']}"


def test_reading_writes_nothing(reader, asked):
    reader.get(HERE)
    page_of(reader, asked["fault"], asked["me"])
    assert not Walk.objects.exists()


def test_the_form_that_was_found_makes_a_ticket(reader, asked, form, product):
    choose(reader, asked["me"], asked["fault"])
    answer = reader.post("/tickets/new/sverige/", fields(form, product))
    assert answer.status_code == 302
    assert Walk.objects.get().ticket == Ticket.objects.get()


def test_another_country_is_asked_nothing(asked, outsider):
    outsider.organisation.country = "NO"
    outsider.organisation.save(update_fields=["country"])
    assert signed_in(outsider).get(HERE)["Location"] == "/tickets/new/"


def test_the_pages_cost_few_queries(reader, asked, other_form, django_assert_max_num_queries):
    for path in (
        "/tickets/new/", "/tickets/new/sverige/", HERE,
        f"{HERE}?answers={asked['fault']}-{asked['me']}",
    ):  # fmt: skip
        with django_assert_max_num_queries(8):
            assert reader.get(path).status_code == 200


def test_the_checklist_is_for_customers(reader, asked, agent):
    acts = [f"{HERE}walks/", f"{HERE}answers/"]
    staff = signed_in(agent)
    assert staff.get(HERE).status_code == 404
    assert {staff.post(path).status_code for path in acts} == {404}
    assert {reader.get(path).status_code for path in acts} == {405}
    assert reader.post(HERE).status_code == 405
    assert Client().get(HERE)["Location"].startswith("/sign-in/?next=")
