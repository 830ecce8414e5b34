"""The sets of applications that pages, jobs and verbs ask for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.db.models import Value
from django.db.models.functions import Length, Lower, Right, StrIndex
from django.utils import timezone

from kundportal.access import applying
from kundportal.access.invitations import Invitation
from kundportal.access.objections import Objection
from kundportal.access.states import UNDECIDED, State
from kundportal.lib import dates
from kundportal.people.models import Organisation, Person

if TYPE_CHECKING:
    from kundportal.access.models import AccessRequest


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    def confirmed(self) -> AccessRequestQuerySet:
        """What those who decide may see: the applicant has confirmed the address."""
        return self.exclude(state=State.UNCONFIRMED)

    def visible_to(self, person: Person) -> AccessRequestQuerySet:
        """What the person may read of at the desk: all that is confirmed, or nothing."""
        return self.confirmed() if person.is_administrator else self.none()

    def to_decide(self) -> AccessRequestQuerySet:
        """What waits for a decision, what was promised first on top: so the late ones are."""
        return self.filter(state=State.WAITING).order_by("promised_at", "pk")

    def to_remind_of(self) -> AccessRequestQuerySet:
        """Half of the promised time has passed, and nobody has been reminded."""
        return self.to_decide().filter(remind_on__lte=dates.today())

    def decided_since(self, day: date) -> AccessRequestQuerySet:
        return self.decided().filter(decided_at__gte=dates.beginning_of(day))

    def undecided(self) -> AccessRequestQuerySet:
        """What waits for a decision or for a seat."""
        return self.filter(state__in=UNDECIDED)

    def seatless(self) -> AccessRequestQuerySet:
        """What would be approved if there were a seat, in the order of the waiting list."""
        return self.filter(state=State.SEATLESS).order_by("confirmed_at", "pk")

    def for_organisation(self, organisation: Organisation) -> AccessRequestQuerySet:
        """What staff have placed in the organisation, or what comes from its mail domains."""
        own, others = organisation.domains()
        here = _from_domains(own) & ~_from_domains(others)
        placed = models.Q(organisation=organisation)
        return self.filter(placed | (models.Q(organisation=None) & here))

    def move(self, *, source: Organisation, into: Organisation) -> int:
        """Places in the one what was placed in the other, when the two become one."""
        return self.filter(organisation=source).update(organisation=into)

    def open_to(self, person: Person) -> AccessRequestQuerySet:
        """Confirmed applications for the person's own organisation."""
        if not person.organisation:
            return self.none()
        return self.confirmed().for_organisation(person.organisation)

    def seatless_in(self, organisations: Iterable[Organisation]) -> dict[int, int]:
        """How many wait for a seat in each of the organisations, in one query."""
        waiting = self.filter(state=State.SEATLESS, organisation__in=list(organisations))
        return dict(waiting.values_list("organisation").annotate(models.Count("pk")))

    def decided(self) -> AccessRequestQuerySet:
        """What is decided, the latest first."""
        decided = self.filter(state__in=[State.APPROVED, State.DECLINED])
        return decided.order_by("-decided_at", "-pk")

    def for_list(self) -> AccessRequestQuerySet:
        against = Objection.objects.filter(application=models.OuterRef("pk"))
        rows = self.select_related("organisation", "decided_by")
        return rows.annotate(has_objections=models.Exists(against))

    def for_page(self) -> AccessRequestQuerySet:
        """The same with `invited`: by whom the applicant was sent the link, and on what ground."""
        invited: dict[str, Any] = {"invited": Invitation.objects.behind()}
        return self.for_list().annotate(**invited)

    def waiting_for(self, email: str) -> AccessRequest | None:
        """The application that waits for a decision on the address; there is one at the most."""
        return self.undecided().filter(email=email).first()

    def made_by(self, person: Person) -> AccessRequestQuerySet:
        """By which the person was let in, or which came from their address."""
        return self.filter(models.Q(person=person) | models.Q(email=person.email))

    def with_once(self, once: UUID) -> AccessRequest | None:
        """The application that this sending of the form has made already."""
        return self.filter(once=once).first()

    def forgotten(self) -> AccessRequestQuerySet:
        """Never confirmed, and too old to be."""
        return self.filter(
            state=State.UNCONFIRMED, created_at__lt=timezone.now() - applying.KEEP_UNCONFIRMED
        )

    def silent_by_domain(self) -> dict[str, int]:
        """How many of the last week have not been confirmed in a day, by mail domain."""
        day_ago = timezone.now() - timedelta(days=1)
        silent = self.filter(state=State.UNCONFIRMED, created_at__lt=day_ago)
        domain = Lower(Right("email", Length("email") - StrIndex("email", Value("@"))))
        counted = silent.annotate(mail_domain=domain).values_list("mail_domain")
        return dict(counted.annotate(count=models.Count("pk")))

    def apply(
        self,
        *,
        country: str,
        name: str,
        email: str,
        phone: str,
        organisation_name: str,
        title: str,
        appointed_by: str,
        language: str,
        once: UUID,
        organisation_number: str = "",
    ) -> AccessRequest:
        """Takes an application and asks for the address to be confirmed.

        The same `once` again gives the first application. An address that has an account or waits
        already gets a mail that says so; whoever sent the form can't tell the difference.
        """
        return applying.apply(
            self.model,
            country=country,
            name=name,
            email=email,
            phone=phone,
            organisation_name=organisation_name,
            organisation_number=organisation_number,
            title=title,
            appointed_by=appointed_by,
            language=language,
            once=once,
        )


def _from_domains(domains: Iterable[str]) -> models.Q:
    """Addresses in one of the domains or under it."""
    found = models.Q(pk=None)
    for domain in domains:
        found |= models.Q(email__endswith=f"@{domain}") | models.Q(email__endswith=f".{domain}")
    return found
