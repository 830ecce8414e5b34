"""What those who know an organisation say against an application, before it is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from kundportal.access import objection_emails
from kundportal.access.deciding import AlreadyDecided
from kundportal.history.models import record
from kundportal.people.models import Person

if TYPE_CHECKING:
    from kundportal.access.models import AccessRequest


class Objection(models.Model):
    """Says "we do not know this person": by a central administrator of the organisation."""

    application = models.ForeignKey(
        "access.AccessRequest", on_delete=models.CASCADE, related_name="objections"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "by"], name="each_person_objects_once")
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.by_id}"


@transaction.atomic
def make(application: AccessRequest, *, by: Person, words: str) -> Objection:
    rows = type(application).objects
    locked = rows.select_for_update(of=("self",)).get(pk=application.pk)
    if not by.is_active or not rows.open_to(by).filter(pk=locked.pk).exists():
        raise PermissionDenied
    if not locked.is_undecided:
        raise AlreadyDecided(locked)
    objection, is_new = Objection.objects.get_or_create(
        application=locked, by=by, defaults={"words": words}
    )
    if is_new:
        record("access.objected", thing=locked, by=by)
        for administrator in Person.objects.administrators().order_by("pk"):
            objection_emails.objected(locked, by, words, administrator)
    return objection
