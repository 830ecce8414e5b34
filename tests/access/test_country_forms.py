"""Staff write the texts of a country's application, and open and close it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from kundportal.access.country_texts import Kind, built_in
from kundportal.access.models import AccessRequest, CountryForm, CountryText
from kundportal.history.models import Event
from tests.access.conftest import errors_of, filled_in
from tests.cast import signed_in

LIST = "/desk/application-forms/"


@pytest.fixture
def desk(administrator):
    return signed_in(administrator)


def texts(country: str = "NO", language: str = "nb", **changed: str) -> dict[str, str]:
    """The form as it is shown, with some of its texts changed."""
    shown = {kind: built_in(kind, country, language) for kind in Kind.values}
    return {**shown, **{name.replace("_", "-"): text for name, text in changed.items()}}


def test_the_texts_that_are_built_in_stand_on_the_page_and_in_the_form(visitor, desk):
    page = visitor.get("/apply/no/").content.decode()
    assert "Du søker for deg selv." in page
    assert "Skriv navnet slik det står i Brønnøysundregistrene" in page
    assert "<li>organisasjonsnummeret (ni sifre)</li>" in page
    form = desk.get(f"{LIST}no/nb/").content.decode()
    assert "Du søker for deg selv." in form
    assert "Gå tillbaka till den inbyggda" not in form


def test_what_staff_write_stands_on_the_page_as_markdown(visitor, desk, administrator):
    words = "Bare for **skoleeiere**.\n\n- en\n- to <script>x</script>"
    answer = desk.post(f"{LIST}no/nb/", texts(introduction=words))
    assert answer.headers["Location"] == f"{LIST}no/nb/"
    page = visitor.get("/apply/no/").content.decode()
    assert "<strong>skoleeiere</strong>" in page
    assert "<li>en</li>" in page
    assert "<script>x" not in page
    row = CountryText.objects.get()
    assert (row.country, row.language, row.kind) == ("NO", "nb", "introduction")
    event = Event.objects.get(verb="access.country_text_written")
    assert event.by == administrator
    assert event.data == {"country": "NO", "language": "nb", "kind": "introduction"}


def test_a_text_is_for_one_country_and_one_language(visitor, desk):
    desk.post(f"{LIST}no/en/", texts(language="en", introduction="Only owners of schools."))
    english = {"accept-language": "en"}
    assert "Only owners" not in visitor.get("/apply/no/").content.decode()
    assert "Only owners" not in visitor.get("/apply/se/", headers=english).content.decode()
    visitor.post("/language/", {"language": "en", "next": "/apply/no/"})
    assert "Only owners" in visitor.get("/apply/no/").content.decode()


def test_the_help_at_the_organisation_and_what_to_have_at_hand_may_change(visitor, desk):
    changed = texts(organisation="Skriv **kommunen**.", at_hand="- pass")
    desk.post(f"{LIST}no/nb/", changed)
    page = visitor.get("/apply/no/").content.decode()
    assert "Skriv <strong>kommunen</strong>." in page
    assert "<li>pass</li>" in page


def test_a_preview_shows_how_it_looks_and_keeps_nothing(desk, visitor):
    page = desk.post(f"{LIST}de/de/preview/", texts("DE", "de", introduction="Nur *hier*."))
    assert page.status_code == 200
    assert "<em>hier</em>" in page.content.decode()
    assert "Nur *hier*.</textarea>" in page.content.decode()
    assert "Inget är sparat än." in page.content.decode()
    assert not CountryText.objects.exists()
    assert "hier" not in visitor.get("/apply/de/").content.decode().partition("<form")[0][-500:]


def test_going_back_to_the_text_that_is_built_in(desk, visitor):
    desk.post(f"{LIST}dk/da/", texts("DK", "da", introduction="Kun os."))
    assert "Gå tillbaka till den inbyggda texten: Vem som kan ansöka" in (
        desk.get(f"{LIST}dk/da/").content.decode()
    )
    desk.post(f"{LIST}dk/da/introduction/removal/")
    assert "Du ansøger for dig selv." in visitor.get("/apply/dk/").content.decode()
    assert not CountryText.objects.exists()
    assert Event.objects.filter(verb="access.country_text_withdrawn").count() == 1
    desk.post(f"{LIST}dk/da/introduction/removal/")
    assert Event.objects.filter(verb="access.country_text_withdrawn").count() == 1


def test_writing_the_text_that_is_built_in_goes_back_to_it(desk):
    desk.post(f"{LIST}no/nb/", texts(introduction="Annet"))
    desk.post(f"{LIST}no/nb/", texts())
    assert not CountryText.objects.exists()
    verbs = Event.objects.filter(verb__startswith="access.country_text").order_by("pk")
    assert [one.verb.rpartition("_")[2] for one in verbs] == ["written", "withdrawn"]
    desk.post(f"{LIST}no/nb/", texts())
    assert verbs.count() == 2


@pytest.mark.parametrize("wrong", ["", "   ", "x" * 4001, "a\x00b"])
def test_a_bad_text_changes_nothing_and_keeps_what_was_typed(desk, wrong):
    given = texts(introduction=wrong, at_hand="- behold meg")
    for path in (f"{LIST}no/nb/", f"{LIST}no/nb/preview/"):
        answer = desk.post(path, given)
        assert answer.status_code == 422
        assert errors_of(answer.content, "introduction")
        assert "- behold meg" in answer.content.decode()
    assert not CountryText.objects.exists()


def test_a_closed_country_says_so_and_is_not_offered(desk, visitor, administrator):
    desk.post(f"{LIST}no/nb/", texts(closed="Vi åpner **i august**."))
    desk.post(f"{LIST}no/opening/", {"open": "no"})
    page = visitor.get("/apply/no/").content.decode()
    assert "Vi åpner <strong>i august</strong>." in page
    assert "<form method" not in page.partition("<main")[2]
    assert 'href="/apply/no/"' not in visitor.get("/apply/").content.decode()
    assert 'href="/apply/dk/"' in visitor.get("/apply/").content.decode()
    event = Event.objects.get(verb="access.country_closed")
    assert event.by == administrator
    assert "tas inte emot" in desk.get(LIST).content.decode()
    desk.post(f"{LIST}no/opening/", {"open": "yes"})
    desk.post(f"{LIST}no/opening/", {"open": "yes"})
    assert 'href="/apply/no/"' in visitor.get("/apply/").content.decode()
    assert Event.objects.filter(verb="access.country_opened").count() == 1


def test_whoever_was_writing_when_it_closed_keeps_what_they_wrote(visitor, administrator):
    CountryForm.objects.open(country="SE", is_open=False, by=administrator)
    answer = visitor.post("/apply/se/", filled_in(title="Förvaltare av allt"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Inget skickades." in page
    assert "Förvaltare av allt" in page
    assert not AccessRequest.objects.exists()


def test_when_all_are_closed_the_page_says_so(visitor, administrator):
    for country in ("SE", "NO", "DK", "DE"):
        CountryForm.objects.open(country=country, is_open=False, by=administrator)
    assert "Just nu tar vi inte emot några ansökningar." in visitor.get("/apply/").content.decode()


def test_the_pages_are_for_administrators_alone(administrator, agent, customer, visitor):
    paths = [LIST, f"{LIST}no/", f"{LIST}no/nb/"]
    acts = [f"{LIST}no/opening/", f"{LIST}no/nb/preview/", f"{LIST}no/nb/closed/removal/"]
    for one in (agent, customer):
        client = signed_in(one)
        assert {client.get(path).status_code for path in paths} == {404}
        assert {client.post(path).status_code for path in [paths[2], *acts]} == {404}
    assert visitor.get(LIST).headers["Location"].startswith("/sign-in/?next=")
    desk = signed_in(administrator)
    assert {desk.get(path).status_code for path in paths} == {200}
    assert {desk.get(path).status_code for path in acts} == {405}
    assert "Ansökningsformulär" in desk.get(LIST).content.decode()
    for verb in (
        lambda: CountryForm.objects.open(country="SE", is_open=False, by=agent),
        lambda: CountryText.objects.write(country="SE", language="sv", texts={}, by=agent),
        lambda: CountryText.objects.withdraw(country="SE", language="sv", kind="closed", by=agent),
    ):
        with pytest.raises(PermissionDenied):
            verb()


@pytest.mark.parametrize(
    "path", ["xx/", "NO/", "no/da/", "no/xx/", "se/nb/", "no/nb/x/removal/", "fi/opening/"]
)
def test_what_is_not_there_is_404(desk, path):
    acts = path.endswith(("removal/", "opening/"))
    assert (desk.post if acts else desk.get)(f"{LIST}{path}").status_code == 404


def test_the_pages_cost_few_queries(desk, django_assert_max_num_queries):
    desk.post(f"{LIST}no/nb/", texts(introduction="A", at_hand="B", closed="C"))
    for path in (LIST, f"{LIST}no/nb/"):
        with django_assert_max_num_queries(8):
            desk.get(path)
