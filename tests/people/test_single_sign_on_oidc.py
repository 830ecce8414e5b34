"""Signing in by an organisation's own OpenID provider: a real one, of django-oauth-toolkit."""

from __future__ import annotations

import logging
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.people.models import Person
from tests.cast import person
from tests.people.conftest import is_signed_in, latest_mail
from tests.people.openid import _openid, begin, come_back, free_port, onward, openid  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(openid, municipality, administrator):  # noqa: F811
    return openid.serve(municipality, by=administrator)


@pytest.fixture
def walk(openid, visitor):  # noqa: F811
    """The whole way: our page, the provider, and back."""

    def go(who, client=visitor, **more):
        return come_back(client, openid.sign_in(begin(client, who, **more), who))

    return go


def text_of(answer) -> str:
    return answer.content.decode()


def test_a_customer_signs_in_with_the_account_at_work(provider, walk, visitor, customer):
    answer = walk(customer.email)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert is_signed_in(visitor)
    assert "med organisationens konto" in text_of(visitor.get("/settings/sessions/"))
    provider.refresh_from_db()
    assert provider.used_at


def test_one_comes_back_to_where_one_was_headed(provider, walk, customer):
    assert walk(customer.email, next="/tickets/").headers["Location"] == "/tickets/"


@pytest.mark.parametrize("elsewhere", ["https://lur.example/", "//lur.example/", "javascript:1"])
def test_nobody_is_sent_to_another_site(provider, walk, customer, elsewhere):
    assert walk(customer.email, next=elsewhere).headers["Location"] == "/"


def test_the_first_time_is_told_by_mail_and_in_the_history(provider, walk, customer):
    walk(customer.email)
    assert "Organisationens konto öppnar nu" in latest_mail(customer).subject
    assert Event.objects.get(verb="person.sign_on_linked").thing_id == customer.pk
    number = Mail.objects.count()
    walk(customer.email, client=Client())
    assert Mail.objects.count() == number


def test_nothing_that_the_provider_says_is_kept_but_the_subject(provider, walk, customer):
    walk(customer.email)
    link = SocialAccount.objects.get()
    assert (link.user_id, link.provider, link.extra_data) == (customer.pk, provider.name, {})


def test_once_linked_the_subject_counts_and_not_the_address(
    provider, walk, openid, visitor, customer  # noqa: F811
):  # fmt: skip
    walk(customer.email)
    Person.objects.filter(pk=customer.pk).update(email="karin.ny@lillkoping.example")
    other = Client()
    assert walk(customer.email, client=other).status_code == 302
    assert is_signed_in(other)


def test_the_question_has_state_nonce_and_pkce(provider, visitor, customer):
    asked = parse_qs(urlsplit(begin(visitor, customer.email)).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["nonce"][0]) == 32
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    again = parse_qs(urlsplit(begin(visitor, customer.email)).query)
    assert asked["nonce"] != again["nonce"]
    assert asked["state"] != again["state"]


def test_the_address_may_come_from_the_second_place(provider, walk, openid, customer):  # noqa: F811
    openid.go_wrong(claims={"email": None, "email_verified": None})
    assert walk(customer.email).status_code == 302


# --- Whom it lets in ---------------------------------------------------------------------------
def test_an_address_nobody_has_here_makes_no_account(provider, walk, visitor):
    before = Person.objects.count()
    answer = walk("okand@lillkoping.example")
    assert answer.status_code == 403
    assert 'href="/apply/"' in text_of(answer)
    assert "Du har ingen åtkomst än" in text_of(answer)
    assert (Person.objects.count(), SocialAccount.objects.count()) == (before, 0)
    assert not is_signed_in(visitor)


def test_whoever_is_paused_or_has_no_seat_is_told_what_to_do(
    provider, walk, customer, colleague, administrator
):
    customer.pause(by=administrator)
    colleague.give_back_seat(by=administrator)
    for one, words in ((customer, "Din åtkomst är pausad"), (colleague, "Din åtkomst är avslutad")):
        answer = walk(one.email, client=Client())
        assert answer.status_code == 403
        assert words in text_of(answer)
    assert not SocialAccount.objects.exists()


def test_whoever_is_linked_is_out_when_paused(provider, walk, customer, administrator):
    walk(customer.email)
    customer.pause(by=administrator)
    other = Client()
    assert walk(customer.email, client=other).status_code == 403
    assert not is_signed_in(other)


def test_a_provider_never_lets_in_people_of_another_organisation_or_staff(
    provider, openid, walk, visitor, outsider, agent  # noqa: F811
):  # fmt: skip
    for claimed in (outsider.email, agent.email):
        openid.go_wrong(claims={"email": claimed})
        answer = walk("vem@lillkoping.example")
        assert answer.status_code == 403
    assert not is_signed_in(visitor)
    assert not SocialAccount.objects.exists()


def test_staff_and_others_at_its_own_domain_are_not_its_people_either(
    provider, walk, visitor, elsewhere, openid  # noqa: F811
):  # fmt: skip
    person("Lisa Lån", "lisa@lillkoping.example", at=elsewhere)
    person("Sten Stab", "sten@lillkoping.example", "agent")
    for email in ("lisa@lillkoping.example", "sten@lillkoping.example"):
        answer = walk(email)
        assert answer.status_code == 403
        assert "Logga in med ditt lösenord" in text_of(answer)
    assert not SocialAccount.objects.exists()


def test_it_answers_for_its_own_domains_alone(provider, openid, walk, municipality):  # noqa: F811
    person("Eva Extern", "eva@annan.example", at=municipality)
    openid.go_wrong(claims={"email": "eva@annan.example"})
    answer = walk("vem@lillkoping.example")
    assert answer.status_code == 403
    assert "e-postdomäner" in text_of(answer)
    assert not SocialAccount.objects.exists()


def test_a_link_ends_at_the_organisation(provider, walk, customer, elsewhere):
    walk(customer.email)
    customer.seat.delete()
    Person.objects.filter(pk=customer.pk).update(organisation=elsewhere)
    other = Client()
    assert walk(customer.email, client=other).status_code == 403
    assert not is_signed_in(other)


def test_an_address_that_is_not_vouched_for_links_nobody(provider, walk, openid, customer):  # noqa: F811
    for verified in (False, None, "false"):
        openid.go_wrong(claims={"email_verified": verified})
        assert walk(customer.email).status_code == 403
    assert not SocialAccount.objects.exists()


def test_an_organisation_may_vouch_for_all_its_addresses(
    openid, municipality, administrator, walk, customer  # noqa: F811
):  # fmt: skip
    openid.serve(municipality, by=administrator, takes_unmarked=True)
    openid.go_wrong(claims={"email_verified": False})
    assert walk(customer.email).status_code == 403
    openid.go_wrong(claims={"email_verified": None})
    assert walk(customer.email, client=Client()).status_code == 302


def test_an_address_that_has_a_new_owner_does_not_open_the_old_account(
    provider, walk, openid, customer  # noqa: F811
):  # fmt: skip
    walk(customer.email)
    openid.go_wrong(claims={"sub": "somebody-new"})
    other = Client()
    answer = walk(customer.email, client=other)
    assert answer.status_code == 403
    assert "redan kopplat" in text_of(answer)
    assert not is_signed_in(other)


# --- Answers that do not hold --------------------------------------------------------------------
@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"claims": {"aud": "another-client"}}, "audience"),
        ({"claims": {"iss": "https://lur.example"}}, "issuer"),
        ({"claims": {"exp": int(time.time()) - 3600}}, "expired"),
        ({"claims": {"iat": int(time.time()) + 3600}}, "expired"),
        ({"claims": {"nonce": "x" * 32}}, "nonce"),
        ({"dropped": ["nonce"]}, "nonce"),
        ({"claims": {"sub": None}}, "token"),
        ({"claims": {"azp": "another-client"}}, "audience"),
        ({"claims": {"sub": ["1"]}}, "token"),
        ({"key": "another"}, "signature"),
        ({"key": "none"}, "signature"),
        ({"answers": {"/token/": {"body": '{"access_token": "x"}'}}}, "token"),
        ({"answers": {"/token/": {"body": '{"error": "invalid_grant"}', "status": 400}}},
         "declined"),
        ({"answers": {"/token/": {"body": "<html>", "type": "text/html"}}}, "declined"),
        ({"answers": {"/token/": {"body": "[]"}}}, "declined"),
        ({"answers": {"/token/": {"status": 500}}}, "declined"),
        ({"answers": {"/token/": {"status": 302, "headers": {"Location": "/x"}}}}, "redirect"),
        ({"answers": {"/token/": {"body": "x" * 2_000_000}}}, "size"),
        ({"answers": {"/.well-known/jwks.json": {"body": "{}"}}}, "keys"),
        ({"answers": {"/.well-known/jwks.json": {"body": "nej"}}}, "not JSON"),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_hold_lets_nobody_in(
    provider, walk, openid, visitor, customer, how, reason, caplog  # noqa: F811
):  # fmt: skip
    openid.go_wrong(**how)
    with caplog.at_level(logging.INFO):
        answer = walk(customer.email)
    assert answer.status_code == 400
    assert "Inloggningen fungerade inte" in text_of(answer)
    assert not is_signed_in(visitor)
    assert not SocialAccount.objects.exists()
    provider.refresh_from_db()
    assert (provider.failure, bool(provider.failed_at)) == (reason, True)
    assert customer.email not in caplog.text
    assert "en hemlighet" not in caplog.text


def test_an_answer_counts_once(provider, openid, visitor, customer):  # noqa: F811
    url = openid.sign_in(begin(visitor, customer.email), customer.email)
    assert come_back(visitor, url).status_code == 302
    visitor.post("/sign-out/")
    answer = come_back(visitor, url)
    assert answer.status_code == 400
    assert "Börja om från början" in text_of(answer)
    assert not is_signed_in(visitor)


def test_an_answer_counts_only_in_the_browser_that_asked(provider, openid, visitor, customer):  # noqa: F811
    url = openid.sign_in(begin(visitor, customer.email), customer.email)
    other = Client()
    assert come_back(other, url).status_code == 400
    assert come_back(other, url.replace("state=", "state=x")).status_code == 400
    assert not is_signed_in(other)


def test_an_answer_to_one_organisation_is_none_to_another(
    provider, openid, visitor, customer, elsewhere, administrator  # noqa: F811
):  # fmt: skip
    url = openid.sign_in(begin(visitor, customer.email), customer.email)
    openid.serve(elsewhere, by=administrator, domains=["storsund.example"])
    other = url.replace(f"/{provider.pk}/callback", f"/{elsewhere.pk}/callback")
    assert come_back(visitor, other).status_code == 400
    assert not is_signed_in(visitor)


def test_an_issuer_beside_the_code_must_be_the_right_one(provider, openid, visitor, customer):  # noqa: F811
    url = openid.sign_in(begin(visitor, customer.email), customer.email)
    assert come_back(visitor, f"{url}&iss=https://lur.example").status_code == 400
    assert not is_signed_in(visitor)


def test_whoever_stops_at_the_provider_is_told_so_calmly(provider, visitor, customer):
    state = parse_qs(urlsplit(begin(visitor, customer.email)).query)["state"][0]
    path = f"/sign-in/organisation/{provider.pk}/callback/"
    answer = visitor.get(path, {"error": "access_denied", "state": state})
    assert "Du loggade inte in" in text_of(answer)
    provider.refresh_from_db()
    assert provider.failed_at is None


@pytest.mark.parametrize("query", ["", "?code=x", "?state=%00", "?state=a&state=b&code[]=1"])
def test_a_callback_that_nobody_asked_for_is_a_page_and_writes_nothing(provider, visitor, query):
    answer = visitor.get(f"/sign-in/organisation/{provider.pk}/callback/{query}")
    assert answer.status_code == 400
    provider.refresh_from_db()
    assert provider.failed_at is None
