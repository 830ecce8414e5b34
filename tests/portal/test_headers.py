"""Every kind of answer tells the browser what it may do with it."""

from __future__ import annotations

import pytest

from tests.cast import signed_in

pytestmark = pytest.mark.django_db


def assert_told(response):
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("address", "status"),
    [("/", 200), ("/help/", 200), ("/health", 200), ("/robots.txt", 200), ("/favicon.ico", 302),
     ("/tickets/", 302), ("/nothing-here/", 404), ("/language/", 405)],
)  # fmt: skip
def test_a_stranger_gets_them(client, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert_told(response)


def test_a_customer_gets_them(customer):
    assert_told(signed_in(customer).get("/"))


def test_a_page_says_which_language_it_is_in(client):
    response = client.get("/", headers={"accept_language": "en"})
    assert response.headers["Content-Language"] == "en"
    assert '<html lang="en">' in response.content.decode()
