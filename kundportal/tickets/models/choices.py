"""What a ticket can be: its status, and who sees it besides those who take part."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """What the customer sees of how far the vendor has come."""

    OPEN = "open", _("Open")
    IN_PROGRESS = "progress", _("In progress")
    WAITING = "waiting", _("Waiting for you")
    CLOSED = "closed", _("Closed")


class Sight(models.TextChoices):
    """Who at the organisation sees a ticket besides its creator and recipients."""

    ORGANISATION = "organisation", _("As the organisation has chosen")
    PRIVATE = "private", _("Only the creator and recipients")
    SHARED = "shared", _("Everyone at the organisation")


class Asked(models.TextChoices):
    """Whether a ticket has answers to the questions of its form, and whether some are missing."""

    NOTHING = "", _("Nothing asked")
    GIVEN = "given", _("Answered")
    MISSING = "missing", _("Answers are missing")
