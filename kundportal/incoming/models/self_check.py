"""A mail of ours that should come back to us: whether mail leaves and comes in at all."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from kundportal.mail.addresses import CHECK
from kundportal.mail.letters import Letter
from kundportal.mail.models import Mail

BACK_WITHIN = timedelta(hours=1)
WORRYING_AGE = timedelta(hours=26)
KEPT_FOR = timedelta(days=30)
_CHECK = re.compile(rf"{CHECK}\+([a-z0-9]{{26}})", re.IGNORECASE)


class SelfCheckQuerySet(models.QuerySet["SelfCheck"]):
    def newest(self) -> SelfCheck | None:
        return self.order_by("-sent_at", "-pk").first()

    def newest_back(self) -> SelfCheck | None:
        return self.exclude(back_at=None).order_by("-sent_at", "-pk").first()

    def worrying(self) -> SelfCheckQuerySet:
        """The newest one, when it should have come back, or when none has been made for long."""
        now = timezone.now()
        newest = self.order_by("-sent_at", "-pk").values("pk")[:1]
        is_late = models.Q(back_at=None, sent_at__lt=now - BACK_WITHIN)
        is_old = models.Q(sent_at__lt=now - WORRYING_AGE)
        return self.filter(is_late | is_old, pk=models.Subquery(newest))

    def meant_by(self, recipients: Iterable[str]) -> SelfCheck | None:
        """The check whose address is among those to which a mail came."""
        tokens = [token for one in recipients if (token := _token(one))]
        return self.filter(token__in=tokens).first() if tokens else None

    def forget(self) -> None:
        self.filter(sent_at__lt=timezone.now() - KEPT_FOR).delete()


class SelfCheckManager(models.Manager.from_queryset(SelfCheckQuerySet)):  # type: ignore[misc]
    @transaction.atomic
    def make(self) -> SelfCheck | None:
        """Sends ourselves a mail; nothing where no mail comes in here."""
        if not settings.MAIL_DOMAIN:
            return None
        check: SelfCheck = self.model(token=secrets.token_hex(13))
        letter = Letter(
            subject=f"Check of mail in {settings.PORTAL_NAME}",
            lead="This mail should come back to the portal that sent it.",
            why="The portal sends itself a mail every day, to see that mail leaves and comes in.",
        )
        key = f"self-check:{check.token}"
        check.mail = Mail.objects.post(letter, to=check.address, key=key, language="en")
        check.save(force_insert=True)
        return check


class SelfCheck(models.Model):
    """One mail through the whole way and back."""

    token = models.CharField(max_length=26, unique=True)
    mail = models.ForeignKey("mail.Mail", null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)
    back_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=4, blank=True)  # the way in

    objects: ClassVar[Any] = SelfCheckManager()

    def __str__(self) -> str:
        return f"self-check {self.pk}"

    @property
    def address(self) -> str:
        return f"{CHECK}+{self.token}@{settings.MAIL_DOMAIN}"

    @property
    def took(self) -> timedelta | None:
        return self.back_at - self.sent_at if self.back_at else None

    def come_back(self, *, source: str) -> None:
        """Takes down that the mail has come in; the first time counts."""
        if self.back_at is None:
            self.back_at, self.source = timezone.now(), source
            self.save(update_fields=["back_at", "source"])


def _token(email: str) -> str:
    local, _at, domain = email.strip("<> ").rpartition("@")
    match = _CHECK.fullmatch(local)
    is_ours = bool(settings.MAIL_DOMAIN) and domain.lower() == settings.MAIL_DOMAIN.lower()
    return match[1].lower() if match and is_ours else ""
