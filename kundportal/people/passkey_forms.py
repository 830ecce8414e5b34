"""What a browser may send about passkeys."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from allauth.core import context, ratelimit
from allauth.mfa.base.internal.flows import check_rate_limit, post_authentication
from allauth.mfa.models import Authenticator
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kundportal.people import attempts, passkeys
from kundportal.people.fields import PlainField
from kundportal.people.forms import OwnForm
from kundportal.people.models import Person

LONGEST_ANSWER = 20_000
LONGEST_NAME = 60
UNKNOWN = _("That passkey is not known here. Try another one, or sign in with your password.")
LATE = _("It took too long. Try again.")
NOT_ADDED = _("The passkey could not be added. Try again.")


class AnswerField(forms.CharField):
    """What the browser answers, as JSON."""

    widget = forms.HiddenInput

    def __init__(self, *, unreadable: Any) -> None:
        super().__init__(error_messages={"required": unreadable, "unreadable": unreadable})

    def clean(self, value: Any) -> dict[str, Any]:
        text = super().clean(value)
        try:
            answer = json.loads(text) if len(text) <= LONGEST_ANSWER else None
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise ValidationError(self.error_messages["unreadable"], code="unknown")
        return answer


class PasskeyNameForm(forms.Form):
    """What the person calls a passkey."""

    name = PlainField(
        label=_("Name of the passkey"),
        max_length=LONGEST_NAME,
        help_text=_("By which you know where it is kept, such as “Work computer”."),
        error_messages={"required": _("Write a name.")},
    )


class AddPasskeyForm(OwnForm, PasskeyNameForm):
    """A new passkey, which the browser has just made; without a name it gets the browser's."""

    credential = AnswerField(unreadable=NOT_ADDED)

    def __init__(self, *args: Any, browser: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"name": browser}, **kwargs)
        self.fields["name"].required = False
        self.fields["name"].widget.is_required = False
        self.browser = browser

    def clean_name(self) -> str:
        return self.cleaned_data["name"] or self.browser

    def clean_credential(self) -> dict[str, Any]:
        try:
            return passkeys.made(self.person, self.cleaned_data["credential"])
        except passkeys.Late:
            raise ValidationError(LATE, code="late") from None
        except passkeys.Unknown:
            raise ValidationError(NOT_ADDED, code="unknown") from None


class ShowPasskeyForm(forms.Form):
    """A passkey in place of address, password and second factor."""

    credential = AnswerField(unreadable=UNKNOWN)
    passwordless = True

    def __init__(self, *args: Any, user: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_credential(self) -> Authenticator:
        self.check_rate()
        try:
            found = passkeys.shown(self.user, self.cleaned_data["credential"])
        except passkeys.Late:
            raise ValidationError(LATE, code="late") from None
        except passkeys.Unknown:
            self.count_failure()
            raise ValidationError(UNKNOWN, code="unknown") from None
        self.forget_failures()
        return found

    def check_rate(self) -> None:
        """Whose passkey it is is not known before, so tries are counted by where they come from."""
        attempts.passkey(context.request)

    def count_failure(self) -> None:
        ratelimit.consume(context.request, action="passkey_failed")

    def forget_failures(self) -> None:
        pass

    def note_use(self) -> None:
        """Keeps when the passkey was used, and in the session that a second factor was shown."""
        passkey = self.cleaned_data["credential"]
        post_authentication(context.request, passkey, passwordless=self.passwordless)


class SecondStepPasskeyForm(ShowPasskeyForm):
    """A passkey, after the password; wrong ones count as wrong codes do."""

    passwordless = False

    def check_rate(self) -> None:
        assert self.user
        self.forget_failures = attempts.code(self.user, partial(check_rate_limit, self.user))  # type: ignore[method-assign]

    def count_failure(self) -> None:
        pass

    def save(self) -> None:
        """What allauth calls it."""
        self.note_use()
