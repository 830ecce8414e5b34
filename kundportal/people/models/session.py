"""One browser in which somebody is signed in, or a visitor who has begun something."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kundportal.history.models import record
from kundportal.people import devices

if TYPE_CHECKING:
    from kundportal.people.models.organisation import Organisation
    from kundportal.people.models.person import Person

LONGEST_DEVICE = 300
NOTED_EVERY = timedelta(minutes=1)


class SessionQuerySet(models.QuerySet["Session"]):
    def of(self, person: Person) -> SessionQuerySet:
        """Where the person is signed in, the latest used first."""
        lasting = self.filter(person=person, expire_date__gt=timezone.now())
        return lasting.order_by("-last_used_at")

    def named(self, handle: str) -> Session | None:
        """The one with this handle, out of a person's few."""
        return next((one for one in self if one.handle == handle), None)

    def with_key(self, key: str) -> SessionQuerySet:
        return self.filter(session_key=key)

    def besides(self, key: str | None) -> SessionQuerySet:
        return self.exclude(session_key=key)

    def over(self) -> SessionQuerySet:
        return self.filter(expire_date__lte=timezone.now())

    def at(self, organisation: Organisation) -> SessionQuerySet:
        """Those of everyone who acts for the organisation."""
        return self.filter(person__organisation=organisation)

    def demand_factor_where(self, *, holds_on: date) -> None:
        """Lets those who are signed in go on only with a second factor, where it is demanded."""
        demanded = self.filter(person__organisation__factor_demand__holds_from__lte=holds_on)
        demanded.filter(needs_factor=False).update(needs_factor=True)

    def leave_factor_free_at(self, organisation: Organisation) -> None:
        self.at(organisation).update(needs_factor=False)

    @transaction.atomic
    def end(self, *, by: Person) -> int:
        """Signs the person out in these browsers; says in how many."""
        ended, _kinds = self.delete()
        if ended:
            record("person.sessions_ended", thing=by, by=by, number=ended)
        return ended


class Session(AbstractBaseSession):
    """Lasts for 12 hours from signing in, and for staff no longer than 60 minutes unused."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="sessions"
    )
    person_id: int | None
    device = models.CharField(max_length=LONGEST_DEVICE, blank=True)
    ends_unused = models.BooleanField(default=False)
    needs_factor = models.BooleanField(default=False)
    by_sign_on = models.BooleanField(default=False)
    signed_in_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = SessionQuerySet.as_manager()  # type: ignore[assignment]

    @classmethod
    def get_session_store_class(cls) -> Any:
        from kundportal.people.sessions import SessionStore

        return SessionStore

    @property
    def handle(self) -> str:
        """Names it on a page, which must not hold the key itself."""
        return salted_hmac("kundportal.people.session", self.session_key).hexdigest()[:32]

    @property
    def device_words(self) -> str:
        return devices.words(self.device)

    def belong_to(
        self, person_id: int, *, device: str, by_sign_on: bool, before: Session | None
    ) -> None:
        """Goes on from what the session was before, or begins if somebody has just signed in."""
        if before and before.person_id == person_id:
            self.ends_unused, self.signed_in_at = before.ends_unused, before.signed_in_at
            self.needs_factor, self.by_sign_on = before.needs_factor, before.by_sign_on
        else:
            person = get_user_model().objects.get(pk=person_id)
            self.ends_unused, self.needs_factor = person.is_staff, person.must_have_factor
            self.by_sign_on = by_sign_on
        self.person_id = person_id
        self.device = device[:LONGEST_DEVICE]
        self.expire_date = self._lasts_until()

    def note_use(self) -> None:
        """Keeps when it was last used, to the minute, so that few of many requests write."""
        now = timezone.now()
        if self.person_id is None or not self._is_use_worth_noting(now):
            return
        self.last_used_at = now
        Session.objects.filter(pk=self.pk).update(last_used_at=now, expire_date=self._lasts_until())

    def seconds_left(self, *, used: bool) -> int:
        """How long it lasts if nothing more happens; `used` when this very request is a use."""
        now = timezone.now()
        last_used = now if used and self._is_use_worth_noting(now) else self.last_used_at
        return max(0, int((self._lasts_until(last_used) - now).total_seconds()))

    @property
    def seconds_in_all(self) -> int:
        """How long it can last, however much it is used."""
        return max(0, int((self._longest - timezone.now()).total_seconds()))

    @property
    def _longest(self) -> datetime:
        return self.signed_in_at + timedelta(seconds=settings.SESSION_COOKIE_AGE)

    def _is_use_worth_noting(self, now: datetime) -> bool:
        return now - self.last_used_at >= NOTED_EVERY

    def _lasts_until(self, last_used_at: datetime | None = None) -> datetime:
        if not self.ends_unused:
            return self._longest
        unused = timedelta(seconds=settings.STAFF_UNUSED_AGE)
        return min(self._longest, (last_used_at or self.last_used_at) + unused)
