"""The server by which an organisation's people sign in with the account they have at work."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from allauth.socialaccount.models import SocialAccount, SocialApp
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kundportal.history.models import record
from kundportal.people import sign_on, sign_on_emails
from kundportal.people.models.organisation import MailDomain, Organisation

if TYPE_CHECKING:
    from kundportal.people.models.person import Person

LONGEST_ADDRESS = 1024


class DomainTaken(Exception):
    """Another organisation owns the mail domain."""


class Kind(models.TextChoices):
    """The two ways to speak with an identity provider; the codes are allauth's."""

    OIDC = "openid_connect", _("OpenID Connect")
    SAML = "saml", _("SAML 2.0")


class IdentityProviderQuerySet(models.QuerySet["IdentityProvider"]):
    def active(self) -> IdentityProviderQuerySet:
        return self.filter(is_active=True)

    def of(self, organisation_id: int) -> IdentityProvider | None:
        """The organisation's own, whether it is turned on or not."""
        return self.select_related("organisation").filter(pk=organisation_id).first()

    def answering_for(self, email: str) -> IdentityProvider | None:
        """The one that answers for the address. Asks for the domain alone, never for a person."""
        domain = email.rpartition("@")[2].lower()
        answering = self.active().filter(
            organisation__mail_domains__domain=domain, organisation__mail_domains__has_sign_on=True
        )
        return answering.select_related("organisation").first()

    def demanded_for(self, email: str) -> IdentityProvider | None:
        """The one by which alone people with such an address sign in."""
        return self.filter(is_demanded=True).answering_for(email)

    def with_metadata_address(self) -> IdentityProviderQuerySet:
        return self.active().exclude(metadata_url="")


class IdentityProviderManager(models.Manager.from_queryset(IdentityProviderQuerySet)):  # type: ignore[misc]
    @transaction.atomic
    def set_up(
        self,
        *,
        organisation: Organisation,
        kind: str,
        domains: Iterable[str],
        by: Person,
        **facts: Any,
    ) -> IdentityProvider:
        """Says which server answers for which of the organisation's addresses.

        One that is new stays off until somebody turns it on. When it is another server than
        before, its names for people mean nothing any more, and all links are taken away.
        """
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        before = self.of(organisation.pk)
        made: IdentityProvider = before or self.model(organisation=organisation)
        was = (made.kind, made.issuer, made.entity_id)
        made.kind = kind
        blank = self.model()
        for name in made.FACTS:
            setattr(made, name, facts.get(name, getattr(blank, name)))
        made.secret = facts.get("secret") or made.secret
        made.failed_at, made.failure = None, ""
        made.save()
        self._answer_for(organisation, set(domains))
        if before and was != (made.kind, made.issuer, made.entity_id):
            made.forget_links(by=by)
        verb = "changed" if before else "set_up"
        record(f"identity_provider.{verb}", thing=made, by=by, kind=kind)
        return made

    def _answer_for(self, organisation: Organisation, domains: set[str]) -> None:
        """Marks these domains, and makes those that the organisation has not had so far."""
        for domain in sorted(domains):
            try:
                with transaction.atomic():
                    owned, _new = MailDomain.objects.get_or_create(
                        domain=domain, defaults={"organisation": organisation}
                    )
            except IntegrityError:
                raise DomainTaken(domain) from None
            if owned.organisation_id != organisation.pk:
                raise DomainTaken(domain)
        own = organisation.mail_domains
        own.filter(domain__in=domains).update(has_sign_on=True)
        own.exclude(domain__in=domains).update(has_sign_on=False)


class IdentityProvider(models.Model):
    """One per organisation. Its domains are the organisation's own, so it speaks for no other."""

    FACTS: ClassVar[tuple[str, ...]] = (
        "is_demanded", "issuer", "client_id", "takes_unmarked", "metadata_url", "entity_id",
        "sso_url", "certificates",
    )  # fmt: skip

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.CASCADE, related_name="identity_provider"
    )
    organisation_id: int
    kind = models.CharField(max_length=20, choices=Kind.choices)
    is_active = models.BooleanField(default=False)
    is_demanded = models.BooleanField(default=False)
    # OpenID Connect
    issuer = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    client_id = models.CharField(max_length=255, blank=True)
    secret = models.CharField(max_length=1000, blank=True)
    takes_unmarked = models.BooleanField(default=False)
    # SAML 2.0
    metadata_url = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    entity_id = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    sso_url = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    certificates = models.JSONField(default=list, blank=True)
    # How it goes
    used_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=60, blank=True)

    objects: ClassVar[Any] = IdentityProviderManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="openid_connect") & ~models.Q(issuer="")
                & ~models.Q(client_id="")
                | models.Q(kind="saml") & ~models.Q(entity_id="") & ~models.Q(sso_url=""),
                name="identity_provider_is_whole",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.organisation}"

    @property
    def is_oidc(self) -> bool:
        return self.kind == Kind.OIDC

    @property
    def name(self) -> str:
        """How allauth names it."""
        return sign_on.id_of(self.pk)

    @property
    def domains(self) -> list[str]:
        """For which addresses it answers."""
        own = self.organisation.mail_domains.filter(has_sign_on=True).order_by("domain")
        return list(own.values_list("domain", flat=True))

    @property
    def links(self) -> models.QuerySet[SocialAccount]:
        """Which of its subjects is which person."""
        links: models.QuerySet[SocialAccount] = SocialAccount.objects.filter(provider=self.name)
        return links

    def linked_people(self) -> models.QuerySet[Person]:
        from kundportal.people.models.person import Person

        found: models.QuerySet[Person] = Person.objects.filter(
            pk__in=self.links.values("user")
        )  # fmt: skip
        return found

    def as_app(self) -> SocialApp:
        """It, as allauth wants to be told."""
        idp = {
            "entityId": self.entity_id,
            "singleSignOnService": {"url": self.sso_url},
            "x509certMulti": {"signing": self.certificates},
        }
        return SocialApp(
            provider=self.kind,
            provider_id=self.name,
            name=self.organisation.name[:40],
            client_id=self.client_id,
            secret=self.secret,
            settings={
                "server_url": self.issuer,
                "oauth_pkce_enabled": True,
                "takes_unmarked": self.takes_unmarked,
                "idp": idp,
            },
        )

    @transaction.atomic
    def turn(self, *, on: bool, by: Person) -> None:
        """Lets people sign in by it, or no longer; the links stay."""
        self.is_active = on
        self.save(update_fields=["is_active"])
        record(f"identity_provider.turned_{'on' if on else 'off'}", thing=self, by=by)

    @transaction.atomic
    def link(self, *, person: Person, subject: str) -> SocialAccount:
        """Keeps that the subject is this person, and tells the person."""
        made, is_new = SocialAccount.objects.get_or_create(
            provider=self.name, uid=subject, defaults={"user": person}
        )
        if is_new:
            record("person.sign_on_linked", thing=person, by=person)
            sign_on_emails.linked(person)
        return made

    @transaction.atomic
    def unlink(self, *, person: Person, by: Person) -> bool:
        """Forgets which subject the person is, and tells the person."""
        gone, _kinds = self.links.filter(user=person).delete()
        if gone:
            record("person.sign_on_unlinked", thing=person, by=by)
            sign_on_emails.unlinked(person)
        return bool(gone)

    def forget_links(self, *, by: Person) -> None:
        for person in self.linked_people():
            self.unlink(person=person, by=by)

    @transaction.atomic
    def take_metadata(self, *, sso_url: str, certificates: list[str]) -> bool:
        """Keeps a new address or new certificates of the same server; says if there were any."""
        if (sso_url, certificates) == (self.sso_url, self.certificates):
            return False
        self.sso_url, self.certificates = sso_url, certificates
        self.save(update_fields=["sso_url", "certificates"])
        record("identity_provider.renewed", thing=self)
        return True

    def note_use(self) -> None:
        """Keeps that somebody has signed in by it."""
        self.used_at = timezone.now()
        self.save(update_fields=["used_at"])

    def note_failure(self, reason: str) -> None:
        """Keeps for staff that it did not work, and why in one code."""
        self.failed_at, self.failure = timezone.now(), reason[:60]
        self.save(update_fields=["failed_at", "failure"])
