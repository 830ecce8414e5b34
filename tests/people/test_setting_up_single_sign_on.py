"""An administrator of the vendor sets up an organisation's identity provider."""

from __future__ import annotations

import pytest
from django.test import Client

from kundportal.history.models import Event
from kundportal.people import jobs
from kundportal.people.models import IdentityProvider
from tests.cast import person, signed_in
from tests.people.conftest import latest_mail
from tests.people.openid import _openid, free_port, openid  # noqa: F401
from tests.people.openid_provider import CLIENT, SECRET
from tests.people.saml_provider import _saml, saml  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(municipality):
    return f"/desk/organisations/{municipality.pk}/sign-on/"


@pytest.fixture
def desk(administrator):
    return signed_in(administrator)


def oidc(openid, **changed):  # noqa: F811
    return {"kind": "openid_connect", "issuer": openid.issuer, "client_id": CLIENT,
            "secret": SECRET, "domains": "lillkoping.example", **changed}  # fmt: skip


def text_of(answer) -> str:
    return answer.content.decode()


def test_a_new_provider_is_off_until_it_is_turned_on(desk, page, openid, municipality):  # noqa: F811
    assert desk.post(page, oidc(openid)).headers["Location"] == page
    made = IdentityProvider.objects.get(pk=municipality.pk)
    assert (made.is_active, made.domains) == (False, ["lillkoping.example"])
    desk.post(f"{page}on/")
    made.refresh_from_db()
    assert made.is_active
    desk.post(f"{page}off/")
    made.refresh_from_db()
    assert not made.is_active
    noted = Event.objects.filter(verb__startswith="identity_provider").order_by("pk")
    assert [one.verb for one in noted] == [
        "identity_provider.set_up", "identity_provider.turned_on", "identity_provider.turned_off",
    ]  # fmt: skip


def test_the_secret_is_never_shown_and_stays_when_left_empty(desk, page, openid, municipality):  # noqa: F811
    desk.post(page, oidc(openid))
    assert SECRET not in text_of(desk.get(page))
    desk.post(page, oidc(openid, secret="", client_id="en-annan"))
    made = IdentityProvider.objects.get(pk=municipality.pk)
    assert (made.secret, made.client_id) == (SECRET, "en-annan")
    assert SECRET not in text_of(desk.post(page, oidc(openid, domains="")))
    assert SECRET not in str(list(Event.objects.values_list("data", flat=True)))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"issuer": "http://idp.example"}, "https://"),
        ({"issuer": ""}, "Ange utfärdarens adress"),
        ({"issuer": "https://login.microsoftonline.com/common/v2.0"}, "vem som helsts konto"),
        ({"issuer": "https://127.0.0.1:1"}, "Ingen svarar"),
        ({"client_id": ""}, "Ange det klient-id"),
        ({"secret": ""}, "Ange klienthemligheten"),
        ({"domains": ""}, "Ange minst en e-postdomän"),
        ({"domains": "inte en domän"}, "är ingen e-postdomän"),
        ({"domains": "x" * 300}, "är ingen e-postdomän"),
        ({"domains": "storsund.example"}, "tillhör Storsunds kommun"),
        ({"domains": "vendor.example"}, "skulle inte kunna logga in"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    desk, page, openid, elsewhere, municipality, changed, words  # noqa: F811
):  # fmt: skip
    answer = desk.post(page, oidc(openid, **changed))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not IdentityProvider.objects.exists()


def test_an_issuer_that_says_it_is_another_is_refused(desk, page, openid):  # noqa: F811
    body = '{"issuer": "https://lur.example"}'
    openid.go_wrong(answers={"/.well-known/openid-configuration": {"body": body}})
    assert "ett annat namn" in text_of(desk.post(page, oidc(openid)))
    openid.go_wrong()


def test_people_of_others_at_the_domain_are_not_locked_out(desk, page, openid, elsewhere):  # noqa: F811
    person("Lisa Lån", "lisa@lillkoping.example", at=elsewhere)
    answer = desk.post(page, oidc(openid, is_demanded="on"))
    assert answer.status_code == 422


def test_metadata_is_read_from_its_address_or_as_text(desk, page, saml, municipality):  # noqa: F811
    sent = {"kind": "saml", "domains": "lillkoping.example"}
    desk.post(page, {**sent, "metadata": saml.metadata})
    made = IdentityProvider.objects.get(pk=municipality.pk)
    assert (made.sso_url, len(made.certificates)) == (f"{saml.address}/sso", 1)
    desk.post(page, {**sent, "metadata_url": f"{saml.address}/metadata"})
    made.refresh_from_db()
    assert made.metadata_url == f"{saml.address}/metadata"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "Ange adressen eller klistra in"),
        ({"metadata": "inte xml"}, "inte XML"),
        ({"metadata": "<x/>"}, "inte en identitetsleverantör"),
        ({"metadata": '<!DOCTYPE x [<!ENTITY e "x">]><x>&e;</x>'}, "inte XML"),
        ({"metadata_url": "http://idp.example/metadata"}, "https://"),
    ],
)
def test_bad_metadata_is_told(desk, page, changed, words):
    answer = desk.post(page, {"kind": "saml", "domains": "lillkoping.example", **changed})
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_metadata_without_a_certificate_is_told(desk, page, saml):  # noqa: F811
    bare = saml.metadata.replace("KeyDescriptor", "Organization")
    answer = desk.post(page, {"kind": "saml", "domains": "lillkoping.example", "metadata": bare})
    assert "inget certifikat" in text_of(answer)


def test_the_test_says_what_is_wrong_and_keeps_it(desk, page, openid, municipality, administrator):  # noqa: F811
    provider = openid.serve(municipality, by=administrator)
    assert "svarar som den ska" in text_of(desk.post(f"{page}test/", follow=True))
    gone = f"http://127.0.0.1:{free_port()}"
    IdentityProvider.objects.filter(pk=provider.pk).update(issuer=gone)
    assert "Ingen svarar på adressen" in text_of(desk.post(f"{page}test/", follow=True))
    assert "Senaste felet" in text_of(desk.get(page))


def test_certificates_are_renewed_by_themselves(saml, municipality, administrator):  # noqa: F811
    provider = saml.serve(
        municipality, by=administrator, metadata_url=f"{saml.address}/metadata",
        certificates=["gammalt"],
    )  # fmt: skip
    jobs.renew_metadata(0)
    provider.refresh_from_db()
    assert provider.certificates != ["gammalt"]
    saml.wrong = {"metadata": saml.metadata.replace("/metadata", "/en-annan")}
    jobs.renew_metadata(0)
    provider.refresh_from_db()
    assert (provider.failure, provider.entity_id) == ("another", f"{saml.address}/metadata")


def test_another_provider_takes_the_links_away(openid, municipality, administrator, customer):  # noqa: F811
    provider = openid.serve(municipality, by=administrator)
    provider.link(person=customer, subject="1")
    provider = openid.serve(municipality, by=administrator)
    assert provider.links.count() == 1
    provider = openid.serve(municipality, by=administrator, issuer="https://ny.example")
    assert provider.links.count() == 0
    assert "öppnar inte längre" in latest_mail(customer).subject


def test_a_link_can_be_removed(desk, page, openid, municipality, administrator, customer, outsider):  # noqa: F811
    provider = openid.serve(municipality, by=administrator)
    provider.link(person=customer, subject="1")
    assert customer.email in text_of(desk.get(page))
    assert desk.post(f"{page}people/{outsider.pk}/unlinking/").status_code == 404
    desk.post(f"{page}people/{customer.pk}/unlinking/")
    assert provider.links.count() == 0


def test_the_page_holds_what_the_it_department_needs_in_both_languages(desk, page, municipality):
    shown = text_of(desk.get(page))
    assert f"http://localhost:8000/sign-in/organisation/{municipality.pk}/callback/" in shown
    assert "vill logga in i" in shown
    assert "wants to sign in to" in shown
    assert f"/sign-in/organisation/{municipality.pk}/acs/" in text_of(desk.get(f"{page}?kind=saml"))


def test_only_administrators_set_it_up(page, agent, customer):
    for client in (signed_in(agent), signed_in(customer)):
        for path in (page, f"{page}test/", f"{page}on/", f"{page}off/"):
            assert client.post(path).status_code == 404
    assert Client().get(page).headers["Location"].startswith("/sign-in/?next=")
    assert signed_in(agent).put(page).status_code == 405
