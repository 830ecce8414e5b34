"""What a browser may send about accounts."""

from __future__ import annotations

from functools import partial
from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.totp.internal.auth import validate_totp_code
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.lib.forms import LineField
from kundportal.lib.queue import defer
from kundportal.people import attempts, passwords
from kundportal.people.fields import EmailAddressField, NameField, PhoneField
from kundportal.people.models import Person

LONGEST_PASSWORD = 500
NOBODY = 0


class PasswordField(forms.CharField):
    """A password, whatever characters are in it, in one form of Unicode."""

    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        super().__init__(
            strip=False,
            max_length=LONGEST_PASSWORD,
            widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
            error_messages={"required": _("Write your password.")},
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        return passwords.normalised(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # The browser would cut a long password without a word.
        return {
            key: value for key, value in super().widget_attrs(widget).items() if key != "maxlength"
        }


class SignInForm(LoginForm):
    """allauth's form; a closed account is refused in the words of a wrong password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = EmailAddressField()
        self.fields["password"] = PasswordField(
            label=_("Password"), autocomplete="current-password"
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.user and not self.user.may_sign_in:
            attempts.sign_in(self.request, self.user.email)  # it is a wrong try like any other
            raise ValidationError(
                gettext("The e-mail address or the password is wrong. Check both and try again."),
                code="email_password_mismatch",
            )
        return cleaned


class _LinkForm(forms.Form):
    """An address to which a link may be sent.

    The worker writes the mail, so that asking takes as long whether there is an account or not.
    """

    email = EmailAddressField()

    def _send_by(self, task: str) -> None:
        person = Person.objects.active().with_email(self.cleaned_data["email"]).first()
        defer(f"kundportal.people.jobs.{task}", person_id=person.pk if person else NOBODY)


class ForgottenForm(_LinkForm):
    """Asks for a link to choose a new password."""

    def send(self) -> None:
        self._send_by("send_reset")


class NewLinkForm(_LinkForm):
    """Asks for a new link to choose one's first password."""

    def send(self) -> None:
        self._send_by("send_activation")


class OwnForm(forms.Form):
    """What a person changes about their own account."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person


class ChoosePasswordForm(OwnForm):
    """A new password, once: it can be shown, so nobody needs to type it twice."""

    password = PasswordField(label=_("Password"), autocomplete="new-password")

    @property
    def needs_phrase(self) -> bool:
        return passwords.needs_phrase(self.person)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class PresentPasswordForm(OwnForm):
    """What only somebody who knows the present password may do."""

    old = PasswordField(label=_("Present password"), autocomplete="current-password")

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        take_back = attempts.password(self.person)
        if not self.person.check_password(old):
            raise ValidationError(_("That is not your present password."), code="wrong")
        take_back()
        return old


class ChangePasswordForm(PresentPasswordForm, ChoosePasswordForm):
    """A new password, by somebody who knows the old one."""

    password = PasswordField(label=_("New password"), autocomplete="new-password")
    field_order = ("old", "password")


class ChangeEmailForm(PresentPasswordForm):
    """Another mail address, at the same employer."""

    email = EmailAddressField(label=_("New e-mail address"))
    field_order = ("email", "old")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email == self.person.email:
            raise ValidationError(_("That is the address that you have."), code="same")
        if not self.person.may_move_to(email):
            raise ValidationError(
                _("The new address must be at your employer, as the present one is. Do you work "
                  "somewhere else now? Then apply for access there."),
                code="elsewhere",
            )  # fmt: skip
        return email


class DetailsForm(forms.Form):
    """What a person says of themselves."""

    name = NameField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    phone = PhoneField(label=_("Phone"), required=False)


class CodeField(LineField):
    """A one-time code or a recovery code, with or without spaces."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Code"),
            max_length=40,
            widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
            error_messages={"required": _("Write the code.")},
            **kwargs,
        )


class SecondStepForm(AuthenticateForm):
    """The code, after the password."""

    code = CodeField()

    def clean_code(self) -> str:
        code: str = attempts.code(self.user, super().clean_code)
        return code


class SetUpCodesForm(OwnForm):
    """A first code, which shows that the app has got the key."""

    code = CodeField()

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        forget = attempts.code(self.person, partial(check_rate_limit, self.person))
        if not validate_totp_code(self.secret, code):
            raise ValidationError(
                _("That code does not work. Write the one that the app shows now."), code="wrong"
            )
        forget()
        return code
