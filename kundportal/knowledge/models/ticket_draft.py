"""Which draft of an article was made from which ticket."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from kundportal.knowledge.models.article import Article


class TicketDraftQuerySet(models.QuerySet["TicketDraft"]):
    def of(self, number: str) -> TicketDraft | None:
        """The draft that was made from the ticket of that number."""
        return self.filter(ticket=number).select_related("article").first()


class TicketDraft(models.Model):
    """An article that began as a ticket. Only staff learn of it, and tickets know nothing of it."""

    ticket = models.CharField(max_length=20, unique=True)
    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="ticket_draft")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    article_id: int

    objects = TicketDraftQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = []

    def __str__(self) -> str:
        return f"article {self.article_id} of {self.ticket}"
