"""Whoever signs in with the account at work does so once more before what matters."""

from __future__ import annotations

import pytest

from tests.people.openid import _openid, openid  # noqa: F401
from tests.people.test_single_sign_on_oidc import provider, text_of, walk  # noqa: F401

pytestmark = pytest.mark.django_db


def test_signing_in_anew_stands_for_the_password_before_what_matters(
    provider, walk, visitor, customer  # noqa: F811
):  # fmt: skip
    walk(customer.email)
    session = visitor.session
    for one in session["account_authentication_methods"]:
        one["at"] -= 3600
    session.save()
    codes = "/settings/factors/codes/"
    asked = visitor.get(codes, follow=True)
    assert "Logga in igen med organisationens konto" in text_of(asked)
    assert walk(customer.email, next=codes).headers["Location"] == codes
    assert visitor.get(codes).status_code == 200
