"""The addresses at which support took tickets once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction

from kundportal.access.countries import COUNTRIES
from kundportal.history.models import record
from kundportal.people.models import Person
from kundportal.tickets.models import Form


class AddressTaken(Exception):
    """The address is there already."""


class RetiredAddressQuerySet(models.QuerySet["RetiredAddress"]):
    def for_list(self) -> RetiredAddressQuerySet:
        """All of them with their forms, those that are answered first."""
        return self.select_related("form").order_by("-is_open", "email")

    def has(self, email: str) -> bool:
        return self.filter(email=email.strip("<> ").lower()).exists()

    def by_email(self) -> dict[str, RetiredAddress]:
        return {one.email: one for one in self.select_related("form")}

    def add(self, *, once: UUID, by: Person, **about: Any) -> RetiredAddress:
        """Adds one that is answered from now on. The same `once` again gives the first one."""
        _ask(by)
        if sent := self.filter(once=once).first():
            return sent
        try:
            with transaction.atomic():
                added = self.create(once=once, **about)
                record("retired_address.added", thing=added, by=by)
        except IntegrityError:
            if sent := self.filter(once=once).first():
                return sent
            raise AddressTaken from None
        return added


class RetiredAddress(models.Model):
    """An old address of support. Mail to it is answered with the way into the portal.

    `language` is written in when neither the sender nor the mail tells of another; `country` is
    where its senders apply for access; `form` is what fits most of what comes here.
    """

    email = models.EmailField(max_length=254, unique=True)  # lower case
    language = models.CharField(max_length=5, choices=settings.APPLICANT_LANGUAGES, default="sv")
    country = models.CharField(
        max_length=2, choices=[(one.code, one.name) for one in COUNTRIES], default="SE"
    )
    form = models.ForeignKey(Form, null=True, on_delete=models.SET_NULL, related_name="+")
    is_open = models.BooleanField(default=True)
    once = models.UUIDField(unique=True)

    objects = RetiredAddressQuerySet.as_manager()

    def __str__(self) -> str:
        return self.email

    def change(self, *, by: Person, **about: Any) -> None:
        """Gives it another spelling, language, country or form."""
        _ask(by)
        for name, value in about.items():
            setattr(self, name, value)
        try:
            with transaction.atomic():
                self.save(update_fields=list(about))
                record("retired_address.changed", thing=self, by=by)
        except IntegrityError:
            raise AddressTaken from None

    @transaction.atomic
    def open(self, *, is_open: bool, by: Person) -> None:
        """Has mail to it answered, or not any more."""
        _ask(by)
        rows = RetiredAddress.objects.filter(pk=self.pk, is_open=not is_open)
        if rows.update(is_open=is_open):
            self.is_open = is_open
            verb = "opened" if is_open else "closed"
            record(f"retired_address.{verb}", thing=self, by=by)


def among(recipients: Iterable[str], there: Mapping[str, RetiredAddress]) -> list[RetiredAddress]:
    """Those to which a mail went, in the order in which it names them."""
    wanted = dict.fromkeys(one.strip().lower() for one in recipients)
    return [there[one] for one in wanted if one in there]


def _ask(by: Person) -> None:
    if not by.is_administrator:
        raise PermissionDenied
