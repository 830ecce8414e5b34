"""Signing in by an organisation's own SAML identity provider: a real one, of pysaml2."""

from __future__ import annotations

import base64
import logging

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from lxml import etree

from kundportal.people.models import FactorDemand, Session
from tests.people import forgeries
from tests.people.conftest import is_signed_in, latest_mail
from tests.people.openid import begin
from tests.people.saml_provider import _saml, come_back, saml  # noqa: F401

pytestmark = pytest.mark.django_db
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
ADDRESS = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"


@pytest.fixture
def provider(saml, municipality, administrator):  # noqa: F811
    return saml.serve(municipality, by=administrator)


@pytest.fixture
def walk(saml, visitor):  # noqa: F811
    """The whole way: our page, the provider, and back by a POST from there."""

    def go(who, client=visitor, **more):
        return come_back(client, saml.sign_in(begin(client, who, **more), who))

    return go


def text_of(answer) -> str:
    return answer.content.decode()


def test_a_customer_signs_in_with_the_account_at_work(provider, walk, visitor, customer):
    answer = walk(customer.email, next="/tickets/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/tickets/")
    assert is_signed_in(visitor)
    assert "Organisationens konto öppnar nu" in latest_mail(customer).subject
    link = SocialAccount.objects.get()
    assert (link.user_id, link.extra_data) == (customer.pk, {})


def test_the_whole_answer_may_be_signed_instead(provider, saml, walk, customer):  # noqa: F811
    for signs in (("response",), ("assertion", "response")):
        saml.wrong = {"signs": signs}
        assert walk(customer.email, client=Client()).status_code == 302


def test_once_linked_the_subject_counts_and_not_the_address(provider, saml, walk, customer):  # noqa: F811
    walk(customer.email)
    saml.wrong = {"identity": {"mail": ["annat@lillkoping.example"]}}
    assert walk(customer.email, client=Client()).status_code == 302
    saml.wrong = {"subject": "somebody-new"}
    assert walk(customer.email, client=Client()).status_code == 403


def test_the_address_may_be_the_name_itself(provider, saml, walk, customer):  # noqa: F811
    saml.wrong = {"identity": {}, "format": ADDRESS, "subject": customer.email}
    assert walk(customer.email).status_code == 302


def test_a_very_long_name_for_a_person_works(provider, saml, walk, customer):  # noqa: F811
    saml.wrong = {"subject": "x" * 250}
    assert walk(customer.email).status_code == 302
    assert walk(customer.email, client=Client()).status_code == 302


def test_a_name_for_one_visit_is_none(provider, saml, walk, customer):  # noqa: F811
    saml.wrong = {"format": TRANSIENT}
    assert walk(customer.email).status_code == 400
    assert not SocialAccount.objects.exists()


# --- Whom it lets in -----------------------------------------------------------------------------
def test_an_address_nobody_has_here_makes_no_account(provider, walk, visitor):
    answer = walk("okand@lillkoping.example")
    assert answer.status_code == 403
    assert 'href="/apply/"' in text_of(answer)
    assert not is_signed_in(visitor)


def test_a_provider_never_lets_in_people_of_another_organisation_or_staff(
    provider, saml, walk, visitor, outsider, agent  # noqa: F811
):  # fmt: skip
    for claimed in (outsider.email, agent.email):
        saml.wrong = {"identity": {"mail": [claimed]}}
        assert walk("vem@lillkoping.example").status_code == 403
    assert not is_signed_in(visitor)
    assert not SocialAccount.objects.exists()


def test_without_an_address_nobody_is_known(provider, saml, walk, customer):  # noqa: F811
    saml.wrong = {"identity": {"givenName": ["Karin"]}}
    answer = walk(customer.email)
    assert answer.status_code == 403
    assert "lämnade inte din e-postadress" in text_of(answer)


def test_whoever_is_paused_is_told_so(provider, walk, customer, administrator):
    walk(customer.email)
    customer.pause(by=administrator)
    assert "Din åtkomst är pausad" in text_of(walk(customer.email, client=Client()))


@pytest.mark.parametrize(
    ("context", "status"),
    [
        ("https://refeds.org/profile/mfa", 200),
        ("http://id.elegnamnden.se/loa/1.0/loa3", 200),
        ("urn:oasis:names:tc:SAML:2.0:ac:classes:Password", 302),
    ],
)
def test_a_second_factor_counts_if_the_provider_says_so(
    provider, saml, walk, visitor, customer, municipality, context, status  # noqa: F811
):  # fmt: skip
    FactorDemand.objects.make(organisation=municipality)
    saml.wrong = {"context": context}
    assert walk(customer.email).status_code == 302
    assert visitor.get("/tickets/").status_code == status


# --- Answers that do not hold --------------------------------------------------------------------
SHA1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2000/09/xmldsig#sha1"


@pytest.mark.parametrize(
    "how",
    [
        *({"before": change} for change in forgeries.BEFORE),
        {"signs": ()},
        {"key": "another"},
        {"algorithms": SHA1},
        *({"after": change} for change in forgeries.AFTER),
    ],
    ids=lambda how: "-".join(getattr(one, "__name__", str(one)[:20]) for one in how.values()),
)  # fmt: skip
def test_an_answer_that_does_not_hold_lets_nobody_in(
    provider, saml, walk, visitor, customer, how, caplog  # noqa: F811
):  # fmt: skip
    saml.wrong = how
    with caplog.at_level(logging.INFO):
        answer = walk("vem@lillkoping.example")
    assert answer.status_code == 400, text_of(answer)
    assert not is_signed_in(visitor)
    assert not SocialAccount.objects.exists()
    assert "lillkoping" not in caplog.text
    provider.refresh_from_db()
    assert provider.failure or how.get("before") in (forgeries.asked_by_another,)


def test_each_of_these_would_hold_without_what_is_wrong(provider, saml, walk):  # noqa: F811
    """The test above would pass for the wrong reason if nobody got as far as this."""
    assert walk("vem@lillkoping.example").status_code == 403


@pytest.mark.parametrize(
    "answer",
    ["", "nej", "%%%", "\0", "PHg+", base64.b64encode(b"<x/>").decode(), "x" * 300_000,
     base64.b64encode(b"<?xml version='1.0'?><!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>").decode()],
)  # fmt: skip
def test_nonsense_is_a_page(provider, visitor, answer):
    url = f"http://localhost:8000/sign-in/organisation/{provider.pk}/acs/"
    assert come_back(visitor, (url, {"SAMLResponse": answer})).status_code == 400


def test_an_answer_counts_once(provider, saml, visitor, customer):  # noqa: F811
    sent = saml.sign_in(begin(visitor, customer.email), customer.email)
    assert come_back(visitor, sent).status_code == 302
    visitor.post("/sign-out/")
    answer = come_back(visitor, sent)
    assert answer.status_code == 400
    assert "Börja om från början" in text_of(answer)
    assert not is_signed_in(visitor)


def test_an_answer_counts_only_in_the_browser_that_asked(provider, saml, visitor, customer):  # noqa: F811
    sent = saml.sign_in(begin(visitor, customer.email), customer.email)
    other = Client()
    assert come_back(other, sent).status_code == 400
    assert not is_signed_in(other)


def test_the_answer_waits_only_until_it_is_read(provider, saml, visitor, customer):  # noqa: F811
    sent = saml.sign_in(begin(visitor, customer.email), customer.email)
    before = Session.objects.count()
    come_back(visitor, sent)
    assert Session.objects.filter(person=None).count() < before
    assert visitor.get(f"/sign-in/organisation/{provider.pk}/acs/finish/").status_code == 400


def test_an_answer_to_one_organisation_is_none_to_another(
    provider, saml, visitor, customer, elsewhere, administrator  # noqa: F811
):  # fmt: skip
    url, fields = saml.sign_in(begin(visitor, customer.email), customer.email)
    saml.serve(elsewhere, by=administrator, domains=["storsund.example"])
    other = url.replace(f"/{provider.pk}/acs", f"/{elsewhere.pk}/acs")
    assert come_back(visitor, (other, fields)).status_code == 400
    assert not is_signed_in(visitor)


def test_only_the_way_back_is_open_to_other_sites(provider):
    stranger = Client(enforce_csrf_checks=True)
    path = "/sign-in/organisation/"
    assert stranger.post(path, {"email": "a@lillkoping.example"}).status_code == 403
    assert stranger.post(f"{path}{provider.pk}/acs/", {"SAMLResponse": "x"}).status_code == 303


def test_many_answers_have_to_wait(provider, visitor):
    path = f"/sign-in/organisation/{provider.pk}/acs/"
    statuses = [visitor.post(path, {}).status_code for _one in range(61)]
    assert statuses == [400] * 60 + [429]


def test_what_we_say_of_ourselves_is_the_same_for_every_organisation(visitor, municipality):
    answer = visitor.get(f"/sign-in/organisation/{municipality.pk}/metadata/")
    assert answer.headers["Content-Type"] == "application/samlmetadata+xml"
    tree = etree.fromstring(answer.content)
    here = f"http://localhost:8000/sign-in/organisation/{municipality.pk}"
    assert tree.get("entityID") == f"{here}/metadata/"
    assert "validUntil" not in tree.attrib
    assert [one.get("Location") for one in tree.iter() if one.get("Location")] == [f"{here}/acs/"]
    assert visitor.get("/sign-in/organisation/999999/metadata/").status_code == 200
