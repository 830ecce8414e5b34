"""A person who has forgotten the password gets a link by mail and chooses a new one."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kundportal.mail.models import Mail
from kundportal.people.models import Person
from tests.cast import PASSWORD, signed_in
from tests.people.conftest import GOOD, as_seen, is_signed_in, latest_mail, link_in, write_mails

FORGOTTEN = "/password/forgotten/"


@pytest.fixture
def link(visitor, customer):
    visitor.post(FORGOTTEN, {"email": customer.email})
    return link_in(latest_mail(customer))


def test_the_mail_is_secret_and_holds_a_link_to_the_portals_own_address(
    visitor, customer, settings
):
    settings.ALLOWED_HOSTS = ["*"]
    visitor.post(FORGOTTEN, {"email": customer.email}, headers={"host": "lur.example"})
    mail = latest_mail(customer)
    assert mail.is_secret
    assert mail.subject == "Välj ett nytt lösenord till Kundportal"
    assert "lur.example" not in mail.text + mail.html
    assert visitor.get(link_in(mail)).status_code == 200


def test_the_mail_is_in_the_persons_language(visitor, customer):
    customer.choose_language("en")
    visitor.post(FORGOTTEN, {"email": customer.email.upper()})
    assert latest_mail(customer).subject == "Choose a new password for Kundportal"


def test_the_link_sets_a_new_password_and_signs_in_here_alone(visitor, customer):
    elsewhere = signed_in(customer)
    visitor.post(FORGOTTEN, {"email": customer.email})
    link = link_in(latest_mail(customer))
    response = visitor.post(link, {"password": GOOD})
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert is_signed_in(visitor)
    assert not is_signed_in(elsewhere)
    assert Person.objects.get(pk=customer.pk).check_password(GOOD)
    assert latest_mail(customer).subject == "Ditt lösenord till Kundportal är bytt"


def test_opening_the_link_writes_nothing_and_uses_nothing_up(visitor, link):
    with CaptureQueriesContext(connection) as queries:
        for _time in range(3):
            assert visitor.get(link).status_code == 200
    assert not [q for q in queries if not q["sql"].startswith("SELECT")]
    assert not visitor.cookies.get("kundportal")


def test_a_used_link_says_what_to_do(visitor, client, link):
    visitor.post(link, {"password": GOOD})
    for response in (client.get(link), client.post(link, {"password": "Annat-lösen-1x"})):
        assert response.status_code == 404
        assert "Be om en ny här." in response.content.decode()
        assert f'action="{FORGOTTEN}"' in response.content.decode()


def test_an_expired_link_says_what_to_do(visitor, link, settings):
    settings.PASSWORD_RESET_TIMEOUT = -1
    response = visitor.post(link, {"password": GOOD})
    assert response.status_code == 404
    assert "Be om en ny här." in response.content.decode()


@pytest.mark.parametrize("tail", ["x/", "%00/", "å/", ").", "\u202e/"])
def test_an_altered_link_says_what_to_do(visitor, customer, link, tail):
    altered = link.rstrip("/") + tail
    response = visitor.get(altered, follow=True)
    assert response.status_code == 404
    for person in ("zzzzzzzzzzzzz", "-1", "%00", "x" * 200):
        token = link.rstrip("/").rpartition("/")[2]
        assert visitor.get(f"/password/{person}/{token}/").status_code == 404
    assert customer.check_password(PASSWORD)


def test_a_link_dies_with_the_account(visitor, customer, link):
    Person.objects.filter(pk=customer.pk).update(is_active=False)
    assert visitor.post(link, {"password": GOOD}).status_code == 404


def test_nobody_can_tell_whether_an_address_has_an_account(visitor, customer, outsider, newcomer):
    Person.objects.filter(pk=outsider.pk).update(is_active=False)
    seen = set()
    for email in (customer.email, outsider.email, newcomer.email, "okand@lillkoping.example"):
        response = visitor.post(FORGOTTEN, {"email": email})
        page = visitor.get(response.headers["Location"])
        seen.add((response.status_code, response.headers["Location"], as_seen(page)))
    assert len(seen) == 1
    write_mails()
    assert set(Mail.objects.values_list("to", flat=True)) == {customer.email, newcomer.email}


def test_whoever_never_chose_a_password_gets_the_link_to_choose_the_first(visitor, newcomer):
    visitor.post(FORGOTTEN, {"email": newcomer.email})
    assert link_in(latest_mail(newcomer)).startswith("/activate/")


def test_a_known_and_an_unknown_address_cost_the_same_statements(visitor, customer):
    cost = []
    for email in (customer.email, "okand@lillkoping.example"):
        visitor.post(FORGOTTEN, {"email": "forst@lillkoping.example"})  # the place is counted
        with CaptureQueriesContext(connection) as queries:
            visitor.post(FORGOTTEN, {"email": email})
        cost.append([re.sub(r"\W.*", "", query["sql"]) for query in queries])
    assert cost[0] == cost[1]
    assert not Mail.objects.exists()  # the worker writes it


def test_too_many_mails_to_one_address_make_a_pause(visitor, customer):
    for email in (customer.email, "okand@lillkoping.example"):
        answers = [visitor.post(FORGOTTEN, {"email": email}) for _time in range(6)]
        assert [one.status_code for one in answers] == [302] * 5 + [429]
        assert int(answers[-1].headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    "typed", ["", "anna", "a\x00@b.se", "x" * 100_000, "a@b.se\nBcc: c@d.se", "🦊"]
)
def test_a_bad_address_is_an_error_at_the_field(visitor, typed):
    response = visitor.post(FORGOTTEN, {"email": typed})
    assert response.status_code == 422
    assert "id_email-error" in response.content.decode()


def test_no_address_is_copied_to_where_it_would_outlive_a_change(visitor, customer, link):
    from allauth.account.models import EmailAddress

    visitor.post(link, {"password": GOOD})
    assert not EmailAddress.objects.exists()


def test_the_pages_take_only_their_methods(visitor, link):
    assert visitor.put(FORGOTTEN).status_code == 405
    assert visitor.post(FORGOTTEN + "sent/").status_code == 405
    assert visitor.put(link).status_code == 405
