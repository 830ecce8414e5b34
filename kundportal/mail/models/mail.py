"""One row per mail: what was written, to whom, and how sending it went."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from kundportal.lib.queue import defer
from kundportal.mail import addresses
from kundportal.mail.delivery import Outcome, OutgoingMessage, Verdict, hand_over
from kundportal.mail.letters import Letter, fold, shorten
from kundportal.mail.models.address import Address
from kundportal.mail.models.returning import Returning, ReturningQuerySet
from kundportal.mail.models.state import NOT_ARRIVED, TO_SEND, State

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=3)
WORRYING_AGE = timedelta(minutes=5)
WORRYING_FAILURES = timedelta(days=7)
LONGEST_ANSWER = 500
OUTCOME_FIELDS = [
    "state", "tries", "answer", "next_try_at", "sent_at", "failed_at", "text", "html"
]  # fmt: skip


class MailQuerySet(ReturningQuerySet):
    def waiting(self) -> MailQuerySet:
        """What is still to be sent, tried before or not."""
        return self.filter(state__in=TO_SEND)

    def sent(self) -> MailQuerySet:
        return self.filter(state=State.SENT)

    def failed(self) -> MailQuerySet:
        """What did not arrive, for whatever reason."""
        return self.filter(state__in=NOT_ARRIVED)

    def in_state(self, state: str) -> MailQuerySet:
        """The mails of one state; of all when it is "all"."""
        return self.all() if state == "all" else self.filter(state=state)

    def meant_for(self, person: Any) -> MailQuerySet:
        """To the person, or to their address before they had an account."""
        return self.filter(models.Q(person=person) | models.Q(person=None, to__iexact=person.email))

    def without_letters(self) -> MailQuerySet:
        """For lists: leaves what was written in the database."""
        return self.defer("text", "html")

    def due(self) -> MailQuerySet:
        """What should be tried now, the one that has waited longest first."""
        return self.waiting().filter(next_try_at__lte=timezone.now()).order_by("next_try_at", "pk")

    def stuck(self) -> MailQuerySet:
        """What staff should know of: waiting for minutes, or failed in the last week."""
        now = timezone.now()
        return self.filter(
            models.Q(state__in=TO_SEND, created_at__lt=now - WORRYING_AGE)
            | models.Q(state__in=NOT_ARRIVED, failed_at__gte=now - WORRYING_FAILURES)
        )

    def deliver(self) -> tuple[Mail, Outcome] | None:
        """Tries to send the first waiting mail of the set that no other worker is sending.

        The row is locked while the mail server is spoken to: see
        docs/decisions/0003-mail-row-lock.md.
        """
        with transaction.atomic():
            mail: Mail | None = self.waiting().select_for_update(skip_locked=True).first()
            if mail is None:
                return None
            outcome = hand_over(mail.message())
            mail.tries += 1
            mail.note(outcome)
            mail.save(update_fields=OUTCOME_FIELDS)
            return mail, outcome

    def forget_secrets(self) -> int:
        """Wipes the secret letters that are older than any link in them is good for."""
        old = self.filter(is_secret=True, created_at__lt=timezone.now() - GIVE_UP_AFTER)
        return old.exclude(text="").exclude(state__in=TO_SEND).update(text="", html="")


class MailManager(models.Manager.from_queryset(MailQuerySet)):  # type: ignore[misc]
    @transaction.atomic(savepoint=False)
    def post(
        self,
        letter: Letter,
        *,
        to: str,
        key: str,
        language: str,
        person: Any = None,
        organisation_id: int | None = None,
        thread: str = "",
        unsubscribe: str = "",
        is_asked_for: bool = False,
    ) -> Mail:
        """Queues a mail in the present transaction. The same key again gives the first mail.

        Mails of one `thread`, such as `SE-1234-5678`, stand together in a mail program.
        `unsubscribe` is the address at which a POST stops mails like this one. To an address that
        is stopped goes only what its owner waits for: secret letters, and what `is_asked_for`.
        """
        mail = self._written(letter, to=to, key=key, language=language)
        mail.person, mail.organisation_id = person, organisation_id
        mail.thread, mail.unsubscribe = fold(thread)[:100], unsubscribe
        if not _is_address(to):
            mail.note(Outcome(Verdict.REFUSED, "Not an e-mail address"))
        elif not (letter.secret or is_asked_for) and Address.objects.is_stopped(mail.to):
            mail.state, mail.next_try_at = State.STOPPED, None
        try:
            with transaction.atomic():
                mail.save(force_insert=True)
        except IntegrityError:
            earlier: Mail = self.get(key=key)
            return earlier
        if mail.state == State.WAITING:
            defer("kundportal.mail.jobs.deliver", mail_id=mail.pk)
        return mail

    def _written(self, letter: Letter, *, to: str, key: str, language: str) -> Mail:
        now = timezone.now()
        mail: Mail = self.model(
            key=key,
            to=fold(to)[:254],
            domain=addresses.domain_of(fold(to)),
            subject=letter.subject_line(),
            text=letter.as_text(language),
            html=letter.as_html(language),
            is_secret=letter.secret,
            language=language,
            message_id=addresses.message_id_of(key),
            created_at=now,
            next_try_at=now,
            give_up_at=now + GIVE_UP_AFTER,
        )
        return mail


class Mail(Returning, models.Model):
    """A mail to one person, from the act that caused it until a server has taken it."""

    key = models.CharField(max_length=200, unique=True)
    to = models.CharField(max_length=254)
    domain = models.CharField(max_length=254, default="", db_default="")  # of `to`, lower case
    thread = models.CharField(max_length=100, default="", db_default="")
    unsubscribe = models.CharField(max_length=500, default="", db_default="")
    subject = models.CharField(max_length=255)
    text = models.TextField()
    html = models.TextField()
    is_secret = models.BooleanField(default=False)
    language = models.CharField(max_length=5)
    message_id = models.CharField(max_length=255)
    provider_id = models.CharField(max_length=255, default="", db_default="")  # its own name for it
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveIntegerField(default=0)
    answer = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(null=True)
    give_up_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = MailManager()

    class Meta:
        indexes = [
            models.Index(fields=["created_at", "id"], name="mail_newest"),
            models.Index(
                fields=["next_try_at", "id"],
                name="mail_waiting",
                condition=models.Q(state__in=TO_SEND),
            ),
            models.Index(
                fields=["created_at", "id"],
                name="mail_failed",
                condition=models.Q(state__in=NOT_ARRIVED),
            ),
            models.Index(fields=["domain", "-created_at"], name="mail_domain"),
            models.Index(fields=["message_id"], name="mail_message_id"),
            models.Index(
                fields=["provider_id"],
                name="mail_provider_id",
                condition=~models.Q(provider_id=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.state})"

    @property
    def is_readable(self) -> bool:
        """Says whether staff may read the letter; one with a secret link they may not."""
        return not self.is_secret

    @property
    def may_be_tried_again(self) -> bool:
        """Only what a server has failed to take, and is still whole."""
        return self.state in NOT_ARRIVED and self.tries > 0 and bool(self.text)

    def message(self) -> OutgoingMessage:
        """The mail as it goes over the wire; the same Message-ID at every try."""
        message = OutgoingMessage(
            subject=self.subject,
            body=self.text,
            from_email=addresses.return_path(self.pk) or settings.DEFAULT_FROM_EMAIL,
            to=[self.to],
            headers={
                "From": settings.DEFAULT_FROM_EMAIL,
                "Message-ID": self.message_id,
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
                "Content-Language": self.language,
                **addresses.threading(self.thread, self.message_id),
                **addresses.unsubscribing(self.unsubscribe),
            },
        )
        message.attach_alternative(self.html, "text/html")
        return message

    def note(self, outcome: Outcome) -> None:
        """Takes down how a try went, and when the next one is due; the caller saves."""
        now = timezone.now()
        self.answer = shorten(fold(outcome.answer), LONGEST_ANSWER)
        self.next_try_at = None
        if outcome.verdict is Verdict.SENT:
            self.state, self.sent_at = State.SENT, now
            if self.is_secret:
                self.text = self.html = ""
        elif outcome.verdict is Verdict.REFUSED:
            self.state, self.failed_at = State.BOUNCED, now
        elif now >= self.give_up_at:
            self.state, self.failed_at = State.FAILED, now
        else:
            self.state = State.DEFERRED
            self.next_try_at = now + pause_after(self.tries)

    @transaction.atomic
    def try_again(self) -> bool:
        """Puts a failed mail back in the queue; says whether that could be done."""
        now: datetime = timezone.now()
        mail = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        if not mail.may_be_tried_again:
            return False
        mail.state, mail.failed_at = State.WAITING, None
        mail.next_try_at, mail.give_up_at = now, now + GIVE_UP_AFTER
        mail.save(update_fields=["state", "failed_at", "next_try_at", "give_up_at"])
        defer("kundportal.mail.jobs.deliver", mail_id=mail.pk)
        return True


def pause_after(tries: int) -> timedelta:
    """One minute after the first try, twice as long after each further one, an hour at most."""
    doubled: int = 2 ** min(tries - 1, 10)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
