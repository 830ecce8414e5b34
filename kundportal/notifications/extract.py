"""What a person was told, in words where they still see it, and how they want to be told."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kundportal.lib.extracts import Entry, Fact, Part
from kundportal.lib.paging import batches
from kundportal.notifications.choosing import kinds_for, told_of
from kundportal.notifications.models import Kind, Notification
from kundportal.notifications.sight import seen_by
from kundportal.people.models import Person


def extract_of(person: Person) -> list[Part]:
    return [
        Part("notification_choices", _("How you want to be told"), [_choices(person)]),
        Part("notifications", _("Notifications"), _notifications(person)),
    ]


def _choices(person: Person) -> Entry:
    facts = [
        Fact(f"notify_{kind}", str(kind.label), how.value, str(how.label))
        for kind in kinds_for(person)
        if (how := told_of(person, kind))
    ]
    return Entry(_("Notifications"), facts)


def _notifications(person: Person) -> Iterator[Entry]:
    for some in batches(Notification.objects.of(person)):
        seen = {row.pk for row in seen_by(person, some)}
        for row in some:
            news = row.news if row.pk in seen else None
            facts = [
                Fact("kind", _("About"), row.kind, str(Kind(row.kind).label)),
                Fact("told", _("What happened"), news.lead if news else None),
                Fact("created_at", _("Told"), row.created_at),
                Fact("read_at", _("Read"), row.read_at),
            ]
            yield Entry(news.topic if news else str(Kind(row.kind).label), facts)
