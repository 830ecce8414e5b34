"""Administrators say which addresses are retired, and see in numbers what comes there."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from kundportal.history.models import Event
from kundportal.incoming.models import RetiredAddress, Tally
from tests.cast import signed_in
from tests.incoming.writing import SUPPORT, comes

pytestmark = pytest.mark.django_db

LIST = "/desk/mail/retired-addresses/"


@pytest.fixture
def desk(administrator) -> Client:
    return signed_in(administrator)


def add(desk: Client, **given):
    sent = {"email": SUPPORT, "language": "sv", "country": "SE", "form": "", "once": str(uuid4())}
    return desk.post(LIST, {**sent, **given}, follow=True)


def test_an_address_is_added_and_answered_from_then_on(desk, form, customer):
    text = add(desk, email="Support@Vendor.example", form=form.pk).content.decode()
    assert f"Mejl till {SUPPORT} besvaras från och med nu." in text
    address = RetiredAddress.objects.get()
    assert (address.email, address.form, address.is_open) == (SUPPORT, form, True)
    assert Event.objects.of(address).get().verb == "retired_address.added"
    assert comes(customer.email) == "answered"


def test_sending_the_form_twice_adds_one(desk):
    once = str(uuid4())
    add(desk, once=once)
    assert add(desk, once=once).status_code == 200
    assert RetiredAddress.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"email": "support"}, "Skriv en hel e-postadress"),
        ({"email": ""}, "e-postadress"),
        ({"email": "old@vendor.example"}, "Adressen finns redan i listan."),
        ({"email": "replies@in.vendor.example"}, "hör till portalen själv"),
        ({"language": "fi"}, "Välj ett av språken."),
        ({"country": "XX"}, "Välj ett av länderna."),
        ({"form": "9999"}, "Välj ett av formulären."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(desk, settings, given, said):
    settings.MAIL_DOMAIN = "in.vendor.example"
    RetiredAddress.objects.create(email="old@vendor.example", once=uuid4())
    answer = add(desk, **given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert RetiredAddress.objects.count() == 1


def test_numbers_tell_what_became_of_the_mails_and_not_who_wrote(desk, retired, customer):
    comes(customer.email)
    comes(customer.email)
    comes("nagon@okand.example")
    comes("nagon@okand.example", sender="x@evil.example")
    Tally.objects.note([retired], "came", "auto-submitted")
    text = desk.get(LIST).content.decode()
    for said in ("redan besvarat samma dag: 1", "osäker avsändare: 1", "automatiskt: 1"):
        assert said in text
    assert "okand.example" not in text
    assert customer.email not in text
    for said in ("5 mejl", "2 besvarade", "2 sparade", "0 tagna vidare"):
        assert said in text


def test_old_numbers_are_not_shown(desk, retired):
    Tally.objects.note([retired], "came")
    Tally.objects.update(day="2020-01-01")
    assert Tally.objects.lately() == {}
    Tally.objects.forget_old()
    assert not Tally.objects.exists()


def test_an_address_is_changed(desk, retired):
    address = f"{LIST}{retired.pk}/"
    assert 'value="support@vendor.example"' in desk.get(address).content.decode()
    given = {"email": "help@vendor.example", "language": "da", "country": "DK", "form": ""}
    assert desk.post(address, given).url == LIST
    retired.refresh_from_db()
    assert (retired.email, retired.language, retired.form) == ("help@vendor.example", "da", None)
    RetiredAddress.objects.create(email=SUPPORT, once=uuid4())
    assert desk.post(address, {**given, "email": SUPPORT}).status_code == 422


def test_an_address_is_not_answered_any_more_and_then_again(desk, retired):
    address = f"{LIST}{retired.pk}/opening/"
    for sent, is_open in (("no", False), ("no", False), ("yes", True)):
        desk.post(address, {"open": sent})
        retired.refresh_from_db()
        assert retired.is_open is is_open
    verbs = [one.verb for one in Event.objects.of(retired)]
    assert verbs == ["retired_address.opened", "retired_address.closed"]


@pytest.mark.parametrize("path", ["", "{pk}/", "{pk}/opening/"])
def test_who_reaches_it(path, retired, customer, agent, desk):
    address = LIST + path.format(pk=retired.pk)
    for other in (customer, agent):
        assert signed_in(other).get(address).status_code == 405 if "opening" in path else 404
        assert signed_in(other).post(address).status_code == 404
    assert "/sign-in/" in Client().post(address).url
    if "opening" in path:
        assert desk.get(address).status_code == 405
    assert desk.post(f"{LIST}0/opening/").status_code == 404
