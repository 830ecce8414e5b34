"""The customers: municipalities and schools."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Coalesce

from kundportal.history.models import record
from kundportal.people import seating

if TYPE_CHECKING:
    from kundportal.people.models.person import Person

MOST_SEATS = 500


def seats_from_the_start() -> int:
    return min(max(settings.SEATS, 1), MOST_SEATS)


class NameTaken(Exception):
    """There is an organisation of that name already."""


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def with_mail_domain(self, domain: str) -> OrganisationQuerySet:
        """The organisation that owns the domain, or a domain above it."""
        labels = domain.lower().split(".")
        above = [".".join(labels[i:]) for i in range(len(labels) - 1)]
        return self.filter(mail_domains__domain__in=above).distinct()

    def by_name(self) -> OrganisationQuerySet:
        return self.order_by("name")

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

    def alike(self, *, domains: Iterable[str], name: str, pk: int | None) -> OrganisationQuerySet:
        """Those that own one of the domains, bear the name or are the one given, with their seats.

        Adds `owned_domain`, `is_named` and `used` to each; one that owns two domains comes twice.
        """
        owned = models.Q(mail_domains__domain__in=set(domains))
        named = models.Q(name__iexact=" ".join(name.split()))
        return (
            self.with_used_seats()
            .annotate(owned=models.FilteredRelation("mail_domains", condition=owned))
            .filter(models.Q(owned__isnull=False) | named | models.Q(pk=pk))
            .annotate(
                owned_domain=models.F("owned__domain"),
                is_named=models.ExpressionWrapper(named, output_field=models.BooleanField()),
            )
        )

    def by_mail_domain(self, domains: Iterable[str]) -> dict[str, Organisation]:
        """Which organisation owns each of the domains, in one query."""
        owned = MailDomain.objects.filter(domain__in=set(domains)).select_related("organisation")
        return {one.domain: one.organisation for one in owned}

    @transaction.atomic
    def register(
        self, *, name: str, country: str, mail_domain: str = "", by: Any = None
    ) -> Organisation:
        """Makes a new customer, known by the mail domain if no other organisation owns it."""
        if self.named(name):
            raise NameTaken(name)
        try:
            with transaction.atomic():
                organisation = self.create(name=name, country=country)
        except IntegrityError:
            raise NameTaken(name) from None
        if mail_domain:
            MailDomain.objects.get_or_create(
                domain=mail_domain, defaults={"organisation": organisation}
            )
        record("organisation.registered", thing=organisation, by=by)
        return organisation


class Organisation(models.Model):
    """A municipality, a school or another customer of the vendor."""

    name = models.CharField(max_length=200, unique=True)
    country = models.CharField(max_length=2, default="SE")
    seats = models.PositiveSmallIntegerField(
        default=seats_from_the_start,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)],
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    # Only on those that `alike` finds.
    owned_domain: str | None
    is_named: bool

    class Meta:
        constraints = [
            # What the foreign key of a seat points at.
            models.UniqueConstraint(fields=["id", "seats"], name="organisation_has_its_seats"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def used_seats(self) -> int:
        return self.taken_seats.count()

    @property
    def free_seats(self) -> int:
        return self.seats - self.used_seats

    def mail_domains_of_others(self) -> list[str]:
        """Domains under one of its own that belong to another organisation."""
        below = models.Q(pk=None)
        for own in self.mail_domains.all():
            below |= models.Q(domain__endswith=f".{own}")
        others = MailDomain.objects.filter(below).exclude(organisation=self)
        return list(others.values_list("domain", flat=True))

    def limit_seats(self, *, seats: int, by: Person) -> None:
        """Changes how many people may sign in for the organisation."""
        seating.limit(self, seats=seats, by=by)


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
