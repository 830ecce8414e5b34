"""What an identity provider says of a person, in one form for both protocols."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from allauth.socialaccount.providers.base import ProviderException

LONGEST_SUBJECT = 191
# What a provider calls a sign-in by more than a password.
STRONG = {
    "mfa",
    "https://refeds.org/profile/mfa",
    "http://schemas.microsoft.com/claims/multipleauthn",
    "http://schemas.openid.net/pape/policies/2007/06/multi-factor",
    "http://id.elegnamnden.se/loa/1.0/loa3",
    "http://id.elegnamnden.se/loa/1.0/loa4",
    "http://id.swedenconnect.se/loa/1.0/uncertified-loa3",
}


class BadAnswer(ProviderException):
    """An answer that does not hold; `reason` says why in one code, without content."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Claims:
    """`is_vouched` when the provider answers for the address; `is_strong` after two factors."""

    subject: str
    email: str = ""
    is_vouched: bool = False
    is_strong: bool = False
    nonce: str | None = None


def subject_from(said: object) -> str:
    """The subject, as it is kept: what is too long to keep stands for itself by its hash."""
    if not isinstance(said, str) or not said.strip() or "\0" in said:
        raise BadAnswer("subject")
    if len(said) > LONGEST_SUBJECT:
        return f"sha256:{hashlib.sha256(said.encode()).hexdigest()}"
    return said


def address_from(said: object) -> str:
    """The mail address in lower case; what is none is as if nothing was said."""
    if not isinstance(said, str) or len(said) > 254 or "\0" in said or said.count("@") != 1:
        return ""
    return said.strip().lower()
