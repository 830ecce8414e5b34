"""One mail of all that somebody has chosen to be told of in a digest, when it is time.

One worker at a time writes to a person, by a lock that nobody waits for, so that several workers
share the people. The rows are locked as well, so that what is read meanwhile, or taken back, is
either left out or found in the mail. However many wait, only those that the mail shows are read
whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundportal.lib.locks import try_to_lock
from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter, Section, shorten
from kundportal.mail.models import Mail
from kundportal.notifications import stopping
from kundportal.notifications.models import Notification, NotificationQuerySet
from kundportal.notifications.news import News, in_words
from kundportal.notifications.sight import bare_of, seen_among
from kundportal.people.emails import change_notifications
from kundportal.people.models import Person

MOST_THINGS = 30  # in one digest; the rest stands in the portal
MOST_NEWS = 5  # of one thing
LONGEST_QUOTE = 300
AT_ONCE = 200


class Waiting(NamedTuple):
    """What a row that waits says, but for its contents."""

    pk: int
    thing: str
    thing_id: int
    organisation_id: int | None
    read_at: datetime | None
    due_at: datetime

    @property
    def about(self) -> tuple[str, int]:
        return self.thing, self.thing_id


@dataclass(frozen=True)
class Group:
    """What is told of one thing: how much, the first of it, what is shown, and how it stood."""

    number: int
    first: News
    shown: list[News]
    status: tuple[str, str] | None
    organisation_id: int | None


def people_due() -> Iterator[int]:
    """Those whose digest it is time for, by their keys."""
    due = Notification.objects.for_digest().due().order_by("person_id")
    last, is_more = 0, True
    while is_more:
        rows = due.filter(person_id__gt=last).values_list("person_id", flat=True).distinct()
        found = list(rows[:AT_ONCE])
        yield from found
        is_more = len(found) == AT_ONCE
        last = found[-1] if found else last


@transaction.atomic
def digest(person_id: int) -> Mail | None:
    """Mails the person all that waits for their digest, unless another worker is doing it."""
    if not try_to_lock("digest", person_id):
        return None
    rows = Notification.objects.filter(person_id=person_id).for_digest().waiting()
    found = rows.select_for_update(of=("self",)).order_by("pk").values_list(*Waiting._fields)
    waiting = [Waiting(*row) for row in found]
    now = timezone.now()
    if not any(row.due_at <= now for row in waiting):
        return None
    person = Person.objects.select_related("organisation").get(pk=person_id)
    unread = [row for row in waiting if row.read_at is None]
    seen = seen_among(person, {row.about for row in unread})
    told = [row for row in unread if row.about in seen]
    bare = bare_of(row.organisation_id for row in told)
    mail = _post(person, told, bare) if told else None
    Notification.objects.with_keys(row.pk for row in waiting).wait_no_more()
    if mail:
        Notification.objects.with_keys(row.pk for row in told).mailed_by(mail, bare=bare)
    return mail


def _post(person: Person, rows: Sequence[Waiting], bare: set[int]) -> Mail:
    things = _by_thing(rows)
    with writing_for(person):
        groups = _read(things[:MOST_THINGS])
        letter = letter_of(groups, bare, things=len(things), number=len(rows))
    mail: Mail = Mail.objects.post(
        letter,
        to=person.email,
        key=f"digest:{rows[0].pk}",
        language=person.language,
        person=person,
        organisation_id=person.organisation_id,
        unsubscribe=stopping.address_for(person, [stopping.DIGEST]),
    )
    return mail


def _by_thing(rows: Sequence[Waiting]) -> list[list[Waiting]]:
    """Together what is about one thing, the thing with the newest first."""
    things: dict[tuple[str, int], list[Waiting]] = {}
    for row in rows:
        things.setdefault(row.about, []).append(row)
    return sorted(things.values(), key=lambda group: group[-1].pk, reverse=True)


def _read(things: Sequence[list[Waiting]]) -> list[Group]:
    """The same with the contents of what is shown."""
    shown = [row.pk for group in things for row in (group[0], *group[-MOST_NEWS:])]
    news = {row.pk: row.news for row in Notification.objects.with_keys(shown)}
    every = Notification.objects.with_keys(row.pk for group in things for row in group)
    was, stands = _statuses(every, "pk"), _statuses(every, "-pk")
    return [
        Group(
            number=len(group),
            first=news[group[0].pk],
            shown=[news[row.pk] for row in group[-MOST_NEWS:]],
            status=_status(was.get(group[0].about), stands.get(group[0].about)),
            organisation_id=group[-1].organisation_id,
        )
        for group in things
    ]


def _statuses(rows: NotificationQuerySet, order: str) -> dict[tuple[str, int], list[str]]:
    """How each thing stood and stands by the first row that says so; only that is read of it."""
    said = rows.exclude(content__status=None).order_by("thing", "thing_id", order)
    found = said.distinct("thing", "thing_id").values_list("thing", "thing_id", "content__status")
    return {(thing, pk): status for thing, pk, status in found}


def _status(first: list[str] | None, last: list[str] | None) -> tuple[str, str] | None:
    return in_words((first[0], last[1])) if first and last else None


def letter_of(groups: Sequence[Group], bare: set[int], *, things: int, number: int) -> Letter:
    """The digest. Things of organisations in `bare` appear with their number and a link alone.

    There are so many `things` and so much news in all; the groups are those that are shown.
    """
    told = {"count": number, "portal": settings.PORTAL_NAME}
    sections = [one for group in groups for one in _sections(group, bare)]
    return Letter(
        subject=_subject(groups[0], bare, things=things, number=number),
        lead=ngettext(
            "You have %(count)s new notification.",
            "You have %(count)s new notifications.",
            number,
        ) % told,
        sections=(*sections, *_rest(things - len(groups))),
        button=Button(label=_("Show all notifications"), url=list_url()),
        why=_("You get this mail because you have chosen to get notifications in a digest."),
        change=change_notifications(),
    )  # fmt: skip


def _subject(newest: Group, bare: set[int], *, things: int, number: int) -> str:
    told = {
        "count": number,
        "topic": _topic(newest.shown[-1], is_bare=newest.organisation_id in bare),
        "others": things - 1,
    }
    if things == 1:
        return ngettext(
            "%(count)s notification: %(topic)s", "%(count)s notifications: %(topic)s", number
        ) % told  # fmt: skip
    return _("%(count)s notifications: %(topic)s and %(others)s more") % told


def _sections(group: Group, bare: set[int]) -> Iterator[Section]:
    """What happened to one thing; the first names it, and says how it stands."""
    last = group.shown[-1]
    if group.organisation_id in bare:
        label = _("Open it in the portal")
        yield Section(topic=last.bare_topic, link=Button(label=label, url=group.first.url))
        return
    older = group.number - len(group.shown)
    yield Section(
        topic=last.topic,
        status=group.status,
        need=last.need,
        lead=_("%(count)s more, earlier") % {"count": older} if older > 0 else "",
    )
    for news in group.shown:
        yield _section(news)


def _section(news: News) -> Section:
    quote = news.quote and replace(news.quote, text=shorten(news.quote.text, LONGEST_QUOTE))
    return Section(lead=news.heading, quote=quote, link=Button(label=news.label, url=news.url))


def _topic(news: News, *, is_bare: bool) -> str:
    return news.bare_topic if is_bare else news.topic


def _rest(things: int) -> Iterator[Section]:
    if things > 0:
        yield Section(lead=_("And %(count)s more, in the portal.") % {"count": things})


def list_url() -> str:
    return settings.SITE_URL + reverse("notifications")
