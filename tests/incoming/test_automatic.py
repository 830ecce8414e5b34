"""What a program wrote, what asks for silence, and what a person wrote all the same."""

from __future__ import annotations

import pytest

from kundportal.incoming.parsing.reading import read
from kundportal.incoming.replying.automatic import why_automatic
from kundportal.incoming.replying.deciding import Decision, decide
from kundportal.mail.addresses import return_path
from tests.incoming.raw_mails import fields, multipart, notice, raw, report

TEXT = "Hej, det går inte att spara betyg. Vad ska vi göra?"

AUTOMATIC = {
    "Auto-Submitted: auto-replied": "auto-submitted",
    "Auto-Submitted: Auto-Generated; owner-email=x": "auto-submitted",
    "Auto-Submitted: auto-notified (rfc5436)": "auto-submitted",
    "Precedence: list": "list",
    "Precedence: Auto-Reply": "auto-reply-header",
    "Precedence: auto_reply": "auto-reply-header",
    "List-Id: <skolor.example>": "list",
    "List-Post: <mailto:skolor@example>": "list",
    "X-Mailing-List: skolor": "list",
    "List-Unsubscribe: <https://x.example/>": "bulk",
    "Return-Path: <skolor-bounces+karin=skola.example@lists.example>": "list",
    "Feedback-ID: 1:2:3\nPrecedence: bulk": "bulk",
    "X-Autoreply: yes": "auto-reply-header",
    "X-Autorespond: Re: Betyg": "auto-reply-header",
    "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent": "auto-reply-header",
    "X-POST-MessageClass: 9; Autoresponder": "auto-reply-header",
    "X-Loop: karin.ek@skola.example": "loop",
    "Return-Path: <>": "empty-sender",
    "From: <>": "empty-sender",
    "From: Mailer-Daemon@skola.example": "mailer-daemon",
    "From: postmaster@skola.example": "mailer-daemon",
    "From: MAILER-DAEMON": "mailer-daemon",
    "From: no-reply@skola.example": "no-reply",
    "From: system.noreply@skola.example": "no-reply",
    "From: do_not_reply+17@skola.example": "no-reply",
    "From: svara-ej@skola.example": "no-reply",
    "From: lista-bounces@skola.example": "no-reply",
    "From: Portalen <no-reply@localhost>": "own-address",
    "Subject: Automatiskt svar: Betyg\nIn-Reply-To: <1@x.example>": "out-of-office",
    "Subject: Autosvar: Betyg\nX-Auto-Response-Suppress: All": "out-of-office",
}  # fmt: skip

PERSONS = {
    "Subject: Betyg": "person",
    "Auto-Submitted: no": "person",
    "X-Auto-Response-Suppress: DR, NDR, RN, NRN, OOF": "person",
    "X-Auto-Response-Suppress: None": "person",
    "X-Autoreply: no": "person",
    "Feedback-ID: 1:2:3": "person",
    "Subject: Sv: Autosvar: Betyg": "person",
    "Subject: Autosvar går inte att stänga av": "person",
    "Subject: Frånvaro: klass 9B": "person",
    "Subject: Semester för personal": "person",
    "Subject: Undeliverable mail from the portal": "person",
    "Return-Path: <karin.ek@skola.example>": "person",
    "From: Noréply Andersson <andersson@skola.example>": "person",
    "From: norah.eply@skola.example": "person",
    "From: systemforvaltare@skola.example": "person",
    "From: exchange@skola.example": "person",
    "From: delivery@skola.example": "person",
    "X-Auto-Response-Suppress: All": "suppressed",
    "X-Auto-Response-Suppress: DR, OOF, AutoReply": "suppressed",
    "X-Auto-Response-Suppress: autoreply;": "suppressed",
    "X-Auto-Response-Suppress: -1": "suppressed",
    "Precedence: bulk": "precedence",
    "Precedence: JUNK": "precedence",
    "X-Spam-Flag: YES": "spam",
    "Reply-To: no-reply@localhost": "own-address",
    "From: Karin": "no-sender",
}


@pytest.mark.parametrize("headers", AUTOMATIC)
def test_what_a_program_wrote_is_never_answered(headers):
    why = AUTOMATIC[headers]
    assert decide(read(raw(headers, TEXT))) == Decision(False, why, is_automatic=True)


@pytest.mark.parametrize("headers", PERSONS)
def test_what_a_person_wrote_stays_a_persons_answered_or_not(headers):
    why = PERSONS[headers]
    assert decide(read(raw(headers, TEXT))) == Decision(why == "person", why)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Out of office", "I am out of the office until Monday."),
        ("Frånvaro: Betyg", "Jag är på semester till den 4 juli."),
        ("Abwesenheitsnotiz", "Ich bin im Urlaub und am Montag wieder erreichbar."),
        ("Fravær: Karakterer", "Jeg er på ferie til mandag."),
        ("Poissa: Arvosanat", "Olen lomalla maanantaihin asti."),
        ("AUTO: Karin Ek is out of the office (returning 4/7)", "I am out of the office"),
    ],
)
def test_a_notice_of_absence_is_told_by_its_subject_and_its_words_together(subject, text):
    assert why_automatic(read(raw(f"Subject: {subject}", text))) == "out-of-office"
    assert why_automatic(read(raw("Subject: Betyg", text))) == ""
    assert why_automatic(read(raw("Subject: Sv: Betyg", f"{text} Kan ni ringa sedan?"))) == ""


def test_reports_of_every_kind_are_not_answered():
    assert why_automatic(read(report(fields("5.1.1")))) == "bounce"
    assert why_automatic(read(report(fields("4.4.1", action="delayed")))) == "bounce"
    assert why_automatic(read(report(fields("2.0.0", action="delivered")))) == "report"
    receipt = multipart(
        "Content-Type: text/plain\n\nLäst",
        "Content-Type: message/disposition-notification\n\nDisposition: manual-action; displayed",
        kind="report; report-type=disposition-notification",
    )
    assert why_automatic(read(receipt)) == "report"
    complaint = multipart(
        "Content-Type: message/feedback-report\n\nFeedback-Type: abuse",
        kind="report; report-type=feedback-report",
    )
    assert why_automatic(read(complaint)) == "complaint"


def test_an_answer_to_an_invitation_is_a_programs():
    reply = "Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY"
    invitation = "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST"
    assert why_automatic(read(multipart(reply, kind="alternative"))) == "calendar"
    assert why_automatic(read(multipart(invitation, kind="alternative"))) == ""


def test_a_challenge_is_a_programs():
    text = "I protect my mailbox.\nClick the link https://x.example/ to have your mail delivered."
    assert why_automatic(read(raw("Subject: Sv: Betyg", text))) == "challenge"


def test_our_own_addresses_are_never_answered(settings):
    settings.MAIL_DOMAIN = "in.portal.example"
    for own in (return_path(7), "replies@in.portal.example", "check+1@IN.portal.example"):
        assert why_automatic(read(raw(f"From: {own}"))) in {"own-address", "mailer-daemon"}
    assert why_automatic(read(raw("From: anna@in.portal.example"))) == ""
    mail = read(raw("From: Support@vendor.example"))
    assert decide(mail, own={"support@VENDOR.example"}).why == "own-address"
    to_itself = "From: a@b.example\nTo: a@b.example\nDelivered-To: a@b.example"
    assert decide(read(raw(to_itself))) == Decision(False, "own-address")


def test_a_mail_that_has_gone_in_a_circle_is_not_answered():
    hops = "\n".join(f"Received: by mx{n}.skola.example" for n in range(31))
    assert why_automatic(read(raw(hops))) == "loop"
    assert why_automatic(read(raw(hops.partition("mx12")[0] + "x"))) == ""


def test_the_envelope_tells_of_an_empty_sender():
    assert why_automatic(read(raw("Subject: Betyg"), sender="")) == "empty-sender"
    assert why_automatic(read(raw("Subject: Betyg"), sender="karin.ek@skola.example")) == ""


def test_a_notice_that_tells_nothing_is_still_a_machines():
    assert why_automatic(read(notice("Hej", subject="Hej"))) == "mailer-daemon"
