"""Lets the first administrator in; the others come through the portal."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import translation

from kundportal.people.fields import EmailAddressField, NameField
from kundportal.people.models import Person, Role


class Command(BaseCommand):
    help = "Adds an administrator, mails the link to choose a password, and prints it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument(
            "--language", default="sv", choices=[code for code, _name in settings.LANGUAGES]
        )

    @transaction.atomic
    def handle(self, *, email: str, name: str, language: str, **options: Any) -> None:
        with translation.override("en"):
            email = _checked(EmailAddressField(), email)
            name = _checked(NameField(max_length=120), name)
        person = Person.objects.with_email(email).first()
        if person and (person.has_usable_password() or not person.is_administrator):
            raise CommandError(f"{email} has an account already.")
        if not person:
            person = Person.objects.admit(
                email=email, name=name, role=Role.ADMINISTRATOR, language=language
            )
        self.stdout.write(f"{name} chooses a password here, within three days:")
        self.stdout.write(person.send_activation())


def _checked(field: Any, value: str) -> str:
    try:
        return str(field.clean(value))
    except ValidationError as problem:
        raise CommandError(" ".join(problem.messages)) from None
