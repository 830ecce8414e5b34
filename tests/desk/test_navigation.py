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
        ("/desk/mail/", "desk-mail"),
        ("/desk/mail/7/", "desk-mail"),
        ("/desk/mail/incoming/", "desk-mail"),
        ("/desk/mail-domains/", "desk-mail-domains"),
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


MAIL_PAGES = ["desk-mail", "desk-incoming", "desk-stopped", "desk-mail-figures", "desk-mail-tests"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", MAIL_PAGES)
def test_the_pages_about_mail_lead_to_each_other_and_are_named_like_their_tabs(agent, name):
    page = signed_in(agent).get(reverse(name)).content.decode()
    tabs = page.split('<nav class="filters" aria-label="Mejl">')[1].split("</nav>")[0]
    assert [one for one in MAIL_PAGES if f'href="{reverse(one)}"' in tabs] == MAIL_PAGES
    label = tabs.split(f'href="{reverse(name)}" aria-current="page">')[1].split("<")[0]
    assert f"<h1>{label}</h1>" in page
    assert f"<title>{label}" in page
