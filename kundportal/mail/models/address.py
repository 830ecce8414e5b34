"""What is known of an address: whether mail gets there."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class AddressQuerySet(models.QuerySet["Address"]):
    def stopped(self) -> AddressQuerySet:
        """Those to which nothing is sent any more."""
        return self.exclude(stopped_at=None)

    def of(self, email: str) -> Address | None:
        return self.filter(email=email.strip().lower()).first()


class Address(models.Model):
    """An address from which something came back. One that takes all its mail has no row."""

    email = models.CharField(max_length=254, unique=True)  # lower case
    hard_bounces = models.PositiveIntegerField(default=0)
    last_bounce_at = models.DateTimeField(null=True)
    complained_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = AddressQuerySet.as_manager()

    def __str__(self) -> str:
        return f"address {self.pk}"
