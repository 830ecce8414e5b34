"""Administrators lead to the knowledge bases that articles have not moved from."""

from __future__ import annotations

import pytest
from django.test import Client

from kundportal.history.models import Event
from kundportal.knowledge.models import OutsideBase
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

PAGE = "/desk/knowledge/outside/"


@pytest.fixture
def sent(product):
    return {"product": product.pk, "url": "https://kb.example/", "label": "Handboken"}


def test_a_link_is_made_and_changed_and_taken_away(administrator, product, sent):
    desk = signed_in(administrator)
    for label in ("Handboken", "Nya handboken"):
        answer = desk.post(PAGE, {**sent, "label": label}, follow=True)
        assert f"Kunskapsportalen länkar till ”{label}” för {product}." in answer.text
    [base] = OutsideBase.objects.all()
    assert (base.label, base.url) == ("Nya handboken", "https://kb.example/")
    answer = desk.post(f"{PAGE}{product.pk}/removal/", follow=True)
    assert "länkar inte till ”Nya handboken” längre" in answer.text
    verbs = Event.objects.filter(verb__startswith="outside_base.").order_by("pk")
    assert [one.verb.partition(".")[2] for one in verbs] == ["linked", "linked", "unlinked"]


@pytest.mark.parametrize(
    "url", ["http://kb.example/", "javascript:alert(1)", "ftp://a.example/", "x", ""]
)
def test_only_an_address_on_https_is_taken(administrator, sent, url):
    answer = signed_in(administrator).post(PAGE, {**sent, "url": url})
    assert answer.status_code == 422
    assert "https://" in answer.text
    assert "Handboken" in answer.text, "what was typed is kept"
    assert not OutsideBase.objects.exists()


def test_only_administrators_do_so(customer, agent, sent, product):
    for one in (customer, agent):
        for address in (PAGE, f"{PAGE}{product.pk}/removal/"):
            assert signed_in(one).post(address, sent).status_code == 404
    assert Client().get(PAGE).headers["Location"].startswith("/sign-in/")
    assert not OutsideBase.objects.exists()


def test_methods_and_keys_that_are_none(administrator):
    desk = signed_in(administrator)
    assert desk.put(PAGE).status_code == 405
    assert desk.get(f"{PAGE}1/removal/").status_code == 405
    assert desk.post(f"{PAGE}999999/removal/").status_code == 404
