"""How a person wants to read, and what they want to be told by mail."""

from __future__ import annotations

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from kundportal.history.models import record
from kundportal.lib.zones import LONGEST_NAME


class Notify(models.TextChoices):
    """How somebody is told of a thing that also stands in the portal."""

    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("In a digest")
    PORTAL = "portal", _("Only in the portal")


def own_zone() -> str:
    return settings.TIME_ZONE


def _notify(how: Notify) -> models.CharField[str, str]:
    return models.CharField(
        max_length=10, choices=Notify.choices, default=how, db_default=how.value
    )


class Preferences(models.Model):
    """What each person chooses for themselves. A kind of notification is a column `notify_…`."""

    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="sv")
    time_zone = models.CharField(max_length=LONGEST_NAME, default=own_zone)
    notify_replies = _notify(Notify.AT_ONCE)
    notify_named = _notify(Notify.AT_ONCE)
    notify_assigned = _notify(Notify.AT_ONCE)
    notify_new_tickets = _notify(Notify.PORTAL)
    notify_ratings = _notify(Notify.AT_ONCE)
    notify_applications = _notify(Notify.AT_ONCE)
    notify_articles = _notify(Notify.AT_ONCE)

    class Meta:
        abstract = True

    @transaction.atomic
    def choose_language(self, language: str) -> None:
        """Keeps the language in which the person reads pages and mails."""
        self.language = language
        self.save(update_fields=["language"])

    @transaction.atomic
    def choose_reading(self, *, language: str, time_zone: str) -> None:
        """Keeps the language and the time zone of the pages and mails that the person reads."""
        self.language, self.time_zone = language, time_zone
        self.save(update_fields=["language", "time_zone"])
        record("person.reading_chosen", thing=self, by=self)

    @transaction.atomic
    def choose_notifications(self, **chosen: str) -> None:
        """Keeps how the person is told of each kind, such as `notify_replies="portal"`."""
        for kind, how in chosen.items():
            setattr(self, kind, Notify(how))
        self.save(update_fields=list(chosen))
        record("person.notifications_chosen", thing=self, by=self, **chosen)
