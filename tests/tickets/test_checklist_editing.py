"""Administrators write a country's checklist; other staff read it."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from kundportal.history.models import Event
from kundportal.tickets.checklist.plan import MOST_ANSWERS, MOST_QUESTIONS
from kundportal.tickets.models import Checklist, ChecklistAnswer, ChecklistQuestion
from tests.cast import signed_in
from tests.tickets.checklists import DESK, add_answer, add_question, two_questions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_rooms(settings):
    settings.ROOT_URLCONF = "tests.tickets.rooms"


@pytest.fixture
def desk(administrator):
    return signed_in(administrator)


def question(**given):
    return {"text_sv": "Vad gäller det?", "once": str(uuid4()), **given}


def answer(leads, **given):
    return {"text_sv": "Ett fel", "leads": leads, "once": str(uuid4()), **given}


def test_a_question_is_written_in_several_languages(desk, administrator):
    sent = question(text_en="What is it about?", text_nb="Hva gjelder det?", help_sv=" Välj  ett. ")
    made = desk.post(f"{DESK}questions/", sent)
    row = ChecklistQuestion.objects.get()
    assert made["Location"] == f"{DESK}#question-{row.pk}"
    assert row.texts == {
        "sv": "Vad gäller det?", "en": "What is it about?", "nb": "Hva gjelder det?",
    }  # fmt: skip
    assert row.hints == {"sv": "Välj ett."}
    assert row.checklist.country == "SE"
    assert Event.objects.get(verb="checklist.question_added").by == administrator
    assert "Vad gäller det?" in desk.get(DESK).content.decode()


def test_sending_twice_adds_one(desk, form):
    sent = question()
    for _time in range(2):
        desk.post(f"{DESK}questions/", sent)
    row = ChecklistQuestion.objects.get()
    sent = answer(f"form:{form.pk}")
    for _time in range(2):
        desk.post(f"{DESK}questions/{row.pk}/answers/", sent)
    assert row.answers.count() == 1
    assert Event.objects.filter(verb__startswith="checklist.").count() == 2


@pytest.mark.parametrize(
    ("leads", "given", "kept"),
    [
        ("question", {}, {"leads": "question"}),
        ("form", {}, {"leads": "form"}),
        ("article", {"url": "/knowledge/betyg/?lang=sv#a"}, {"url": "/knowledge/betyg/?lang=sv#a"}),
        ("article", {"url": "https://hjalp.example.se/a?b=c"}, {"leads": "article"}),
        ("notice", {"url": "/notices/12/"}, {"url": "/notices/12/"}),
        ("organisation", {"words_sv": "Fråga skolan."}, {"words": {"sv": "Fråga skolan."}}),
    ],
)
def test_an_answer_leads_to(desk, administrator, form, leads, given, kept):
    first, second = add_question(administrator), add_question(administrator, "Vem drabbas?")
    key = {"question": f"question:{second.pk}", "form": f"form:{form.pk}"}.get(leads, leads)
    made = desk.post(f"{DESK}questions/{first.pk}/answers/", answer(key, **given))
    row = ChecklistAnswer.objects.get()
    assert made["Location"] == f"{DESK}#answer-{row.pk}"
    assert {name: getattr(row, name) for name in kept} == kept
    assert (row.next, row.form) == (
        second if leads == "question" else None, form if leads == "form" else None,
    )  # fmt: skip
    page = desk.get(f"{DESK}answers/{row.pk}/").content.decode()
    assert f'value="{key}" selected' in page
    assert desk.get(DESK).status_code == 200


def test_what_does_not_belong_to_where_it_leads_is_not_kept(desk, administrator, form):
    first = add_question(administrator)
    sent = answer(f"form:{form.pk}", url="/knowledge/x/", words_sv="Bra att veta.")
    desk.post(f"{DESK}questions/{first.pk}/answers/", sent)
    row = ChecklistAnswer.objects.get()
    assert (row.url, row.words) == ("", {"sv": "Bra att veta."})


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        (question(text_sv=""), "text_sv", "Skriv frågan på svenska"),
        (question(text_sv=" \t "), "text_sv", "Skriv frågan på svenska"),
        (question(text_sv="x" * 151), "text_sv", "150"),
        (question(text_de="a\0b"), "text_de", "Null-tecken"),
        (question(help_en="x" * 1_000_000), "help_en", "300"),
    ],
)
def test_a_question_that_is_wrong_gets_an_error_at_its_field(desk, sent, field, words):
    made = desk.post(f"{DESK}questions/", {"text_en": "Kept as typed", **sent})
    page = made.content.decode()
    assert made.status_code == 422
    assert f'id="id_{field}-error"' in page
    assert words in page
    assert "Kept as typed" in page
    assert not ChecklistQuestion.objects.exists()


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        (answer(""), "leads", "Välj vart svaret leder"),
        (answer("form:99999999999999999999"), "leads", "Det finns inte kvar"),
        (answer("question:x"), "leads", "Det finns inte kvar"),
        (answer("article"), "url", "/knowledge/ eller https://"),
        (answer("article", url="http://hjalp.example.se/"), "url", "/knowledge/"),
        (answer("article", url="javascript:alert(1)"), "url", "/knowledge/"),
        (answer("article", url="/knowledge/../desk/"), "url", "/knowledge/"),
        (answer("article", url="//evil.example/knowledge/"), "url", "/knowledge/"),
        (answer("article", url="https://"), "url", "/knowledge/"),
        (answer("article", url="https://[x"), "url", "/knowledge/"),
        (answer("article", url="/notices/1/"), "url", "/knowledge/"),
        (answer("article", url="/knowledge/a/b/"), "url", "har ingen sida på den här adressen"),
        (answer("notice", url="/notices/x/"), "url", "har ingen sida på den här adressen"),
        (answer("notice", url="https://status.example.se/"), "url", "/notices/"),
        (answer("notice", url="/notices/\\evil"), "url", "/notices/"),
        (answer("notice", url="/notices/" + "x" * 500), "url", "500"),
        (answer("organisation"), "words_sv", "Skriv på svenska vem"),
        (answer("organisation", words_en="Ask."), "words_sv", "Skriv på svenska vem"),
        (answer("organisation", words_sv="x" * 4001), "words_sv", "4000"),
        (answer("notice", text_sv="", url="/notices/"), "text_sv", "Skriv svaret på svenska"),
    ],
)
def test_an_answer_that_is_wrong_gets_an_error_at_its_field(
    desk, administrator, sent, field, words
):
    row = add_question(administrator)
    made = desk.post(f"{DESK}questions/{row.pk}/answers/", {"text_en": "Kept as typed", **sent})
    page = made.content.decode()
    assert made.status_code == 422
    assert f'id="id_{field}-error"' in page
    assert words in page.replace("\xa0", "")
    assert "Kept as typed" in page
    assert not row.answers.exists()


def test_an_answer_can_not_lead_to_its_own_question_or_to_another_countrys(desk, administrator):
    row = add_question(administrator)
    norwegian = Checklist.objects.add_question(
        country="NO", texts={"sv": "Norska"}, hints={}, once=uuid4(), by=administrator
    )
    for key in (row.pk, norwegian.pk):
        made = desk.post(f"{DESK}questions/{row.pk}/answers/", answer(f"question:{key}"))
        assert made.status_code == 422


def test_texts_are_changed(desk, administrator, form):
    first, _second, answers = two_questions(administrator, form)
    made = desk.post(f"{DESK}questions/{first.pk}/", question(text_sv="Vad har hänt?"))
    assert made.status_code == 302
    sent = answer("organisation", text_sv="Annat", words_sv="Fråga chefen.")
    desk.post(f"{DESK}answers/{answers['fault'].pk}/", sent)
    page = desk.get(DESK).content.decode()
    assert "Vad har hänt?" in page
    assert "Vad gäller det?" not in page
    answers["fault"].refresh_from_db()
    assert (str(answers["fault"]), answers["fault"].leads) == ("Annat", "organisation")
    assert answers["fault"].next is None


def test_order_is_changed_by_buttons_that_say_where_to(desk, administrator, form):
    first, second, answers = two_questions(administrator, form)
    for _time in range(2):  # pressed twice, moved once
        desk.post(f"{DESK}questions/{second.pk}/place/", {"to": "0"})
        desk.post(f"{DESK}answers/{answers['me'].pk}/place/", {"to": "1"})
    draft = Checklist.objects.of("SE").draft()
    assert [one.key for one in draft.questions] == [second.pk, first.pk]
    assert [str(one) for one in draft.questions[0].answers] == ["En elev", "Bara jag", "Alla"]
    for odd in ("-1", "x", "", "9" * 300):
        assert desk.post(f"{DESK}questions/{first.pk}/place/", {"to": odd}).status_code == 302
    desk.post(f"{DESK}questions/{second.pk}/place/", {"to": "99"})
    assert [one.key for one in Checklist.objects.of("SE").draft().questions][-1] == second.pk


def test_what_is_removed_is_gone_and_what_led_there_leads_nowhere(desk, administrator, form):
    _first, second, answers = two_questions(administrator, form)
    desk.post(f"{DESK}answers/{answers['all'].pk}/removal/")
    assert second.answers.count() == 2
    desk.post(f"{DESK}questions/{second.pk}/removal/")
    assert ChecklistAnswer.objects.count() == 2
    assert "en fråga som är borttagen" in desk.get(DESK).content.decode()
    assert desk.post(f"{DESK}questions/{second.pk}/removal/").status_code == 404
    assert desk.get(f"{DESK}answers/{answers['fault'].pk}/").status_code == 200


def test_there_is_an_end_to_how_many_there_may_be(desk, administrator):
    rows = [add_question(administrator, f"Nr {one}") for one in range(MOST_QUESTIONS)]
    made = desk.post(f"{DESK}questions/", question())
    assert made.status_code == 422
    assert "så många frågor som det får finnas" in made.content.decode()
    for one in range(MOST_ANSWERS):
        add_answer(rows[0], administrator, f"Svar {one}", leads="notice", url="/notices/")
    made = desk.post(f"{DESK}questions/{rows[0].pk}/answers/", answer("notice", url="/notices/"))
    assert made.status_code == 422
    assert rows[0].answers.count() == MOST_ANSWERS


def test_a_page_costs_the_same_for_few_and_many(desk, administrator, form, django_assert_max_num_queries):  # fmt: skip  # noqa: E501
    two_questions(administrator, form)
    for number in range(8):
        row = add_question(administrator, f"Nr {number}")
        for one in range(5):
            add_answer(row, administrator, f"Svar {one}", leads="form", form=form)
    for path in ("", "figures/", f"questions/{row.pk}/", f"questions/{row.pk}/answers/"):
        with django_assert_max_num_queries(8):
            assert desk.get(DESK + path).status_code == 200


def test_what_is_not_there_is_404(desk, administrator, form):
    first, _second, answers = two_questions(administrator, form)
    norwegian = DESK.replace("/se/", "/no/")
    for path in (
        "/desk/checklist/fi/", f"{norwegian}questions/{first.pk}/",
        f"{norwegian}answers/{answers['me'].pk}/", f"{DESK}questions/{10**12}/",
    ):  # fmt: skip
        assert desk.get(path).status_code == 404
    assert desk.get(norwegian).status_code == 200  # nobody has begun it


def test_staff_read_administrators_change_and_nobody_else_comes_near(
    desk, administrator, agent, customer, form
):
    first, _second, answers = two_questions(administrator, form)
    key, other = first.pk, answers["me"].pk
    pages = ["/desk/checklist/", DESK, f"{DESK}figures/"]
    forms = [
        f"{DESK}questions/", f"{DESK}questions/{key}/", f"{DESK}questions/{key}/answers/",
        f"{DESK}answers/{other}/",
    ]  # fmt: skip
    acts = [
        f"{DESK}publication/", f"{DESK}withdrawal/", f"{DESK}questions/{key}/place/",
        f"{DESK}questions/{key}/removal/", f"{DESK}answers/{other}/place/",
        f"{DESK}answers/{other}/removal/",
    ]  # fmt: skip
    staff, outside = signed_in(agent), signed_in(customer)
    assert {staff.get(path).status_code for path in pages} == {200}
    assert {staff.get(path).status_code for path in forms} == {404}
    assert {staff.post(path).status_code for path in forms + acts} == {404}
    read = staff.get(DESK).content.decode()
    assert "Ett fel" in read
    assert "Lägg till" not in read.partition("<main")[2]
    assert "method=" not in read.partition("<main")[2]
    assert {outside.get(path).status_code for path in pages + forms} == {404}
    assert {outside.post(path).status_code for path in forms + acts} == {404}
    assert {desk.get(path).status_code for path in acts} == {405}
    assert {desk.post(path).status_code for path in pages} == {405}
    for path in pages + forms:
        assert Client().get(path)["Location"].startswith("/sign-in/?next=")


def test_the_verbs_ask_themselves(agent, administrator, form):
    first, _second, answers = two_questions(administrator, form)
    checklist = Checklist.objects.of("SE")
    for verb in (
        lambda: add_question(agent), lambda: first.move(to=1, by=agent),
        lambda: first.change(texts={}, hints={}, by=agent), lambda: first.remove(by=agent),
        lambda: add_answer(first, agent, "Nej"), lambda: answers["me"].remove(by=agent),
        lambda: answers["me"].change(by=agent, url=""), lambda: answers["me"].move(to=0, by=agent),
        lambda: checklist.publish(by=agent), lambda: checklist.withdraw(by=agent),
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            verb()
