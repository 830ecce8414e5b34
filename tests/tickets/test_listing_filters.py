"""Each filter, order and sight of the list against a plain walk over all tickets."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from itertools import product as product_of
from random import Random

import pytest
from django.http import QueryDict
from django.utils import timezone

from kundportal.people.models import OrganisationSight
from kundportal.products.models import Product
from kundportal.tickets import sight
from kundportal.tickets.finding import listing
from kundportal.tickets.finding.wanted import SHOWN, SORTS, STATUSES, WHOSE, Wanted
from kundportal.tickets.models import Participant, Sight, Status, Ticket
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
FAR = timezone.localdate() + timedelta(days=9999)


@pytest.fixture
def crowd(create_ticket, customer, colleague, outsider, municipality):
    """Tickets of all kinds; many have their last activity in the same moment."""
    random, now = Random(7), timezone.now()
    other = Product.objects.create(name="Schemaverket")
    for number in range(30):
        creator, also = random.choice([(customer, colleague), (colleague, customer)])
        if number % 8 == 0:
            creator, also = outsider, None
        given = {"product": other} if random.random() < 0.3 else {}
        recipients = [also] if also and random.random() < 0.4 else []
        ticket = create_ticket(creator, title=f"Nr {number}", recipients=recipients, **given)
        status = random.choice(STATUSES)
        moment = now - timedelta(days=random.randrange(4))
        owed = status in {Status.OPEN, Status.IN_PROGRESS}
        Ticket.objects.filter(pk=ticket.pk).update(
            status=status, last_activity_at=moment, sight=random.choice([*Sight.values]),
            answer_by=moment.date() if owed else None,
        )  # fmt: skip
        for place in ticket.participants.all():
            new = random.choice([0, 0, 1, 3])
            Participant.objects.filter(pk=place.pk).update(
                is_open=status != Status.CLOSED, last_activity_at=moment, unread=new
            )
    return Product.objects.create(name="Aldrig använd"), other


def everything(person):
    """Every ticket, with the person's place in it if they have one."""
    places = {place.ticket_id: place for place in Participant.objects.of(person)}
    return [(ticket, places.get(ticket.pk)) for ticket in Ticket.objects.all()]


def expected(person, wanted, tickets):
    """The slow way: every ticket, one by one."""
    found = []
    for ticket, place in tickets:
        role, unread = (place.role, place.unread) if place else (None, 0)
        waits = unread or (place and ticket.status == Status.WAITING)
        shown = {
            "open": not ticket.is_closed, "closed": ticket.is_closed, "all": True,
            "unread": bool(unread), "for-me": bool(waits),
        }[wanted.show]  # fmt: skip
        whose = {"organisation": True, "mine": role == "creator", "shared": role == "recipient"}
        if (sight.look(person, ticket, role) and shown and whose[wanted.whose]
                and wanted.status in {"", ticket.status}
                and wanted.product in {None, ticket.product_id}):  # fmt: skip
            found.append((ticket, unread))
    value, newest_first = {
        "newest": (lambda one: one.last_activity_at, True),
        "oldest": (lambda one: one.last_activity_at, False),
        "created": (lambda one: one.created_at, True),
        "answer": (lambda one: one.answer_by or FAR, False),
    }[wanted.order]
    found.sort(key=lambda one: (value(one[0]), one[0].pk), reverse=newest_first)
    return [(ticket.pk, unread) for ticket, unread in found]


def listed(person, wanted, size=12):
    """What the pages of the list show, one after the other."""
    found, after, steps = [], "", 0
    while not steps or after:
        page = listing.page(person, wanted, after=after, size=size)
        found += [(ticket.pk, ticket.unread) for ticket in page.rows]
        after, steps = page.after, steps + 1
        assert len(page.rows) == size or not after
    return found


def choose(customer, municipality, chosen):
    """Lets the organisation choose who sees what; the reader is a coordinator or is not."""
    municipality.sight = "coordinators" if chosen == "coordinator" else chosen
    municipality.save()
    customer.organisation = municipality
    customer.is_coordinator = chosen == "coordinator"


def test_every_filter_and_order_shows_what_a_look_at_each_ticket_shows(
    crowd, customer, municipality
):
    unused, other = crowd
    seen, tickets = set(), everything(customer)
    for chosen in (*OrganisationSight.values, "coordinator"):
        choose(customer, municipality, chosen)
        for show, whose, status, product in product_of(
            SHOWN, WHOSE, ("", *STATUSES), (None, other.pk, unused.pk)
        ):
            for sort in SORTS if (status, product) == ("", None) else ("newest",):
                wanted = Wanted(show, whose, status, product, "", sort).sensible()
                right = expected(customer, wanted, tickets)
                assert listed(customer, wanted) == right, (chosen, wanted)
                seen.add(len(right))
    assert len(seen) > 8  # there was something to tell apart


def test_the_counts_of_the_tabs_are_those_of_their_lists(crowd, customer, municipality):
    for chosen in OrganisationSight.values:
        choose(customer, municipality, chosen)
        for whose in WHOSE:
            counts = listing.counts(customer, whose)
            for show in SHOWN:
                wanted = Wanted(show, whose)
                exported = [one.pk for one in listing.every(customer, wanted, most=99)]
                assert exported == [pk for pk, _unread in listed(customer, wanted)]
                assert counts[show] == len(exported), (show, whose)


def test_an_address_says_what_is_wanted_and_gives_it_back():
    for query in (
        "", "?show=unread", "?whose=mine&status=waiting", "?product=3&q=betyg&sort=oldest",
        "?show=closed&whose=shared",
    ):  # fmt: skip
        assert Wanted.sent(QueryDict(query[1:])).query() == query


def test_a_chosen_status_says_more_than_a_tab():
    wanted = Wanted.sent(QueryDict("show=open&status=closed"))
    assert (wanted.show, wanted.is_open) == ("all", False)
    assert Wanted.sent(QueryDict("show=unread&status=closed")).show == "unread"
    assert wanted.query(show="open") == ""


@pytest.mark.parametrize(
    "query",
    [
        "show=x&whose=x&status=x&product=x&sort=x&q=%00&after=%00",
        "product=9999999999999",
        "product=%C2%B2&q=%27%22%3A%2A%26%7C%21%28%29%3C-%3E",
        "product=-1&after=W10&q=%F0%9F%98%80",
        "after=WzEsIDFd",
        "after=WyIyMDI2LTAxLTAxIiwgMV0&sort=answer",
        "after=WzEsIDJd&sort=created",
        "after=WyIyMDI2LTAxLTAxIiwgMV0",
        "q=" + "%22" * 99 + "-" * 99,
        "q=" + "a%20" * 99,
    ],
)
def test_whatever_the_address_says_there_is_a_list(ticket, customer, query):
    assert signed_in(customer).get(f"/tickets/?{query}").status_code == 200


def test_filters_keep_each_other_in_their_links(create_ticket, customer, product):
    for number in range(30):
        create_ticket(customer, title=f"Nr {number}")
    query = f"?show=all&whose=mine&product={product.pk}&sort=oldest"
    page = unescape(signed_in(customer).get(f"/tickets/{query}").content.decode())
    assert f'href="/tickets/{query}&after=' in page
    assert f'href="/tickets/export/csv/{query}"' in page
    assert f'href="/tickets/?show=unread&whose=mine&product={product.pk}&sort=oldest"' in page
    assert f'<option value="{product.pk}" selected>' in page


def test_a_filter_that_meets_nothing_says_what_to_do(ticket, customer):
    client = signed_in(customer)
    for query, says in {
        "?status=closed": "Inget ärende stämmer", "?show=unread": "Du har läst allt",
        "?q=lunch": "Inget ärende innehåller", "?show=for-me": "Inget väntar på dig",
    }.items():  # fmt: skip
        page = client.get(f"/tickets/{query}").content.decode()
        assert says in page, query
        assert 'class="empty"' in page
