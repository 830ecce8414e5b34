"""Signing in by an organisation's own OpenID provider: a real one, of django-oauth-toolkit."""

from __future__ import annotations

import logging
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.people.models import FactorDemand, IdentityProvider, Person
from tests.cast import PASSWORD, person, signed_in
from tests.people.conftest import as_seen, is_signed_in, latest_mail
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


# --- By the domain alone -------------------------------------------------------------------------
def test_known_and_unknown_addresses_get_the_same_answer(provider, visitor, customer, outsider):
    for one, other in (
        (customer.email, "okand@lillkoping.example"),
        (outsider.email, "okand@storsund.example"),
    ):
        seen = []
        for email in (one, other):
            answer = Client().post("/sign-in/organisation/", {"email": email})
            status, page = as_seen(answer, email)
            seen.append((status, page if status == 422 else len(page)))
        assert seen[0] == seen[1]


def test_a_domain_without_single_sign_on_is_told_to_use_the_password(visitor, outsider):
    answer = visitor.post("/sign-in/organisation/", {"email": outsider.email})
    assert answer.status_code == 422
    assert "Din organisation har ingen" in text_of(answer)


def test_the_sign_in_page_shows_the_way(visitor):
    assert 'href="/sign-in/organisation/?next=/tickets/"' in text_of(
        visitor.get("/sign-in/?next=/tickets/")
    )


def test_looking_at_the_page_begins_nothing(provider, visitor):
    assert visitor.get("/sign-in/organisation/").status_code == 200
    assert not visitor.cookies.get("kundportal")


def test_off_means_off(openid, municipality, administrator, visitor, customer):  # noqa: F811
    provider = openid.serve(municipality, by=administrator, on=False)
    answer = visitor.post("/sign-in/organisation/", {"email": customer.email})
    assert answer.status_code == 422
    assert visitor.get(f"/sign-in/organisation/{provider.pk}/callback/").status_code == 404


# --- Demanded ------------------------------------------------------------------------------------
@pytest.fixture
def demanded(openid, municipality, administrator):  # noqa: F811
    return openid.serve(municipality, by=administrator, is_demanded=True)


def test_where_it_is_demanded_the_password_form_leads_there_whoever_and_whatever(
    demanded, openid, customer  # noqa: F811
):  # fmt: skip
    for email in (customer.email, "okand@lillkoping.example"):
        for password in (PASSWORD, "fel", ""):
            answer = Client().post("/sign-in/", {"login": email, "password": password})
            assert onward(answer).startswith(openid.issuer)


def test_others_sign_in_with_their_passwords(demanded, visitor, outsider):
    answer = visitor.post("/sign-in/", {"login": outsider.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert is_signed_in(visitor)


def test_a_forgotten_password_is_answered_by_the_way_in(demanded, visitor, customer, newcomer):
    visitor.post("/password/forgotten/", {"email": customer.email})
    assert "/sign-in/organisation/" in latest_mail(customer).text
    visitor.post("/activate/", {"email": newcomer.email})
    assert "/sign-in/organisation/" in latest_mail(newcomer).text


def test_a_link_to_choose_a_password_leads_there_too(demanded, visitor, newcomer):
    from kundportal.people import activation

    path = activation.link_for(newcomer).removeprefix("http://localhost:8000")
    answer = visitor.post(path, {"password": "en annan fras om våren"})
    assert answer.headers["Location"] == "/sign-in/organisation/"
    newcomer.refresh_from_db()
    assert not newcomer.has_usable_password()


def test_a_newcomer_without_a_password_signs_in(demanded, walk, visitor, newcomer):
    assert walk(newcomer.email).status_code == 302
    assert is_signed_in(visitor)


# --- The second factor ---------------------------------------------------------------------------
def test_a_demanded_factor_is_still_asked_for(provider, walk, visitor, customer, municipality):
    FactorDemand.objects.make(organisation=municipality)
    walk(customer.email)
    assert visitor.get("/tickets/").headers["Location"] == "/settings/factors/"


def test_a_code_of_ones_own_is_still_asked_for(provider, walk, visitor, customer):
    TOTP.activate(customer, generate_totp_secret())
    assert walk(customer.email).headers["Location"].startswith("/sign-in/code/")
    assert not is_signed_in(visitor)
    assert visitor.get("/sign-in/code/").status_code == 200


@pytest.mark.parametrize(
    "said", [{"amr": ["pwd", "mfa"]}, {"acr": "https://refeds.org/profile/mfa"}]
)
def test_a_factor_that_the_provider_has_seen_counts(
    provider, walk, openid, visitor, customer, municipality, said  # noqa: F811
):  # fmt: skip
    FactorDemand.objects.make(organisation=municipality)
    TOTP.activate(customer, generate_totp_secret())
    openid.go_wrong(claims=said)
    assert walk(customer.email).headers["Location"] == "/"
    assert visitor.get("/tickets/").status_code == 200


@pytest.mark.parametrize("said", [{"amr": ["pwd"]}, {"amr": "mfa"}, {"acr": "0"}, {"acr": ["mfa"]}])
def test_what_the_provider_does_not_say_does_not_count(
    provider, walk, openid, visitor, customer, municipality, said  # noqa: F811
):  # fmt: skip
    FactorDemand.objects.make(organisation=municipality)
    openid.go_wrong(claims=said)
    walk(customer.email)
    assert visitor.get("/tickets/").status_code == 302


# --- Out of order --------------------------------------------------------------------------------
def test_a_provider_that_is_down_is_told_with_the_other_ways_in(provider, visitor, customer):
    gone = f"http://127.0.0.1:{free_port()}"
    IdentityProvider.objects.filter(pk=provider.pk).update(issuer=gone)
    answer = visitor.post("/sign-in/organisation/", {"email": customer.email})
    assert answer.status_code == 422
    assert "svarar inte just nu" in text_of(answer)
    assert "lösenord" in text_of(answer)
    provider.refresh_from_db()
    assert provider.failure == "unreachable"


def test_whoever_is_signed_in_may_sign_in_as_somebody_else(provider, walk, customer, colleague):
    client = signed_in(colleague)
    walk(customer.email, client=client)
    assert customer.email in text_of(client.get("/settings/"))
