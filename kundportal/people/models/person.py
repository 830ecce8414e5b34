"""Everyone who can sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from kundportal.history.models import record
from kundportal.lib.labels import label
from kundportal.mail.models import Address
from kundportal.people import (
    activation,
    emails,
    leaving,
    moving,
    passwords,
    resetting,
    seating,
    sign_on_emails,
)
from kundportal.people.models.factor_demand import FactorDemand
from kundportal.people.models.identity_provider import IdentityProvider
from kundportal.people.models.organisation import Organisation
from kundportal.people.models.people import PersonQuerySet, Role
from kundportal.people.models.preferences import Preferences

if TYPE_CHECKING:
    from kundportal.people.models.session import SessionQuerySet


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
        """Lets a person in, a customer to a seat of their organisation.

        They choose their password themselves, by the link in a mail.
        """
        seats = seating.locked(organisation) if organisation else None
        number = seating.free_number(seats) if seats else 0
        person: Person = self.model(
            email=email.strip().lower(),
            name=name,
            role=role,
            organisation=organisation,
            **details,
        )
        person.set_unusable_password()
        person.save(force_insert=True)
        if seats:
            seating.take(person, seats, number)
        record("person.admitted", thing=person, by=by, role=role)
        return person


class Person(Preferences, AbstractBaseUser):
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
    is_active = models.BooleanField(default=True)
    # Sees all tickets of the organisation where it has chosen so, and chooses for it.
    is_coordinator = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = PersonManager()
    sessions: SessionQuerySet

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
    def public_role(self) -> str:
        """The role as customers are told it."""
        return label(Role(self.role).in_public)

    @property
    def is_staff(self) -> bool:
        """Works for the vendor, in any role."""
        return self.role != Role.CUSTOMER

    @property
    def must_have_factor(self) -> bool:
        """Whether a password alone does not open the portal: staff, and where it is demanded."""
        if self.is_staff:
            return bool(settings.STAFF_FACTOR)
        return FactorDemand.objects.concerns(self.organisation_id)

    @property
    def is_administrator(self) -> bool:
        return self.role == Role.ADMINISTRATOR

    @property
    def may_sign_in(self) -> bool:
        """Whether the person has access now, and the organisation is open."""
        return self.is_active and not (self.organisation and self.organisation.is_closed)

    @property
    def is_activated(self) -> bool:
        """Whether the person has chosen a password or signed in some other way."""
        return self.last_login is not None or self.has_usable_password()

    @property
    def has_seat(self) -> bool:
        return hasattr(self, "seat")

    def may_be_run_by(self, by: Person) -> bool:
        """Says whether `by` may pause this person's access or give back their seat."""
        is_colleague = by.is_customer and by.organisation_id == self.organisation_id
        may = by.is_administrator or (is_colleague and by.pk != self.pk)
        return self.is_customer and by.is_active and may

    def may_be_helped_by(self, by: Person) -> bool:
        """Says whether `by` may take away a second factor that this person has lost."""
        is_theirs = self.is_customer or by.is_administrator
        return by.is_staff and by.is_active and self.is_active and is_theirs and by.pk != self.pk

    def pause(self, *, by: Person) -> None:
        """Keeps the person from signing in for now; the seat stays theirs."""
        seating.pause(self, by=by)

    def resume(self, *, by: Person) -> None:
        """Lets the person sign in again; whoever has no seat takes a free one."""
        seating.resume(self, by=by)

    def give_back_seat(self, *, by: Person) -> None:
        """Ends the person's access and leaves the seat to somebody else."""
        seating.give_back(self, by=by)

    def leave(self, *, keep_seat: bool) -> None:
        """Ends the person's own access, for now or for good."""
        leaving.leave(self, keep_seat=keep_seat)

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password and passwords.normalised(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(raw_password and passwords.normalised(raw_password))

    def send_activation(self) -> str:
        """Mails the way in to whoever has not had one yet, and returns its address.

        It is the link to choose a first password, or where they sign in if none is wanted.
        """
        if IdentityProvider.objects.demanded_for(self.email):
            return sign_on_emails.use_sign_on(self)
        link = activation.link_for(self)
        emails.activation(self, link=link, until=activation.expires_at())
        return link

    def send_activation_again(self) -> None:
        """The same for whoever asks once more, who may have chosen a password by now."""
        if self.has_usable_password():
            emails.is_activated(self)
        else:
            self.send_activation()

    def send_reset(self) -> None:
        """Mails the link to choose a new password, or the first one to whoever has none yet."""
        if IdentityProvider.objects.demanded_for(self.email):
            sign_on_emails.use_sign_on(self)
        elif self.has_usable_password():
            emails.password_reset(self, link=resetting.link_for(self), until=resetting.expires_at())
        else:
            self.send_activation()

    @transaction.atomic
    def choose_password(self, *, password: str, by_mail: bool = False) -> bool:
        """Makes this the person's password, unless another has been chosen in the meantime.

        A link that came `by_mail` shows that mail reaches them. `self` must have been read before
        the link or the old password was checked. Says whether it was done, so that a link which is
        used twice at once changes the password once.
        """
        locked = Person.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if locked.password != self.password:
            return False
        is_first = not self.has_usable_password()
        self.set_password(password)
        self.save(update_fields=["password"])
        self.sessions.all().delete()
        record("person.activated" if is_first else "person.password_chosen", thing=self, by=self)
        if by_mail:
            Address.objects.reached(self.email)
        if not is_first:
            emails.password_changed(self)
        return True

    def may_move_to(self, email: str) -> bool:
        """Whether the address is at the same employer as the present one."""
        domain = email.rpartition("@")[2]
        if domain == self.email.rpartition("@")[2]:
            return True
        owners = Organisation.objects.with_mail_domain(domain)
        return self.organisation_id is not None and owners.filter(pk=self.organisation_id).exists()

    def ask_for_email(self, *, email: str) -> None:
        """Mails a link to the new address, which must confirm the change.

        An address that somebody has is not told, and does the same work in vain.
        """
        if Person.objects.with_email(email).exists():
            emails.write_and_discard(self.language)
            return
        link = moving.link_for(self, email=email)
        emails.confirm_email(self, email=email, link=link, until=moving.expires_at())

    @transaction.atomic
    def change_email(self, *, email: str, session: str | None = None) -> bool:
        """Makes this the person's address, tells the old one, and ends all sessions but one.

        `self` must have been read before the link was checked. Says whether it was done: the
        address may have been changed, or given to somebody else, in the meantime.
        """
        locked = Person.objects.select_for_update(of=("self",)).get(pk=self.pk)
        old = self.email
        if locked.email != old:
            return False
        self.email = email
        try:
            with transaction.atomic():
                self.save(update_fields=["email"])
        except IntegrityError:
            self.email = old
            return False
        self.sessions.besides(session).delete()
        Address.objects.reached(email)
        record("person.email_changed", thing=self, by=self)
        back = moving.link_for(self, email=old)
        emails.email_changed(self, old=old, back=back, until=moving.expires_at())
        return True

    @transaction.atomic
    def stand_by_email(self) -> bool:
        """Has mails sent to the person's address again, beginning with one that tries it.

        That is no proof: one more that comes back stops them again. Says whether they were stopped.
        """
        is_tried = Address.objects.try_again(self.email, by=self)
        if is_tried:
            emails.trial(self)
        return is_tried

    @transaction.atomic
    def update_details(self, *, name: str, phone: str) -> None:
        """Keeps what the person says of themselves."""
        self.name, self.phone = name, phone
        self.save(update_fields=["name", "phone"])
        record("person.details_updated", thing=self, by=self)
