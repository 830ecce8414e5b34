"""The customers: municipalities and schools."""

from __future__ import annotations

from django.db import models


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def with_mail_domain(self, domain: str) -> OrganisationQuerySet:
        """The organisation that owns the domain, or a domain above it."""
        labels = domain.lower().split(".")
        above = [".".join(labels[i:]) for i in range(len(labels) - 1)]
        return self.filter(mail_domains__domain__in=above).distinct()

    def by_name(self) -> OrganisationQuerySet:
        return self.order_by("name")


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
