"""An applicant fills in the form and gets a mail."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from kundportal.access import municipalities
from kundportal.access.forms import ApplicationForm
from kundportal.access.mail_domains import private_domain
from kundportal.access.models import AccessRequest
from kundportal.access.states import State
from kundportal.mail.models import Mail
from kundportal.people.models import Organisation, Person
from tests.access.conftest import EMAIL, errors_of, filled_in, link_in, mails_to

FORM = "/apply/se/"


def as_seen(response) -> bytes:
    """A page as its reader sees it: without the token that is new each time."""
    return re.sub(rb'(csrfmiddlewaretoken" value=|X-CSRFToken": )"\w+"', b"", response.content)


def test_the_page_says_who_may_apply_and_leads_to_the_form(visitor):
    page = visitor.get("/apply/").content.decode()
    assert "centrala administratörer" in page
    assert "Är du elev, vårdnadshavare, lärare eller annan personal?" in page
    assert f'href="{FORM}"' in page


def test_the_form_suggests_all_290_municipalities(visitor):
    page = visitor.get(FORM).content.decode()
    assert len(municipalities.names()) == 290
    assert page.count("<option value=") == 290
    assert page.index("Ystads kommun") < page.index("Ånge kommun") < page.index("Örebro kommun")


def test_an_application_asks_the_applicant_to_confirm_the_address(visitor):
    response = visitor.post(FORM, filled_in(email=EMAIL.upper()), follow=True)
    assert "Kolla din e-post" in response.content.decode()
    application = AccessRequest.objects.get()
    assert application.state == State.UNCONFIRMED
    assert application.email == EMAIL
    assert application.decide_by is None
    [mail] = mails_to(EMAIL)
    assert mail.subject == "Bekräfta din e-postadress"
    assert mail.is_secret
    assert link_in(mail).startswith("/apply/confirm/")
    assert re.fullmatch(r"A-\d{4}-\d{3}", application.reference)


def test_the_mail_is_in_the_language_of_the_form(visitor):
    visitor.post(FORM, filled_in(), headers={"accept-language": "en"})
    assert mails_to(EMAIL)[0].subject == "Confirm your e-mail address"
    assert AccessRequest.objects.get().language == "en"


def test_a_mail_to_an_unconfirmed_address_holds_nothing_that_was_typed(visitor):
    typed = {"name": "Vinn Pengar", "organisation_name": "Klicka på lur.example", "title": "Lur"}
    visitor.post(FORM, filled_in(**typed))
    mail = Mail.objects.get()
    for words in typed.values():
        assert words not in mail.subject + mail.text + mail.html


@pytest.mark.parametrize(
    "email",
    [
        "eva@gmail.com",
        "Eva@HotMail.com",
        "eva@outlook.com",
        "eva@hotmail.se",
        "eva@telia.com",
        "eva@mailinator.com",
        "eva@mail.yahoo.se",
        "eva@\uff47mail.com",
    ],
)
def test_a_private_address_is_refused_at_the_field_with_the_way_out(visitor, email):
    response = visitor.post(FORM, filled_in(email=email))
    assert response.status_code == 422
    error = errors_of(response.content, "email")
    assert "Ange en e-postadress på ditt arbete. Privata adresser som" in error
    assert "Per Lund, skolchef" in response.content.decode()
    assert not AccessRequest.objects.exists()
    assert not Mail.objects.exists()


def test_every_municipality_may_apply_from_its_own_domain():
    refused = [
        one.name
        for one in municipalities.everyone()
        for email in (f"anna@{one.mail_domain}", f"anna@skola.{one.mail_domain.upper()}")
        if private_domain(email) or ApplicationForm(filled_in(email=email)).errors
    ]
    assert refused == []


def test_the_same_form_sent_twenty_times_is_one_application_and_one_mail(visitor):
    form = filled_in()
    answers = {visitor.post(FORM, form).headers.get("Location") for _time in range(20)}
    assert answers == {"/apply/sent/"}
    assert AccessRequest.objects.count() == 1
    assert Mail.objects.count() == 1


def test_nobody_can_tell_whether_the_address_is_known(visitor, client, customer, waiting):
    waiting(email="vantar@lillkoping.example")
    closed = Person.objects.admit(
        email="stangd@lillkoping.example", name="Stängd", organisation=customer.organisation
    )
    Person.objects.filter(pk=closed.pk).update(is_active=False)
    Person.objects.admit(
        email="ny@lillkoping.example", name="Ny", organisation=customer.organisation
    )
    addresses = [
        "okand@lillkoping.example",
        "vantar@lillkoping.example",
        "stangd@lillkoping.example",
        "ny@lillkoping.example",
        customer.email,
    ]
    seen = set()
    for address in addresses:
        Mail.objects.all().delete()
        response = visitor.post(FORM, filled_in(email=address))
        page = visitor.get("/apply/sent/")
        seen.add(
            (
                response.status_code,
                response.headers["Location"],
                response.content,
                page.status_code,
                as_seen(page).replace(address.encode(), b"ADDRESS"),
            )
        )
        assert len(mails_to(address)) == 1
    assert len(seen) == 1


def test_whoever_has_an_account_is_sent_to_sign_in(visitor, customer):
    visitor.post(FORM, filled_in(email=customer.email))
    [mail] = mails_to(customer.email)
    assert mail.subject == "Du har redan ett konto i Kundportal"
    assert link_in(mail) == "/sign-in/"


def test_whoever_has_not_chosen_a_password_gets_the_link(visitor, municipality):
    Person.objects.admit(email=EMAIL, name="Eva Öst", organisation=municipality)
    visitor.post(FORM, filled_in())
    [mail] = mails_to(EMAIL)
    assert mail.is_secret
    assert visitor.get(link_in(mail)).status_code == 200


def test_whoever_waits_already_is_led_to_that_application(visitor, application):
    visitor.post(FORM, filled_in())
    mail = mails_to(EMAIL)[-1]
    assert application.reference in mail.subject
    assert link_in(mail) == f"/apply/status/{application.key}/"
    assert AccessRequest.objects.to_decide().count() == 1


def test_an_applicant_can_choose_neither_role_nor_organisation_nor_state(visitor, municipality):
    extra = {
        "role": "administrator",
        "state": "approved",
        "organisation": municipality.pk,
        "organisation_id": municipality.pk,
        "country": "NO",
        "language": "xx",
        "confirmed_at": "2026-11-23",
        "key": "a",
    }
    visitor.post(FORM, filled_in(**extra))
    application = AccessRequest.objects.get()
    assert (application.state, application.country) == (State.UNCONFIRMED, "SE")
    assert application.organisation is None
    assert application.language == "sv"
    assert application.key != "a"
    assert not Person.objects.exists()


def test_after_three_applications_an_hour_the_form_comes_back_with_all_that_was_typed(visitor):
    for _time in range(3):
        visitor.post(FORM, filled_in())
    response = visitor.post(FORM, filled_in(title="Förvaltare av allt"))
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "Förvaltare av allt" in response.content.decode()
    assert "vänta en timme" in response.content.decode()
    assert AccessRequest.objects.count() == 3


def test_the_pause_is_the_same_for_an_address_that_has_an_account(visitor, customer):
    answers = [
        visitor.post(FORM, filled_in(email=customer.email)).status_code for _time in range(4)
    ]
    assert answers == [302, 302, 302, 429]


@pytest.mark.parametrize("field", ["name", "title", "appointed_by", "organisation_name"])
@pytest.mark.parametrize(
    "typed", ["", "   ", "\t\n", "Eva\x00Öst", "Eva\x07Öst", "Eva\u202eÖst", "12345", "Å" * 100_000]
)
def test_bad_text_is_an_error_at_its_field(visitor, field, typed):
    response = visitor.post(FORM, filled_in(**{field: typed}))
    assert response.status_code == 422
    assert errors_of(response.content, field)
    assert not AccessRequest.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "eva",
        "eva@",
        "@kommun.se",
        "eva@kommun",
        "eva@[127.0.0.1]",
        "eva@localhost",
        "a@b\x00.se",
        "eva@kommun.se\nBcc: alla@kommun.se",
        "eva@gmail\uff0ecom",
        "x" * 300 + "@kommun.se",
        "eva@"
        + "ö" * 50
        + "."
        + "ö" * 50
        + "."
        + "ö" * 50
        + "."
        + "ö" * 50
        + "."
        + "ö" * 40
        + ".se",
    ],
)
def test_a_bad_address_is_an_error_at_its_field(visitor, typed):
    response = visitor.post(FORM, filled_in(email=typed))
    assert response.status_code == 422
    assert errors_of(response.content, "email")
    assert not Mail.objects.exists()


@pytest.mark.parametrize("typed", ["", "ring mig", "12", "0" * 41, "+46 70 123 45 67 89 01 23 45"])
def test_an_implausible_phone_number_is_an_error_at_its_field(visitor, typed):
    response = visitor.post(FORM, filled_in(phone=typed))
    assert errors_of(response.content, "phone")


def test_the_tick_is_needed(visitor):
    form = filled_in()
    del form["answers_for_data"]
    response = visitor.post(FORM, form)
    assert response.status_code == 422
    assert errors_of(response.content, "answers_for_data")


def test_a_megabyte_an_array_and_a_broken_token_are_no_faults(visitor):
    assert visitor.post(FORM, filled_in(name="x" * 1_000_000)).status_code == 422
    arrays = {f"{name}[]": value for name, value in filled_in().items()}
    assert visitor.post(FORM, arrays).status_code == 422
    assert visitor.post(FORM, filled_in(name=["Eva", "Öst"])).status_code == 302
    assert visitor.post(FORM, filled_in(once="x")).status_code == 302
    assert visitor.post(FORM, "{}", content_type="application/json").status_code == 422


def test_names_of_all_kinds_are_welcome(visitor):
    for name in ("Åsa-Märta O'Brien", "李 小龍", "Þórr Æsir", "  Eva   Öst "):
        form = ApplicationForm(filled_in(name=name))
        assert form.is_valid(), form.errors
        assert form.cleaned_data["name"] == " ".join(name.split())


def test_an_organisation_of_the_same_name_is_not_joined_by_applying(visitor, municipality):
    visitor.post(FORM, filled_in(organisation_name=municipality.name))
    assert AccessRequest.objects.get().organisation is None
    assert Organisation.objects.get().people.count() == 0


def test_the_same_token_from_another_applicant_tells_nothing(visitor):
    once = str(uuid4())
    visitor.post(FORM, filled_in(once=once))
    response = visitor.post(FORM, filled_in(once=once, email="annan@lillkoping.example"))
    assert response.status_code == 302
    assert Mail.objects.count() == 1


def test_the_pages_take_only_their_methods(visitor):
    for path in ("/apply/", "/apply/sent/"):
        assert visitor.post(path).status_code == 405
    assert visitor.put(FORM).status_code == 405
    assert visitor.delete(FORM).status_code == 405
