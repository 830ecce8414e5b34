"""Where single sign-on leads by the domain alone, is demanded, or is out of order."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from kundportal.people.adapter import AccountAdapter
from kundportal.people.models import FactorDemand, IdentityProvider
from tests.cast import PASSWORD, signed_in
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


def test_whatever_other_way_there_is_leads_there_too(demanded, rf, customer, outsider):
    """As allauth asks before it signs anybody in: by a passkey, a link or a code."""
    asked = {"email_verification": "none", "signal_kwargs": None, "email": None, "signup": False,
             "redirect_url": None}  # fmt: skip
    held = AccountAdapter().pre_login(rf.get("/"), customer, **asked)
    assert held.headers["Location"] == "/sign-in/organisation/"
    assert AccountAdapter().pre_login(rf.get("/"), outsider, **asked) is None


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
