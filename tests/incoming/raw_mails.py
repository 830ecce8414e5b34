"""Mails as they come over the wire, written for the tests."""

from __future__ import annotations

import base64

PERSON = b"From: Karin Ek <karin.ek@skola.example>\r\nTo: support@vendor.example\r\n"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)
REPORT = """\
From: Mail Delivery System <MAILER-DAEMON@mx.skola.example>
To: {to}
Subject: Undelivered Mail Returned to Sender
Date: Thu, 26 Nov 2026 09:00:00 +0100
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="grans"

--grans
Content-Type: text/plain; charset=us-ascii

The mail system at mx.skola.example could not hand over your mail.

--grans
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.skola.example

{fields}

--grans
Content-Type: text/rfc822-headers

From: no-reply@portal.example
To: karin.ek@skola.example
Message-ID: <abc123@portal.example>
Subject: Ett svar

--grans--
"""


def raw(headers: str, body: str = "Hej") -> bytes:
    """A mail of a person's program; a header that starts with From replaces the usual one."""
    begins = "" if headers.lower().startswith("from:") else PERSON.decode().replace("\r\n", "\n")
    return f"{begins}{headers.strip()}\n\n{body}\n".replace("\n", "\r\n").encode()


def report(fields: str, *, to: str = "no-reply@portal.example") -> bytes:
    """A report as RFC 3464 has it, with the fields of one recipient or several."""
    return REPORT.format(fields=fields.strip(), to=to).replace("\n", "\r\n").encode()


def fields(
    status: str, said: str = "", *, action: str = "failed", email: str = "karin.ek@skola.example"
) -> str:
    lines = [f"Final-Recipient: rfc822; {email}", f"Action: {action}", f"Status: {status}"]
    return "\n".join([*lines, *([f"Diagnostic-Code: smtp; {said}"] if said else [])])


def notice(
    text: str,
    *,
    by: str = "MAILER-DAEMON@mx.skola.example",
    subject: str = "Undelivered mail",
    headers: str = "",
) -> bytes:
    """What a mail server says in plain words."""
    head = f"From: {by}\nTo: no-reply@portal.example\nSubject: {subject}\n{headers}".strip()
    return f"{head}\n\n{text}\n".replace("\n", "\r\n").encode()


def multipart(*parts: str, kind: str = "mixed", headers: str = "Subject: Filer") -> bytes:
    inner = "".join(f"--grans\n{part}\n" for part in parts)
    return raw(
        f"{headers}\nMIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary=grans",
        f"{inner}--grans--",
    )


def file_part(name: str, *, kind: str = "application/pdf", content: bytes = b"%PDF-1.4") -> str:
    return (
        f"Content-Type: {kind}\nContent-Disposition: attachment; {name}\n"
        f"Content-Transfer-Encoding: base64\n\n{base64.b64encode(content).decode()}"
    )
