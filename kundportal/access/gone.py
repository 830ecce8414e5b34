"""An application for an organisation that has closed, or become part of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from kundportal.access import mail_domains
from kundportal.people.models import Organisation

if TYPE_CHECKING:
    from kundportal.access.models import AccessRequest


def gone(application: AccessRequest) -> Organisation | None:
    """The organisation that was meant, by name or mail domain, if it is closed or merged."""
    domains = mail_domains.domains_above(application.mail_domain)
    return Organisation.objects.gone(domains=domains, name=application.organisation_name).first()


def words_for(organisation: Organisation) -> str:
    """What the applicant is told about it."""
    told = {"organisation": organisation.name, "portal": settings.PORTAL_NAME}
    if organisation.merged_into:
        return _(
            "%(organisation)s is now part of %(into)s. We look at your application as one for "
            "%(into)s."
        ) % {**told, "into": organisation.merged_into.name}
    return (
        _(
            "%(organisation)s is closed in %(portal)s, and nobody gets access to it as long as it "
            "is. Do you work for another organisation? Then apply for that one."
        )
        % told
    )
