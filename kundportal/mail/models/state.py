"""What became of a mail."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """What became of a mail. `bounced` and `complained` can come after `sent`."""

    WAITING = "waiting", _("Waiting")
    DEFERRED = "deferred", _("Deferred")  # tried; a server said to come back later
    SENT = "sent", _("Sent")
    BOUNCED = "bounced", _("Bounced")  # refused for good, at once or by a bounce
    COMPLAINED = "complained", _("Reported as junk")
    FAILED = "failed", _("Given up")  # three days of tries went by
    STOPPED = "stopped", _("Stopped")  # by staff, or since the address takes no mail


TO_SEND = (State.WAITING, State.DEFERRED)
NOT_ARRIVED = (State.BOUNCED, State.COMPLAINED, State.FAILED)
