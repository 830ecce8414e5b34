"""Each country has its own application: its language, its register, its phones, its days."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from kundportal.access.countries import COUNTRIES
from kundportal.access.models import AccessRequest
from kundportal.people.models import Organisation, Person
from tests.access.conftest import EMAIL, errors_of, filled_in, link_in, mails_to
from tests.cast import signed_in

ABROAD = {
    "no": {"organisation_name": "Storvik kommune", "organisation_number": "974760673",
           "phone": "22 12 34 56"},
    "dk": {"organisation_name": "Lilleby Kommune", "organisation_number": "DK-10 15 08 17",
           "phone": "33 12 34 56"},
    "de": {"organisation_name": "Gemeinde Kleinstadt", "organisation_number": "DE136695976",
           "phone": "030/12 34-56"},
}  # fmt: skip
KEPT = {
    "no": ("974760673", "974 760 673", "+47 22 12 34 56"),
    "dk": ("10150817", "10 15 08 17", "+45 33 12 34 56"),
    "de": ("DE136695976", "DE 136 695 976", "+49 30 12 34 56"),
}
SAYS = {
    "se": ("sv", "Ansök om åtkomst: Sverige", "Organisationsnummer"),
    "no": ("nb", "Søk om tilgang: Norge", "Organisasjonsnummer"),
    "dk": ("da", "Ansøg om adgang: Danmark", "CVR-nummer"),
    "de": ("de", "Zugang beantragen: Deutschland", "USt-IdNr."),
}


def applied(client: Client, country: str) -> AccessRequest:
    answer = client.post(f"/apply/{country}/", filled_in(**ABROAD[country]))
    assert answer.headers["Location"] == "/apply/sent/"
    return AccessRequest.objects.get()


def test_one_chooses_among_the_countries_each_named_in_its_language(visitor):
    page = visitor.get("/apply/").content.decode()
    for one in COUNTRIES:
        assert f'href="/apply/{one.slug}/"><span lang="{one.language}">{one.title}</span>' in page
    assert [one.title for one in COUNTRIES] == [
        "Ansök om åtkomst", "Søk om tilgang", "Ansøg om adgang", "Zugang beantragen",
    ]  # fmt: skip


@pytest.mark.parametrize("country", SAYS)
@pytest.mark.parametrize("browser", ["", "sv-SE", "fr"])
def test_a_countrys_page_is_in_its_language(visitor, country, browser):
    language, title, number = SAYS[country]
    answer = visitor.get(f"/apply/{country}/", headers={"accept-language": browser})
    page = answer.content.decode()
    assert answer.headers["Content-Language"] == language
    assert f'<html lang="{language}">' in page
    assert f"<h1>{title}</h1>" in page
    assert number in page
    assert "<option value=" in page if country == "se" else "<option value=" not in page


def test_a_foreign_page_is_in_its_language_though_the_browser_asks_for_english(visitor):
    english = {"accept-language": "en-US,en"}
    assert '<html lang="nb">' in visitor.get("/apply/no/", headers=english).content.decode()
    assert '<html lang="en">' in visitor.get("/apply/se/", headers=english).content.decode()


def test_the_switch_offers_the_countrys_language_and_the_portals(visitor):
    offers = re.compile(r'name="language" value="(\w+)"')
    assert offers.findall(visitor.get("/apply/no/").content.decode()) == ["sv", "en"]
    visitor.post("/language/", {"language": "en", "next": "/apply/no/"})
    page = visitor.get("/apply/no/").content.decode()
    assert '<html lang="en">' in page
    assert "Apply for access: Norway" in page
    assert offers.findall(page) == ["nb", "sv"]
    visitor.post("/language/", {"language": "nb", "next": "/apply/no/"})
    assert '<html lang="nb">' in visitor.get("/apply/no/").content.decode()
    assert '<html lang="sv">' in visitor.get("/help/").content.decode()


def test_somebody_signed_in_may_read_it_in_the_countrys_language_and_keeps_their_own(customer):
    client = signed_in(customer)
    assert '<html lang="sv">' in client.get("/apply/no/").content.decode()
    client.post("/language/", {"language": "nb", "next": "/apply/no/"})
    assert '<html lang="nb">' in client.get("/apply/no/").content.decode()
    customer.refresh_from_db()
    assert customer.language == "sv"


@pytest.mark.parametrize(
    ("browser", "language"),
    [("nb-NO", "nb"), ("nn,no", "nb"), ("de-AT", "de"), ("da", "da"), ("fr", "sv")],
)
def test_where_no_country_is_chosen_yet_the_browser_decides(visitor, browser, language):
    for path in ("/apply/", "/apply/who/pupil/"):
        answer = visitor.get(path, headers={"accept-language": browser})
        assert f'<html lang="{language}">' in answer.content.decode()


def test_a_form_that_is_too_old_says_so_in_the_countrys_language():
    answer = Client(enforce_csrf_checks=True).post("/apply/de/", filled_in())
    assert answer.status_code == 403
    assert "Die Seite war zu lange geöffnet" in answer.content.decode()


@pytest.mark.parametrize("country", ABROAD)
def test_an_application_from_abroad_is_kept_as_its_country_writes_it(visitor, country):
    application = applied(visitor, country)
    number, shown, phone = KEPT[country]
    assert application.country == country.upper()
    assert application.language == SAYS[country][0]
    assert application.organisation_number == number
    assert application.shown_number == shown
    assert application.phone == phone


@pytest.mark.parametrize("country", SAYS)
def test_a_wrong_check_digit_is_an_error_at_the_field_that_says_what_to_do(visitor, country):
    wrong = {"se": "559999-0007", "no": "974760674", "dk": "10150818", "de": "DE136695975"}[country]
    says = {
        "se": "Någon siffra måste vara fel",
        "no": "Et av sifrene må være feil",
        "dk": "Et af cifrene må være forkert",
        "de": "Eine der Ziffern muss falsch sein",
    }[country]
    form = filled_in(**{**ABROAD.get(country, {}), "organisation_number": wrong})
    answer = visitor.post(f"/apply/{country}/", form)
    assert answer.status_code == 422
    assert says in errors_of(answer.content, "organisation_number")
    assert f'value="{wrong}"' in answer.content.decode()
    assert not AccessRequest.objects.exists()


@pytest.mark.parametrize(
    ("country", "says"),
    [
        ("no", "Du får avgjørelsen vår senest torsdag 26. november"),
        ("dk", "Du får vores afgørelse senest torsdag den 26. november"),
        ("de", "Sie erhalten unsere Entscheidung spätestens am Donnerstag, 26. November"),
    ],
)
def test_the_way_to_the_decision_is_in_the_countrys_language(visitor, monkeypatch, country, says):
    monkeypatch.setattr(
        "django.utils.timezone.now", lambda: datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    )
    language = SAYS[country][0]
    application = applied(visitor, country)
    another_browser = Client()
    [mail] = mails_to(EMAIL)
    assert mail.language == language
    assert f'lang="{language}"' in mail.html
    assert f'<html lang="{language}">' in visitor.get("/apply/sent/").content.decode()
    link = link_in(mail)
    assert KEPT[country][1] in another_browser.get(link).content.decode()
    page = another_browser.post(link, follow=True).content.decode()
    assert f'<html lang="{language}">' in page
    assert says in page
    application.refresh_from_db()
    assert application.decide_by == date(2026, 11, 26)
    assert says in re.sub(r"\s+", " ", mails_to(EMAIL)[-1].text)


def let_in(application: AccessRequest, administrator: Person, **organisation: object) -> Person:
    person = application.confirm().approve(by=administrator, **organisation)
    assert person
    return person


def test_whoever_is_let_in_meets_the_portal_in_english_and_is_told_so(visitor, administrator):
    application = applied(visitor, "no")
    eva = let_in(application, administrator, organisation_name="Storvik kommune")
    assert eva.language == "en"
    mail = mails_to(EMAIL)[-1]
    assert mail.language == "nb"
    assert "Selve portalen er på svensk og engelsk." in " ".join(mail.text.split())
    page = visitor.get(f"/apply/status/{application.key}/").content.decode()
    assert "Selve portalen er på svensk og engelsk." in page
    organisation = Organisation.objects.get(name="Storvik kommune")
    assert (organisation.country, organisation.organisation_number) == ("NO", "974760673")


def test_those_who_decide_see_the_number_and_whose_it_is(
    visitor, administrator, django_assert_max_num_queries
):
    first = applied(visitor, "no")
    let_in(first, administrator, organisation_name="Storvik kommune")
    AccessRequest.objects.filter(pk=first.pk).update(email="x@x.example")
    second = filled_in(**ABROAD["no"], email="kari@skole.example")
    second["organisation_name"] = "Storvik skoler"
    visitor.post("/apply/no/", second)
    waiting = AccessRequest.objects.get(email="kari@skole.example").confirm()
    desk = signed_in(administrator)
    with django_assert_max_num_queries(8):
        page = desk.get(f"/desk/access/{waiting.pk}/").content.decode()
    assert "974 760 673" in page
    assert "Storvik kommune finns här och har det här organisationsnumret" in page
    assert re.search(r'value="existing"[^>]*checked', page)
    new = {"place": "new", "organisation_name": "Storvik skoler"}
    answer = desk.post(f"/desk/access/{waiting.pk}/approval/", new)
    assert answer.status_code == 422
    assert "Storvik kommune har samma organisationsnummer." in answer.content.decode()
    assert Organisation.objects.count() == 1


def test_a_number_of_another_organisation_than_the_address_is_pointed_out(
    waiting, municipality, elsewhere, administrator
):
    elsewhere.organisation_number = "5599990008"
    elsewhere.save()
    application = waiting(organisation_number="5599990008")
    page = signed_in(administrator).get(f"/desk/access/{application.pk}/").content.decode()
    assert "Organisationsnumret tillhör Storsunds kommun." in page


def test_one_number_may_stand_for_one_organisation_in_each_country(municipality, elsewhere):
    Organisation.objects.create(name="Tom")
    for country, name in (("SE", "A"), ("DE", "B")):
        Organisation.objects.register(name=name, country=country, organisation_number="123456789")
    assert Organisation.objects.numbered("123456789", country="DE").name == "B"
    assert Organisation.objects.numbered("", country="SE") is None


@pytest.mark.parametrize("country", ["xx", "NO", "x" * 300, "fi"])
def test_other_countries_have_no_page(visitor, country):
    assert visitor.get(f"/apply/{country}/").status_code == 404
    assert visitor.post(f"/apply/{country}/", filled_in()).status_code == 404


def test_the_form_costs_few_queries(visitor, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        visitor.get("/apply/no/")
