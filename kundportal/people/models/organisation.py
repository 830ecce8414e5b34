"""The customers: municipalities and schools."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, models, transaction

from kundportal.history.models import record


class NameTaken(Exception):
    """There is an organisation of that name already."""


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def with_mail_domain(self, domain: str) -> OrganisationQuerySet:
        """The organisation that owns the domain, or a domain above it."""
        labels = domain.lower().split(".")
        above = [".".join(labels[i:]) for i in range(len(labels) - 1)]
        return self.filter(mail_domains__domain__in=above).distinct()

    def by_name(self) -> OrganisationQuerySet:
        return self.order_by("name")

    def in_country(self, country: str) -> OrganisationQuerySet:
        return self.filter(country=country)

    def named(self, name: str) -> Organisation | None:
        """The organisation of that name, however it is capitalised."""
        return self.filter(name__iexact=" ".join(name.split())).first()

    def by_mail_domain(self, domains: Iterable[str]) -> dict[str, Organisation]:
        """Which organisation owns each of the domains, in one query."""
        owned = MailDomain.objects.filter(domain__in=set(domains)).select_related("organisation")
        return {one.domain: one.organisation for one in owned}

    @transaction.atomic
    def register(
        self, *, name: str, country: str, mail_domain: str = "", by: Any = None
    ) -> Organisation:
        """Makes a new customer, known by the mail domain if no other organisation owns it."""
        if self.named(name):
            raise NameTaken(name)
        try:
            with transaction.atomic():
                organisation = self.create(name=name, country=country)
        except IntegrityError:
            raise NameTaken(name) from None
        if mail_domain:
            MailDomain.objects.get_or_create(
                domain=mail_domain, defaults={"organisation": organisation}
            )
        record("organisation.registered", thing=organisation, by=by)
        return organisation


class Organisation(models.Model):
    """A municipality, a school or another customer of the vendor."""

    name = models.CharField(max_length=200, unique=True)
    country = models.CharField(max_length=2, default="SE")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class MailDomain(models.Model):
    """A mail domain by which an applicant's organisation is recognised."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="mail_domains"
    )
    domain = models.CharField(max_length=253, unique=True)

    def __str__(self) -> str:
        return self.domain
