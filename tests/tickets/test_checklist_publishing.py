"""A checklist is published when nobody can get stuck in it, and customers see what is published."""

from uuid import uuid4

import pytest

from kundportal.history.models import Event
from kundportal.tickets.checklist.plan import Plan
from kundportal.tickets.models import Checklist, Form
from kundportal.tickets.models.checklist import NotReady
from tests.cast import signed_in
from tests.tickets.checklists import DESK, HERE, add_answer, add_question, publish, two_questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(administrator):
    return signed_in(administrator)


@pytest.fixture
def written(administrator, form):
    return two_questions(administrator, form)


def refused(desk) -> str:
    """The page that says why it can't be published."""
    made = desk.post(f"{DESK}publication/")
    assert made.status_code == 422
    page = made.content.decode()
    assert "Checklistan kan inte publiceras än" in page
    assert Checklist.objects.of("SE").published is None
    return page


def at(page: str, place: str) -> str:
    """What stands at one question or answer of the page."""
    return page.partition(f'id="{place}"')[2].partition("</li>")[0]


def test_what_is_published_is_what_customers_see(desk, written, customer, administrator):
    reader = signed_in(customer)
    assert reader.get(HERE).status_code == 302
    desk.post(f"{DESK}publication/")
    desk.post(f"{DESK}publication/")
    assert "Vad gäller det?" in reader.get(HERE).content.decode()
    assert Event.objects.filter(verb="checklist.published", by=administrator).count() == 1
    written[0].change(texts={"sv": "Vad har hänt?"}, hints={}, by=administrator)
    assert "Vad gäller det?" in reader.get(HERE).content.decode()
    assert "Ändrad sedan dess" in desk.get(DESK).content.decode()
    desk.post(f"{DESK}publication/")
    assert "Vad har hänt?" in reader.get(HERE).content.decode()
    assert "Ändrad sedan dess" not in desk.get(DESK).content.decode()


def test_a_withdrawn_checklist_is_not_shown_and_its_draft_stays(desk, written, customer):
    desk.post(f"{DESK}publication/")
    desk.post(f"{DESK}withdrawal/")
    desk.post(f"{DESK}withdrawal/")
    assert signed_in(customer).get(HERE).status_code == 302
    assert "Vad gäller det?" in desk.get(DESK).content.decode()
    assert Event.objects.filter(verb="checklist.withdrawn").count() == 1


def test_what_is_kept_reads_as_it_was_written(written, administrator):
    draft = Checklist.objects.of("SE").draft()
    assert Plan.read(publish(administrator).published) == draft
    assert Checklist.objects.of("SE").plan == draft


def test_an_empty_one_is_refused(desk):
    assert "Det finns ingen fråga än" in refused(desk)
    assert not Checklist.objects.exists()


def test_a_question_that_is_none_is_refused(desk, administrator, form):
    one = add_question(administrator)
    add_answer(one, administrator, "Det enda", leads="form", form=form)
    page = refused(desk)
    assert "minst två svar" in at(page, f"question-{one.pk}")
    assert f'href="#question-{one.pk}"' in page


def test_a_dead_end_is_refused(desk, written, administrator):
    dead = add_answer(written[0], administrator, "Vet ej")
    page = refused(desk)
    assert "leder ingenstans än" in at(page, f"answer-{dead.pk}")
    assert f'href="#answer-{dead.pk}"' in page


def test_a_circle_is_refused_where_it_closes(desk, written, administrator):
    first, second, answers = written
    back = add_answer(second, administrator, "Börja om", leads="question", next=first)
    page = refused(desk)
    assert "leder tillbaka till fråga 1" in at(page, f"answer-{back.pk}")
    assert "cirkel" not in at(page, f"answer-{answers['fault'].pk}")


def test_a_circle_of_three_that_nobody_reaches_is_refused_too(desk, written, administrator, form):
    rows = [add_question(administrator, f"Ring {one}") for one in range(3)]
    for one, row in enumerate(rows):
        add_answer(row, administrator, "Vidare", leads="question", next=rows[(one + 1) % 3])
        add_answer(row, administrator, "Ut", leads="form", form=form)
    page = refused(desk)
    assert page.count("gå runt i en cirkel") == 2  # in the summary and at the answer
    assert page.count("Inget svar leder till den här frågan") == 6


def test_two_ways_to_one_question_are_no_circle(desk, written, administrator):
    first, second, _answers = written
    add_answer(first, administrator, "Annat", leads="question", next=second)
    assert desk.post(f"{DESK}publication/").status_code == 302


def test_an_answer_to_a_form_that_is_not_offered_is_refused(desk, written, form):
    Form.objects.filter(pk=form.pk).update(is_offered=False)
    page = refused(desk)
    assert "erbjuds inte längre" in at(page, f"answer-{written[2]['me'].pk}")


def test_an_answer_to_a_page_that_the_portal_does_not_have_is_refused(desk, written, administrator):
    astray = add_answer(written[1], administrator, "Läs", leads="article", url="/knowledge/x/?a#b")
    assert "har ingen sida på adressen" in at(refused(desk), f"answer-{astray.pk}")
    page = desk.get(f"{DESK}answers/{astray.pk}/").content.decode()
    assert 'value="/knowledge/x/?a#b"' in page  # it stays shown


def test_rooms_that_the_portal_does_not_have_are_not_offered(desk, written, administrator):
    path = f"{DESK}questions/{written[0].pk}/answers/"
    page = desk.get(path).content.decode()
    assert 'value="article"' in page  # it may be elsewhere
    assert 'value="notice"' not in page
    assert "/knowledge/" in page  # how its address begins
    assert "/notices/" not in page
    sent = {"text_sv": "Läs", "once": str(uuid4()), "leads": "article", "url": "/knowledge/x/"}
    made = desk.post(path, sent)
    assert made.status_code == 422
    assert 'id="id_url-error"' in made.content.decode()
    assert desk.post(path, {**sent, "leads": "notice", "url": "/notices/"}).status_code == 422
    there = add_answer(written[0], administrator, "Se", leads="notice", url="/notices/")
    shown = desk.get(f"{DESK}answers/{there.pk}/").content.decode()
    assert 'value="notice" selected' in shown


def test_an_answer_to_another_countrys_form_is_refused(desk, written, administrator):
    norwegian = Form.objects.create(slug="norge", country="NO", names={"sv": "Norge"})
    answer = add_answer(written[1], administrator, "Norge", leads="form", form=norwegian)
    assert "erbjuds inte längre" in at(refused(desk), f"answer-{answer.pk}")


def test_an_answer_to_a_question_that_is_removed_is_refused(desk, written, administrator):
    written[1].remove(by=administrator)
    page = refused(desk)
    assert "är borttagen" in at(page, f"answer-{written[2]['fault'].pk}")


def test_more_than_five_questions_in_a_row_are_refused(desk, administrator, form):
    rows = [add_question(administrator, f"Nr {one}") for one in range(6)]
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        leads = {"leads": "question", "next": after} if after else {"leads": "form", "form": form}
        for one in range(8):  # more ways than could be counted one by one
            add_answer(row, administrator, f"Svar {one}", **leads)
    assert "fler än 5 frågor i rad" in refused(desk)


def test_staff_see_when_a_form_behind_what_is_published_is_withdrawn(desk, written, form):
    desk.post(f"{DESK}publication/")
    Form.objects.filter(pk=form.pk).update(is_offered=False)
    assert "Kunder som svarar ”Bara jag” leds till ett formulär" in desk.get(DESK).content.decode()


def test_the_verb_itself_refuses(administrator):
    add_question(administrator)
    with pytest.raises(NotReady):
        publish(administrator)
