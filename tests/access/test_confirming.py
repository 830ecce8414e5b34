"""The applicant follows the link in the mail; from then on the application waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kundportal.access import jobs, links
from kundportal.access.models import AccessRequest
from kundportal.access.states import State
from kundportal.mail.models import Mail
from kundportal.people.models import Person, Role
from tests.access.conftest import EMAIL, filled_in, link_in, mails_to
from tests.cast import person


@pytest.fixture
def applied(visitor):
    """The path in the mail of somebody who has applied."""
    visitor.post("/apply/se/", filled_in())
    return link_in(mails_to(EMAIL)[0])


def test_opening_the_link_shows_the_application_and_writes_nothing(visitor, applied):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = visitor.get(applied)
    assert "Systemförvaltare" in page.content.decode()
    assert "Bekräfta min e-postadress" in page.content.decode()
    assert page.headers["Cache-Control"].startswith("max-age=0")
    assert not [q for q in queries if not q["sql"].startswith("SELECT")]
    assert visitor.head(applied).status_code == 200
    assert AccessRequest.objects.get().state == State.UNCONFIRMED


def test_the_button_puts_the_application_in_the_queue(visitor, applied):
    page = visitor.post(applied, follow=True)
    application = AccessRequest.objects.get()
    assert page.redirect_chain == [(f"/apply/status/{application.key}/", 302)]
    assert application.reference in page.content.decode()
    assert "Du får besked senast" in page.content.decode()
    assert list(AccessRequest.objects.to_decide()) == [application]
    received = mails_to(EMAIL)[-1]
    assert application.reference in received.subject
    assert link_in(received) == f"/apply/status/{application.key}/"
    assert "Du får besked senast" in received.text


def test_administrators_are_told_each_in_their_language(visitor, applied, administrator, agent):
    other = person("Jo Smith", "jo@vendor.example", Role.ADMINISTRATOR)
    Person.objects.filter(pk=other.pk).update(language="en")
    left = person("Gone", "gone@vendor.example", Role.ADMINISTRATOR)
    Person.objects.filter(pk=left.pk).update(is_active=False)
    visitor.post(applied)
    application = AccessRequest.objects.get()
    assert "Ansökan om åtkomst: Lillköpings kommun" in mails_to(administrator.email)[0].subject
    assert "Access request: Lillköpings kommun" in mails_to(other.email)[0].subject
    assert link_in(mails_to(other.email)[0]) == f"/desk/access/{application.pk}/"
    assert mails_to(agent.email) == mails_to(left.email) == []


def test_confirming_twice_confirms_once(visitor, applied, administrator):
    visitor.post(applied)
    promised = AccessRequest.objects.get().decide_by
    mails = Mail.objects.count()
    assert visitor.post(applied).status_code == 302
    assert visitor.get(applied).headers["Location"].startswith("/apply/status/")
    assert Mail.objects.count() == mails
    assert AccessRequest.objects.get().decide_by == promised


def test_what_is_decided_is_not_opened_again_by_its_link(
    visitor, applied, administrator, municipality
):
    opened_before = AccessRequest.objects.get()
    visitor.post(applied)
    AccessRequest.objects.get().approve(by=administrator, organisation=municipality)
    assert opened_before.confirm().state == State.APPROVED
    assert AccessRequest.objects.get().state == State.APPROVED
    page = visitor.get(applied, follow=True)
    assert "Din ansökan är godkänd." in page.content.decode()


def test_two_applications_of_one_address_wait_as_one(visitor, applied):
    visitor.post("/apply/se/", filled_in(title="Någon annan roll"))
    second = link_in(mails_to(EMAIL)[1])
    visitor.post(applied)
    first = AccessRequest.objects.to_decide().get()
    assert visitor.post(second).headers["Location"] == f"/apply/status/{first.key}/"
    assert AccessRequest.objects.to_decide().get() == first


def test_an_altered_link_says_what_to_do(visitor, applied):
    for path in (
        applied[:-5] + "AAAA/",
        "/apply/confirm/x/",
        "/apply/confirm/%00/",
        "/apply/confirm/å:b:c/",
    ):
        page = visitor.get(path)
        assert page.status_code == 404
        assert "kopiera hela adressen" in page.content.decode()
        assert 'href="/apply/"' in page.content.decode()
        assert visitor.post(path).status_code == 404
    assert AccessRequest.objects.get().state == State.UNCONFIRMED


def test_a_link_of_another_kind_does_not_confirm(visitor, applied):
    token = signing.dumps(AccessRequest.objects.get().pk, salt="something else")
    assert visitor.post(f"/apply/confirm/{token}/").status_code == 404


def test_an_expired_link_says_what_to_do(visitor, applied, settings):
    settings.ACTIVATION_TIMEOUT = -1
    page = visitor.post(applied)
    assert page.status_code == 410
    assert "Länken är för gammal" in page.content.decode()
    assert AccessRequest.objects.get().state == State.UNCONFIRMED


def test_an_address_that_got_an_account_meanwhile_is_told_so(visitor, applied, municipality):
    Person.objects.admit(email=EMAIL, name="Eva Öst", organisation=municipality)
    page = visitor.post(applied)
    assert page.status_code == 409
    assert "Du har redan ett konto" in page.content.decode()
    assert AccessRequest.objects.get().state == State.UNCONFIRMED


def test_what_nobody_confirms_is_forgotten_after_a_week(visitor, applied, waiting):
    kept = waiting(email="annan@lillkoping.example")
    AccessRequest.objects.update(created_at=timezone.now() - timedelta(days=8))
    jobs.forget_unconfirmed(timestamp=0)
    assert AccessRequest.objects.get() == kept
    assert visitor.get(applied).status_code == 410


def test_an_application_of_yesterday_is_not_forgotten(applied):
    AccessRequest.objects.update(created_at=timezone.now() - timedelta(days=1))
    jobs.forget_unconfirmed(timestamp=0)
    assert AccessRequest.objects.exists()


def test_the_link_in_the_mail_leads_to_the_portals_own_address(visitor, settings):
    settings.ALLOWED_HOSTS = ["*"]
    visitor.post("/apply/se/", filled_in(), headers={"host": "lur.example"})
    assert "lur.example" not in mails_to(EMAIL)[0].text
    assert links.apply() == "http://localhost:8000/apply/"
