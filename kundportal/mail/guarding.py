"""Whether a mail that has waited may still go out: what was right to write may be wrong by now.

Rooms above know that, and name their function in the settings, as Django's own backends do.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

FRESH = timedelta(minutes=2)  # nothing is asked about a mail that leaves as soon as it is written
logger = logging.getLogger(__name__)


def may_go_out(mail: Any) -> bool:
    """Asks the guard, if the mail is old or comes again; one that it can't judge stays here."""
    if not mail.tries and mail.created_at > timezone.now() - FRESH:
        return True
    try:
        with transaction.atomic():
            return bool(import_string(settings.MAIL_GUARD)(mail))
    except Exception:
        logger.exception("Whether a mail may still go out could not be found out")
        return False
