"""The answers to tries that did not end well, by which one follows a mail that is slow."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Attempt(models.Model):
    """A try after which the mail was not taken. A mail that is taken at once has none."""

    mail = models.ForeignKey("mail.Mail", on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"try of mail {self.mail_id}"
