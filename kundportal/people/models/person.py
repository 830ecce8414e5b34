"""Everyone who can sign in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kundportal.history.models import record
from kundportal.people import activation, emails, passwords
from kundportal.people.models.organisation import Organisation


class Role(models.TextChoices):
    """What a person may do. All but the first work for the vendor."""

    CUSTOMER = "customer", _("Central administrator")
    AGENT = "agent", _("Support")
    CONSULTANT = "consultant", _("Consultant")
    LEAD = "lead", _("Support lead")
    ADMINISTRATOR = "administrator", _("Administrator")


class PersonQuerySet(models.QuerySet["Person"]):
    def active(self) -> PersonQuerySet:
        return self.filter(is_active=True)

    def staff(self) -> PersonQuerySet:
        return self.active().exclude(role=Role.CUSTOMER).order_by("name")

    def administrators(self) -> PersonQuerySet:
        return self.active().filter(role=Role.ADMINISTRATOR)

    def colleagues_of(self, person: Person) -> PersonQuerySet:
        """The others who can sign in for the person's organisation."""
        return (
            self.active()
            .filter(organisation=person.organisation, role=Role.CUSTOMER)
            .exclude(pk=person.pk)
            .order_by("name")
        )

    def with_email(self, email: str) -> PersonQuerySet:
        return self.filter(email=email.strip().lower())


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, email: str | None) -> Person:
        person: Person = self.get(email=(email or "").strip().lower())
        return person

    @transaction.atomic
    def admit(
        self,
        *,
        email: str,
        name: str,
        role: str = Role.CUSTOMER,
        organisation: Organisation | None = None,
        by: Person | None = None,
        **details: Any,
    ) -> Person:
        """Lets a person in. They choose their password themselves, by the link in a mail."""
        person: Person = self.model(
            email=email.strip().lower(),
            name=name,
            role=role,
            organisation=organisation,
            **details,
        )
        person.set_unusable_password()
        person.save(force_insert=True)
        record("person.admitted", thing=person, by=by, role=role)
        return person


class Person(AbstractBaseUser):
    """A central administrator of a customer, or somebody who works for the vendor."""

    email = models.EmailField(_("E-mail"), max_length=254)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.CUSTOMER)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
    )
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="sv")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], name="person_email_once"),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="person_email_lower_case"
            ),
            models.CheckConstraint(
                condition=models.Q(role=Role.CUSTOMER, organisation__isnull=False)
                | (~models.Q(role=Role.CUSTOMER) & models.Q(organisation__isnull=True)),
                name="customers_have_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_customer(self) -> bool:
        return self.role == Role.CUSTOMER

    @property
    def is_staff(self) -> bool:
        """Works for the vendor, in any role."""
        return self.role != Role.CUSTOMER

    @property
    def is_administrator(self) -> bool:
        return self.role == Role.ADMINISTRATOR

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password and passwords.normalised(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(raw_password and passwords.normalised(raw_password))

    def send_activation(self) -> str:
        """Mails the link by which the person chooses their first password, and returns it."""
        link = activation.link_for(self)
        emails.activation(self, link=link, until=activation.expires_at())
        return link

    @transaction.atomic
    def choose_password(self, *, password: str) -> bool:
        """Makes this the person's password, unless another has been chosen in the meantime.

        `self` must have been read before the link or the old password was checked. Says whether
        it was done, so that a link which is used twice at once changes the password once.
        """
        locked = Person.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if locked.password != self.password:
            return False
        is_first = not self.has_usable_password()
        self.set_password(password)
        self.save(update_fields=["password"])
        record("person.activated" if is_first else "person.password_chosen", thing=self, by=self)
        if not is_first:
            emails.password_changed(self)
        return True

    @transaction.atomic
    def update_details(self, *, name: str, phone: str, language: str) -> None:
        """Keeps what the person says of themselves."""
        self.name, self.phone, self.language = name, phone, language
        self.save(update_fields=["name", "phone", "language"])
        record("person.details_updated", thing=self, by=self)

    @transaction.atomic
    def choose_language(self, language: str) -> None:
        """Keeps the language in which the person reads pages and mails."""
        self.language = language
        self.save(update_fields=["language"])
