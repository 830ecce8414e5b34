"""Nothing that an applicant from abroad meets is left in Swedish."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

import kundportal
from kundportal.access.models import AccessRequest, Invitation
from kundportal.access.states import Reason
from kundportal.lib import catalogues
from kundportal.mail.models import Mail
from kundportal.people.models import Person
from tests.access.conftest import EMAIL, filled_in, link_in, mails_to
from tests.access.test_countries import ABROAD, SAYS

LOCALE = Path(kundportal.__file__).parent / "locale"
LONG = 14  # shorter texts may be alike in two languages, or stand inside a word


@pytest.fixture(scope="module")
def catalogue():
    return dict(catalogues.read_all(LOCALE))


def swedish(html: str, language: str, catalogue) -> list[str]:
    """The Swedish texts of the catalogue that stand in a page, as gettext falls back on them."""
    html = re.sub(r"\s+", " ", re.sub(r'<span lang="sv">.*?</span>', "", html))
    found = []
    own = " ".join(str(one.string) for one in catalogue[language])
    for message in catalogue["sv"]:
        text = message.string if isinstance(message.string, str) else ""
        pieces = re.split(r"%\(\w+\)s", text)
        longest = max(pieces, key=len).strip()
        if len(longest) >= LONG and longest not in own and longest in html:
            found.append(text)
    return found


@pytest.mark.parametrize("country", ABROAD)
def test_no_page_falls_back_on_swedish_before_the_application_is_sent(country, catalogue):
    language, client, form = SAYS[country][0], Client(), f"/apply/{country}/"
    pages = [client.get(f"/apply/who/{who}/?country={country}") for who in
             ("pupil", "guardian", "staff")]  # fmt: skip
    pages += [client.get("/apply/", headers={"accept-language": language}), client.get(form)]
    pages += [client.post(form, {}), client.post(form, _all_wrong(country))]
    pages += [Client(enforce_csrf_checks=True).post(form), client.get(form + "?x=%00")]
    _are_in_its_language(pages, language, catalogue)


@pytest.mark.parametrize("country", ABROAD)
def test_no_page_and_no_mail_falls_back_on_swedish_on_the_way_to_the_decision(
    country, catalogue, administrator, agent, municipality
):
    language, client, form = SAYS[country][0], Client(), f"/apply/{country}/"
    client.post(form, filled_in(**ABROAD[country]))
    pages = [client.get("/apply/sent/"), client.get("/apply/confirm/x/")]
    link = link_in(mails_to(EMAIL)[0])
    pages += [client.get(link), client.post(link, follow=True)]
    first = AccessRequest.objects.get()
    client.post(form, filled_in(**ABROAD[country]))  # waits already
    first.decline(by=administrator, reason=Reason.UNVERIFIED, words="")
    pages.append(client.get(f"/apply/status/{first.key}/"))
    client.post(form, filled_in(**ABROAD[country]))
    again = AccessRequest.objects.filter(state="unconfirmed").latest("pk").confirm()
    own = f"/apply/status/{again.key}/"
    municipality.limit_seats(seats=1, by=administrator)
    Person.objects.admit(email="en@lillkoping.example", name="En", organisation=municipality)
    again.approve(by=administrator, organisation=municipality)
    pages.append(client.get(own))
    municipality.limit_seats(seats=2, by=administrator)
    AccessRequest.objects.get(pk=again.pk).offer_seat()
    again.approve(by=administrator, organisation=municipality)
    pages.append(client.get(own))
    _are_in_its_language(pages, language, catalogue)
    Invitation.objects.send(email="ny@x.example", language=language, by=agent)
    mails = Mail.objects.filter(to__in=[EMAIL, "ny@x.example"])
    assert mails.count() >= 8
    assert {one.language for one in mails} == {language}
    for mail in mails:
        assert swedish(mail.subject + mail.text + mail.html, language, catalogue) == []
    assert link_in(mails.get(to="ny@x.example")) == form


def _are_in_its_language(pages, language: str, catalogue) -> None:
    for page in pages:
        html = page.content.decode()
        assert f'<html lang="{language}">' in html
        assert swedish(html, language, catalogue) == []


def _all_wrong(country: str) -> dict[str, object]:
    return filled_in(
        name="1", email="eva@gmail.com", phone="x", organisation_name="\u202eab",
        organisation_number="1", title="x" * 500, appointed_by="", answers_for_data="",
    )  # fmt: skip


def test_a_swedish_text_would_be_seen(visitor, catalogue):
    assert len(swedish(visitor.get("/apply/se/").content.decode(), "de", catalogue)) > 10
