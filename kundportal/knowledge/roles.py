"""Who may do what in the knowledge portal."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from kundportal.people.models import Person, Role

LEADING = (Role.LEAD, Role.ADMINISTRATOR)


def demand_staff(by: Person | None) -> None:
    """All who work for the vendor write; None is the product itself."""
    if by is not None and not by.is_staff:
        raise PermissionDenied


def leads(person: Person) -> bool:
    """Whether the person answers for what is published: leads and administrators."""
    return person.role in LEADING


def demand_lead(by: Person | None) -> None:
    if by is not None and not leads(by):
        raise PermissionDenied
