"""What a password must be: long, or of several kinds; not common, and not made of own names.

An installation may demand a phrase of everyone (settings.PHRASES).
"""

from __future__ import annotations

import re
import unicodedata

from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kundportal.lib.listed import listed
from kundportal.people import guessable

SHORTEST = 8
PHRASE = 15
DIFFERENT = 5
SHORTEST_NAME = 3


def normalised(password: str) -> str:
    """The password in one form, so that ä typed on two keyboards is the same ä."""
    return unicodedata.normalize("NFC", password)


def needs_phrase(user: object) -> bool:
    """Whether a short password of several kinds will not do."""
    from allauth.mfa.utils import is_mfa_enabled  # needs the models, which need this module

    has_factor = isinstance(user, AbstractBaseUser) and is_mfa_enabled(user)
    return settings.PHRASES and not has_factor


class RulesValidator:
    """A phrase of 15 characters, or 8 with lower and upper case, a digit and a special one."""

    def validate(self, password: str, user: object = None) -> None:
        if needs_phrase(user) and len(password.strip()) < PHRASE:
            raise ValidationError(
                _("The password must be a phrase of at least 15 characters."),
                code="password_phrase",
            )
        missing = [] if len(password.strip()) >= PHRASE else _missing(password)
        if missing:
            raise ValidationError(
                _("The password still needs %(missing)s. A phrase of at least 15 characters "
                  "will also do.") % {"missing": listed(missing)},
                code="password_rules",
            )  # fmt: skip
        if len(set(password)) < DIFFERENT:
            raise ValidationError(
                _("Use at least %(number)s different characters.") % {"number": DIFFERENT},
                code="password_monotonous",
            )

    def get_help_text(self) -> str:
        if needs_phrase(None):
            return _("The password must be a phrase of at least 15 characters.")
        return _(
            "At least 8 characters with upper case, lower case, a digit and a special character, "
            "or a phrase of at least 15 characters."
        )


def _missing(password: str) -> list[str]:
    rules = [
        (len(password) >= SHORTEST, _("at least 8 characters")),
        (any(c.isupper() for c in password), _("an upper-case letter")),
        (any(c.islower() for c in password), _("a lower-case letter")),
        (any(c.isdigit() for c in password), _("a digit")),
        (any(not c.isalnum() for c in password), _("a special character, such as ! ? or -")),
    ]
    return [what for is_met, what in rules if not is_met]


class CommonValidator(password_validation.CommonPasswordValidator):
    """Refuses what others use, also with digits and signs hung on behind."""

    def validate(self, password: str, user: object = None) -> None:
        word = re.sub(r"[\W\d_]+$", "", password)
        for one in {password, word if len(password) < PHRASE else password}:
            if one.strip().lower() in self.passwords:
                raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        return _("Many people use that password, so it is easy to guess. Choose another one.")

    def get_help_text(self) -> str:
        return _("Not one of the most common passwords.")


class GuessableValidator:
    """Refuses the season with the year, the town with a sign, and their like."""

    def validate(self, password: str, user: object = None) -> None:
        if guessable.is_guessable(password, longest=PHRASE):
            raise ValidationError(
                _("Seasons, months, places and products with digits or signs are what others try "
                  "first. Choose something else."),
                code="password_guessable",
            )  # fmt: skip

    def get_help_text(self) -> str:
        return _("Not a season, month, place or product with digits and signs.")


class OwnNamesValidator:
    """Refuses what is mostly the names of the person, the organisation or the portal."""

    def validate(self, password: str, user: object = None) -> None:
        rest = password.casefold()
        for name in sorted(_names_of(user), key=len, reverse=True):
            rest = rest.replace(name, "")
        if rest != password.casefold() and len(rest.strip()) < SHORTEST:
            raise ValidationError(
                _("The password is built on your name, your address, your organisation or the "
                  "portal, which others can guess. Choose something else."),
                code="password_own_names",
            )  # fmt: skip

    def get_help_text(self) -> str:
        return _("Not your own name, address or organisation.")


def _names_of(user: object) -> set[str]:
    texts = [settings.PORTAL_NAME, settings.VENDOR_NAME]
    texts += [getattr(user, "name", ""), getattr(user, "email", "")]
    texts.append(str(getattr(user, "organisation", None) or ""))
    words = {word for text in texts for word in re.split(r"[\W\d_]+", text.casefold())}
    words |= {word.removesuffix("s") for word in words}  # Lerums kommun lies in Lerum
    return {normalised(word) for word in words if len(word) >= SHORTEST_NAME}
