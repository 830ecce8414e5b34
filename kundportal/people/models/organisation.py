"""The customers: municipalities and schools."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Coalesce

from kundportal.history.models import record
from kundportal.people import closing, seating
from kundportal.people.models.organisation_sight import SharesSight

if TYPE_CHECKING:
    from kundportal.people.models.factor_demand import FactorDemand
    from kundportal.people.models.person import Person

MOST_SEATS = 500
DOMAINS = """
SELECT DISTINCT found.* FROM people_maildomain AS own JOIN people_maildomain AS found
    ON found.domain = own.domain OR right(found.domain, length(own.domain) + 1) = '.' || own.domain
WHERE own.organisation_id = %s ORDER BY found.id"""


def seats_from_the_start() -> int:
    return min(max(settings.SEATS, 1), MOST_SEATS)


class NameTaken(Exception):
    """There is an organisation of that name already."""


class NumberTaken(Exception):
    """There is an organisation of that number in its country already."""


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def with_mail_domain(self, domain: str) -> OrganisationQuerySet:
        """The organisation that owns the domain, or a domain above it."""
        labels = domain.lower().split(".")
        above = [".".join(labels[i:]) for i in range(len(labels) - 1)]
        return self.filter(mail_domains__domain__in=above).distinct()

    def with_demand(self) -> OrganisationQuerySet:
        """Each with whether and since when everyone there must have a second factor."""
        return self.select_related("factor_demand")

    def by_name(self) -> OrganisationQuerySet:
        return self.order_by("name")

    def open(self) -> OrganisationQuerySet:
        """Those for which people may sign in."""
        return self.filter(closed_at=None)

    def closed(self) -> OrganisationQuerySet:
        return self.exclude(closed_at=None)

    def with_nobody_left(self) -> OrganisationQuerySet:
        """Open, and there were people who acted for it, but none of them can sign in any more."""
        people = get_user_model().objects.filter(organisation=models.OuterRef("pk"))
        return self.open().filter(models.Exists(people), ~models.Exists(people.active()))

    def with_access(self) -> OrganisationQuerySet:
        """Adds whether anybody has ever acted for it, and whether anybody still can."""
        people = get_user_model().objects.filter(organisation=models.OuterRef("pk"))
        return self.annotate(
            has_people=models.Exists(people), has_access=models.Exists(people.active())
        )

    def in_country(self, country: str) -> OrganisationQuerySet:
        return self.filter(country=country)

    def matching(self, words: str) -> OrganisationQuerySet:
        """Whose name holds the words; all when there are none."""
        return self.filter(name__icontains=words) if words else self.all()

    def with_used_seats(self) -> OrganisationQuerySet:
        """Adds `used`, the number of seats that are taken, to each."""
        count = (
            Seat.objects.filter(organisation=models.OuterRef("pk"))
            .values("organisation")
            .annotate(number=models.Count("pk"))
            .values("number")
        )
        return self.annotate(used=Coalesce(models.Subquery(count), 0))

    def named(self, name: str) -> Organisation | None:
        """The organisation of that name, however it is capitalised."""
        return self.filter(name__iexact=" ".join(name.split())).first()

    def numbered(self, number: str, *, country: str) -> Organisation | None:
        """The organisation that has the number in its country's register."""
        return self.filter(organisation_number=number, country=country).first() if number else None

    def alike(
        self,
        *,
        domains: Iterable[str],
        name: str,
        pk: int | None,
        number: str = "",
        country: str = "SE",
    ) -> list[tuple[Organisation, str | None]]:
        """Those that own one of the domains, bear the name or number or are the one given.

        All in one query: each with its `used` seats, and beside it the domain that it owns, once
        for every domain. One that was merged into another brings that one along.
        """
        owned = models.Q(mail_domains__domain__in=set(domains))
        bears = models.Q(name__iexact=" ".join(name.split()))
        alike = bears | models.Q(pk__in=self.filter(bears).values("merged_into")) | models.Q(pk=pk)
        if number:
            alike |= models.Q(organisation_number=number, country=country)
        rows = (
            self.with_used_seats()
            .annotate(owned=models.FilteredRelation("mail_domains", condition=owned))
            .filter(models.Q(owned__isnull=False) | alike)
            .annotate(owned_domain=models.F("owned__domain"))
        )
        return [(one, one.owned_domain) for one in rows]

    def gone(self, *, domains: Iterable[str], name: str) -> OrganisationQuerySet:
        """The closed ones that own one of the domains or bear the name, with what they became."""
        owned = models.Q(mail_domains__domain__in=set(domains))
        named = models.Q(name__iexact=" ".join(name.split()))
        return self.closed().filter(owned | named).select_related("merged_into").distinct()

    def by_mail_domain(self, domains: Iterable[str]) -> dict[str, Organisation]:
        """Which organisation owns each of the domains, in one query."""
        owned = MailDomain.objects.filter(domain__in=set(domains)).select_related("organisation")
        return {one.domain: one.organisation for one in owned}

    @transaction.atomic
    def register(
        self,
        *,
        name: str,
        country: str,
        mail_domain: str = "",
        organisation_number: str = "",
        by: Any = None,
    ) -> Organisation:
        """Makes a new customer, known by the mail domain if no other organisation owns it."""
        if self.named(name):
            raise NameTaken(name)
        if self.numbered(organisation_number, country=country):
            raise NumberTaken(organisation_number)
        try:
            with transaction.atomic():
                organisation = self.create(
                    name=name, country=country, organisation_number=organisation_number
                )
        except IntegrityError:  # somebody else makes it at the same moment
            if self.numbered(organisation_number, country=country):
                raise NumberTaken(organisation_number) from None
            raise NameTaken(name) from None
        if mail_domain:
            MailDomain.objects.get_or_create(
                domain=mail_domain, defaults={"organisation": organisation}
            )
        record("organisation.registered", thing=organisation, by=by)
        return organisation


class Organisation(SharesSight):
    """A municipality, a school or another customer of the vendor."""

    name = models.CharField(max_length=200, unique=True)
    country = models.CharField(max_length=2, default="SE")
    organisation_number = models.CharField(max_length=20, blank=True)
    seats = models.PositiveSmallIntegerField(
        default=seats_from_the_start,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)],
    )
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="former"
    )

    objects = OrganisationQuerySet.as_manager()

    # Only on those `with_access`.
    has_people: bool
    has_access: bool

    class Meta:
        constraints = [
            # What the foreign key of a seat points at.
            models.UniqueConstraint(fields=["id", "seats"], name="organisation_has_its_seats"),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(closed_at__isnull=False),
                name="merged_organisations_are_closed",
            ),
            models.UniqueConstraint(
                fields=["country", "organisation_number"],
                condition=~models.Q(organisation_number=""),
                name="organisation_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        """Nobody can sign in for it."""
        return self.closed_at is not None

    @property
    def free_seats(self) -> int:
        return self.seats - self.taken_seats.count()

    @property
    def demand(self) -> FactorDemand | None:
        """That everyone there has a second factor, now or from a day on."""
        return getattr(self, "factor_demand", None)

    def domains(self) -> tuple[list[str], list[str]]:
        """Its own mail domains, and those under them that belong to others, in one query."""
        own: list[str] = []
        others: list[str] = []
        for one in MailDomain.objects.raw(DOMAINS, [self.pk]):
            (own if one.organisation_id == self.pk else others).append(one.domain)
        return own, others

    def has_mail_domain(self, domain: str) -> bool:
        """Whether addresses of the domain are the organisation's: its own, or one under it."""
        own, others = self.domains()
        return _is_under(domain, own) and not _is_under(domain, others)

    def close(self, *, by: Person) -> None:
        """Lets nobody sign in for it any more; all that it has is kept."""
        closing.close(self, by=by)

    def absorb(self, other: Organisation, *, by: Person) -> None:
        """Makes the other organisation part of this one: its people, seats and mail domains."""
        closing.absorb(self, other, by=by)

    def reopen(self, *, by: Person) -> None:
        """Lets its people sign in again."""
        closing.reopen(self, by=by)

    def limit_seats(self, *, seats: int, by: Person) -> None:
        """Changes how many people may sign in for the organisation."""
        seating.limit(self, seats=seats, by=by)


def _is_under(domain: str, owned: Iterable[str]) -> bool:
    return any(domain == one or domain.endswith(f".{one}") for one in owned)


class MailDomain(models.Model):
    """A mail domain by which an applicant's organisation is recognised."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="mail_domains"
    )
    domain = models.CharField(max_length=253, unique=True)
    # Whether the organisation's own identity provider answers for its addresses.
    has_sign_on = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.domain


class Seat(models.Model):
    """One person's place in their organisation.

    `seats` is the organisation's own number of seats, tied to it by a foreign key over both
    columns: so the database itself holds that nobody has a number above it.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="taken_seats"
    )
    number = models.PositiveSmallIntegerField()
    seats = models.PositiveSmallIntegerField()
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seat"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="seat_taken_once"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=models.F("seats")),
                name="seat_within_the_limit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.seats}"
