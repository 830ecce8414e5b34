"""Signing in and out."""

from __future__ import annotations

import pytest

from tests.cast import PASSWORD, signed_in
from tests.people.conftest import as_seen, is_signed_in


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post("/sign-in/", {"login": email, "password": password, **extra})


def test_a_customer_signs_in_and_lands_on_the_start_page(visitor, customer):
    response = sign_in(visitor, customer.email.upper())
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert is_signed_in(visitor)


def test_staff_land_at_the_desk(visitor, agent):
    assert sign_in(visitor, agent.email).headers["Location"] == "/desk/tickets/"


def test_the_link_in_a_mail_survives_signing_in(visitor, customer):
    reply = "/tickets/SE-4839-2175/replies/34/"
    page = visitor.get(f"/sign-in/?next={reply}").content.decode()
    assert f'name="next" value="{reply}"' in page
    assert sign_in(visitor, customer.email, next=reply).headers["Location"] == reply


def test_a_wrong_password_keeps_where_one_was_headed(visitor, customer):
    page = sign_in(visitor, customer.email, "fel", next="/tickets/").content.decode()
    assert 'name="next" value="/tickets/"' in page
    assert customer.email in page


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://lur.example/",
        "//lur.example/",
        "javascript:alert(1)",
        "http:///lur.example",
        "\\\\lur.example",
        "/\\lur.example",
    ],
)
def test_nobody_is_sent_to_another_site(visitor, customer, elsewhere):
    assert sign_in(visitor, customer.email, next=elsewhere).headers["Location"] == "/"
    assert visitor.get("/sign-in/", {"next": elsewhere}).headers["Location"] == "/"


def test_unknown_wrong_closed_and_not_yet_activated_look_the_same(
    visitor, customer, outsider, newcomer
):
    outsider.is_active = False
    outsider.save(update_fields=["is_active"])
    tries = [
        ("okand@lillkoping.example", PASSWORD),
        (customer.email, "fel lösenord helt"),
        (outsider.email, PASSWORD),
        (outsider.email, "fel lösenord helt"),
        (newcomer.email, PASSWORD),
    ]
    seen = {as_seen(sign_in(visitor, *one), one[0]) for one in tries}
    assert len(seen) == 1
    [(status, page)] = seen
    assert status == 422
    assert "E-postadressen eller lösenordet är fel." in page.decode()
    assert not is_signed_in(visitor)


def test_every_try_does_the_work_of_hashing(real_hashing, visitor, customer, newcomer, monkeypatch):
    from django.contrib.auth.hashers import ScryptPasswordHasher

    work = []
    real = ScryptPasswordHasher.encode
    monkeypatch.setattr(
        ScryptPasswordHasher,
        "encode",
        lambda self, *args, **kwargs: work.append(1) or real(self, *args, **kwargs),
    )
    costs = []
    for email in ("okand@lillkoping.example", customer.email, newcomer.email):
        work.clear()
        sign_in(visitor, email, "fel lösenord helt")
        costs.append(len(work))
    assert costs == [1, 1, 1]


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"login": "a\x00@b.se", "password": "x"},
        {"login": "a@b.se", "password": "x\x00"},
        {"login": "a@b.se", "password": "x" * 1_000_000},
        {"login": "x" * 1_000_000, "password": "x"},
        {"login": ["a@b.se", "c@d.se"], "password": ["x", "y"]},
        {"login[]": "a@b.se", "password[]": "x"},
        {"login": "🦊@🦊.se", "password": "🦊"},
    ],
)
def test_bad_input_is_an_error_and_never_a_fault(visitor, typed):
    assert visitor.post("/sign-in/", typed).status_code == 422


def test_a_program_that_asks_for_json_gets_the_page(visitor, customer):
    response = visitor.post(
        "/sign-in/",
        {"login": customer.email, "password": "fel"},
        headers={"accept": "application/json", "x-requested-with": "XMLHttpRequest"},
    )
    assert response.status_code == 422
    assert response.headers["Content-Type"].startswith("text/html")


def test_an_umlaut_is_the_same_on_every_keyboard(visitor, customer):
    assert "ö" in PASSWORD
    decomposed = PASSWORD.replace("ö", "o\u0308")
    assert sign_in(visitor, customer.email, decomposed).status_code == 302


def test_signing_out_is_a_post_and_says_so(customer):
    client = signed_in(customer)
    assert client.get("/sign-out/").status_code == 405
    assert is_signed_in(client)
    page = client.post("/sign-out/", follow=True)
    assert page.redirect_chain == [("/", 302)]
    assert "Du är utloggad." in page.content.decode()
    assert not is_signed_in(client)


def test_signing_out_twice_is_no_fault(visitor):
    assert visitor.post("/sign-out/").status_code == 302


def test_whoever_is_signed_in_needs_no_sign_in_page(customer):
    assert signed_in(customer).get("/sign-in/").headers["Location"] == "/"


def test_nobody_signs_up_by_themselves(visitor):
    for path in ("/sign-up/", "/signup/", "/accounts/signup/", "/accounts/login/"):
        assert visitor.get(path).status_code == 404
    page = visitor.get("/sign-in/").content.decode()
    assert 'href="/apply/"' in page


def test_a_session_ends_with_the_account(customer):
    client = signed_in(customer)
    customer.is_active = False
    customer.save(update_fields=["is_active"])
    assert not is_signed_in(client)


def test_the_page_takes_only_its_methods(visitor):
    assert visitor.put("/sign-in/").status_code == 405
    assert visitor.get("/sign-in/").headers["Cache-Control"].startswith("max-age=0")
