"""What came back of a mail that a server had taken, or told of it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Whether the same mail might get through later."""

    TEMPORARY = "temporary", _("Temporary")
    PERMANENT = "permanent", _("Permanent")
    NONE = "none", _("Not told")


class Bounce(models.Model):
    """A message that a mail did not arrive: from a server, a mailbox or a provider.

    `is_hard` says that there is no such person or host, so that no other mail will arrive either;
    a full or blocking mailbox is permanent for this mail but not hard.
    """

    mail = models.ForeignKey(
        "mail.Mail", null=True, on_delete=models.SET_NULL, related_name="bounces"
    )
    email = models.CharField(max_length=254)  # lower case; the address that took no mail
    kind = models.CharField(max_length=10, choices=Kind.choices)
    status = models.CharField(max_length=20, blank=True)  # RFC 3463, such as 5.1.1
    is_hard = models.BooleanField(default=False)
    text = models.CharField(max_length=500, blank=True)  # what the server said
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["email", "-received_at"], name="bounce_email")]

    def __str__(self) -> str:
        return f"{self.status or self.kind} of mail {self.mail_id}"
