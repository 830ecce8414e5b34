"""The mailbox from which mail is fetched, and how that went."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

WORRYING_AGE = timedelta(minutes=15)
NOTED_EVERY = timedelta(minutes=5)  # that it still goes well


class MailboxFault(models.TextChoices):
    """Why mail could not be fetched."""

    CONNECTION = "connection", _("The server can not be reached")
    SIGN_IN = "sign-in", _("The server does not accept the user name and password")
    FOLDER = "folder", _("The folder is not there or can not be opened")
    SERVER = "server", _("The server answered with an error")
    SETTING = "setting", _("KUNDPORTAL_MAILBOX is no address of a mailbox")
    MAIL = "mail", _("A mail could not be fetched")


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    def worrying(self) -> MailboxQuerySet:
        """Those that nothing has been fetched from for a while."""
        return self.exclude(fault="").filter(fault_since__lt=timezone.now() - WORRYING_AGE)

    def present(self) -> Mailbox | None:
        """The one that is fetched from, if there is any."""
        return self.first() if settings.MAILBOX else None

    def named(self, name: str) -> Mailbox:
        """The row of the mailbox that is fetched from now; those of earlier ones go."""
        box, is_new = self.get_or_create(name=name)
        if is_new:
            self.exclude(pk=box.pk).delete()
        return box


class Mailbox(models.Model):
    """How fetching from one mailbox went; `name` is its address without the password."""

    name = models.CharField(max_length=300, unique=True)
    fetched_at = models.DateTimeField(null=True)  # when it last went well
    fault = models.CharField(max_length=10, choices=MailboxFault.choices, blank=True)
    fault_since = models.DateTimeField(null=True)

    objects = MailboxQuerySet.as_manager()

    def __str__(self) -> str:
        return f"mailbox {self.pk}"

    def note(self, fault: MailboxFault | None) -> None:
        """Takes down how a round went, where that is news."""
        now = timezone.now()
        is_known = self.fetched_at is not None and self.fetched_at > now - NOTED_EVERY
        if self.fault == (fault or "") and (fault or is_known):
            return
        if fault is None:
            self.fetched_at, self.fault, self.fault_since = now, "", None
        else:
            self.fault, self.fault_since = fault, self.fault_since or now
        self.save(update_fields=["fetched_at", "fault", "fault_since"])
