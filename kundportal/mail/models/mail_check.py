"""What the last look at the installation's own mail records found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils import timezone


class MailCheckQuerySet(models.QuerySet["MailCheck"]):
    def newest(self) -> MailCheck | None:
        return self.order_by("-ran_at", "-pk").first()

    @transaction.atomic
    def keep(self, findings: Iterable[dict[str, Any]]) -> MailCheck:
        """Keeps what has been found, instead of what was found before."""
        kept = self.create(findings=list(findings))
        self.exclude(pk=kept.pk).filter(ran_at__lte=kept.ran_at).delete()
        return kept


class MailCheck(models.Model):
    """Codes and values, never sentences: `mail.checking.words` says them to each reader."""

    ran_at = models.DateTimeField(default=timezone.now)
    findings = models.JSONField(default=list)

    objects: ClassVar[Any] = MailCheckQuerySet.as_manager()

    def __str__(self) -> str:
        return f"mail check of {self.ran_at:%Y-%m-%d}"
