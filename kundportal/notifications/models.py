"""One row per thing that one person is told of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar, NamedTuple

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kundportal.lib.paging import Page, Written, page_by_key
from kundportal.lib.queue import defer_until
from kundportal.mail.models import Mail
from kundportal.notifications.digests import next_digest
from kundportal.notifications.news import News
from kundportal.people.models import Notify, Person


class Kind(models.TextChoices):
    """What one chooses about; each is a column `notify_…` of the person."""

    # Replies and closings in tickets that one takes part in, follows or handles.
    REPLIES = "replies", _("Replies")
    NAMED = "named", _("Named as a recipient")
    ASSIGNED = "assigned", _("Tickets given to me")  # staff
    NEW_TICKETS = "new_tickets", _("New tickets")  # staff
    RATINGS = "ratings", _("Low ratings")  # leads
    APPLICATIONS = "applications", _("New access requests")  # administrators
    # Articles that one follows; for staff also those that they look after.
    ARTICLES = "articles", _("Articles")


# What is unread for a person, by their key; for those pages that count it beside other things.
UNREAD = """SELECT thing, thing_id FROM notifications_notification
    WHERE person_id = %s AND read_at IS NULL"""
KEPT = timedelta(days=90)
AT_ONCE = 2000


class Unread(NamedTuple):
    """What the bar counts as new for somebody, 100 at the most."""

    tickets: int
    notifications: int


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, person: Person) -> NotificationQuerySet:
        return self.filter(person=person)

    def about(self, thing: models.Model) -> NotificationQuerySet:
        return self.filter(thing=thing._meta.label_lower, thing_id=thing.pk)

    def the_one(self, row: Notification) -> NotificationQuerySet:
        return self.filter(pk=row.pk)

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)

    def waiting(self) -> NotificationQuerySet:
        """Those that are still to be mailed."""
        return self.exclude(due_at=None)

    def due(self) -> NotificationQuerySet:
        return self.waiting().filter(due_at__lte=timezone.now())

    def at_once(self) -> NotificationQuerySet:
        return self.filter(how=Notify.AT_ONCE)

    def for_digest(self) -> NotificationQuerySet:
        return self.filter(how=Notify.DIGEST)

    def to_count(self, person: Person) -> Written:
        """What is unread for the person, for `bounded_counts`."""
        return UNREAD, [person.pk]

    def with_keys(self, keys: Iterable[int]) -> NotificationQuerySet:
        return self.filter(pk__in=list(keys))

    def wait_no_more(self) -> None:
        """They are not to be mailed any more."""
        self.update(due_at=None, mail=None)

    def mailed_by(self, mail: Mail, *, bare: set[int]) -> None:
        """They stand in the mail, which is bare about the things of some organisations."""
        self.update(mail=mail, is_bare=False)
        if bare:
            self.filter(organisation_id__in=bare).update(is_bare=True)

    def tell_anew(self, now: datetime) -> None:
        """Has them mailed again, since the mail that told them is not sent."""
        self.for_digest().unread().update(due_at=now, mail=None)
        at_once = self.at_once()
        at_once.update(due_at=now, mail=None)
        by_thing = ("person_id", "thing", "thing_id")
        for row in at_once.order_by(*by_thing).distinct(*by_thing):
            row.queue_mail()

    def page(self, *, after: str) -> Page[Notification]:
        """A part of the list, the newest first."""
        return page_by_key(self, by="-created_at", after=after)

    def locked(self) -> list[int]:
        """The keys of the rows, which nobody else changes until the transaction ends.

        Whoever changes several rows locks them by this, always in the same order, so that no two
        wait for each other.
        """
        rows = self.select_for_update(of=("self",)).order_by("pk")
        return list(rows.values_list("pk", flat=True))

    @transaction.atomic
    def read(self) -> int:
        """Marks them as read; what is read needs no digest, but a mail at once still comes."""
        rows = self.model.objects.filter(pk__in=self.unread().locked())
        to_mail = Case(
            When(how=Notify.DIGEST, then=Value(None)),
            default=F("due_at"),
            output_field=models.DateTimeField(null=True),
        )
        number: int = rows.update(read_at=timezone.now(), due_at=to_mail)
        return number

    @transaction.atomic
    def take_back(self) -> int:
        """Forgets them, with the mails that are not sent yet; for who may not see them any more.

        What else such a mail would have told is told by another. Of a mail that is being sent just
        now they stay, read: if it does not leave us, they are why the next try looks again.
        """
        rows = self.model.objects.filter(pk__in=self.locked())
        mails = list(rows.exclude(mail=None).values_list("mail_id", flat=True).distinct())
        if not mails:
            return int(rows.delete()[0])
        waiting = Mail.objects.waiting().filter(pk__in=mails)
        # In a second step, since a locked row is passed over and not waited for.
        keys = list(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True))
        being_sent = list(waiting.exclude(pk__in=keys).values_list("pk", flat=True))
        rows.filter(mail__in=being_sent).update(read_at=timezone.now(), due_at=None)
        taken = rows.filter(models.Q(mail=None) | ~models.Q(mail__in=being_sent))
        number: int = taken.delete()[0]
        others = self.model.objects.filter(pk__in=self.model.objects.filter(mail__in=keys).locked())
        others.unread().update(due_at=timezone.now())
        Mail.objects.filter(pk__in=keys).delete()
        return number

    @transaction.atomic
    def plan_anew(self, how: Notify) -> None:
        """Has what still waits told in another way: now, in the next digest, or by no mail."""
        rows = self.model.objects.filter(pk__in=self.waiting().locked())
        for row in rows.select_related("person__organisation"):
            row.how = how
            row.due_at = timezone.now() if how == Notify.AT_ONCE else row.moment_of_mail()
            row.save(update_fields=["how", "due_at"])
            row.queue_mail()

    def move(self, *, source: int, into: int) -> int:
        """Gives those of the one organisation to the other, when the two become one."""
        number: int = self.filter(organisation_id=source).update(organisation_id=into)
        return number

    def forget(self) -> int:
        """Deletes what is older than the list goes back, some at a time."""
        oldest, forgotten = timezone.now() - KEPT, 0
        while True:
            # The oldest have the lowest keys, so that no index by age is needed.
            keys = list(self.order_by("pk").values_list("pk", "created_at")[:AT_ONCE])
            old = [pk for pk, created_at in keys if created_at < oldest]
            forgotten += self.filter(pk__in=old).delete()[0]
            if len(old) < AT_ONCE:
                return forgotten


class Notification(models.Model):
    """Something that happened to a thing, such as a ticket, as one person is told of it."""

    key = models.CharField(max_length=200, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    thing = models.CharField(max_length=60)
    thing_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField(null=True)
    language = models.CharField(max_length=5)
    content = models.JSONField()
    how = models.CharField(max_length=10, choices=Notify.choices)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True)  # when the mail is to be written, if one is
    mail = models.ForeignKey(Mail, null=True, on_delete=models.SET_NULL, related_name="+")
    is_bare = models.BooleanField(default=False, db_default=False)  # its mail told no more of it
    read_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = NotificationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notification_list"),
            models.Index(
                fields=["person", "-created_at", "-id"],
                name="notification_unread",
                condition=models.Q(read_at=None),
            ),
            models.Index(
                fields=["due_at"], name="notification_due", condition=~models.Q(due_at=None)
            ),
            models.Index(fields=["thing", "thing_id", "person"], name="notification_of_thing"),
        ]

    def __str__(self) -> str:
        return self.key

    @classmethod
    def written(
        cls, person: Person, news: News, *, kind: Kind, about: models.Model, key: str
    ) -> Notification:
        """What the person is to be told, not kept yet."""
        row = cls(
            key=f"{key}:{person.pk}",
            person=person,
            kind=kind,
            thing=about._meta.label_lower,
            thing_id=about.pk,
            organisation_id=getattr(about, "organisation_id", None),
            language=person.language,
            content=news.packed(),
            how=Notify(getattr(person, f"notify_{kind}")),
        )
        row.due_at = row.moment_of_mail()
        return row

    @cached_property
    def news(self) -> News:
        return News.unpacked(self.content)

    @property
    def path(self) -> str:
        """Where the new thing is, on this site."""
        return self.news.url.removeprefix(settings.SITE_URL)

    @property
    def is_due(self) -> bool:
        return self.due_at is not None and self.due_at <= timezone.now()

    def moment_of_mail(self) -> datetime | None:
        """When its mail is due by what the person has chosen."""
        if self.how == Notify.DIGEST:
            return next_digest(timezone.now(), self.person)
        if self.how == Notify.AT_ONCE:
            return timezone.now() + timedelta(seconds=settings.GATHER_SECONDS)
        return None

    def queue_mail(self) -> None:
        """Has a mail that is to come at once written when the time of gathering is over."""
        if self.how != Notify.AT_ONCE or self.due_at is None:
            return
        if settings.GATHER_SECONDS <= 0:
            from kundportal.notifications.gathering import gather  # it reads these rows

            gather(self.person_id, self.thing, self.thing_id)
            return
        defer_until(self.due_at, "kundportal.notifications.jobs.gather", **self.job)

    @property
    def job(self) -> dict[str, Any]:
        """What the job that mails it has to know."""
        return {"person_id": self.person_id, "thing": self.thing, "thing_id": self.thing_id}
