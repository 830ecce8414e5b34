"""What the last import wrote, so that the next knows what has changed since, and on which side."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from kundportal.knowledge.models.translation import Translation


class Imported(models.Model):
    """What a translation was when it was last imported.

    `source` tells whether the source has changed since, `written` whether our editors have changed
    it; `placed` is what the source said of the article apart from its text.
    """

    translation = models.OneToOneField(
        Translation, on_delete=models.CASCADE, related_name="imported"
    )
    source = models.CharField(max_length=64)
    written = models.CharField(max_length=64)
    placed = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.translation_id}, imported"
