"""One row per thing that one person is told of."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from kundportal.lib.queue import defer_until
from kundportal.mail.models import Mail
from kundportal.notifications.digests import next_digest
from kundportal.notifications.news import News
from kundportal.people.models import Notify, Person


class Kind(models.TextChoices):
    """What one chooses about; each is a column `notify_…` of the person."""

    REPLIES = "replies"  # replies and closings in tickets that one takes part in or follows
    NAMED = "named"  # one has become a recipient
    ASSIGNED = "assigned"  # staff: a ticket was given to one
    NEW_TICKETS = "new_tickets"  # staff: a ticket has come in
    RATINGS = "ratings"  # leads: somebody was not content
    APPLICATIONS = "applications"  # administrators: somebody asks to be let in


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, person: Person) -> NotificationQuerySet:
        return self.filter(person=person)

    def about(self, thing: models.Model) -> NotificationQuerySet:
        return self.filter(thing=thing._meta.label_lower, thing_id=thing.pk)

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)

    def waiting(self) -> NotificationQuerySet:
        """Those that are still to be mailed."""
        return self.exclude(due_at=None)

    def due(self) -> NotificationQuerySet:
        return self.waiting().filter(due_at__lte=timezone.now())

    def read(self) -> int:
        """Marks them as read; what is read needs no digest, but a mail at once still comes."""
        rows = self.unread()
        rows.filter(how=Notify.DIGEST).update(due_at=None)
        return rows.update(read_at=timezone.now())

    def take_back(self) -> int:
        """Forgets them, with the mails that are not sent yet; for who may not see them any more."""
        mails = list(self.exclude(mail=None).values_list("mail_id", flat=True))
        number: int = self.delete()[0]
        waiting = Mail.objects.waiting().filter(pk__in=mails)
        # In a second step, since a locked row is passed over and not waited for.
        keys = list(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True))
        Mail.objects.filter(pk__in=keys).delete()
        return number


class NotificationManager(models.Manager.from_queryset(NotificationQuerySet)):  # type: ignore[misc]
    @transaction.atomic(savepoint=False)
    def tell(
        self, person: Person, news: News, *, kind: Kind, about: models.Model, key: str
    ) -> Notification | None:
        """Tells the person, as they have chosen for the kind; the same key again tells nothing.

        Nothing is told to who may not sign in. Call it inside `writing_for(person)`.
        """
        if not person.may_sign_in:
            return None
        row: Notification = self.model.written(person, news, kind=kind, about=about, key=key)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            return None
        row.queue_mail()
        return row


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
    read_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = NotificationManager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notification_list"),
            models.Index(
                fields=["person"], name="notification_unread", condition=models.Q(read_at=None)
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

    @property
    def news(self) -> News:
        return News.unpacked(self.content)

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
