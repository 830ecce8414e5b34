"""The providers that can send our mails instead of a mail server, by way of django-anymail.

The settings read this module, so it asks for nothing but the standard library when it is loaded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


class Unusable(ValueError):
    """What was chosen can't be used; the text says why."""


@dataclass(frozen=True)
class Provider:
    """How anymail calls a provider: its module, its class of reports, and what its settings are."""

    module: str
    view: str
    needs: tuple[str, ...]
    takes: tuple[str, ...] = ()
    package: str = ""  # what must be installed besides

    @property
    def prefix(self) -> str:
        return self.module.upper()

    @property
    def backend(self) -> str:
        return f"anymail.backends.{self.module}.EmailBackend"

    def reports(self) -> Any:
        """Anymail's own view for the provider's reports; None when it sends none."""
        if not self.view:
            return None
        return import_string(f"anymail.webhooks.{self.module}.{self.view}WebhookView")


KEY, TOKEN = ("API_KEY",), ("API_TOKEN",)
PROVIDERS = {
    "brevo": Provider("brevo", "BrevoTracking", KEY),
    "mailersend": Provider("mailersend", "MailerSendTracking", TOKEN, ("SIGNING_SECRET",)),
    "mailgun": Provider(
        "mailgun", "MailgunTracking", KEY, ("SENDER_DOMAIN", "WEBHOOK_SIGNING_KEY")
    ),
    "mailjet": Provider("mailjet", "MailjetTracking", ("API_KEY", "SECRET_KEY")),
    "mailtrap": Provider("mailtrap", "MailtrapTracking", TOKEN, ("SANDBOX_ID", "WEBHOOK_SECRET")),
    "mandrill": Provider("mandrill", "MandrillCombined", KEY, ("WEBHOOK_KEY", "WEBHOOK_URL")),
    "postal": Provider("postal", "PostalTracking", ("API_KEY", "API_URL"), ("WEBHOOK_KEY",)),
    "postmark": Provider(
        "postmark", "PostmarkTracking", ("SERVER_TOKEN",), ("MESSAGE_STREAM",)
    ),
    "resend": Provider("resend", "ResendTracking", KEY, ("SIGNING_SECRET",), "svix"),
    "scaleway": Provider("scaleway", "", ("SECRET_KEY", "PROJECT_ID"), ("REGION",)),
    "sendgrid": Provider(
        "sendgrid", "SendGridTracking", KEY, ("TRACKING_WEBHOOK_VERIFICATION_KEY",)
    ),
    "ses": Provider(
        "amazon_ses", "AmazonSESTracking", (), ("CONFIGURATION_SET_NAME",), "boto3"
    ),
    "sparkpost": Provider("sparkpost", "SparkPostTracking", KEY, ("SUBACCOUNT",)),
}  # fmt: skip
EVERY = ("API_URL",)
TIMEOUT = 30
KEY_OF_OURS = "kundportal"  # under which the mail's own key goes along


def name_of(text: str) -> str:
    """The name of a provider that can be used, or nothing."""
    if not text:
        return ""
    if text not in PROVIDERS:
        raise Unusable(f"'{text}' is none of {', '.join(sorted(PROVIDERS))}")
    package = PROVIDERS[text].package
    if package and find_spec(package) is None:
        raise Unusable(f"{text} needs the Python package {package}, which is not installed")
    return text


def backend_of(name: str) -> str:
    """Django's way to the provider, or to the mail server when there is none."""
    return PROVIDERS[name].backend if name else "kundportal.mail.backends.Smtp"


def settings_of(name: str, text: str, secret: str) -> dict[str, Any]:
    """Anymail's settings for a provider, from `NAME=value` pairs with spaces or commas between."""
    if not name:
        return {}
    provider = PROVIDERS[name]
    pairs = dict(_pair(one) for one in re.split(r"[\s,]+", text.strip()) if one)
    known = {*provider.needs, *provider.takes, *EVERY}
    if unknown := sorted(pairs.keys() - known):
        raise Unusable(f"{name} knows no {unknown[0]}, only {', '.join(sorted(known))}")
    if missing := [one for one in provider.needs if not pairs.get(one)]:
        raise Unusable(f"{name} needs {' and '.join(missing)}")
    return {
        **{f"{provider.prefix}_{one}": value for one, value in pairs.items()},
        "WEBHOOK_SECRET": secret,
        "REQUESTS_TIMEOUT": TIMEOUT,
        # Which of them know a sender of the envelope, or data of ours, is theirs to say.
        "IGNORE_UNSUPPORTED_FEATURES": True,
    }


def secret_of(text: str) -> str:
    """The name and password by which a provider's reports show themselves, `name:password`."""
    name, colon, password = text.partition(":")
    if text and not (name and colon and len(password) >= 16):
        raise Unusable("it must be name:password, the password of 16 characters or more")
    return text


def sender_of(return_path: str) -> tuple[str, dict[str, str]]:
    """The sender of a mail and the headers about it; a provider keeps the way back for itself."""
    ours = settings.DEFAULT_FROM_EMAIL
    if settings.MAIL_PROVIDER:
        return ours, {}
    return return_path or ours, {"From": ours}


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (re.fullmatch(r"[A-Z][A-Z_]*", name) and equals and value):
        raise Unusable("it must be NAME=value pairs, NAME in capitals")
    return name, value
