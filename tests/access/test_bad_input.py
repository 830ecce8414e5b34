"""What a browser may send in place of an application: a clear page, and nothing half done."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kundportal.access.models import AccessRequest
from kundportal.access.states import State
from kundportal.mail.models import Mail
from tests.access.conftest import EMAIL, errors_of, filled_in, link_in, mails_to
from tests.cast import signed_in

FORM = "/apply/se/"
TEXTS = ("name", "email", "phone", "organisation_name", "organisation_number", "title",
         "appointed_by")  # fmt: skip


def nothing_is_done() -> bool:
    return not AccessRequest.objects.exists() and not Mail.objects.exists()


@pytest.mark.parametrize("country", ["se", "no", "dk", "de"])
@pytest.mark.parametrize(
    "name",
    ["Å" * 300, "\u202eEva Öst", "Eva\u200fÖst", "\u2067Eva\u2069", "Eva \u061c", "12", "\x00Eva"],
    ids=ascii,
)
def test_an_implausible_name_is_an_error_at_its_field(visitor, country, name):
    answer = visitor.post(f"/apply/{country}/", filled_in(name=name))
    assert answer.status_code == 422
    assert errors_of(answer.content, "name")
    assert nothing_is_done()


def test_a_name_of_one_letter_is_a_name(visitor):
    assert visitor.post(FORM, filled_in(name="Ö")).status_code == 302
    assert AccessRequest.objects.get().name == "Ö"


def test_a_name_that_is_written_from_the_right_is_a_name(visitor):
    assert visitor.post(FORM, filled_in(name="ليلى حسن")).status_code == 302


@pytest.mark.parametrize("field", TEXTS)
def test_a_file_in_place_of_a_text_is_an_error_at_its_field(visitor, field):
    file = SimpleUploadedFile("eva.txt", b"Eva \xd6st", content_type="text/plain")
    answer = visitor.post(FORM, filled_in(**{field: file}))
    assert answer.status_code == 422
    assert errors_of(answer.content, field)
    assert nothing_is_done()


@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize(
    "typed", ["\x00", "a\x00b", "\x00" * 50, "\ufffe", "\u202e\u202d"], ids=ascii
)
def test_what_cannot_be_seen_is_an_error_at_its_field(visitor, field, typed):
    answer = visitor.post(FORM, filled_in(**{field: typed}))
    assert answer.status_code == 422
    assert errors_of(answer.content, field)
    assert nothing_is_done()


def test_what_was_typed_is_kept_beside_an_error(visitor):
    answer = visitor.post(FORM, filled_in(email="eva@gmail.com"))
    page = answer.content.decode()
    given = filled_in()
    for field in set(TEXTS) - {"email"}:
        assert f'value="{given[field]}"' in page


@pytest.fixture
def link(visitor):
    visitor.post(FORM, filled_in())
    return link_in(mails_to(EMAIL)[0])


def test_a_link_made_of_two_links_opens_neither_application(visitor, link):
    visitor.post(FORM, filled_in(email="ulf@lillkoping.example"))
    other = link_in(mails_to("ulf@lillkoping.example")[0])
    own, others = (one.rstrip("/").rpartition("/")[2].split(":") for one in (link, other))
    mixed = ":".join([others[0], *own[1:]])
    assert visitor.post(f"/apply/confirm/{mixed}/").status_code == 404
    assert not AccessRequest.objects.confirmed().exists()


def test_a_link_used_by_somebody_who_is_signed_in_confirms_the_applicants_address(customer, link):
    answer = signed_in(customer).post(link)
    application = AccessRequest.objects.get()
    assert answer.headers["Location"] == f"/apply/status/{application.key}/"
    assert (application.state, application.email) == (State.WAITING, EMAIL)
    assert mails_to(customer.email)[-1].subject.startswith("Känner du till Eva Öst")


def test_a_link_used_twice_in_two_browsers_leads_to_the_application(link):
    for _browser in range(2):
        page = Client().post(link, follow=True).content.decode()
        assert re.search(r"A-\d{4}-\d{3}", page)
    assert AccessRequest.objects.get().state == State.WAITING
    assert len([one for one in mails_to(EMAIL) if "Vi har tagit emot" in one.subject]) == 1
