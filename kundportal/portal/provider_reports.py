"""Where the provider that sends our mails tells what became of them."""

from __future__ import annotations

import logging
from typing import Any

from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.signals import AnymailTrackingEvent
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.db import OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from kundportal.mail import reports
from kundportal.mail.providers import PROVIDERS
from kundportal.people import gates

logger = logging.getLogger(__name__)


@csrf_exempt
@gates.anyone("HEAD", "POST")
def provider_reports(request: HttpRequest) -> HttpResponse:
    """Takes the reports of the provider that is chosen, when they show the secret.

    The address comes from another site, so without our session; anymail knows how each provider
    signs and writes. What we can't read is refused, and what is not about our mails is ignored.
    """
    hook = _hook()
    if request.method == "HEAD":  # some ask so whether the address is right
        return HttpResponse()
    hook.setup(request)
    try:
        hook.run_validators(request)
    except AnymailWebhookValidationFailure:
        logger.warning("Somebody who does not know the secret has sent a provider's report")
        return HttpResponse(status=403)
    try:
        events = list(hook.parse_events(request))
    except SuspiciousOperation:
        raise
    except Exception as problem:  # noqa: BLE001 - a body can be broken in any way
        logger.warning("A provider's report could not be read: %s", type(problem).__name__)
        return HttpResponse(status=400)
    taken = [_take(one) for one in events if isinstance(one, AnymailTrackingEvent)]
    return HttpResponse(status=200 if all(taken) else 503)


def _take(event: AnymailTrackingEvent) -> bool:
    """Takes one report; says whether it is done with, or is to come again.

    A report that breaks us breaks us again, so only what the database had no time for comes again.
    """
    try:
        with transaction.atomic():
            reports.take(event)
    except OperationalError:
        logger.warning("A provider's report could not be taken down for now")
        return False
    except Exception:
        logger.exception("A provider's report could not be taken down")
    return True


def _hook() -> Any:
    """Anymail's view for the provider; there is none without a secret, as anyone could use it."""
    provider = PROVIDERS.get(settings.MAIL_PROVIDER)
    view = provider.reports() if provider and settings.MAIL_REPORTS_SECRET else None
    if view is None:
        raise Http404
    try:
        return view()
    except ImproperlyConfigured:
        logger.exception("The provider's reports can't be taken")
        raise Http404 from None
