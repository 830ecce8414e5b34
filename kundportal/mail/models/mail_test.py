"""A trial of whether our mails reach an address, for anyone, also before they have an account."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest
from typing import Any, ClassVar
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kundportal.history.models import record
from kundportal.mail import mail_test_letters
from kundportal.mail.addresses import domain_of
from kundportal.mail.models.address import Address
from kundportal.mail.models.mail import Mail
from kundportal.mail.models.state import NOT_ARRIVED, State

KEEP = timedelta(days=30)  # then the address is forgotten, and what became of it stays
COUNTED = timedelta(days=90)
ANSWERED_WITHIN = timedelta(days=1)
MOST_WRONG = 8
CODE_DIGITS = 6
RETURNED_STATES = (*NOT_ARRIVED, State.STOPPED)


class Place(models.TextChoices):
    """Where the mail was found, or that it was not."""

    INBOX = "inbox", _("In the inbox")
    JUNK = "junk", _("In the junk folder")
    ABSENT = "absent", _("It has not come")
    RETURNED = "returned", _("It came back")


FOUND = (Place.INBOX, Place.JUNK)


@dataclass(frozen=True)
class Counts:
    """How the tests of one mail domain went."""

    domain: str
    sent: int = 0
    inbox: int = 0
    junk: int = 0
    returned: int = 0
    absent: int = 0  # whoever asked for it has said so
    silent: int = 0  # no answer within a day

    @property
    def arrived(self) -> int:
        return self.inbox + self.junk

    @property
    def never(self) -> int:
        return self.returned + self.absent


def new_key() -> str:
    return secrets.token_urlsafe(24)


def new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


class MailTestQuerySet(models.QuerySet["MailTest"]):
    def with_once(self, once: UUID) -> MailTest | None:
        return self.filter(once=once).first()

    def remembered(self) -> MailTestQuerySet:
        """Those whose address is still known, with how far their mail has come."""
        return self.exclude(email="").select_related("mail").defer("mail__text", "mail__html")

    def of_person(self, person: Any) -> MailTestQuerySet:
        return self.filter(email=person.email.lower()).order_by("pk")

    @transaction.atomic
    def begin(self, *, email: str, language: str, once: UUID) -> MailTest:
        """Sends the mail with the code. The same form again gives the first test."""
        email = email.strip().lower()
        try:
            with transaction.atomic():
                test = self.create(
                    once=once, email=email, domain=domain_of(email), language=language
                )
        except IntegrityError:
            return self.get(once=once)
        test.mail = Mail.objects.post(
            mail_test_letters.with_code(test.code),
            to=email,
            key=f"test:{test.pk}",
            language=language,
            is_asked_for=True,  # else the answer would tell that something has come back before
        )
        test.save(update_fields=["mail"])
        record("mail_test.begun", thing=test)
        return test

    @transaction.atomic
    def forget(self) -> int:
        """Forgets whose the tests were that are older than a month; what became of them stays."""
        old = self.filter(created_at__lt=timezone.now() - KEEP).exclude(email="")
        old.filter(outcome="", mail__state__in=RETURNED_STATES).update(outcome=Place.RETURNED)
        mails = list(old.exclude(mail=None).values_list("mail_id", flat=True))
        count = old.update(email="", code="", mail=None)
        Mail.objects.filter(pk__in=mails).delete()
        return count

    def figures(self, domains: Collection[str] | None = None) -> dict[str, Counts]:
        """How the tests of the last 90 days went: for these domains, or all; in one question."""
        now = timezone.now()
        chosen = self.filter(created_at__gte=now - COUNTED)
        if domains is not None:
            chosen = chosen.filter(domain__in=domains)
        is_back = Q(outcome=Place.RETURNED) | Q(outcome="", mail__state__in=RETURNED_STATES)
        is_old = Q(created_at__lt=now - ANSWERED_WITHIN)
        counted = chosen.values("domain").annotate(
            sent=Count("pk"),
            inbox=Count("pk", filter=Q(outcome=Place.INBOX)),
            junk=Count("pk", filter=Q(outcome=Place.JUNK)),
            absent=Count("pk", filter=Q(outcome=Place.ABSENT)),
            returned=Count("pk", filter=is_back),
            silent=Count("pk", filter=Q(outcome="") & is_old & ~is_back),
        )
        return {row["domain"]: Counts(**row) for row in counted}


class MailTest(models.Model):
    """One test mail with a code, and whether the code came back."""

    key = models.CharField(max_length=32, unique=True, default=new_key)
    once = models.UUIDField(unique=True)
    email = models.CharField(max_length=254, blank=True)  # empty once it is forgotten
    domain = models.CharField(max_length=254)
    language = models.CharField(max_length=5)
    code = models.CharField(max_length=CODE_DIGITS, blank=True, default=new_code)
    mail = models.ForeignKey(Mail, null=True, on_delete=models.SET_NULL, related_name="+")
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Place.choices, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = MailTestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="mail_test_time"),
            models.Index(fields=["domain", "created_at"], name="mail_test_domain"),
            models.Index(fields=["email"], name="mail_test_email", condition=~Q(email="")),
        ]

    def __str__(self) -> str:
        return f"mail test {self.pk}"

    @property
    def has_arrived(self) -> bool:
        return self.outcome in FOUND

    @property
    def may_be_answered(self) -> bool:
        return not self.has_arrived and self.wrong_codes < MOST_WRONG

    @transaction.atomic
    def answer(self, *, code: str, place: str) -> bool:
        """Takes down where the mail was found, if that is its code; wrong ones are counted."""
        test = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        if test.has_arrived:
            return True
        if not test.may_be_answered or not test.code:
            return False
        if not compare_digest(code.encode(), test.code.encode()):
            test.wrong_codes += 1
            test.save(update_fields=["wrong_codes"])
            return False
        test.settle(Place(place))
        Address.objects.reached(test.email)
        return True

    @transaction.atomic
    def miss(self) -> None:
        """Takes down that it has not come; a right code says better later."""
        test = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        if not test.outcome:
            test.settle(Place.ABSENT)

    def settle(self, place: Place) -> None:
        self.outcome, self.answered_at = place, timezone.now()
        self.save(update_fields=["outcome", "answered_at"])
        record("mail_test.answered", thing=self, outcome=str(place))
