"""One row per mail: what was written, to whom, and how sending it went."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Upper
from django.utils import timezone

from kundportal.lib.queue import defer
from kundportal.mail import addresses
from kundportal.mail.answers import Outcome, Verdict
from kundportal.mail.letters import Letter, fold
from kundportal.mail.models.address import Address
from kundportal.mail.models.destination import LONGEST_ANSWER
from kundportal.mail.models.finding import SUBJECT, FindingQuerySet
from kundportal.mail.models.returning import Returning
from kundportal.mail.models.state import NOT_ARRIVED, TO_SEND, State
from kundportal.mail.models.trying import GIVE_UP_AFTER, NO_ADDRESS, Trying

IS_TO_SEND = models.Q(state__in=TO_SEND)


class MailQuerySet(FindingQuerySet):
    def failed(self) -> MailQuerySet:
        """What did not arrive, for whatever reason."""
        return self.filter(state__in=NOT_ARRIVED)

    def meant_for(self, person: Any) -> MailQuerySet:
        """To the person, or to their address before they had an account."""
        return self.filter(models.Q(person=person) | models.Q(person=None, to__iexact=person.email))


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
        answers: str = "",
    ) -> Mail:
        """Queues a mail in the present transaction. The same key again gives the first mail.

        Mails of one `thread`, such as `SE-1234-5678`, stand together in a mail program.
        `unsubscribe` is the address at which a POST stops mails like this one. To an address that
        is stopped goes only what its owner waits for: secret letters, and what `is_asked_for`.
        An answer of ours names the `addresses.chain_of` mails that it `answers`.
        """
        mail = self._written(letter, to=to, key=key, language=language)
        mail.person, mail.organisation_id = person, organisation_id
        mail.thread, mail.unsubscribe, mail.answers = fold(thread)[:100], unsubscribe, answers
        if not _is_address(to):
            mail.note(Outcome(Verdict.REFUSED, NO_ADDRESS))
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


class Mail(Trying, Returning, models.Model):
    """A mail to one person, from the act that caused it until a server has taken it."""

    key = models.CharField(max_length=200, unique=True)
    to = models.CharField(max_length=254)
    domain = models.CharField(max_length=254, default="", db_default="")  # of `to`, lower case
    thread = models.CharField(max_length=100, default="", db_default="")
    unsubscribe = models.CharField(max_length=500, default="", db_default="")
    answers = models.CharField(max_length=1000, default="", db_default="")
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
    delivered_at = models.DateTimeField(null=True)  # a provider has told that the mailbox took it

    objects: ClassVar[Any] = MailManager()

    class Meta:
        indexes = [
            models.Index(fields=["created_at", "id"], name="mail_newest"),
            models.Index(fields=["next_try_at", "id"], name="mail_waiting", condition=IS_TO_SEND),
            models.Index(
                fields=["domain", "next_try_at", "id"], name="mail_to_send", condition=IS_TO_SEND
            ),
            models.Index(
                fields=["state", "created_at", "id"],
                name="mail_state",
                condition=~models.Q(state=State.SENT),
            ),
            models.Index(
                fields=["failed_at"],
                name="mail_given_up",
                condition=models.Q(state=State.FAILED),
            ),
            models.Index(fields=["domain", "-created_at"], name="mail_domain"),
            models.Index(
                fields=["created_at", "id"], name="mail_whole", condition=~models.Q(text="")
            ),
            models.Index(fields=["message_id"], name="mail_message_id"),
            models.Index(
                fields=["provider_id"],
                name="mail_provider_id",
                condition=~models.Q(provider_id=""),
            ),
            models.Index(
                OpClass(Upper("to"), "text_pattern_ops"), "created_at", "id", name="mail_to"
            ),
            models.Index(
                fields=["thread", "created_at"], name="mail_thread", condition=~models.Q(thread="")
            ),
            GinIndex(SUBJECT, name="mail_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.state})"

    @property
    def is_readable(self) -> bool:
        """Says whether staff may read the letter; one with a secret link they may not."""
        return not self.is_secret

    @property
    def is_wiped(self) -> bool:
        """Says whether what was written is gone, since the mail was long ago."""
        return self.is_readable and not self.text


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
