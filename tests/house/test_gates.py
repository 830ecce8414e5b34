"""Every address has exactly one gate, and answers only to the methods that it names."""

from __future__ import annotations

import pytest
from django.test import Client

from kundportal.people import gates
from tests.house.addresses import Address, addresses
from tests.house.forms_of_reading import OPEN_READING

NAMES = {"anyone", "signed in", "customer", "staff", "administrator"}
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
# Open to strangers. Whoever adds an address here has thought of what it tells.
OPEN = {
    "start", "help", "language", "health", "robots", "favicon",
    "mail-reports",  # for the provider alone, which shows a secret
    "sign-in", "account_login", "mfa_authenticate", "sign-out",
    "sign-in-passkey", "second-step-passkey",
    "sign-on", "sign-on-callback", "sign-on-acs", "sign-on-finish", "sign-on-metadata",
    "account_reset_password", "account_reset_password_done", "choose-password", "email-confirm",
    "activate", "activate-again", "activation-sent",
    "apply", "apply-who", "apply-form", "apply-sent", "apply-confirm", "apply-status",
    "notifications-stop", "mail-test", "mail-test-progress", "mail-test-arrival",
    "mail-test-absence", "mail-test-it", "mail-test-it-text",
    "knowledge", "article", "before-a-ticket", "article-file", "search", "search-hits",
    *OPEN_READING,
}  # fmt: skip


def gates_of(address: Address) -> int:
    """How many gates stand one inside the other in front of the view."""
    count, view = 0, address.view
    while view is not None:
        count += getattr(view, "__code__", None) is not None and (
            view.__code__.co_filename == gates.__file__
        )
        view = getattr(view, "__wrapped__", None)
    return count


def test_every_address_has_exactly_one_gate():
    found = addresses()
    assert len(found) > 30
    assert {one.route: gates_of(one) for one in found if gates_of(one) != 1} == {}
    assert {one.view.gate for one in found} <= NAMES


def test_every_address_has_a_name_of_its_own():
    names = [one.name for one in addresses()]
    assert all(names)
    assert len(names) == len(set(names))


def test_only_known_addresses_are_open_to_strangers():
    assert {one.name for one in addresses() if one.view.gate == "anyone"} == OPEN


def test_the_desk_is_for_staff():
    desk = [one for one in addresses() if one.route.startswith("desk/")]
    assert desk
    assert {one.view.gate for one in desk} <= {"staff", "administrator"}


@pytest.mark.django_db
def test_other_methods_get_405(world):
    stranger, agent = Client(), world.client("agent")
    for address in addresses():
        for method in sorted(METHODS - address.methods):
            for client in (stranger, agent):
                answer = client.generic(method, address.url(world.known))
                assert answer.status_code == 405, (method, address.route)
                assert set(answer.headers["Allow"].split(", ")) == address.methods


@pytest.mark.django_db
def test_a_stranger_is_sent_to_sign_in_wherever_a_gate_stands(world):
    stranger = Client()
    for address in addresses():
        if address.view.gate != "anyone":
            for method in sorted(address.methods):
                answer = stranger.generic(method, address.url(world.known))
                assert answer.status_code == 302, address.route
                assert answer.headers["Location"].startswith("/sign-in/?next="), address.route


@pytest.mark.django_db
def test_whoever_may_not_pass_a_gate_gets_404(world):
    passes = {
        "customer": {"anyone", "signed in", "customer"},
        "agent": {"anyone", "signed in", "staff"},
        "administrator": {"anyone", "signed in", "staff", "administrator"},
    }
    for role, gates_passed in passes.items():
        client = world.client(role)
        for address in addresses():
            if address.view.gate not in gates_passed:
                for method in sorted(address.methods):
                    answer = client.generic(method, address.url(world.known))
                    assert answer.status_code == 404, (role, method, address.route)
