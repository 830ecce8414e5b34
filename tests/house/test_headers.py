"""Every kind of answer tells the browser what it may do with it."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.templatetags.static import static
from django.test import Client

from tests.cast import PASSWORD
from tests.house.addresses import addresses

pytestmark = pytest.mark.django_db

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def policy(answer) -> dict[str, set[str]]:
    parts = answer.headers["Content-Security-Policy"].split(";")
    return {words[0]: set(words[1:]) for part in parts if (words := part.split())}


def assert_told(answer, what="") -> None:
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS, what
    rules = policy(answer)
    assert rules["default-src"] == {"'none'"}, what
    assert "sandbox" in rules or rules["base-uri"] == rules["frame-ancestors"] == {"'none'"}, what
    sources = set().union(*rules.values())
    assert sources <= {"'self'", "'none'"}, what  # no unsafe-*, no data:, no other host
    assert "Permissions-Policy" in answer.headers, what


@pytest.mark.parametrize("role", ["stranger", "customer", "administrator"])
def test_every_address_answers_with_them(world, role):
    client = Client() if role == "stranger" else world.client(role)
    for address in addresses():
        for method in ("GET", "POST", "DELETE"):
            if not (method == "POST" and address.name == "sign-out"):
                assert_told(client.generic(method, address.url(world.known)), address.route)


def test_static_files_and_those_that_are_not_there_have_them():
    for address, status in ((static("css/app.css"), 200), ("/static/css/none.css", 404)):
        answer = Client().get(address)
        assert answer.status_code == status
        assert_told(answer, address)


def test_the_answers_to_what_goes_wrong_have_them(world, monkeypatch):
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answers = [
        strict.post("/sign-in/", {"login": "x"}),
        strict.get("/", headers={"host": "elsewhere.example"}),
        strict.get("/nowhere/"),
        strict.get("/tickets"),
    ]
    client = world.client("customer")
    client.raise_request_exception = False
    monkeypatch.setattr("kundportal.tickets.finding.listing.page", None)
    answers.append(client.get("/tickets/"))
    assert [one.status_code for one in answers] == [403, 400, 404, 301, 500]
    for answer in answers:
        assert_told(answer, answer.status_code)


def test_too_many_attempts_have_them():
    client = Client()
    for _attempt in range(30):
        answer = client.post("/sign-in/", {"login": "a@b.example", "password": "x"})
        if answer.status_code == 429:
            break
    assert answer.status_code == 429
    assert_told(answer)


def test_what_people_attached_can_run_nothing(world):
    answer = world.client("customer").get(
        f"/tickets/{world.ticket.number}/files/{world.known['key']}/"
    )
    assert policy(answer) == {"default-src": {"'none'"}, "sandbox": set()}
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert_told(answer)


def test_what_is_personal_is_not_kept_by_anyone_in_between(world):
    client = world.client("customer")
    for address in addresses():
        if address.view.gate != "anyone" and "GET" in address.methods:
            answer = client.get(address.url(world.known))
            kept = answer.headers.get("Cache-Control", "")
            assert "public" not in kept, address.route
            if answer.headers["Content-Type"].startswith("text/html") and answer.content:
                assert "Cookie" in answer.headers.get("Vary", "") or "no-store" in kept, (
                    address.route
                )


def test_cookies_can_be_read_by_no_script(world):
    client = Client()
    email = world.people["customer"].email
    client.get("/sign-in/")
    client.post("/language/", {"language": "en", "next": "/"})
    client.post("/sign-in/", {"login": email, "password": PASSWORD})
    assert set(client.cookies) >= {
        settings.CSRF_COOKIE_NAME,
        settings.LANGUAGE_COOKIE_NAME,
        settings.SESSION_COOKIE_NAME,
    }
    for cookie in client.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key
