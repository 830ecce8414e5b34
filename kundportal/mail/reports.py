"""What a provider reports of a mail that it has taken: delivered, delayed, bounced, called junk.

Reports come twice, late and in any order, and about mails of others; none of that does any harm.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.utils import timezone

from kundportal.lib.paging import number
from kundportal.mail.answers import is_hard, status_in
from kundportal.mail.letters import fold
from kundportal.mail.models import Kind, Mail
from kundportal.mail.providers import KEY_OF_OURS

NOT_DELIVERED = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED}
HARD = {"True", "hard_bounce", "HardBounce"}  # how Mailjet, Brevo and Postmark call it


def take(event: AnymailTrackingEvent) -> bool:
    """Takes down what the report says; whether it is about a mail of ours."""
    mail = _mail_of(event)
    if mail is None:
        return False
    kind = event.event_type
    if kind == EventType.DELIVERED:
        mail.arrive(at=_moment_of(event))
    elif kind == EventType.COMPLAINED:
        mail.complain()
    elif kind == EventType.DEFERRED or kind in NOT_DELIVERED:
        _bounce(mail, event, is_final=kind in NOT_DELIVERED)
    return True


def _bounce(mail: Any, event: AnymailTrackingEvent, *, is_final: bool) -> None:
    said = fold(" ".join(str(one) for one in (event.mta_response, event.description) if one))
    status = status_in(said)
    mail.bounce(
        kind=Kind.PERMANENT if is_final and not status.startswith("4") else Kind.TEMPORARY,
        status=status,
        is_hard=is_final and (is_hard(said) if status else _is_known_as_dead(event)),
        text=said or fold(str(event.reject_reason or "")),
        is_final=is_final,
    )
    Mail.objects.filter(pk=mail.pk).date_failure(_moment_of(event))


def _is_known_as_dead(event: AnymailTrackingEvent) -> bool:
    """No status, but the provider calls it no address, or does not send to it after a bounce."""
    told = event.esp_event if isinstance(event.esp_event, dict) else {}
    said = {str(told.get(name)) for name in ("hard_bounce", "event", "Type")}
    if event.reject_reason == RejectReason.INVALID or said & HARD:
        return True
    is_dropped = event.event_type == EventType.REJECTED
    return bool(is_dropped and event.reject_reason == RejectReason.BOUNCED)


def _mail_of(event: AnymailTrackingEvent) -> Any:
    """The mail that the report is about: by the key we gave along, else by the provider's own."""
    metadata = event.metadata if isinstance(event.metadata, dict) else {}
    pk = number(str(metadata.get(KEY_OF_OURS, "")))
    mail = Mail.objects.filter(pk=pk).first() if pk else None
    if mail is None and event.message_id:
        known_as = fold(str(event.message_id))[:255]
        mail = Mail.objects.filter(provider_id=known_as).exclude(provider_id="").first()
    return mail if mail and _is_to(mail, event.recipient) else None


def _is_to(mail: Any, recipient: Any) -> bool:
    """Whether the report names the mail's own recipient, as far as it names one."""
    if not recipient:
        return True
    there, ours = (str(one).strip().lower().partition("@")[0] for one in (recipient, mail.to))
    return there == ours  # the domains may be written in two ways


def _moment_of(event: AnymailTrackingEvent) -> datetime:
    now = timezone.now()
    moment = event.timestamp
    return min(moment, now) if moment and timezone.is_aware(moment) else now
