"""How far a text has come."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    PLANNED = "planned", _("Will be published")  # at `publish_at`
    PUBLISHED = "published", pgettext_lazy("article", "Published")
    EARLIER = "earlier", _("Earlier version")


# Those that are still to be decided on; a translation has one of each at the most.
WAITING = (Stage.DRAFT, Stage.REVIEW, Stage.PLANNED)
