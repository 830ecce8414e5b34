"""What a browser may send about single sign-on."""

from __future__ import annotations

import re
from typing import Any

import requests
from django import forms
from django.core.exceptions import ValidationError
from django.utils.encoding import punycode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kundportal.lib.forms import LineField, TextField
from kundportal.people.forms import EmailAddressField
from kundportal.people.models import IdentityProvider, Organisation, Person
from kundportal.people.sign_on import discovery, metadata, reasons
from kundportal.people.sign_on.claims import BadAnswer

MOST_DOMAINS = 50
_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


class WorkAccountForm(forms.Form):
    """The address, whose domain says where one signs in."""

    email = EmailAddressField(label=_("Your e-mail address at work"))

    def nobody_answers(self) -> None:
        """The same words for every address at the domain, whether anybody has it or not."""
        self.add_error(
            "email",
            gettext("Your organisation has no single sign-on here. Sign in with your password."),
        )

    def is_out_of_order(self, *, by_password: bool) -> None:
        words = gettext("The sign-in of your organisation does not answer right now. Try again in "
                        "a while.")  # fmt: skip
        if by_password:
            words += " " + gettext("You can also sign in with your password.")
        self.add_error(None, words)


def _in_mail_letters(typed: str) -> str:
    """The domain as mail servers write it, or nothing if that can't be done."""
    try:
        return punycode(typed.strip(".").removeprefix("@").lower())
    except UnicodeError:
        return ""


class DomainsField(TextField):
    """Mail domains, one on each line."""

    def clean(self, value: Any) -> list[str]:
        domains = []
        for line in super().clean(value).split():
            domain = _in_mail_letters(line)
            if not _DOMAIN.fullmatch(domain):
                raise ValidationError(
                    gettext("%(domain)s is no mail domain. Write it as lillkoping.se.")
                    % {"domain": line[:100]},
                    code="invalid",
                )
            domains.append(domain)
        if len(domains) > MOST_DOMAINS:
            raise ValidationError(
                gettext("Write at most %(most)s mail domains.") % {"most": MOST_DOMAINS},
                code="many",
            )
        return sorted(set(domains))


class AddressField(LineField):
    """An address on the web."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"})
        super().__init__(max_length=1000, widget=widget, **kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not discovery.is_web_address(value):
            raise ValidationError(
                _("Write the whole address, beginning with https://."), code="not https"
            )


class ProviderForm(forms.Form):
    """What is the same for both protocols."""

    domains = DomainsField(
        label=_("Mail domains"),
        max_length=10_000,
        help_text=_("One on each line. People with an address at one of these domains sign in by "
                    "the identity provider."),
        error_messages={"required": _("Write at least one mail domain.")},
    )  # fmt: skip
    is_demanded = forms.BooleanField(
        label=_("Only by single sign-on: a password no longer opens an account with such an "
                "address"),
        required=False,
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, organisation: Organisation, provider: IdentityProvider | None
    ) -> None:
        self.organisation, self.provider = organisation, provider
        super().__init__(data, initial=self._present())

    def _present(self) -> dict[str, Any]:
        one = self.provider
        known = {name: getattr(one, name) for name in IdentityProvider.FACTS} if one else {}
        own = one.domains if one else []
        if not own:
            own = [str(domain) for domain in self.organisation.mail_domains.all()]
        return {**known, "domains": "\n".join(sorted(own))}

    def clean_domains(self) -> list[str]:
        domains: list[str] = self.cleaned_data["domains"]
        for domain, owner in Organisation.objects.by_mail_domain(domains).items():
            if owner != self.organisation:
                raise ValidationError(
                    gettext("%(domain)s belongs to %(organisation)s.")
                    % {"domain": domain, "organisation": owner},
                    code="taken",
                )
        strangers = Person.objects.with_addresses_at(domains).exclude(
            organisation=self.organisation
        )
        if stranger := strangers.first():
            raise ValidationError(
                gettext("Somebody who does not belong to %(organisation)s has an address at "
                        "%(domain)s, and could not sign in any more.")
                % {"organisation": self.organisation,
                   "domain": stranger.email.rpartition("@")[2]},
                code="strangers",
            )  # fmt: skip
        return domains

    def taken(self, domain: str) -> None:
        """Somebody else has got the domain in the meantime."""
        self.add_error(
            "domains", gettext("%(domain)s belongs to another organisation.") % {"domain": domain}
        )

    def facts(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name in {*IdentityProvider.FACTS, "secret"}
        }


class OidcForm(ProviderForm):
    """A provider of OpenID Connect."""

    issuer = AddressField(
        label=_("Issuer"),
        help_text=_("The address that the provider goes by. What is found at the address followed "
                    "by /.well-known/openid-configuration must say the same."),
        error_messages={"required": _("Write the address of the issuer.")},
    )  # fmt: skip
    client_id = LineField(
        label=_("Client ID"),
        max_length=255,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the client ID that the IT department has given you.")},
    )
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=1000,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    takes_unmarked = forms.BooleanField(
        label=_("The provider does not mark addresses as verified, but only the IT department "
                "gives them"),
        required=False,
        help_text=_("Entra ID and AD FS do not mark them. Leave the box empty for all others."),
    )  # fmt: skip
    field_order = ("issuer", "client_id", "secret", "takes_unmarked", "domains", "is_demanded")

    def clean_issuer(self) -> str:
        typed: str = self.cleaned_data["issuer"]
        issuer = typed.removesuffix(discovery.WELL_KNOWN)
        if discovery.is_for_everybody(issuer):
            raise ValidationError(
                _("That address answers for everybody's account. Write the one with the "
                  "organisation's own tenant in it."),
                code="everybody",
            )  # fmt: skip
        try:
            return str(discovery.fetch(issuer)["issuer"])
        except (BadAnswer, requests.RequestException) as problem:
            raise ValidationError(reasons.words_for(problem), code="unusable") from None

    def clean_secret(self) -> str:
        secret: str = self.cleaned_data["secret"]
        if not secret and not (self.provider and self.provider.secret):
            raise ValidationError(_("Write the client secret."), code="required")
        return secret


class SamlForm(ProviderForm):
    """A provider of SAML 2.0."""

    metadata_url = AddressField(
        label=_("Address of the metadata"),
        required=False,
        help_text=_("We fetch it now, and once a day from then on, so that new certificates come "
                    "by themselves."),
    )  # fmt: skip
    metadata = TextField(
        label=_("The metadata itself"),
        max_length=500_000,
        required=False,
        help_text=_("If it has no address. Paste the whole XML file."),
    )
    field_order = ("metadata_url", "metadata", "domains", "is_demanded")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if {"metadata_url", "metadata"} & self.errors.keys():
            return cleaned
        url, text = cleaned.get("metadata_url", ""), cleaned.get("metadata", "").strip()
        if not url and not text:
            self._keep_present(cleaned)
            return cleaned
        try:
            read = metadata.read(text.encode() if text else metadata.fetch(url))
        except (metadata.Unusable, requests.RequestException) as problem:
            self.add_error("metadata" if text else "metadata_url", reasons.words_for(problem))
            return cleaned
        return cleaned | vars(read)

    def _keep_present(self, cleaned: dict[str, Any]) -> None:
        """Nothing new was given: what is known stays, if anything is."""
        one = self.provider
        if not one or one.is_oidc or one.metadata_url:
            self.add_error("metadata_url", gettext("Write the address, or paste the metadata."))
            return
        known = ("entity_id", "sso_url", "certificates")
        cleaned.update({name: getattr(one, name) for name in known})
