"""The access matrix: every address of tickets and files, for eight actors and five objects.

What is expected stands by hand in matrix.py. Foreign and non-existent are told apart by nobody; no
canary of what an actor does not see is in anything that is sent to them; and what is refused
changes no row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kundportal.tickets.finding import exporting
from tests.house import matrix, matrix_world
from tests.house.addresses import Address, addresses
from tests.house.matrix_world import canary
from tests.house.test_fuzz import FORMS

ABOUT = {
    one.name: one
    for one in addresses()
    if matrix.is_about_tickets(one.name, one.route, one.parameters)
}
ROOMS = ("tickets", "mail", "history", "people")
UNTOLD = {"session", "known_browser"}  # change whenever somebody looks


@pytest.fixture
def world(db: None) -> Any:
    """Built once for all actors, since it takes longer than what is done in it."""
    return matrix_world.build()


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rows_of_all() -> dict[str, list[Any]]:
    return {
        model._meta.label_lower: list(model._base_manager.order_by("pk").values_list())
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if model._meta.model_name not in UNTOLD
    }


class Visitor:
    """One actor, who goes everywhere."""

    def __init__(self, world: Any, actor: str) -> None:
        self.world, self.actor = world, actor
        self.client: Client = matrix_world.client_of(world, actor)
        self.signed_in = actor != "anonymous"
        self.gate = "staff" if actor == "agent" else "customer"
        levels = matrix.levels_of(actor, "ticket")
        own = matrix.levels_of(actor, "draft")
        self.unseen, self.unowned = (
            {thing for thing, level in of.items() if level in {"-", "A"}} for of in (levels, own)
        )

    def is_shut_out(self, address: Address) -> bool:
        """Whether the gate refuses, which stands before any ticket is looked for."""
        return not self.signed_in or address.gate not in {"signed in", self.gate}

    def meets(self, address: Address) -> list[tuple[str, str]]:
        """The objects, what is not there first; in front of a shut gate one that is there does."""
        levels = matrix.levels_of(self.actor, address.name)
        found = list(reversed(levels.items()))
        if not self.is_shut_out(address):
            return found
        seen = [one for one in found if one[1] not in {"-", "A"}]
        return [found[0], (seen or found)[-1]]

    def go(self, address: Address, thing: str, kind: str) -> Any:
        """`kind` is "page", "fragment" or "POST"."""
        url = address.url(self.world.known[thing])
        if kind != "POST":
            headers = {"HX-Request": "true"} if kind == "fragment" else {}
            return self.checked(self.client.get(url, headers=headers), url)
        given = matrix_world.sends(self.world, address.name, thing)
        given = FORMS.get(address.name, ("", {}))[1] if given is None else given
        answer = self.checked(self.client.post(url, given), url)
        self.client.cookies.pop("messages", None)  # the next page would say what was done
        return answer

    def checked(self, answer: Any, where: str) -> Any:
        """No canary is in it that the actor may not see."""
        for thing, field in matrix_world.CANARY.findall(matrix_world.everything_in(answer)):
            assert thing.decode() not in self.unseen, (self.actor, where, thing, field)
            is_inner = field.startswith(matrix_world.INNER)
            assert self.actor == "agent" or not is_inner, (where, field)
            if field.startswith(matrix_world.PERSONAL):
                assert thing.decode() not in self.unowned, (self.actor, where, thing, field)
        return answer

    def told_by(self, answer: Any, thing: str) -> tuple[Any, ...]:
        """All that can be told of an answer, but for its token and what was typed."""
        body, where = answer.body, answer.headers.get("Location", "")
        body = re.sub(rb'(csrfmiddlewaretoken" value=|X-CSRFToken": )"\w+"', b"", body)
        body = re.sub(rb'data-(left|longest)="\d+"', b"", body)  # seconds of the session
        for one in self.world.known[thing].values():
            found = f"{one}" if not isinstance(one, int) else f"/{one}/"
            body = body.replace(found.encode(), b"_").replace(quote(found).encode(), b"_")
            where = where.replace(found, "_").replace(quote(found), "_")
        return answer.status_code, body, where, sorted(answer.headers)


def kinds_of(name: str, row: matrix.Row) -> Iterator[tuple[str, str]]:
    if row.get:
        yield "page", row.get
    if row.get and name not in matrix.WHOLE:
        yield "fragment", row.get
    if row.post:
        yield "POST", row.post


def is_as_told(answer: Any, kind: str, statuses: str, level: str) -> bool:
    if level != "A":
        return bool(answer.status_code == matrix.expected(statuses, level))
    if kind == "fragment":
        return str(answer.headers.get("HX-Redirect")) == "/sign-in/"
    return str(answer.headers.get("Location", "")).startswith("/sign-in/?next=")


def test_no_address_is_missing_from_the_table():
    """Add what is missing to OF_A_TICKET or AROUND in tests/house/matrix.py: it is one line."""
    assert {*matrix.rows(), *matrix.AROUND, *matrix.ELSEWHERE} == ABOUT.keys()


def test_the_table_knows_the_methods_of_each_address():
    for name, row in matrix.rows().items():
        methods = ({"GET", "HEAD"} if row.get else set()) | ({"POST"} if row.post else set())
        assert methods == ABOUT[name].methods, name


@pytest.fixture(autouse=True)
def _no_hurry(monkeypatch):
    monkeypatch.setattr(exporting, "A_MINUTE", 10_000)  # how many files one may make in a minute


def test_everyone_gets_what_the_table_says(world):
    visitors = [Visitor(world, actor) for actor in matrix.ACCESS]
    before = rows_of_all()
    wrong = [one for visitor in visitors for one in goes_everywhere(visitor)]
    assert not wrong, "\n".join(str(one) for one in wrong)
    assert rows_of_all() == before


def goes_everywhere(visitor: Visitor) -> Iterator[tuple[Any, ...]]:
    """What is not as the table says."""
    for name, row in matrix.rows().items():
        for kind, statuses in kinds_of(name, row):
            if kind == "fragment" and visitor.is_shut_out(ABOUT[name]) and visitor.signed_in:
                continue  # the gate refuses before it is asked how the page is wanted
            missing: tuple[Any, ...] = ()
            for thing, level in visitor.meets(ABOUT[name]):
                unseen = level in {"-", "A"}
                refused = unseen or matrix.expected(statuses, level) >= 400
                with nullcontext() if refused else taken_back():
                    answer = visitor.go(ABOUT[name], thing, kind)
                if not is_as_told(answer, kind, statuses, level):
                    yield visitor.actor, name, kind, thing, level, answer.status_code
                told = visitor.told_by(answer, thing) if unseen else ()
                if thing == "nothing":
                    missing = told
                elif unseen and told != missing:
                    yield visitor.actor, name, kind, thing, "is told apart from one not there"


def test_no_list_and_no_search_shows_what_is_others(world):
    for actor in matrix.ACCESS:
        visitor = Visitor(world, actor)
        own = world.people.get(actor, world.people["creator"]).pk
        for name, statuses in matrix.AROUND.items():
            for kind in ("csv", "xlsx") if "kind" in ABOUT[name].takes else ("",):
                url = ABOUT[name].url({"slug": "sverige", "pk": own, "kind": kind})
                allowed = {statuses[actor == "agent"], 302}
                is_asked = 200 in allowed and visitor.signed_in
                looks_around(visitor, url, allowed, matrix.QUERIES if is_asked else [""])


def looks_around(visitor: Visitor, url: str, allowed: set[int], queries: Sequence[str]) -> None:
    """Every query with every hidden ticket, as a page and as a fragment."""
    for query in queries:
        for thing in sorted(visitor.unseen) if "{" in query else ["foreign"]:
            if thing == "nothing":
                continue
            number = visitor.world.tickets[thing].number
            asked = url + query.format(number=number, word=f"sparv{thing}")
            as_fragment = {"HX-Request": "true"}
            for headers in ({}, as_fragment) if query in matrix.AS_FRAGMENT else ({},):
                answer = visitor.checked(visitor.client.get(asked, headers=headers), asked)
                if visitor.actor != "anonymous":
                    assert answer.status_code in allowed, (visitor.actor, asked)
                if "{number}" not in query and thing in visitor.unseen:
                    assert number.encode() not in answer.body, (visitor.actor, asked)


def test_what_is_seen_is_shown(world):
    """So that a page which shows nothing at all does not pass for a safe one."""
    for actor, thing in (("creator", "own"), ("recipient", "own"), ("coordinator", "own"),
                         ("colleague", "shared"), ("outsider", "foreign")):  # fmt: skip
        visitor = Visitor(world, actor)
        page = visitor.go(ABOUT["ticket"], thing, "page").body
        for field in ("title", "text", "reply", "file", "picture"):
            assert f"kanarie-{thing}-{field}".encode() in page, (actor, field)
        content = visitor.go(ABOUT["file"], thing, "page").body
        assert content == canary(thing, "content").encode()
    printed = Visitor(world, "creator").go(ABOUT["ticket-pdf"], "own", "page")
    assert b"kanarie-own-reply" in matrix_world.everything_in(printed)
    for kind in ("csv", "xlsx"):
        url = reverse("tickets-export", args=[kind]) + "?show=all"
        exported = matrix_world.everything_in(Visitor(world, "creator").client.get(url))
        assert b"kanarie-own-title" in exported, kind
    agent = Visitor(world, "agent").go(ABOUT["desk-ticket"], "own", "page").body
    assert canary("own", "note").encode() in agent


def test_what_is_begun_is_continued_by_whoever_began_it(world):
    """The page of a new ticket takes a draft by the key in its address."""
    form = reverse("ticket-form", args=["sverige"])
    for actor in matrix.ACCESS:
        visitor, told = Visitor(world, actor), {}
        for thing in visitor.unowned:
            url = f"{form}?draft={world.known[thing]['once']}"
            told[thing] = visitor.told_by(visitor.checked(visitor.client.get(url), url), thing)
        assert all(one == told["nothing"] for one in told.values()), actor
    for actor, thing in (("creator", "own"), ("colleague", "shared"), ("outsider", "foreign")):
        url = f"{form}?draft={world.known[thing]['once']}"
        page = Visitor(world, actor).client.get(url).content
        for field in ("drafttitle", "drafttext", "upload"):
            assert f"kanarie-{thing}-{field}".encode() in page, (actor, field)
    removed = Visitor(world, "removed")
    page = removed.checked(removed.client.get(reverse("drafts")), "drafts")
    assert canary("left", "drafttext").encode() in page.body


def test_nothing_of_the_priority_reaches_a_customer(world):
    for actor, thing in (("creator", "own"), ("coordinator", "own"), ("outsider", "foreign")):
        visitor = Visitor(world, actor)
        pages = [visitor.go(ABOUT[name], thing, "page") for name in ("ticket", "history", "seers")]
        around = [reverse("tickets"), reverse("start")]
        pages += [visitor.checked(visitor.client.get(url), url) for url in around]
        for page in pages:
            for word in (b"priorit", b"urgent", b"akut"):
                assert word not in page.body.lower(), (actor, page.request["PATH_INFO"], word)
