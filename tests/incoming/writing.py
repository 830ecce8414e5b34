"""Mails as people's programs write them, read and answered the way that every mail takes."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

from kundportal.incoming import jobs
from kundportal.incoming.models import Arrival, ArrivalState, Source
from kundportal.mail.models import Mail

SUPPORT = "support@vendor.example"
TEXT = "Hej,\n\nnär vi sparar ett betyg står det Fel 12. Kan ni hjälpa oss med det?\n\nKarin"
Files = Sequence[tuple[str, str, bytes]]


def written(
    by: str,
    *,
    to: str = SUPPORT,
    cc: str = "",
    subject: str = "Betyg går inte att spara",
    text: str = TEXT,
    html: str = "",
    files: Files = (),
    **headers: str,
) -> EmailMessage:
    """A mail; `headers` are written with underscores."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = by, to, subject
    if cc:
        mail["Cc"] = cc
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in {"Message-ID": f"<{uuid4().hex}@skola.example>", **given}.items():
        mail[name] = value
    if html:
        mail.set_content(html, subtype="html")
    else:
        mail.set_content(text)
    for name, kind, content in files:
        main, _slash, sub = kind.partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return mail


def arrive(mail: EmailMessage, *, sender: str | None = None, at: Sequence[str] = ()) -> str:
    """Has the mail come in and be read; the envelope names what the mail does, if nothing is said.

    Gives the outcome that was taken down: "answered", or why not; not whether the text was kept.
    """
    envelope = str(mail["From"]) if sender is None else sender
    to = at or [one.strip() for one in str(mail["To"]).split(",")]
    taken = Arrival.objects.take(
        mail.as_bytes(), sender=envelope, recipients=to, source=Source.LMTP
    )
    jobs.read(arrival_id=taken.pk)
    arrival = Arrival.objects.get(pk=taken.pk)
    assert (arrival.state, arrival.raw) == (ArrivalState.READ, None)
    return str(arrival.reason).partition("+")[0]


def comes(by: str, *, sender: str | None = None, at: Sequence[str] = (), **about: Any) -> str:
    return arrive(written(by, **about), sender=sender, at=at)


def answers() -> list[Mail]:
    return list(Mail.objects.filter(key__startswith="answer:").order_by("pk"))
