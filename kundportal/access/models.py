"""The application: who asks to be let in, for which organisation, and how it is decided."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils import timezone

from kundportal.access import applying, deciding, mail_domains, objections, seating
from kundportal.access.countries import BY_CODE, Country
from kundportal.access.country_forms import CountryForm, CountryText
from kundportal.access.invitations import Invitation
from kundportal.access.objections import Objection
from kundportal.access.requests import AccessRequestQuerySet
from kundportal.access.reviews import Review, ReviewAnswer
from kundportal.access.rulings import DomainRuling
from kundportal.access.states import UNDECIDED, Reason, State
from kundportal.lib import dates
from kundportal.people.models import Organisation, Person

__all__ = [
    "AccessRequest", "CountryForm", "CountryText", "DomainRuling", "Invitation", "Objection",
    "Review", "ReviewAnswer",
]  # fmt: skip


def new_key() -> str:
    return secrets.token_urlsafe(24)


class AccessRequest(models.Model):
    """Somebody's application to be let in as central administrator of an organisation."""

    reference = models.CharField(max_length=10, unique=True)
    key = models.CharField(max_length=32, unique=True, default=new_key)
    once = models.UUIDField(unique=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.UNCONFIRMED)
    country = models.CharField(max_length=2)
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254)
    phone = models.CharField(max_length=40)
    organisation_name = models.CharField(max_length=200)
    organisation_number = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=120)
    appointed_by = models.CharField(max_length=200)
    language = models.CharField(max_length=5, choices=settings.APPLICANT_LANGUAGES)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True)
    remind_on = models.DateField(null=True)
    decide_by = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    words = models.TextField(blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = AccessRequestQuerySet.as_manager()

    # Only on those `for_page`.
    invited: dict[str, str] | None

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(state__in=UNDECIDED),
                name="address_waits_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.APPROVED, person__isnull=False)
                | (~models.Q(state=State.APPROVED) & models.Q(person__isnull=True)),
                name="approved_has_a_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["promised_at", "id"],
                name="access_to_decide",
                condition=models.Q(state=State.WAITING),
            ),
            models.Index(
                fields=["organisation", "confirmed_at", "id"],
                name="access_seatless",
                condition=models.Q(state=State.SEATLESS),
            ),
            models.Index(
                fields=["-decided_at", "-id"],
                name="access_decided",
                condition=models.Q(state__in=[State.APPROVED, State.DECLINED]),
            ),
            models.Index(fields=["email"], name="access_email"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    @property
    def mail_domain(self) -> str:
        return mail_domains.domain_of(self.email)

    @property
    def its_country(self) -> Country:
        return BY_CODE[self.country]

    @property
    def shown_number(self) -> str:
        """The organisation's number as people of its country write it."""
        number = self.organisation_number
        return self.its_country.number.shown(number) if number else ""

    @property
    def is_confirmed(self) -> bool:
        return self.state != State.UNCONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.state == State.WAITING

    @property
    def is_seatless(self) -> bool:
        """Would be approved if the organisation had a free seat."""
        return self.state == State.SEATLESS

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED

    @property
    def is_approved(self) -> bool:
        return self.state == State.APPROVED

    @property
    def is_declined(self) -> bool:
        return self.state == State.DECLINED

    @property
    def is_late(self) -> bool:
        """Says whether the day by which we promised a decision has passed."""
        return bool(self.is_waiting and self.decide_by and self.decide_by < dates.today())

    def earlier(self) -> Iterable[AccessRequest]:
        """The latest decided applications of the same address."""
        others = AccessRequest.objects.decided().filter(email=self.email).exclude(pk=self.pk)
        return others.for_list()[:10]

    def confirm(self) -> AccessRequest:
        """Notes that the applicant has the address, and promises a decision.

        Gives the application that now waits: another one, if the address waits already.
        """
        return applying.confirm(self)

    def approve(
        self, *, by: Person, organisation: Organisation | None = None, organisation_name: str = ""
    ) -> Person | None:
        """Lets the applicant in, to the organisation given or to a new one of that name.

        In a full organisation the application stands in a waiting list, and nobody is let in.
        """
        return deciding.approve(
            self, by=by, organisation=organisation, organisation_name=organisation_name
        )

    def decline(self, *, by: Person, reason: str, words: str = "") -> None:
        """Turns the application down, with a reason that the applicant gets to read."""
        deciding.decline(self, by=by, reason=reason, words=words)

    def is_objected_to_by(self, person: Person) -> bool:
        return self.objections.filter(by=person).exists()

    def object_to(self, *, by: Person, words: str = "") -> Objection:
        """Notes that an administrator of the organisation does not know the applicant."""
        return objections.make(self, by=by, words=words)

    def remind(self) -> None:
        """Reminds those who decide, once for each promise."""
        deciding.remind(self)

    def offer_seat(self) -> None:
        """Brings it back to be decided: the organisation has a free seat."""
        seating.offer(self)
