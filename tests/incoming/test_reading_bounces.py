"""What mail servers report of our mails: whose, for how long, and whether anybody is there."""

from __future__ import annotations

import pytest

from kundportal.incoming.bouncing.bounces import Report, bounce_in
from kundportal.incoming.parsing.reading import read
from kundportal.mail.addresses import return_path
from kundportal.mail.models import Kind
from tests.incoming.raw_mails import fields, multipart, notice, raw, report

EMAIL = "karin.ek@skola.example"


def found(mail: bytes, **envelope) -> Report:
    one = bounce_in(read(mail, **envelope))
    assert one
    return one


@pytest.mark.parametrize(
    ("status", "said", "kind", "is_hard"),
    [
        ("5.1.1", "550 5.1.1 User unknown", Kind.PERMANENT, True),
        ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", Kind.PERMANENT, True),
        ("5.1.2", "", Kind.PERMANENT, True),
        ("5.4.4", "Host or domain name not found", Kind.PERMANENT, True),
        ("5.0.0", "550 no such user here", Kind.PERMANENT, True),
        ("5.0.0", "550-5.1.1 The account does not exist", Kind.PERMANENT, True),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied", Kind.PERMANENT, True),
        ("5.1.1", "550 5.1.1 mailbox is full", Kind.PERMANENT, False),
        ("5.1.1", "550 5.1.1 blocked as spam", Kind.PERMANENT, False),
        ("5.2.2", "552 5.2.2 Over quota", Kind.PERMANENT, False),
        ("5.2.1", "550 5.2.1 account is disabled", Kind.PERMANENT, False),
        ("5.2.3", "552 message too large", Kind.PERMANENT, False),
        ("5.3.4", "message size exceeds size limit", Kind.PERMANENT, False),
        ("5.4.6", "too many hops", Kind.PERMANENT, False),
        ("5.7.1", "550 5.7.1 refused by policy", Kind.PERMANENT, False),
        ("5.7.1", "554 5.7.1 Relay access denied: domain not found", Kind.PERMANENT, False),
        ("5.7.1", "550 5.7.1 No such user", Kind.PERMANENT, True),
        ("5.0.0", "550 mailbox unavailable", Kind.PERMANENT, False),
        ("4.2.2", "452 4.2.2 mailbox full", Kind.TEMPORARY, False),
        ("4.4.1", "connection timed out", Kind.TEMPORARY, False),
        ("4.7.1", "451 4.7.1 Greylisted, try again", Kind.TEMPORARY, False),
        ("4.4.4", "550 user unknown", Kind.TEMPORARY, False),
    ],
)
def test_the_status_decides_the_class_and_both_whether_anybody_is_there(
    status, said, kind, is_hard
):
    one = found(report(fields(status, said)))
    assert (one.addresses, one.kind, one.is_hard) == ((EMAIL,), kind, is_hard)
    assert one.status[0] == status[0]
    assert one.message_id == "<abc123@portal.example>"
    assert "\n" not in one.text
    assert not one.is_delay


@pytest.mark.parametrize(
    ("words", "is_hard"),
    [
        ("Mottagaren finns inte", True),
        ("Okänd användare", True),
        ("Adressen hittades inte", True),
        ("Brukeren finnes ikke", True),
        ("Modtageren blev ikke fundet", True),
        ("Empfänger unbekannt", True),
        ("Vastaanottajaa ei löydy", True),
        ("Destinataire inconnu", True),
        ("Brevlådan är full", False),
        ("Das Postfach ist voll", False),
    ],
)
def test_servers_speak_many_languages(words, is_hard):
    said = report(fields("5.0.0", f"550 {words}")).replace(b"us-ascii", b"utf-8")
    assert found(said).is_hard is is_hard


def test_a_general_status_gives_way_to_a_finer_one_of_its_class():
    assert found(report(fields("5.0.0", "550 5.7.26 not authenticated"))).status == "5.7.26"
    assert found(report(fields("5.0.0", "451 4.7.1 later"))).status == "5.0.0"
    assert found(report(fields("5.1.1 (bad mailbox)"))).status == "5.1.1"


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", "Delivered (to mailbox)"])
def test_news_of_a_success_is_no_bounce(action):
    assert bounce_in(read(report(fields("2.0.0", "250 OK", action=action)))) is None


def test_a_server_that_still_tries_is_told_apart():
    one = found(report(fields("4.4.1", "no route", action="delayed")))
    assert (one.kind, one.is_delay, one.is_hard) == (Kind.TEMPORARY, True, False)


def test_of_several_recipients_those_that_took_no_mail_are_named():
    several = "\n\n".join(
        [
            fields("2.0.0", action="delivered", email="bo@skola.example"),
            fields("5.1.1", "550 no such user"),
            fields("4.2.2", "full", email="eva@skola.example", action="delayed"),
            fields("5.2.2", "full", email="ove@skola.example"),
        ]
    )
    one = found(report(several))
    assert one.addresses == (EMAIL, "ove@skola.example")
    assert (one.kind, one.is_hard) == (Kind.PERMANENT, False)


@pytest.mark.parametrize(
    "written",
    [
        "Original-Recipient: rfc822;Karin.Ek@Skola.Example\nFinal-Recipient: rfc822;x@inne.example",
        "Final-Recipient: rfc822;<karin.ek@skola.example>",
        "Final-Recipient: karin.ek@skola.example",
        "Final-Recipient: LOCAL; karin.ek@skola.example",
        "FINAL-RECIPIENT : RFC822 ; karin.ek@skola.example (Karin)",
    ],
)
def test_the_recipient_is_read_however_it_is_written(written):
    assert found(report(f"{written}\nAction: failed\nStatus: 5.1.1")).addresses == (EMAIL,)


def test_an_address_with_other_letters_is_read():
    written = "Final-Recipient: utf-8; \\x{E5}sa@skola.example\nAction: failed\nStatus: 5.1.1"
    assert found(report(written)).addresses == ("åsa@skola.example",)


def test_a_report_in_broken_parts_is_read_all_the_same():
    whole = report(fields("5.1.1", "550 5.1.1 User unknown"))
    for broken in (
        whole.replace(b'boundary="grans"', b"boundary=borta"),
        whole.replace(b"message/delivery-status", b"text/plain"),
        whole.replace(b"--grans--\r\n", b""),
        whole.replace(b"; boundary=", b" boundry="),
        whole.replace(b"\r\n", b"\n"),
    ):
        one = found(broken)
        assert (one.addresses, one.status, one.is_hard) == ((EMAIL,), "5.1.1", True)


def test_a_report_that_a_gateway_has_wrapped_is_found():
    inner = report(fields("5.1.1")).decode().replace("\r\n", "\n").replace("grans", "inre")
    inside = multipart(
        f"Content-Type: message/rfc822\n\n{inner}", "Content-Type: text/plain\n\nLegal notice",
        headers="From: postmaster@skola.example\nSubject: Delivery Status Notification (Failure)",
    )  # fmt: skip
    one = found(inside)
    assert (one.addresses, one.message_id) == ((EMAIL,), "<abc123@portal.example>")
    assert (one.status, one.is_hard) == ("5.1.1", True)


NOTICES = {
    "postfix": "I'm sorry to have to inform you that your message could not be delivered.\n\n"
    "<karin.ek@skola.example>: host mx said: 550 5.1.1 User unknown (in reply to RCPT TO)",
    "exim": "A message that you sent could not be delivered to one or more of its recipients.\n\n"
    "  karin.ek@skola.example\n    SMTP error after RCPT TO:<karin.ek@skola.example>:\n"
    "    550 5.1.1 unknown user",
    "qmail": "Hi. This is the qmail-send program at skola.example.\nI'm afraid I wasn't able to "
    "deliver your message to the following addresses.\n\n<karin.ek@skola.example>:\n"
    "Sorry, no mailbox here by that name. (#5.1.1)",
    "sendmail": "   ----- The following addresses had permanent fatal errors -----\n"
    "<karin.ek@skola.example>\n\n   ----- Transcript of session follows -----\n"
    "550 5.1.1 <karin.ek@skola.example>... User unknown",
    "domino": "Your message\n\n  Subject: Ett svar\n\nwas not delivered to:\n\n  karin.ek@skola.ex"
    "ample\n\nbecause:\n\n  User karin.ek (karin.ek@skola.example) not listed in Domino Directory",
    "own": "Meddelandet kunde inte levereras till karin.ek@skola.example.\n550 5.1.1 Okänd adress",
}


@pytest.mark.parametrize("server", NOTICES)
def test_plain_notices_are_read(server):
    one = found(notice(NOTICES[server]))
    assert (one.addresses, one.kind, one.is_hard) == ((EMAIL,), Kind.PERMANENT, True)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("452 4.2.2 The mailbox is full", Kind.TEMPORARY),
        ("451 temporary local problem", Kind.TEMPORARY),
        ("mailbox is over quota", Kind.TEMPORARY),
        ("552 5.2.2 mailbox is over quota", Kind.PERMANENT),
        ("connection timed out", Kind.TEMPORARY),
        ("554 5.7.1 blocked, see our policy", Kind.PERMANENT),
        ("it went wrong", Kind.PERMANENT),
    ],
)
def test_without_a_report_the_code_decides_else_the_words(said, kind):
    one = found(notice(f"Your mail could not be delivered:\n\n<karin.ek@skola.example>: {said}"))
    assert (one.addresses, one.kind, one.is_hard) == ((EMAIL,), kind, False)


def test_a_notice_of_delay_is_temporary():
    text = "<karin.ek@skola.example>: not yet been delivered. We will keep trying for 3 days."
    one = found(notice(text, subject="Warning: message delayed 24 hours"))
    assert (one.kind, one.is_delay) == (Kind.TEMPORARY, True)


def test_the_mail_that_came_back_is_not_taken_for_the_notice():
    below = (
        "------ This is a copy of the message, including all the headers. ------\n\nReceived: x\n"
        "Message-ID: <abc123@portal.example>\nTo: eva@skola.example\n\n4.2.2 is a chapter."
    )
    one = found(notice(f"{NOTICES['exim']}\n\n{below}"))
    assert (one.addresses, one.status) == ((EMAIL,), "5.1.1")
    assert one.message_id == "<abc123@portal.example>"


def test_our_own_mail_is_known_by_the_address_it_came_back_to(settings):
    settings.MAIL_DOMAIN = "in.portal.example"
    mail = report(fields("5.1.1"), to=return_path(4711))
    assert found(mail).mail_id == 4711
    assert found(report(fields("5.1.1")), recipients=[return_path(12)]).mail_id == 12
    forged = return_path(4711).replace("4711.", "4712.")
    assert found(report(fields("5.1.1"), to=forged)).mail_id is None


def test_a_complaint_is_no_bounce():
    said = "Feedback-Type: abuse\nOriginal-Rcpt-To: <karin.ek@skola.example>\nVersion: 1"
    mail = multipart(
        "Content-Type: text/plain\n\nThis is an abuse report.",
        f"Content-Type: message/feedback-report\n\n{said}",
        "Content-Type: message/rfc822\n\nMessage-ID: <abc123@portal.example>\n\nHej",
        kind="report; report-type=feedback-report",
        headers="From: fbl@provider.example\nSubject: complaint",
    )
    one = found(mail)
    assert (one.is_complaint, one.addresses, one.kind) == (True, (EMAIL,), Kind.NONE)
    assert one.message_id == "<abc123@portal.example>"
    assert bounce_in(read(mail.replace(b"abuse\r\n", b"not-spam\r\n"))) is None


NO_BOUNCES = {
    "a receipt": multipart(
        "Content-Type: text/plain\n\nDitt meddelande har öppnats av karin.ek@skola.example",
        "Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; "
        "karin.ek@skola.example\nDisposition: manual-action/MDN-sent-manually; displayed",
        kind="report; report-type=disposition-notification", headers="Subject: Läst: Ett svar",
    ),
    "an absence": raw(
        "Subject: Automatic reply: Ett svar\nAuto-Submitted: auto-replied\nReturn-Path: <>",
        "I am out of the office. Mail to bo@skola.example, your message was not delivered.",
    ),
    "a challenge": notice(
        "Your message was not delivered. Click the link below to deliver it.\n"
        "https://x.example/ Prove that you are a human.", by="karin.ek@skola.example",
    ),
    "news of a success": notice(
        "Your message was successfully delivered to the following addresses:\n\n"
        "<karin.ek@skola.example>", subject="Delivery Status Notification (Success)",
    ),
    "news of a success in Swedish": notice(
        "Ditt meddelande har levererats till karin.ek@skola.example",
        subject="Leveransrapport",
    ),
    "a question about a bounce": raw(
        "Subject: Problem with mail",
        "My mail to bo@skola.example bounced: 550 5.1.1 User unknown. Why was it not delivered?",
    ),
    "a forwarded bounce": raw(
        "Subject: Fwd: Undelivered Mail Returned to Sender",
        "Vad betyder detta?\n\n---------- Forwarded message ----------\nFrom: MAILER-DAEMON\n\n"
        "<bo@skola.example>: 550 5.1.1 User unknown",
    ),
    "a bounce as a file": multipart(
        "Content-Type: text/plain\n\nSe bilagan.",
        "Content-Type: message/rfc822\n\n" + report(fields("5.1.1")).decode().replace("\r\n", "\n")
        .replace("grans", "inre"),
        headers="Subject: En studs",
    ),
    "a postmaster who writes": raw(
        "From: Eva <postmaster@skola.example>\nSubject: Hej",
        "Vi byter domän i juli, och nya mailbox får alla. Hör av er till eva@skola.example.",
    ),
    "an ordinary mail": raw("Subject: Betyg", "Hej, det går inte att spara betyg."),
}  # fmt: skip


@pytest.mark.parametrize("what", NO_BOUNCES)
def test_what_is_no_bounce(what):
    assert bounce_in(read(NO_BOUNCES[what])) is None
