"""What administrators see: the queue, and one application with all that is known of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kundportal.access.models import AccessRequest
from kundportal.people.models import Organisation
from tests.access.conftest import filled_in
from tests.cast import signed_in


@pytest.fixture
def desk(administrator):
    return signed_in(administrator)


def test_the_queue_shows_the_oldest_first_and_marks_what_is_late(desk, waiting, municipality):
    late = waiting(name="Sen Sansson")
    AccessRequest.objects.filter(pk=late.pk).update(
        confirmed_at=timezone.now() - timedelta(days=9),
        promised_at=timezone.now() - timedelta(days=9),
        decide_by=timezone.localdate() - timedelta(days=1),
    )
    waiting(name="Ny Nilsson", email="ny@skola.lillkoping.example")
    page = desk.get("/desk/access/").content.decode()
    assert page.index("Sen Sansson") < page.index("Ny Nilsson")
    assert page.count('<span class="late">') == 1
    assert page.count(f"<td>{municipality.name}</td>") >= 2


def test_the_last_day_of_the_promise_is_not_late(application):
    application.decide_by = timezone.localdate()
    assert not application.is_late
    application.decide_by -= timedelta(days=1)
    assert application.is_late


def test_unconfirmed_applications_are_not_shown(desk):
    given = filled_in(country="SE", language="sv")
    del given["answers_for_data"]
    unconfirmed = AccessRequest.objects.apply(**given)
    assert "Eva Öst" not in desk.get("/desk/access/").content.decode()
    assert desk.get(f"/desk/access/{unconfirmed.pk}/").status_code == 404


def test_decided_applications_are_under_a_view_of_their_own(
    desk, administrator, application, municipality
):
    application.approve(by=administrator, organisation=municipality)
    assert "Eva Öst" not in desk.get("/desk/access/").content.decode()
    page = desk.get("/desk/access/?view=decided").content.decode()
    assert "Eva Öst" in page
    assert "Godkänd" in page
    assert administrator.name in page


def test_the_queue_is_paged_by_key(desk, waiting):
    for number in range(51):
        waiting(email=f"a{number}@lillkoping.example", name=f"Person nr {number:03}x")
    first = desk.get("/desk/access/")
    assert first.content.decode().count("Person nr") == 50
    after = first.content.decode().split("after=")[1].split('"')[0]
    rest = desk.get(f"/desk/access/?after={after}").content.decode()
    assert "Person nr 050x" in rest
    assert rest.count("Person nr") == 1
    assert desk.get("/desk/access/?after=%00nonsense").status_code == 200


def test_the_pages_cost_as_many_queries_for_many_rows_as_for_one(desk, waiting, municipality):
    application = waiting()

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(path).status_code == 200
        return len(queries)

    pages = ["/desk/access/", "/desk/access/?view=decided", f"/desk/access/{application.pk}/"]
    before = [cost(path) for path in pages]
    for number in range(20):
        other = Organisation.objects.create(name=f"Kommun {number}")
        other.mail_domains.create(domain=f"kommun{number}.example")
        waiting(email=f"a@kommun{number}.example")
    assert [cost(path) for path in pages] == before
    assert max(before) <= 8


def test_the_page_suggests_the_organisation_of_the_mail_domain(desk, waiting, municipality):
    application = waiting(email="eva@skola.lillkoping.example", organisation_name="Något annat")
    page = desk.get(f"/desk/access/{application.pk}/").content.decode()
    assert f'<option value="{municipality.pk}" selected>' in page
    assert "Lillköpings kommun finns här och har den här e-postdomänen." in page


def test_the_page_suggests_the_organisation_of_the_name(desk, waiting, municipality):
    application = waiting(email="eva@annat.example", organisation_name="lillköpings  kommun")
    page = desk.get(f"/desk/access/{application.pk}/").content.decode()
    assert f'<option value="{municipality.pk}" selected>' in page
    assert "finns här men har inte den här e-postdomänen" in page


@pytest.mark.parametrize(
    ("email", "name", "words"),
    [
        ("a@lerum.se", "Lerums kommun", "E-postdomänen lerum.se tillhör Lerums kommun."),
        ("a@lerum.se", "Ale kommun", "tillhör Lerums kommun, men den sökande skrev något annat"),
        ("a@annat.se", "Lerums kommun", "Lerums kommun har e-postdomänen lerum.se, men"),
        ("a@annat.se", "Lilla friskolan", "Ingen kommun med det namnet."),
    ],
)
def test_the_page_says_whether_the_address_belongs_to_the_municipality(
    desk, waiting, email, name, words
):
    application = waiting(email=email, organisation_name=name)
    assert words in desk.get(f"/desk/access/{application.pk}/").content.decode()


@pytest.mark.parametrize("path", ["/desk/access/", "/desk/access/{pk}/"])
def test_the_pages_are_for_administrators_alone(
    application, administrator, agent, customer, visitor, path
):
    path = path.format(pk=application.pk)
    for one in (agent, customer):
        assert signed_in(one).get(path).status_code == 404
    assert visitor.get(path).headers["Location"].startswith("/sign-in/?next=")
    assert signed_in(administrator).post(path).status_code == 405
