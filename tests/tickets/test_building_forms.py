"""An administrator builds forms at the desk."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from kundportal.tickets.asking import building
from kundportal.tickets.asking.form_problems import problems_of
from kundportal.tickets.asking.questions import MOST_QUESTIONS, Kind, applying, in_circle
from kundportal.tickets.models import Form, FormVersion
from tests.cast import signed_in
from tests.tickets.building import (  # noqa: F401
    DESK,
    FORM,
    _built,
    _desk,
    ask,
    draft_of,
    fields,
    newest,
    order,
    publish,
    question,
    seen,
)

pytestmark = pytest.mark.django_db


def test_a_form_is_built_from_nothing_until_customers_meet_it(desk, customer, product):
    made = desk.post(f"{DESK}new/", {"name_sv": "Sverige – Ny väg", "country": "SE", "slug": ""})
    assert made["Location"] == f"{DESK}sverige-ny-vag/"
    path, client = made["Location"], signed_in(customer)
    assert "Formuläret har ingen typ av ärende" in desk.get(path).content.decode()
    assert client.get("/tickets/new/sverige-ny-vag/").status_code == 404
    desk.post(f"{path}matters/new/", {"name_sv": "Fel på sal", "name_en": "Fault"})
    desk.post(f"{path}questions/new/", question(required="on"))
    draft = draft_of(Form.objects.get(slug="sverige-ny-vag"))
    assert [one.key for one in draft.all_questions] == ["vilken_sal"]
    assert draft.matter_keys == ["fel-pa-sal"]
    answer = desk.post(f"{path}publication/", {"seen": draft.mark()}, follow=True)
    assert "Version 1 är publicerad" in answer.content.decode()
    page = client.get("/tickets/new/sverige-ny-vag/").content.decode()
    assert "Vilken sal?" in page
    assert "Fel på sal" in page


def test_a_question_has_its_texts_choices_and_conditions(desk, built):
    sent = question(kind="choice", new_options="Ja, alla | Yes, all\nNej\n\n Ja, alla ", of="a",
                    when_a=["y"], help_sv="Ungefär", required="on", key="kapten")  # fmt: skip
    assert desk.post(f"{FORM}questions/new/", sent)["Location"] == f"{FORM}#question-kapten"
    made = draft_of(built).question("kapten")
    assert made.options == [
        {"value": "ja-alla", "labels": {"sv": "Ja, alla", "en": "Yes, all"}},
        {"value": "nej", "labels": {"sv": "Nej"}},
        {"value": "ja-alla-2", "labels": {"sv": "Ja, alla"}},
    ]
    assert (made.of, made.values, made.required) == ("a", ["y"], True)
    page = desk.get(FORM).content.decode()
    assert "när ”Fråga a” är: Y" in page


def test_choices_change_words_and_place_but_never_their_value(desk, built):
    sent = question(
        seen=seen(desk, "questions/a/"), option_x_sv="Kex", option_x_place="2", option_y_sv="Y",
        option_y_place="1", new_options="Z",
    )  # fmt: skip
    assert desk.post(f"{FORM}questions/a/", sent).status_code == 302
    assert draft_of(built).question("a").choices == {"y": "Y", "x": "Kex", "z": "Z"}


def test_the_first_change_of_a_published_form_makes_a_draft(desk, built, customer):
    published = built.version
    desk.post(f"{FORM}questions/new/", question())
    draft = draft_of(built)
    assert draft.number == 2
    assert len(draft.questions) == 3
    assert len(FormVersion.objects.get(pk=published.pk).questions) == 2
    assert (
        "Vilken sal?" not in signed_in(customer).get("/tickets/new/bestallning/").content.decode()
    )
    desk.post(f"{FORM}draft-removal/")
    assert draft_of(built) is None


def test_looking_makes_no_draft(desk, built):
    for part in ("", "basics/", "questions/a/", "questions/new/", "matters/fel/", "preview/",
                 "copy/", "versions/1/"):  # fmt: skip
        assert desk.get(FORM + part).status_code == 200, part
    assert draft_of(built) is None


def test_the_database_keeps_a_published_version_as_it_was(built):
    version = FormVersion.objects.get(pk=built.version_id)
    version.questions = []
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        version.save()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        FormVersion.objects.filter(pk=version.pk).update(names={})
    version.audiences.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        FormVersion.objects.filter(pk=version.pk)._raw_delete("default")


def test_an_old_ticket_keeps_the_questions_that_it_was_asked(
    administrator, customer, built, product
):
    client = signed_in(customer)
    url = client.post("/tickets/new/bestallning/", fields(built, product, field_a="y"))["Location"]
    publish(administrator, ask("a", options=[]))
    page = client.get(url).content.decode()
    assert "Fråga a" in page
    assert "<dd>Y" in page


# Order


def test_buttons_move_a_question_and_twice_is_once(desk, administrator):
    form = publish(administrator, *(ask(key) for key in "abc"))
    page = desk.get(FORM).content.decode()
    assert 'id="up-questions-c"' in page
    sent = {"what": "questions", "key": "c", "to": "0"}
    for _time in range(2):
        assert desk.post(f"{FORM}order/", sent)["Location"] == f"{FORM}#questions"
        assert order(form) == ["c", "a", "b"]
    desk.post(f"{FORM}order/", {"what": "matters", "key": "order", "to": "0"})
    assert newest(form).matter_keys == ["order", "fel"]


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"what": "names", "key": "a", "to": "0"}, {"what": "questions", "key": "a", "to": "x"},
        {"what": "questions", "key": "\0", "to": "0"}, {"what": "questions", "key": "z", "to": "0"},
        {"what": "questions", "key": "a", "to": "9" * 400},
    ],
)  # fmt: skip
def test_an_odd_order_moves_nothing(desk, built, sent):
    assert desk.post(f"{FORM}order/", sent).status_code == 302
    assert order(built) == ["a", "b"]


def test_the_ends_of_the_order_hold(desk, built):
    desk.post(f"{FORM}order/", {"what": "questions", "key": "a", "to": "-1"})
    assert order(built) == ["a", "b"]
    desk.post(f"{FORM}order/", {"what": "questions", "key": "a", "to": "1000"})
    assert order(built) == ["b", "a"]


# What can't be right


def test_a_circle_is_refused_where_it_is_made(desk, built):
    desk.post(f"{FORM}questions/new/", question(kind="yes-no", key="c", of="a", when_a=["x"]))
    sent = question(seen=seen(desk, "questions/a/"), option_x_sv="X", option_y_sv="Y", of="c",
                    when_c=["yes"])  # fmt: skip
    answer = desk.post(f"{FORM}questions/a/", sent)
    assert answer.status_code == 422
    assert "väntar redan på den här" in answer.content.decode()
    assert draft_of(built).question("a").of == ""


def test_a_circle_that_is_there_all_the_same_shows_nothing(administrator):
    circle = [
        ask("a", Kind.YES_NO, of="b", values=["yes"]),
        ask("b", Kind.YES_NO, of="a", values=["yes"]),
        ask("c", of="c", values=["x"]),
    ]
    assert applying(circle, lambda of: {"yes", "x"}) == set()
    assert in_circle(circle) == {"a", "b", "c"}
    with pytest.raises(building.NotReady):
        publish(administrator, *circle)


def test_removing_what_another_hangs_on_is_told_before_publishing(desk, built):
    sent = {"seen": seen(desk, "questions/a/")}
    desk.post(f"{FORM}questions/a/removal/", sent)
    page = desk.get(FORM).content.decode()
    assert "beror på en fråga som är borta" in page
    assert "Publicera version" not in page
    answer = desk.post(f"{FORM}publication/", {"seen": draft_of(built).mark()}, follow=True)
    assert "kan inte publiceras än" in answer.content.decode()
    assert Form.objects.get(pk=built.pk).version.number == 1


def test_a_choice_that_another_hangs_on_is_missed_when_it_goes(desk, built):
    sent = question(seen=seen(desk, "questions/a/"), option_x_sv="", option_y_sv="Y",
                    new_options="Z")  # fmt: skip
    desk.post(f"{FORM}questions/a/", sent)
    assert [one.key for one in problems_of(draft_of(built))] == ["b"]


def test_a_form_takes_sixty_questions(desk, administrator):
    publish(administrator, *(ask(f"q{number}") for number in range(MOST_QUESTIONS)))
    answer = desk.post(f"{FORM}questions/new/", question())
    assert answer.status_code == 422
    assert "högst 60 frågor" in answer.content.decode()
    with pytest.raises(building.NotReady):
        publish(administrator, *(ask(f"q{number}") for number in range(MOST_QUESTIONS + 1)))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"label_sv": " "}, "label_sv"), ({"label_sv": "x" * 201}, "label_sv"),
        ({"label_en": "a\0"}, "label_en"), ({"kind": "magic"}, "kind"), ({"key": "A b"}, "key"),
        ({"key": "a"}, "key"), ({"key": "product"}, "key"), ({"key": "new"}, "key"),
        ({"of": "zzz"}, "of"), ({"of": "a"}, "when_a"), ({"of": "a", "when_a": ["q"]}, "when_a"),
        ({"kind": "choice"}, "new_options"),
        ({"kind": "choice", "new_options": "En"}, "new_options"),
        ({"kind": "choice", "new_options": "\n".join(map(str, range(41)))}, "new_options"),
        ({"kind": "number", "least": "5", "most": "1"}, "most"),
        ({"kind": "number", "least": "1e999"}, "least"), ({"days": "never"}, "days"),
        ({"organisations": "Ingenstans kommun"}, "organisations"),
    ],
)  # fmt: skip
def test_a_question_that_is_wrong_says_where_and_keeps_what_was_typed(desk, built, given, field):
    answer = desk.post(f"{FORM}questions/new/", question(help_sv="Står kvar", **given))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in page
    assert "Står kvar" in page
    assert draft_of(built) is None


@pytest.mark.parametrize(
    ("given", "field"),
    [({"name_sv": ""}, "name_sv"), ({"country": "XX"}, "country"), ({"slug": "a b"}, "slug"),
     ({"slug": "bestallning"}, "slug"), ({"slug": "new"}, "slug"), ({"slug": "å"}, "slug")],
)  # fmt: skip
def test_a_form_that_is_wrong_is_not_begun(desk, built, given, field):
    sent = {"name_sv": "Nytt", "country": "SE", "slug": "nytt", **given}
    answer = desk.post(f"{DESK}new/", sent)
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in answer.content.decode()
