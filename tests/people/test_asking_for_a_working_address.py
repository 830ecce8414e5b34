"""Whoever signs in while our mails to them come back is asked for an address that works."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from kundportal.mail.models import Address, Mail, State
from kundportal.mail.models.bounce import Kind
from kundportal.people import emails, moving, resetting
from tests.cast import PASSWORD, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/settings/email/delivery/"
TRIAL = "/settings/email/delivery/trial/"


@pytest.fixture
def stopped(customer) -> Address:
    return stop(customer.email)


def stop(email: str) -> Address:
    now = timezone.now()
    return Address.objects.create(
        email=email, hard_bounces=2, last_bounce_at=now, stopped_at=now, status="5.1.1"
    )


def sign_in(person, following: str = ""):
    where = f"/sign-in/?next={following}" if following else "/sign-in/"
    typed = {"login": person.email, "password": PASSWORD, "next": following}
    return Client().post(where, typed)


def test_signing_in_leads_past_the_question_and_onward(customer, stopped) -> None:
    answer = sign_in(customer, "/tickets/")
    asked = urlsplit(answer["Location"])
    assert asked.path == PAGE
    assert parse_qs(asked.query) == {"next": ["/tickets/"]}
    page = signed_in(customer).get(answer["Location"]).content.decode()
    for shown in (
        customer.email,
        "det finns ingen sådan brevlåda",
        'href="/tickets/"',
        "/settings/email/",
    ):
        assert shown in page


def test_whose_mail_arrives_is_not_asked(customer, colleague) -> None:
    stop(colleague.email)
    assert sign_in(customer, "/tickets/")["Location"] == "/tickets/"
    page = signed_in(customer).get(PAGE).content.decode()
    assert "kommer det vi skickar" in page


def test_the_address_is_right_so_it_is_tried_again(customer, stopped) -> None:
    client = signed_in(customer)
    for _twice in range(2):
        answer = client.post(TRIAL, {"next": "/tickets/"})
        assert answer["Location"] == "/tickets/"
    mail = Mail.objects.get(subject="Våra mejl når dig")
    assert (mail.to, mail.state) == (customer.email, State.WAITING)
    assert not Address.objects.is_stopped(customer.email)
    assert sign_in(customer, "/tickets/")["Location"] == "/tickets/"


def test_as_long_as_it_is_tried_the_page_says_so_and_not_that_mail_arrives(
    customer, stopped
) -> None:
    client = signed_in(customer)
    client.post(TRIAL)
    page = client.get(PAGE).content.decode()
    assert "Vi provar adressen" in page
    assert "Du får ett mejl nu" in page
    assert "Våra mejl når dig" not in page
    mail = Mail.objects.get(key__startswith="trial:")
    now = timezone.now()
    for state, said in ((State.SENT, "Har du fått det"), (State.FAILED, "kom inte fram")):
        Mail.objects.filter(pk=mail.pk).update(state=state, sent_at=now)
        assert said in client.get(PAGE).content.decode()
    Address.objects.update(tried_at=now - timedelta(days=2))
    assert "Våra mejl når dig" in client.get(PAGE).content.decode()
    assert client.post(TRIAL)["Location"] == "/"
    assert Mail.objects.filter(key__startswith="trial:").count() == 1


@pytest.mark.parametrize("ago", [0, 200])
def test_one_mail_more_that_comes_back_stops_it_again(customer, stopped, ago: int) -> None:
    Address.objects.update(last_bounce_at=timezone.now() - timedelta(days=ago))
    # What its owner asked for has been sent meanwhile, and says nothing of the trial.
    emails.trial(customer)
    Mail.objects.update(state=State.SENT, sent_at=timezone.now() - timedelta(days=2))
    customer.stand_by_email()
    mail = Mail.objects.latest("pk")
    mail.bounce(kind=Kind.PERMANENT, status="5.1.1", is_hard=True, text="nobody")
    assert Address.objects.is_stopped(customer.email)
    assert sign_in(customer, "/tickets/")["Location"].startswith(PAGE)


def test_proof_that_mail_gets_there_ends_the_trial(customer, stopped) -> None:
    customer.stand_by_email()
    Mail.objects.get().arrive(at=timezone.now() + timedelta(seconds=1))
    address = Address.objects.get()
    assert (address.hard_bounces, address.is_on_trial) == (0, False)


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example", "", "javascript:x", "3", "start"]
)
def test_it_leads_nowhere_else(customer, stopped, next_: str) -> None:
    client = signed_in(customer)
    page = client.get(PAGE, {"next": next_}).content.decode()
    assert not any(f'="{one}evil' in page for one in ("https://", "//"))
    assert client.post(TRIAL, {"next": next_})["Location"] == "/"


def test_a_notice_stands_in_the_settings_until_it_is_mended(customer, stopped) -> None:
    client = signed_in(customer)
    for page in ("/settings/", "/settings/email/"):
        assert "kommer tillbaka, så vi skickar inga" in client.get(page).content.decode()
    Address.objects.reached(customer.email)
    assert "kommer tillbaka, så vi" not in client.get("/settings/").content.decode()


def test_another_address_that_is_confirmed_is_not_stopped(customer, stopped) -> None:
    new = f"new.{customer.email}"
    stop(new)
    link = moving.link_for(customer, email=new)
    Client().post(urlsplit(link).path)
    customer.refresh_from_db()
    assert customer.email == new
    assert not Address.objects.is_stopped(new)
    assert Address.objects.is_stopped(stopped.email)


def test_a_link_to_choose_a_password_is_tried_and_its_use_lifts_the_stop(customer, stopped) -> None:
    customer.send_reset()
    assert Mail.objects.get(person=customer).state == State.WAITING
    path = urlsplit(resetting.link_for(customer)).path
    Client().post(path, {"password": "en helt annan fras om våren"})
    assert not Address.objects.is_stopped(customer.email)


def test_colleagues_and_staff_see_to_whom_mails_do_not_arrive(
    customer, colleague, agent, outsider, stopped
) -> None:
    own = signed_in(colleague).get("/settings/organisation/").content.decode()
    desk = signed_in(agent).get(f"/desk/organisations/{customer.organisation_id}/").content.decode()
    for page in (own, desk):
        assert page.count("Mejl kommer inte fram") == 1
        assert "Det finns ingen sådan brevlåda" in page
    advice = f"Be {customer.name} logga in och byta adress."
    assert advice in own
    assert advice not in signed_in(customer).get("/settings/organisation/").content.decode()
    assert (
        "Mejl kommer inte fram"
        not in signed_in(outsider).get("/settings/organisation/").content.decode()
    )


def test_it_is_for_who_is_signed_in_and_a_post(customer) -> None:
    for path in (PAGE, TRIAL):
        answer = Client().post(path) if path == TRIAL else Client().get(path)
        assert answer["Location"].startswith("/sign-in/")
    assert signed_in(customer).get(TRIAL).status_code == 405
    assert signed_in(customer).post(PAGE).status_code == 405
