"""Which people: their roles, and the sets that pages and verbs ask for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from kundportal.people.models.organisation import Organisation

if TYPE_CHECKING:
    from kundportal.people.models.person import Person


class Role(models.TextChoices):
    """What a person may do. All but the first work for the vendor."""

    CUSTOMER = "customer", _("Central administrator")
    AGENT = "agent", _("Support")
    CONSULTANT = "consultant", _("Consultant")
    LEAD = "lead", _("Support lead")
    ADMINISTRATOR = "administrator", _("Administrator")

    @property
    def in_public(self) -> Role:
        """What customers are told: which post somebody has at the vendor is no matter of theirs."""
        return self if self in {Role.CUSTOMER, Role.CONSULTANT} else Role.AGENT


class PersonQuerySet(models.QuerySet["Person"]):
    def active(self) -> PersonQuerySet:
        return self.filter(is_active=True)

    def staff(self) -> PersonQuerySet:
        return self.active().exclude(role=Role.CUSTOMER).order_by("name")

    def administrators(self) -> PersonQuerySet:
        return self.active().filter(role=Role.ADMINISTRATOR)

    def leads(self) -> PersonQuerySet:
        return self.active().filter(role=Role.LEAD)

    def coordinators(self) -> PersonQuerySet:
        """Those who see all tickets of their organisation where it has chosen so."""
        return self.filter(is_coordinator=True)

    def who_act_for(self, organisation: Organisation | int) -> PersonQuerySet:
        """Those who can sign in for the organisation, by name."""
        return self.active().filter(organisation=organisation, role=Role.CUSTOMER).order_by("name")

    def colleagues_of(self, person: Person) -> PersonQuerySet:
        """The others who can sign in for the person's organisation."""
        return self.who_act_for(person.organisation_id or 0).exclude(pk=person.pk)

    def who_may_be_named(self, organisation_id: int) -> PersonQuerySet:
        """Those of the organisation and those who work for the vendor, past ones too."""
        return self.filter(
            models.Q(organisation=organisation_id) | models.Q(organisation=None)
        ).order_by("-pk")

    def of_organisation(self, organisation: Organisation) -> PersonQuerySet:
        """All who act or have acted for the organisation, each with their seat.

        Adds `has_factor` to each: whether there is a second factor.
        """
        with_factor = self.model.objects.filter(
            pk=models.OuterRef("pk"), authenticator__type__in=("totp", "webauthn")
        )
        people = self.filter(organisation=organisation).select_related("seat")
        return people.annotate(has_factor=models.Exists(with_factor))

    def seated(self) -> PersonQuerySet:
        return self.filter(seat__isnull=False)

    def seated_at(self, organisation_id: int) -> PersonQuerySet:
        """Those who have a seat, also if their access is paused."""
        return self.seated().filter(organisation=organisation_id)

    def may_be_run_by(self, by: Person) -> PersonQuerySet:
        """Whose access `by` may pause, give back and let in again."""
        if by.is_administrator:
            return self.filter(role=Role.CUSTOMER)
        return self.filter(role=Role.CUSTOMER, organisation=by.organisation).exclude(pk=by.pk)

    def may_be_helped_by(self, by: Person) -> PersonQuerySet:
        """Whose lost second factor `by` may take away."""
        if not by.is_staff:
            return self.none()
        others = self.active().exclude(pk=by.pk)
        return others if by.is_administrator else others.filter(role=Role.CUSTOMER)

    def named_like(self, words: str) -> PersonQuerySet:
        """Whose name holds all the words, in any order."""
        found = self.exclude(name="") if words.split() else self.none()
        for word in words.split()[:5]:
            found = found.filter(name__icontains=word)
        return found

    def with_email(self, email: str) -> PersonQuerySet:
        return self.filter(email=email.strip().lower())

    def with_addresses_at(self, domains: Iterable[str]) -> PersonQuerySet:
        there = models.Q(pk=None)
        for domain in domains:
            there |= models.Q(email__endswith=f"@{domain}")
        return self.filter(there)
