"""What staff have ruled about mail domains; it goes before the list that the product brings."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from kundportal.history.models import record
from kundportal.people.models import Person


class DomainRulingQuerySet(models.QuerySet["DomainRuling"]):
    def for_list(self) -> DomainRulingQuerySet:
        return self.select_related("by")

    def nearest(self, domains: Iterable[str]) -> DomainRuling | None:
        """The ruling about the first of the domains that has one."""
        given = list(domains)
        found = {one.domain: one for one in self.filter(domain__in=given)}
        return next((found[domain] for domain in given if domain in found), None)

    @transaction.atomic
    def rule(self, *, domain: str, is_private: bool, by: Person) -> DomainRuling:
        """Refuses or accepts addresses of the domain and of all domains under it."""
        _ask(by)
        ruling, _is_new = self.update_or_create(
            domain=domain,
            defaults={"is_private": is_private, "by": by, "ruled_at": timezone.now()},
        )
        record("access.domain_ruled", thing=ruling, by=by, is_private=is_private)
        return ruling


class DomainRuling(models.Model):
    """Whether addresses of a mail domain count as private, as staff have decided."""

    domain = models.CharField(max_length=253, unique=True)
    is_private = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ruled_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = DomainRulingQuerySet.as_manager()

    def __str__(self) -> str:
        return self.domain

    @transaction.atomic
    def withdraw(self, *, by: Person) -> None:
        """Lets the list that the product brings decide again."""
        _ask(by)
        record("access.domain_ruling_withdrawn", thing=self, by=by, is_private=self.is_private)
        self.delete()


def _ask(by: Person) -> None:
    if not by.is_administrator:
        raise PermissionDenied
