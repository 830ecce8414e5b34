"""A ready text for whoever runs somebody's mail: what to let through, and how to know it."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kundportal.mail.looks import Looks, looks

LANGUAGES = ("sv", "en")  # whoever runs the mail reads one of them, whatever the page is in


def subject_in(language: str) -> str:
    with translation.override(language):
        return _("Let mails from %(portal)s through") % {"portal": settings.PORTAL_NAME}


def text_in(language: str) -> str:
    """Plain text, without an address of its reader: the same for everyone."""
    ours = looks()
    with translation.override(language):
        parts = [_beginning(ours), _names(ours), _records(ours), _sample(ours), _end()]
    return "\n\n".join(parts) + "\n"


def both() -> str:
    return ("\n" + "-" * 60 + "\n\n").join(text_in(one) for one in LANGUAGES)


def short_in(language: str) -> str:
    """For a mail that a link begins: programs cut those that are long."""
    ours = looks()
    with translation.override(language):
        return "\n\n".join([
            _("Hello,"),
            _("I use %(portal)s at work, and its mails must reach me. Please let them through to "
              "the inbox, by the domain and its signature.") % _values(ours),
            _names(ours),
            _records(ours),
            _("All of it: %(url)s") % {"url": settings.SITE_URL + reverse("mail-test-it")},
        ])  # fmt: skip


def _values(ours: Looks) -> dict[str, str]:
    return {
        "portal": settings.PORTAL_NAME,
        "vendor": settings.VENDOR_NAME,
        "sender": ours.sender,
        "domain": ours.domain,
        "returns": ours.returns,
        "returns_domain": ours.returns_domain,
        "site": settings.SITE_URL,
    }


def _beginning(ours: Looks) -> str:
    return _("%(portal)s (%(site)s) is the customer portal of %(vendor)s. Our organisation uses "
             "it, and its mails must reach us: codes, links to choose a password, and answers to "
             "our tickets. Please let them through to the inbox, by the domain and its signature "
             "rather than by addresses, which may change.") % _values(ours)  # fmt: skip


def _names(ours: Looks) -> str:
    hosts = ", ".join(ours.hosts) if ours.hosts else (
        _("those of the SPF record of %(returns_domain)s") % _values(ours)
    )  # fmt: skip
    return _list(
        _("Senders"),
        (_("From (shown to the reader)"), ours.sender),
        (_("Return path (in the envelope)"), ours.returns),
        (_("Servers that send"), hosts),
    )


def _records(ours: Looks) -> str:
    dkim = ", ".join(ours.dkim) if ours.dkim else (
        _("the signature names its selector (s=) in each mail")
    )  # fmt: skip
    return _list(
        _("Records in the DNS"),
        ("SPF", f"{ours.returns_domain} TXT"),
        ("DKIM", dkim),
        ("DMARC", f"{ours.dmarc} TXT"),
    )


def _sample(ours: Looks) -> str:
    return _list(
        _("Such headers stand in each mail"),
        ("From", settings.DEFAULT_FROM_EMAIL),
        ("Return-Path", f"<{ours.returns}>"),
        ("Message-ID", f"<…@{ours.host}>"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("Content-Language", "sv"),
    )


def _end() -> str:
    return _("Did mails already stop? Then release them from the quarantine, and tell us what your "
             "filter says about them.")  # fmt: skip


def _list(title: str, *facts: tuple[str, str]) -> str:
    return "\n".join([title, *(f"- {name}: {value}" for name, value in facts)])
