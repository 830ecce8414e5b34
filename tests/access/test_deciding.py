"""An administrator of the vendor approves or declines, and the applicant is told."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied

from kundportal.access.models import AccessRequest
from kundportal.access.states import Reason, State
from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.people.models import MailDomain, Organisation, Person, Role
from tests.access.conftest import EMAIL, filled_in, link_in, mails_to
from tests.cast import person, signed_in


@pytest.fixture
def desk(administrator):
    return signed_in(administrator)


def at(application: AccessRequest, act: str = "") -> str:
    return f"/desk/access/{application.pk}/{act}"


def test_approval_lets_the_applicant_in_and_sends_the_link(
    desk, administrator, application, municipality, visitor
):
    chosen = {"place": "existing", "organisation": municipality.pk}
    response = desk.post(at(application, "approval/"), chosen)
    assert response.headers["Location"] == "/desk/access/"
    eva = Person.objects.get(email=EMAIL)
    assert (eva.name, eva.role, eva.organisation) == ("Eva Öst", Role.CUSTOMER, municipality)
    assert (eva.phone, eva.title, eva.language) == ("070-123 45 67", "Systemförvaltare", "sv")
    application.refresh_from_db()
    assert (application.state, application.decided_by) == (State.APPROVED, administrator)
    assert (application.person, application.organisation) == (eva, municipality)
    mail = mails_to(EMAIL)[-1]
    assert mail.is_secret
    assert mail.subject == "Ditt konto är klart: välj ett lösenord"
    assert visitor.get(link_in(mail)).status_code == 200
    verbs = Event.objects.filter(thing="access.accessrequest").values_list("verb", flat=True)
    assert list(verbs.order_by("pk")) == ["access.applied", "access.confirmed", "access.approved"]


def test_approval_can_make_the_organisation_on_the_spot(desk, waiting):
    application = waiting(email="anna@lerum.se", organisation_name="Lerums kommun")
    chosen = {"place": "new", "organisation_name": "Lerums kommun"}
    desk.post(at(application, "approval/"), chosen)
    organisation = Organisation.objects.get(name="Lerums kommun")
    assert [one.domain for one in organisation.mail_domains.all()] == ["lerum.se"]
    assert Person.objects.get(email="anna@lerum.se").organisation == organisation


def test_a_new_organisation_takes_no_domain_from_another(desk, application, municipality):
    desk.post(at(application, "approval/"), {"place": "new", "organisation_name": "Ö friskola"})
    assert MailDomain.objects.get(domain="lillkoping.example").organisation == municipality
    assert Organisation.objects.get(name="Ö friskola").mail_domains.count() == 0


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({}, "Ge åtkomst till"),
        ({"place": "existing"}, "Välj en organisation."),
        ({"place": "existing", "organisation": "99999999"}, "approval_organisation-error"),
        ({"place": "existing", "organisation": "a\x00"}, "approval_organisation-error"),
        ({"place": "new"}, "Skriv organisationens namn."),
        ({"place": "new", "organisation_name": "  "}, "Skriv organisationens namn."),
        ({"place": "new", "organisation_name": "LILLKÖPINGS KOMMUN"}, "Det finns redan en"),
        ({"place": "new", "organisation_name": "x" * 500}, "approval_organisation_name-error"),
        ({"place": "new", "organisation_name": "x\x00"}, "approval_organisation_name-error"),
    ],
)
def test_an_approval_without_one_clear_organisation_changes_nothing(
    desk, application, municipality, chosen, words
):
    response = desk.post(at(application, "approval/"), chosen)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert AccessRequest.objects.to_decide().get() == application
    assert not Person.objects.with_email(EMAIL).exists()


def test_an_address_with_an_account_is_a_clear_answer_and_nothing_is_half_done(
    desk, application, municipality
):
    taken = person("Eva Östh", EMAIL, at=municipality)
    mails = Mail.objects.count()
    chosen = {"place": "new", "organisation_name": "En ny kommun"}
    response = desk.post(at(application, "approval/"), chosen)
    assert response.status_code == 422
    assert f"{EMAIL} har redan ett konto, som {taken.name}." in response.content.decode()
    assert AccessRequest.objects.to_decide().get() == application
    assert not Organisation.objects.named("En ny kommun")
    assert Mail.objects.count() == mails


@pytest.mark.parametrize("reason", Reason.values)
def test_a_refusal_gives_the_reason_and_the_way_out(desk, application, visitor, reason):
    form = {"reason": reason, "words": "Vi ringde Per Lund, som inte kände till dig."}
    assert desk.post(at(application, "refusal/"), form).status_code == 302
    application.refresh_from_db()
    assert (application.state, application.reason) == (State.DECLINED, reason)
    mail = mails_to(EMAIL)[-1]
    page = visitor.get(f"/apply/status/{application.key}/").content.decode()
    for text in (" ".join(mail.text.replace("> ", "").split()), page):
        assert Reason(reason).way_out in text
        assert Reason(reason).explanation in text
        assert "Vi ringde Per Lund, som inte kände till dig." in text
    assert link_in(mail) == "/apply/se/"
    assert not Person.objects.with_email(EMAIL).exists()


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"reason": "because"},
        {"reason": "other"},
        {"reason": "other", "words": "   "},
        {"reason": "other", "words": "a\x00b"},
        {"reason": "other", "words": "x" * 100_000},
    ],
)
def test_a_refusal_without_a_reason_changes_nothing(desk, application, form):
    assert desk.post(at(application, "refusal/"), form).status_code == 422
    assert AccessRequest.objects.to_decide().get() == application


def test_whoever_was_declined_may_apply_again(desk, application, waiting):
    desk.post(at(application, "refusal/"), {"reason": "unverified"})
    again = waiting()
    page = desk.get(at(again)).content.decode()
    assert application.reference in page
    assert "Vi kunde inte bekräfta uppdraget" in page


def test_what_the_applicant_wrote_and_what_the_vendor_says_is_escaped(desk, waiting, visitor):
    application = waiting(name="<b>Eva</b>", title="<script>x</script>")
    for path in ("/desk/access/", at(application)):
        page = desk.get(path).content.decode()
        assert "&lt;b&gt;Eva" in page
        assert "<script>x" not in page
    desk.post(at(application, "refusal/"), {"reason": "other", "words": "<script>y</script>"})
    assert "<script>y" not in visitor.get(f"/apply/status/{application.key}/").content.decode()


def test_the_second_decision_is_told_who_was_first(desk, administrator, application, municipality):
    second = person("Mia Sund", "mia.sund@vendor.example", Role.ADMINISTRATOR)
    application.approve(by=second, organisation=municipality)
    response = desk.post(at(application, "refusal/"), {"reason": "unverified"}, follow=True)
    assert "Mia Sund har redan godkänt ansökan. Inget mer gjordes." in response.content.decode()
    chosen = {"place": "existing", "organisation": municipality.pk}
    response = desk.post(at(application, "approval/"), chosen, follow=True)
    assert "Mia Sund har redan godkänt ansökan." in response.content.decode()
    assert Person.objects.with_email(EMAIL).count() == 1
    assert [mail.is_secret for mail in mails_to(EMAIL)].count(True) == 2  # confirm, approved


def test_only_administrators_decide_and_only_on_what_is_confirmed(
    application, agent, customer, administrator, municipality
):
    for one in (agent, customer):
        with pytest.raises(PermissionDenied):
            application.approve(by=one, organisation=municipality)
        with pytest.raises(PermissionDenied):
            application.decline(by=one, reason=Reason.OTHER, words="nej")
    given = filled_in(country="SE", language="sv", email="annan@lillkoping.example")
    del given["answers_for_data"]
    unconfirmed = AccessRequest.objects.apply(**given)
    with pytest.raises(PermissionDenied):
        unconfirmed.approve(by=administrator, organisation=municipality)
    with pytest.raises(PermissionDenied):
        unconfirmed.decline(by=administrator, reason=Reason.OTHER, words="nej")


def test_the_status_page_follows_the_application(application, visitor, desk, municipality):
    path = f"/apply/status/{application.key}/"
    page = visitor.get(path)
    assert "Du får besked senast" in page.content.decode()
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in page.headers["Cache-Control"]
    chosen = {"place": "existing", "organisation": municipality.pk}
    desk.post(at(application, "approval/"), chosen)
    page = visitor.get(path).content.decode()
    assert "Din ansökan är godkänd." in page
    assert 'href="/activate/"' in page


def test_a_wrong_key_or_an_unconfirmed_application_has_no_status_page(visitor, application):
    given = filled_in(country="SE", language="sv", email="annan@lillkoping.example")
    del given["answers_for_data"]
    unconfirmed = AccessRequest.objects.apply(**given)
    for key in (unconfirmed.key, "x" * 32, "a", "x" * 5000):
        assert visitor.get(f"/apply/status/{key}/").status_code == 404
    assert visitor.get("/apply/status/%00/").status_code == 404
    assert visitor.post(f"/apply/status/{application.key}/").status_code == 405


def test_the_reference_catches_a_mistyped_digit(application):
    from stdnum import damm

    digits = re.sub(r"\D", "", application.reference)
    assert damm.is_valid(digits)
    assert not damm.is_valid(digits[:-1] + str((int(digits[-1]) + 1) % 10))


@pytest.mark.parametrize("act", ["approval/", "refusal/"])
def test_deciding_is_for_administrators_and_by_post(
    application, administrator, agent, customer, visitor, act
):
    for one in (agent, customer):
        assert signed_in(one).post(at(application, act)).status_code == 404
    assert visitor.post(at(application, act)).headers["Location"].startswith("/sign-in/")
    assert signed_in(administrator).get(at(application, act)).status_code == 405
    assert signed_in(administrator).post(f"/desk/access/999999/{act}").status_code == 404
    assert AccessRequest.objects.to_decide().get() == application
