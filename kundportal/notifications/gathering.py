"""What happened to one thing within a short time becomes one mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter, Section
from kundportal.mail.models import Mail
from kundportal.notifications.models import Notification
from kundportal.notifications.news import News
from kundportal.people.emails import change_notifications
from kundportal.people.models import Notify, Organisation, Person


@transaction.atomic
def gather(person_id: int, thing: str, thing_id: int) -> Mail | None:
    """Mails the person what they are still to be told of the thing at once, if it is due."""
    rows = Notification.objects.filter(person_id=person_id, thing=thing, thing_id=thing_id)
    waiting = list(rows.filter(how=Notify.AT_ONCE).waiting().select_for_update().order_by("pk"))
    if not any(row.is_due for row in waiting):
        return None
    told = seen_by(waiting[0].person, waiting)
    mail = _post(waiting[0].person, told) if told else None
    for row in waiting:
        row.due_at, row.mail = None, mail
    Notification.objects.bulk_update(waiting, ["due_at", "mail"])
    return mail


def seen_by(person: Person, rows: Sequence[Notification]) -> list[Notification]:
    """Those whose thing the person still sees, and may sign in to see."""
    if not person.may_sign_in:
        return []
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row.thing, set()).add(row.thing_id)
    seen = {
        (thing, pk)
        for thing, keys in wanted.items()
        for pk in apps.get_model(thing)
        ._default_manager.visible_to(person)
        .filter(pk__in=keys)
        .values_list("pk", flat=True)
    }
    return [row for row in rows if (row.thing, row.thing_id) in seen]


def _post(person: Person, rows: Sequence[Notification]) -> Mail:
    first = rows[0]
    with writing_for(person):
        letter = letter_of([row.news for row in rows], is_bare=is_bare(first.organisation_id))
    mail: Mail = Mail.objects.post(
        letter,
        to=person.email,
        key=f"told:{first.pk}",
        language=person.language,
        person=person,
        organisation_id=first.organisation_id,
        thread=rows[-1].news.thread or f"{first.thing} {first.thing_id}",
    )
    return mail


def is_bare(organisation_id: int | None) -> bool:
    """Whether mails about the organisation's things name nothing, by its own choice."""
    if organisation_id is None:
        return False
    return Organisation.objects.filter(pk=organisation_id, mails_are_bare=True).exists()


def letter_of(news: Sequence[News], *, is_bare: bool) -> Letter:
    """One letter about one thing. Where mails are bare it holds the number and the link alone."""
    first, last = news[0], news[-1]
    what = last.what if len(news) == 1 else _several(len(news))
    whole = Letter(
        subject=f"{last.topic} – {what}",
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
        mute=Button(label=_("Mute this ticket"), url=last.mute_url) if last.mute_url else None,
    )
    if is_bare:
        new = _("something new")
        return replace(
            whole, subject=f"{last.bare_topic} – {new}", lead=last.bare_lead, paragraphs=(),
            button=Button(label=_("Open it in the portal"), url=first.url),
            quote=None, status=None, need="", question="", choices=(),
        )  # fmt: skip
    if len(news) == 1:
        return whole
    befores = [one.status for one in news if one.status]
    return replace(
        whole,
        lead=_("%(count)s things have happened: %(topic)s.")
        % {"count": len(news), "topic": last.topic},
        paragraphs=(),
        quote=None,
        sections=tuple(Section(lead=_heading(one.what), quote=one.quote) for one in news),
        status=(befores[0][0], befores[-1][1]) if befores else None,
    )


def _heading(what: str) -> str:
    return what[:1].upper() + what[1:]


def _several(count: int) -> str:
    return ngettext("%(count)s news", "%(count)s news", count) % {"count": count}
