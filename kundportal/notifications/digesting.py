"""One mail of all that somebody has chosen to be told of in a digest, when it is time.

One worker at a time writes to a person, by a lock that nobody waits for, so that several workers
share the people. The rows are locked as well, so that what is read meanwhile, or taken back, is
either left out or found in the mail.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundportal.lib.locks import try_to_lock
from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter, Section, shorten
from kundportal.mail.models import Mail
from kundportal.notifications import stopping
from kundportal.notifications.gathering import note_mailed
from kundportal.notifications.models import Notification
from kundportal.notifications.news import News
from kundportal.notifications.sight import bare_among, seen_by
from kundportal.people.emails import change_notifications
from kundportal.people.models import Person

MOST_THINGS = 30  # in one digest; the rest stands in the portal
MOST_NEWS = 5  # of one thing
LONGEST_QUOTE = 300
AT_ONCE = 200
Group = list[Notification]


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
    rows = rows.select_related("person__organisation")
    waiting = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if not any(row.is_due for row in waiting):
        return None
    told = seen_by(waiting[0].person, [row for row in waiting if row.read_at is None])
    mail = _post(waiting[0].person, told) if told else None
    note_mailed(waiting, told, mail)
    return mail


def _post(person: Person, rows: Sequence[Notification]) -> Mail:
    with writing_for(person):
        letter = letter_of(_grouped(rows), bare_among(rows))
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


def _grouped(rows: Sequence[Notification]) -> list[Group]:
    """Together what is about one thing, the thing with the newest first."""
    groups: dict[tuple[str, int], Group] = {}
    for row in rows:
        groups.setdefault((row.thing, row.thing_id), []).append(row)
    return sorted(groups.values(), key=lambda group: group[-1].pk, reverse=True)


def letter_of(groups: Sequence[Group], bare: set[int]) -> Letter:
    """The digest. Things of organisations in `bare` appear with their number and a link alone."""
    number = sum(len(group) for group in groups)
    told = {"count": number, "portal": settings.PORTAL_NAME}
    sections = [one for group in groups[:MOST_THINGS] for one in _sections(group, bare)]
    return Letter(
        subject=_subject(groups, bare),
        lead=ngettext(
            "You have %(count)s notification since the last digest.",
            "You have %(count)s notifications since the last digest.",
            number,
        ) % told,
        sections=(*sections, *_rest(len(groups) - MOST_THINGS)),
        button=Button(label=_("Show all notifications"), url=list_url()),
        why=_("You get this mail because you have chosen to get notifications in a digest."),
        change=change_notifications(),
    )  # fmt: skip


def _subject(groups: Sequence[Group], bare: set[int]) -> str:
    number = sum(len(group) for group in groups)
    newest = groups[0][-1]
    told = {
        "count": number,
        "topic": _topic(newest.news, is_bare=newest.organisation_id in bare),
        "others": len(groups) - 1,
    }
    if len(groups) == 1:
        return ngettext(
            "%(count)s notification: %(topic)s", "%(count)s notifications: %(topic)s", number
        ) % told  # fmt: skip
    return _("%(count)s notifications: %(topic)s and %(others)s more") % told


def _sections(group: Group, bare: set[int]) -> Iterator[Section]:
    """What happened to one thing; the first names it, and says how it stands."""
    first, last = group[0].news, group[-1].news
    if group[-1].organisation_id in bare:
        label = _("Open it in the portal")
        yield Section(topic=last.bare_topic, link=Button(label=label, url=first.url))
        return
    statuses = [row.news.status for row in group if row.news.status]
    older = len(group) - MOST_NEWS
    yield Section(
        topic=last.topic,
        status=(statuses[0][0], statuses[-1][1]) if statuses else None,
        need=last.need,
        lead=_("%(count)s more, earlier") % {"count": older} if older > 0 else "",
    )
    for row in group[-MOST_NEWS:]:
        yield _section(row.news)


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
