"""Whether a mail that has waited still tells the right person what they may know.

It is asked just before the mail goes out, under the lock of the mail's row. Whoever holds rows of
ours may want that row, so that nothing here waits for a row of ours: see
docs/decisions/0026-gather-and-digest.md.
"""

from __future__ import annotations

from django.utils import timezone

from kundportal.mail.models import Mail
from kundportal.notifications.models import Notification, NotificationQuerySet
from kundportal.notifications.sight import bare_of, seen_among
from kundportal.people.models import Person

OURS = ("told:", "digest:")  # how the keys of such mails begin


def is_still_meant(mail: Mail) -> bool:
    """If not, the mail is gone, and what its person may still know is told by another."""
    rows = Notification.objects.filter(mail=mail)
    first = rows.values_list("person_id", flat=True).first()
    if first is None:
        if mail.key.startswith(OURS):  # all that it told was taken back
            mail.delete()
            return False
        return True
    person = Person.objects.select_related("organisation").get(pk=first)
    if _is_right(mail, person, rows):
        return True
    _tell_anew(mail, rows)
    return False


def _is_right(mail: Mail, person: Person, rows: NotificationQuerySet) -> bool:
    if not person.may_sign_in or person.email.lower() != mail.to.lower():
        return False
    things = set(rows.order_by().values_list("thing", "thing_id").distinct())
    if seen_among(person, things) != things:
        return False
    whole = rows.order_by().filter(is_bare=False).exclude(organisation_id=None)
    return not bare_of(set(whole.values_list("organisation_id", flat=True).distinct()))


def _tell_anew(mail: Mail, rows: NotificationQuerySet) -> None:
    """Puts another mail in its place; later, if somebody is changing the rows just now."""
    number = rows.count()
    keys = list(rows.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True))
    if len(keys) < number:
        return
    mail.delete()  # its key as well, which the next one has
    Notification.objects.filter(pk__in=keys).tell_anew(timezone.now())
