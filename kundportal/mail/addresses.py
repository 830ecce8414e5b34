"""The addresses and names that a mail carries: its own name, its thread, where it bounces to."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import Signer
from django.utils.crypto import salted_hmac

_BOUNCE = re.compile(r"bounce\+(\d+)\.([a-z2-7]{16})", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>")
LONGEST_CHAIN = 900
FIRST = "thread:"  # begins the key of a thread's first mail
REPLIES = "replies"  # the local part to which an answer to one of our mails goes
CHECK = "check"  # the local part of the mails by which the way out and back is tried


def domain_of(email: str) -> str:
    """The part after the last @, in lower case; empty when there is none."""
    return email.rpartition("@")[2].strip().lower()[:254] if "@" in email else ""


def message_id_of(key: str) -> str:
    """The same for the same key, so that a mail sent twice is recognised as one.

    Nobody can guess it, since a bounce that names it is believed. The first mail of a thread is
    named by all the others, so that a bounce of it is believed by the address alone it comes to.
    """
    return f"<{_hash(key)}@{_host()}>"


def key_of_first(thread: str) -> str:
    """The key of a thread's first mail, by which it has the name that all the others refer to."""
    return f"{FIRST}{thread}"


def threading(thread: str, message_id: str) -> dict[str, str]:
    """The headers by which mail programs put the mails of a thread together.

    References are what Gmail and Apple Mail go by, index and topic what Outlook does. All refer to
    the first mail, which only its own receiver has: to the others it is a name like any other. The
    List-Id (RFC 2919) is for the reader's own rules.
    """
    if not thread:
        return {}
    first = message_id_of(key_of_first(thread))
    index = b"\x01" + bytes(5) + hashlib.sha256(first.encode()).digest()[:16]
    label = re.sub(r"[^a-z0-9]+", "-", thread.lower()).strip("-")
    refers = {} if message_id == first else {"In-Reply-To": first, "References": first}
    return {
        **refers,
        "Thread-Index": base64.b64encode(index).decode(),
        "Thread-Topic": thread,
        "List-Id": f"{thread} <{label}.{_host()}>",
    }


def chain_of(message_ids: Iterable[str]) -> str:
    """The names of the mails that an answer belongs to, the one that is answered last."""
    known = [f"<{one.strip().strip('<>')}>" for one in message_ids]
    chain: list[str] = []
    room = LONGEST_CHAIN
    for one in reversed(list(dict.fromkeys(known))):
        room -= len(one) + 1
        if room < 0:
            break
        if _MESSAGE_ID.fullmatch(one):
            chain.insert(0, one)
    return " ".join(chain)


def answering(chain: str) -> dict[str, str]:
    """The headers of a program's answer to the last mail of the chain (RFC 3834, RFC 5322)."""
    if not chain:
        return {}
    last = chain.rpartition(" ")[2]
    return {"In-Reply-To": last, "References": chain, "Auto-Submitted": "auto-replied"}


def replies() -> str:
    """Where an answer to one of our mails goes; empty when no mail can come in here."""
    return f"{REPLIES}@{settings.MAIL_DOMAIN}" if settings.MAIL_DOMAIN else ""


def reply_to() -> dict[str, str]:
    return {"Reply-To": address} if (address := replies()) else {}


def unsubscribing(url: str) -> dict[str, str]:
    """The headers for a button in the mail program that stops such mails (RFC 2369, 8058)."""
    if not url:
        return {}
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def return_path(mail_id: int) -> str:
    """Where a bounce of the mail goes; empty when no mail can come in here."""
    if not settings.MAIL_DOMAIN:
        return ""
    return f"bounce+{mail_id}.{_signature(mail_id)}@{settings.MAIL_DOMAIN}"


def mail_of_return_path(email: str) -> int | None:
    """The key of the mail that such an address names, if we have made it."""
    local, _at, domain = email.strip("<> ").rpartition("@")
    match = _BOUNCE.fullmatch(local)
    if not match or not settings.MAIL_DOMAIN or domain.lower() != settings.MAIL_DOMAIN.lower():
        return None
    mail_id = int(match[1][:18])
    return mail_id if match[2].lower() == _signature(mail_id) else None


def _signature(mail_id: int) -> str:
    # Lower case alone, since some servers on the way change the case of an address.
    signed = Signer(salt="kundportal.mail.bounce").signature(str(mail_id))
    return base64.b32encode(hashlib.sha256(signed.encode()).digest())[:16].decode().lower()


def _hash(text: str) -> str:
    return salted_hmac("kundportal.mail.message_id", text, algorithm="sha256").hexdigest()[:40]


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
