"""What happened to one thing within a short time becomes one mail.

The rows that wait are locked while the mail is written. A second worker then finds nothing that
waits; what comes in meanwhile is a row of its own, with a job of its own; and whoever takes sight
away from the reader waits for the rows, and finds the mail that it has to take back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kundportal.lib import dates
from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter, Section
from kundportal.mail.models import Mail
from kundportal.notifications import stopping, together
from kundportal.notifications.models import Notification
from kundportal.notifications.news import News
from kundportal.notifications.sight import bare_of, seen_by
from kundportal.people.emails import change_notifications
from kundportal.people.models import Person


@transaction.atomic
def gather(person_id: int, thing: str, thing_id: int) -> Mail | None:
    """Mails the person what they are still to be told of the thing at once, if it is due."""
    rows = Notification.objects.filter(person_id=person_id, thing=thing, thing_id=thing_id)
    rows = rows.at_once().waiting().select_related("person__organisation")
    waiting = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if not any(row.is_due for row in waiting):
        return None
    told = seen_by(waiting[0].person, waiting)
    bare = bare_of(row.organisation_id for row in told)
    mail = _post(waiting[0].person, told, is_bare=bool(bare)) if told else None
    Notification.objects.with_keys(row.pk for row in waiting).wait_no_more()
    if mail:
        Notification.objects.with_keys(row.pk for row in told).mailed_by(mail, bare=bare)
    return mail


def _post(person: Person, rows: Sequence[Notification], *, is_bare: bool) -> Mail:
    first = rows[0]
    with writing_for(person):
        letter = letter_of(
            [row.news for row in rows], [row.created_at for row in rows], is_bare=is_bare
        )
    mail: Mail = Mail.objects.post(
        letter,
        to=person.email,
        key=f"told:{first.pk}",
        language=person.language,
        person=person,
        organisation_id=first.organisation_id,
        thread=rows[-1].news.thread or f"{first.thing} {first.thing_id}",
        unsubscribe=stopping.address_for(person, {row.kind for row in rows}),
    )
    return mail


def letter_of(news: Sequence[News], at: Sequence[datetime], *, is_bare: bool) -> Letter:
    """One letter about one thing, of what was told `at` these moments.

    Where mails are bare it holds the number and the link alone.
    """
    first, last = news[0], news[-1]
    whole = Letter(
        subject=f"{last.topic} – {together.what(news)}",
        lead=last.lead,
        paragraphs=last.paragraphs,
        quote=last.quote,
        status=last.status,
        need=last.need,
        button=Button(label=first.label, url=first.url),
        why=last.why,
        question=last.question,
        choices=last.choices,
        change=change_notifications(),
        mute=_mute(last),
    )
    if is_bare:
        return _bare(whole, first, last)
    return whole if len(news) == 1 else _gathered(whole, news, at)


def _mute(news: News) -> Button | None:
    label = news.mute_label or _("Mute this ticket")
    return Button(label=label, url=news.mute_url) if news.mute_url else None


def _bare(whole: Letter, first: News, last: News) -> Letter:
    new = _("something new")
    return replace(
        whole, subject=f"{last.bare_topic} – {new}", lead=last.bare_lead, paragraphs=(),
        button=Button(label=_("Open it in the portal"), url=first.url),
        quote=None, status=None, need="", question="", choices=(),
    )  # fmt: skip


def _gathered(whole: Letter, news: Sequence[News], at: Sequence[datetime]) -> Letter:
    """Each thing with its own link; the button leads to the first of them."""
    befores = [one.status for one in news if one.status]
    return replace(
        whole,
        lead=together.lead(news),
        paragraphs=(),
        quote=None,
        sections=tuple(map(_section, news, at)),
        button=Button(label=together.label(news), url=news[0].url),
        status=(befores[0][0], befores[-1][1]) if befores else None,
    )


def _section(news: News, at: datetime) -> Section:
    """Its link says when it was, so that no two links in the mail read alike."""
    label = f"{news.label} ({dates.clock(at)})"
    return Section(lead=news.heading, quote=news.quote, link=Button(label=label, url=news.url))
