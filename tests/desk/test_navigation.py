"""The views at the left of the desk: each reader's own, and where one is."""

import pytest
from django.urls import reverse

from kundportal.desk.navigation import GROUPS, here
from tests.cast import signed_in

LINKS = [one for group in GROUPS for one in group.links]


@pytest.mark.parametrize("link", LINKS, ids=lambda one: one.name + one.view)
def test_each_view_knows_that_one_is_there(link):
    assert here(reverse(link.name), link.view) is link


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/desk/access/7/", "desk-access"),
        ("/desk/access/reviews/7/reminder/", "desk-reviews"),
        ("/desk/checklist/se/figures/", "desk-checklists"),
        ("/desk/organisations/3/seats/", "desk-organisations"),
    ],
)
def test_a_page_belongs_to_the_nearest_view(path, name):
    assert here(path, "").name == name


def test_a_ticket_and_an_unknown_view_belong_to_none():
    assert here("/desk/tickets/SE-4839-2177/", "") is None
    assert here("/desk/tickets/", "x") is None


@pytest.mark.django_db
def test_only_what_one_may_open_is_shown(agent, administrator):
    for one in (agent, administrator):
        client = signed_in(one)
        page = client.get("/desk/tickets/").content.decode()
        for link in LINKS:
            shown = f'href="{link.url}"' in page
            assert shown == (client.get(link.url).status_code == 200), link.name
