"""What an incoming mail says, as mail programs write it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kundportal.incoming.parsing.reading import read
from tests.incoming.raw_mails import PIXEL, file_part, multipart, raw

PLAIN = 'Content-Type: text/plain; charset="utf-8"\n\n'


@pytest.mark.parametrize(
    ("written", "name", "email"),
    [
        ("Karin Ek <Karin.Ek@Skola.EXAMPLE>", "Karin Ek", "Karin.Ek@skola.example"),
        ('"Ek, Karin" <karin@skola.example>', "Ek, Karin", "karin@skola.example"),
        ("karin@skola.example (Karin Ek)", "Karin Ek", "karin@skola.example"),
        ("=?utf-8?q?Ek=2C_=C3=85sa?= <asa@skola.example>", "Ek, Åsa", "asa@skola.example"),
        ("=?utf-8?b?w4VzYSA8YXNhQHNrb2xhLmV4YW1wbGU+?=", "Åsa", "asa@skola.example"),
        ('"a, b"@skola.example', "", '"a, b"@skola.example'),
        ("åsa@räksmörgås.example", "", "åsa@xn--rksmrgs-5wao1o.example"),
        ("Support: karin@skola.example, bo@skola.example;", "", "karin@skola.example"),
        ("<@a.example,@b.example:karin@skola.example>", "", "karin@skola.example"),
        ("Karin <karin@skola.example", "Karin", "karin@skola.example"),
        ("'karin@skola.example'", "", "karin@skola.example"),
        ("undisclosed-recipients:;", "", ""),
        ("<>", "", ""),
        ("Karin", "", ""),
        ("Karin <karin@>", "", ""),
        ("Karin <karin@skola..example>", "", ""),
        ("karin@skola.example\n Bcc: bo@skola.example", "karin@skola.example Bcc:",
         "bo@skola.example"),
    ],
)  # fmt: skip
def test_the_sender_is_read_however_it_is_written(written, name, email):
    mail = read(raw(f"From: {written}\nSubject: Hej"))
    assert (mail.sender_name, mail.sender) == (name, email)


def test_of_several_senders_the_first_that_can_be_answered_counts():
    assert read(raw("From: \nFrom: Karin\nFrom: bo@skola.example")).sender == "bo@skola.example"
    assert read(raw("Subject: x")).sender == "karin.ek@skola.example"
    assert read(b"Sender: bo@skola.example\n\nHej").sender == "bo@skola.example"


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        ("Betyg =?iso-8859-1?q?=E5rskurs_9?=", "Betyg årskurs 9"),
        ("=?utf-8?q?Sm=C3?= =?utf-8?q?=B6rg=C3=A5s?=", "Smörgås"),
        ("=?utf-8*sv?q?=C3=A5?=", "å"),
        ("=?nosuch?q?abc?=", "abc"),
        ("=?utf-8?b?SGVqIQ?=", "Hej!"),
        ("=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
        ("Två\n  rader\n\tblir en", "Två rader blir en"),
        ("=?utf-8?q?Hej=0D=0ABcc=3A_x=40y.example?=", "Hej Bcc: x@y.example"),
    ],
)
def test_the_subject_is_one_decoded_line(written, subject):
    assert read(raw(f"Subject: {written}")).subject == subject


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_headers_that_are_not_encoded_at_all_are_read(charset):
    mail = read("From: Åsa <asa@skola.example>\nSubject: Året är slut\n\nHej då".encode(charset))
    assert (mail.sender_name, mail.subject, mail.text) == ("Åsa", "Året är slut", "Hej då")


def test_what_else_a_mail_says_of_itself():
    mail = read(
        raw(
            "Message-ID: <3@skola.example>\nIn-Reply-To: <2@portal.example>\n"
            "References: <1@portal.example>\n <2@portal.example>\nReply-To: bo@skola.example\n"
            "Date: Thu, 26 Nov 2026 09:00:00 +0100\nCc: Support <support@vendor.example>,\n"
            " it@skola.example\nDelivered-To: gamla@vendor.example\nReturn-Path: <ek@skola.example>"
        ),
        recipients=["old@vendor.example", "no address"],
    )
    assert mail.message_id == "<3@skola.example>"
    assert mail.references == ("<1@portal.example>", "<2@portal.example>")
    assert mail.reply_to == "bo@skola.example"
    assert mail.date == datetime(2026, 11, 26, 8, tzinfo=UTC)
    assert mail.return_path == "ek@skola.example"
    assert mail.recipients == (
        "old@vendor.example", "gamla@vendor.example", "support@vendor.example", "it@skola.example"
    )  # fmt: skip
    assert mail.header("REPLY-TO") == "bo@skola.example"
    assert (mail.header("X-Nothing"), mail.headers("X-Nothing")) == ("", [])


def test_three_hundred_recipients_are_read():
    many = ", ".join(f'"Ek, {n}" <n{n}@skola.example>' for n in range(300))
    assert len(read(f"To: {many}\n\nHej".encode()).recipients) == 300


@pytest.mark.parametrize(
    "date", ["", "igår", "Thu, 99 Nov 2026", "Thu, 26 Nov 99999 09:00:00", "1" * 9999]
)
def test_a_date_that_is_none_is_none(date):
    assert read(raw(f"Date: {date}")).date is None


def test_the_envelope_goes_before_the_header():
    assert read(raw("Return-Path: <a@b.example>"), sender="").return_path == ""
    assert read(raw("Return-Path: <>")).return_path == ""
    assert read(raw("Subject: x")).return_path is None


def test_plain_text_is_preferred_to_html():
    html = "Content-Type: text/html\n\n<p>Rikt</p>"
    assert read(multipart(f"{PLAIN}Enkelt", html, kind="alternative")).text == "Enkelt"
    assert read(multipart(f"{PLAIN} ", html, kind="alternative")).text == "Rikt"
    assert read(multipart(html, f"{PLAIN}Enkelt", kind="alternative")).text == "Enkelt"


def test_html_becomes_markdown_without_what_nobody_sees():
    html = (
        "<html><head><title>T</title><style>p {color: red}</style></head><body><p>Hej <b>du</b></p>"
        "<script>alert(1)</script><!-- dolt --><ul><li>ett</li></ul>"
        "<a href='https://skola.example/x'>länk</a><img src='https://spy.example/1.gif'></body>"
    )
    text = read(raw("Content-Type: text/html; charset=utf-8", html)).text
    assert text == "Hej **du**\n\n- ett\n\n[länk](https://skola.example/x)"


def test_lines_that_were_cut_for_the_way_are_joined():
    body = "En mening som \ngår över \ntre rader.\n> citat som \n> går vidare\n-- \nKarin"
    mail = read(raw("Content-Type: text/plain; format=flowed", body))
    assert mail.text == (
        "En mening som går över tre rader.\n> citat som går vidare\n-- \nKarin"
    )  # fmt: skip
    glued = read(raw("Content-Type: text/plain; format=flowed; delsp=yes", "Skol \nverket"))
    assert glued.text == "Skolverket"


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        ("quoted-printable", "r=C3=A4ksm=C3=B6rg=C3=A5s =\n=C3", "räksmörgås �"),
        ("base64", "csOka3Ntw7ZyZ8Olcw", "räksmörgås"),
        ("base64", "csOk!a3Nt*w7Zy\nZ8Olcw==", "räksmörgås"),
        ("x-uuencode", "begin 644 a.txt\n#2&5J\n`\nend", "Hej"),
        ("nonsense", "Hej", "Hej"),
    ],
)
def test_a_transfer_encoding_is_taken_off_whatever_is_broken_in_it(encoding, body, text):
    head = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}"
    assert read(raw(head, body)).text == text


@pytest.mark.parametrize("charset", ["x-unknown", "punycode", "rot13", "base64", "idna", "\0", "'"])
def test_a_charset_that_is_none_is_no_hindrance(charset):
    assert read(raw(f"Content-Type: text/plain; charset={charset}", "å")).text == "å"


@pytest.mark.parametrize(
    ("parameter", "name"),
    [
        ('filename="Betyg 2026.pdf"', "Betyg 2026.pdf"),
        ("filename*=utf-8''Betyg%20%C3%A5k%209.pdf", "Betyg åk 9.pdf"),
        ("filename*0=Be; filename*1=tyg.pdf", "Betyg.pdf"),
        ('filename="=?utf-8?q?=C3=A5.pdf?="', "å.pdf"),
        ('filename="../../etc/passwd"', "passwd"),
        ('filename="C:\\\\hem\\\\a.pdf"', "a.pdf"),
        ("filename=\"a=?utf-8?q?=0D=0Ab?=.pdf\"", "a b.pdf"),
        ("filename*=nosuch''%E5.pdf", "å.pdf"),
        ('filename=".."', "file"),
        ('filename="' + "x" * 400 + '.pdf"', "x" * 116 + ".pdf"),
        ("size=3", "file.pdf"),
    ],
)  # fmt: skip
def test_a_files_name_is_safe_and_readable(parameter, name):
    [file] = read(multipart(f"{PLAIN}Se fil", file_part(parameter))).attachments
    assert (file.name, file.content_type, file.content) == (name, "application/pdf", b"%PDF-1.4")


def test_pictures_in_the_text_mails_in_the_mail_and_outlooks_own_are_files():
    inline = file_part("filename=bild.png", kind="image/png", content=PIXEL)
    inline = inline.replace("attachment;", "inline;")
    forwarded = "Content-Type: message/rfc822\n\nSubject: Gammalt/nytt\n\nHej igen"
    tnef = file_part(
        "filename=winmail.dat", kind="application/ms-tnef", content=b"\x78\x9f\x3e\x22"
    )
    mail = read(multipart(f"{PLAIN}Hej", inline, forwarded, tnef))
    assert [(one.name, one.is_inline) for one in mail.attachments] == [
        ("bild.png", True), ("Gammalt-nytt.eml", False), ("winmail.dat", False)
    ]  # fmt: skip
    assert mail.attachments[0].content == PIXEL
    assert mail.text == "Hej"


def test_a_mail_that_is_nothing_but_a_file():
    mail = read(raw("Content-Type: application/pdf; name=a.pdf", "%PDF"))
    assert ([one.name for one in mail.attachments], mail.text) == (["a.pdf"], "")


@pytest.mark.parametrize(
    "below",
    [
        "Den 26 november 2026 kl. 09:00 skrev Portalen <no-reply@portal.example>:\n> Ett svar\n>\n",
        "On Thu, 26 Nov 2026 at 09:00, Portalen\n<no-reply@portal.example> wrote:\n\n> Ett svar",
        "-----Ursprungligt meddelande-----\nFrån: Portalen\nEtt svar",
        "________________________________\nFrån: Portalen\nSkickat: den 26 november\nÄmne: x\n\nx",
        "*Von:* Portal\n*Gesendet:* Donnerstag\nText",
        "> Ett svar",
        "-- \nKarin Ek\nRektor",
    ],
)  # fmt: skip
def test_what_is_new_is_told_from_what_it_answers(below):
    mail = read(raw("Subject: Sv: x", f"Tack, det hjälpte.\n\n{below}"))
    assert mail.new_text == "Tack, det hjälpte."
    assert "svar" in mail.text or "Rektor" in mail.text or "x" in mail.text or "Text" in mail.text


@pytest.mark.parametrize(
    "text",
    [
        "> Vad är felet?\nDet går inte att spara.\n> När?\nNu.",
        "> bara citat",
        "Från: vårt kansli kommer frågan om betyg.",
        "-- \nbara en signatur",
    ],
)
def test_what_is_not_certainly_a_quotation_is_kept(text):
    assert read(raw("Subject: x", text)).new_text == text.strip()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hej! Jag kan inte logga in. Vad ska jag göra?", "sv"),
        ("Hello, I can not sign in to the portal. Please help me.", "en"),
        ("Hei! Jeg kan ikke logge inn. Hva skal jeg gjøre nå?", "nb"),
        ("Hej! Jeg kan ikke logge ind. Hvad skal jeg gøre, når I er lukket?", "da"),
        ("Guten Tag, ich kann mich nicht anmelden. Bitte um Hilfe.", "de"),
        ("Hei, en voi kirjautua sisään. Kiitos ja terveisin", "fi"),
        ("Olá, não consigo entrar no portal desde ontem à noite.", ""),
        ("1234", ""),
    ],
)
def test_the_language_is_guessed_or_left_open(text, language):
    assert read(raw("Content-Type: text/plain; charset=utf-8", text)).language == language
