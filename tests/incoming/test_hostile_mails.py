"""Mails made to harm: whatever comes, reading ends soon, and with a mail."""

from __future__ import annotations

import random
import resource
import time
from itertools import count

import pytest

from kundportal.incoming.bouncing import bounces
from kundportal.incoming.bouncing.bounces import bounce_in
from kundportal.incoming.parsing import reading
from kundportal.incoming.parsing.mime import split
from kundportal.incoming.parsing.reading import Received, read
from kundportal.incoming.replying.automatic import asks_for_silence
from kundportal.incoming.replying.deciding import decide
from tests.incoming.raw_mails import PERSON, fields, file_part, multipart, notice, raw, report
from tests.incoming.test_automatic import AUTOMATIC
from tests.incoming.test_reading_bounces import NO_BOUNCES, NOTICES

SOON = 3  # seconds; a mail takes a hundredth when the machine has time
HTML = PERSON + b"Content-Type: text/html\r\n\r\n"
TEXT = PERSON + b"\r\n"
FLOWED = PERSON + b"Content-Type: text/plain; format=flowed\r\n\r\n"
MIXED = PERSON + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
SERVER = b"From: MAILER-DAEMON@x.example\r\nSubject: Undelivered mail\r\n\r\nundeliverable "
STATUS = SERVER.partition(b"\r\n\r\n")[0] + b"\r\nContent-Type: message/delivery-status\r\n\r\n"

REPORTS_IN_ROW = b"\r\nContent-Type: multipart/report; boundary=b\r\n\r\n"

HOSTILE = {
    "nothing": b"",
    "zeroes": b"\0" * 100_000,
    "line ends": b"\r\n" * 100_000,
    "carriage returns": b"\r" * 100_000,
    "a million >": TEXT + b">" * 200_000,
    "a million lines of >": TEXT + b">\n" * 200_000,
    "a million flowed >": FLOWED + b"> \n" * 100_000,
    "flowed without end": FLOWED + b"a \n" * 100_000,
    "ten thousand headers": b"".join(b"X-%d: v\r\n" % n for n in range(10_000)) + TEXT,
    "a header without end": b"Subject: " + b"a" * 1_000_000,
    "a header that goes on": b"Subject: a\r\n" + b" b\r\n" * 200_000,
    "lines that are no headers": (PERSON + b"no header\n") * 25_000,
    "parts within parts": PERSON
    + b"".join(b"Content-Type: multipart/a; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(999)),
    "parts of the same name": (PERSON + b"Content-Type: multipart/a; boundary=b\n\n--b\n") * 9_000,
    "mails within mails": (PERSON + b"Content-Type: message/rfc822\n\n") * 10_000,
    "parts without end": MIXED + b"--b\nContent-Type: image/png; name=a.png\n\nx\n" * 10_000,
    "boundaries without end": MIXED + b"--b\n" * 100_000,
    "a boundary of one sign": PERSON
    + b'Content-Type: multipart/mixed; boundary="-"\n\n' + b"-" * 400_000,
    "parameters without end": MIXED
    + (b'--b\nContent-Type: a/b; name="' + b';\\"' * 1_900 + b'"\n\nx\n') * 40,
    "names in pieces": MIXED + b"--b\nContent-Disposition: attachment; "
    + b"".join(b"filename*%d*=%%41;" % n for n in range(3_000)) + b"\n\nx",
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 25_000,
    "encoded words left open": b"Subject: " + b"=?utf-8?q?" * 25_000,
    "brackets": b"From: " + b"(" * 100_000, "quotes": b"From: " + b'"\\' * 100_000,
    "angles": b"To: " + b"<" * 100_000, "commas": b"To: " + b"a@b.example," * 25_000,
    "one To after the other": b"To: a@b.example\n" * 50_000,
    "deep HTML": HTML + b"<div>" * 15_000, "deep quotations": HTML + b"<blockquote>a" * 8_000,
    "tables in tables": HTML + b"<table><tr><td>x" * 5_000,
    "remarks left open": HTML + b"<!--" * 50_000, "angles in HTML": HTML + b"<" * 100_000,
    "spaces in HTML": HTML + b"&nbsp;" * 25_000 + b"x", "scripts": HTML + b"<script>" * 25_000,
    "base64 with signs": PERSON + b"Content-Transfer-Encoding: base64\n\n" + b"=a" * 100_000,
    "uuencoded garbage": PERSON + b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n"
    + b"#garbage\n" * 25_000,
    "a charset of squares": PERSON + b"Content-Type: text/plain; charset=punycode\n\n"
    + b"a" * 50_000 + b"-" + b"b" * 50_000,
    "dashes": TEXT + b"-" * 100_000, "spaces": TEXT + b" " * 100_000 + b"x",
    "who wrote": TEXT + b"On " * 50_000 + b"wrote:\n> x",
    "From lines": TEXT + b"From: x\n" * 50_000,
    "recipients": STATUS + b"Final-Recipient: rfc822; a@b.example\n\n" * 15_000,
    "recipients without lines": STATUS + b"Final-Recipient: rfc822; a@b.example\n" * 15_000,
    "a diagnosis without end": STATUS + b"Final-Recipient: rfc822; a@b.example\nDiagnostic-Code: x"
    + b"\n" + b" y\n" * 25_000,
    "users": SERVER + b"user " * 50_000, "addresses": SERVER + b"<a@b.example>: no\n" * 10_000,
    "many addresses": SERVER + b"".join(b"a%d@b.example\n" % n for n in range(10_000)),
    "beginnings of addresses": SERVER + b"a@" * 50_000, "codes": SERVER + b"550 5.1.1 " * 10_000,
    "a head of a megabyte": b"X-Long: a\r\n" * 100_000 + TEXT,
    "a mark and no line": b"\xef\xbb\xbf" + b" \n" * 500_000,
    "punycode by another name": PERSON + b'Content-Type: text/plain; charset="!punycode"\n\n'
    + b"a" * 100_000 + b"-" + b"b" * 100_000,
    "mails within mails, encoded": (PERSON + b"Content-Transfer-Encoding: quoted-printable\n"
    + b"Content-Type: message/rfc822\n\n") * 15 + b"x" * 1_000_000,
    "parts of elements": MIXED + (b"--b\nContent-Type: text/html\n\n" + b"<b>" * 9_000) * 40,
    "parts that show nothing": MIXED + (b"--b\n\n" + b" " * 40_000 + b"\n") * 100,
    "parts with parameters": MIXED
    + (b"--b\nContent-Type: a/b; " + b"a=b;" * 900 + b"\n\nx\n") * 200,
    "reports without end": SERVER.replace(b"\r\n\r\n", REPORTS_IN_ROW) + (b"--b\nContent-Type:"
    b" message/delivery-status\n\n" + (b"Final-Recipient: a@b.example\nDiagnostic-Code: konto\n\n")
    * 1_000) * 20,
    "a row of words in a diagnosis": STATUS + b"Final-Recipient: rfc822; a@b.example\n"
    b"Diagnostic-Code: " + b"konto" * 40_000,
    "headers that came back": SERVER.replace(b"\r\n\r\n", REPORTS_IN_ROW)
    + (b"--b\nContent-Type: text/rfc822-headers\n\n" + b"X-a: b\n" * 2_500) * 100,
    "notes in notes": b"Authentication-Results: " + b"((" * 10_000 + b"\n" + TEXT,
    "a number without end": HTML + b"&#" + b"1" * 5_000 + b";" + b"<i>" * 20_000,
    "elements beside each other": HTML + b"<ol>" + b"<li>x" * 9_000,
    "sections of a table": HTML + b"<table>" + b"<tbody><tr><td>x" * 3_000,
    "columns": HTML + b"<table><tr>" + b"<td colspan=1000>x" * 9_000,
    "a list from far": HTML + b"<ol start=" + b"9" * 4_000 + b"><li>" + b"x<br>" * 9_000,
    "lines in quotations": HTML + b"<blockquote>" * 200 + b"x<br>" * 9_000,
}  # fmt: skip


# What comes between a beginning and an end, and must not be looked at for each of its letters.
GROWING = {
    "blank lines in a notice": (SERVER, b"\n", b"x"),
    "blank lines in a mail": (TEXT, b" \n", b"x"),
    "spaces in HTML": (HTML + b"a", b" ", b"b"),
    "spaces and lines in HTML": (HTML + b"a", b" \n \n", b"b"),
    "spaces that HTML keeps": (HTML + b"<pre>a", b"&#32;", b"b</pre>"),
    "breaks that HTML keeps": (HTML + b"<pre>a", b"<br>", b"b</pre>"),
    "signs in an address": (b"To: ", b"@", b"\n\n"),
    "signs in addresses": (b"To: ", b"@,", b"\n\n"),
    "dashes in lines": (TEXT, b"-" * 298 + b"\n", b"x"),
    "stars and dashes in lines": (TEXT, b"-*" * 149 + b"\n", b"x"),
    "boundaries": (MIXED, b"--b\n\n", b"x"),
    "parts of a name": (b"From: a-", b"noreply-", b"!@b.example\n\n"),
}


@pytest.fixture(autouse=True)
def nothing_is_swallowed(monkeypatch):
    """What would be caught in the end fails here: nothing should come so far."""
    monkeypatch.setattr(reading.logger, "warning", _fail)
    monkeypatch.setattr(bounces.logger, "warning", _fail)


def _fail(*said: object) -> None:
    raise AssertionError(said)


def judged(mail: bytes) -> Received:
    """All that is ever asked of a mail."""
    one = read(mail)
    for file in one.attachments[:3]:
        assert isinstance(file.content, bytes)
        assert file.name
        assert "/" not in file.name
    for line in (one.sender, one.sender_name, one.subject, one.reply_to, one.message_id):
        assert line == " ".join(line.split())
    assert len(one.text) <= 200_000
    f"{one.sender}{one.subject}{one.text}{one.recipients}".encode()
    assert "\0" not in one.text
    found = bounce_in(one)
    assert found is None or len(found.text) <= 500
    asks_for_silence(one)
    assert decide(one).why
    return one


@pytest.mark.parametrize("what", HOSTILE)
def test_a_mail_made_to_harm_is_read_soon(what):
    begun = time.process_time()
    judged(HOSTILE[what])
    assert time.process_time() - begun < SOON


@pytest.mark.parametrize("what", GROWING)
def test_twice_the_mail_takes_no_more_than_about_twice_the_time(what):
    start, unit, end = GROWING[what]

    def seconds(letters: int) -> float:
        return min(_timed(start + unit * (letters // len(unit)) + end) for _time in range(2))

    assert seconds(30_000) < 3.5 * seconds(15_000) + 0.15


def test_the_head_of_a_mail_is_read_to_a_limit_and_the_text_below_it_all_the_same():
    head = b"".join(b"X-%d: %s\r\n" % (n, b"v" * 990) for n in range(1_000))
    one = judged(PERSON + head + b"Subject: too late\r\n\r\nHej")
    assert (one.sender, one.subject, one.text) == ("karin.ek@skola.example", "", "Hej")
    assert 500 < len(one.root.fields) < 600
    one = judged(PERSON + b"X: y\r\n" * 3_000 + b"Subject: too many\r\n\r\nHej")
    assert (one.subject, one.text, len(one.root.fields)) == ("", "Hej", 2_000)
    assert len(judged(b"Subject: " + b"a" * 90_000 + b"\r\n\r\nHej").header("subject")) <= 32_000


def test_what_is_too_heavy_for_markdown_is_read_as_bare_text():
    light = judged(HTML + b"<ol><li>a</li><li>b</li></ol><pre>\n c  d\n\n</pre>")
    assert light.text == "1. a\n2. b\n\n```\n c  d\n```"
    heavy = judged(HTML + b"<p><b>Hej</b></p>" + b"<i>du</i> " * 10_001)
    assert heavy.text.startswith("Hej\ndu du")


def _timed(mail: bytes) -> float:
    begun = time.process_time()
    judged(mail)
    return time.process_time() - begun


def test_fifty_megabytes_take_a_second_and_little_memory():
    whole = MIXED + b"--b\r\n\r\nHej\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n"
    whole += b"x" * 51_000_000 + b"\r\n--b--\r\n"
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    one = read(whole)
    decide(one)
    assert time.process_time() - begun < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024
    assert ([file.name for file in one.attachments], one.text) == (["a.pdf"], "Hej")
    assert one.attachments[0].part.size > 50_000_000


def test_an_archive_is_a_file_like_any_other_and_never_opened():
    bomb = b"PK\x03\x04" + bytes(30)
    [file] = judged(multipart(file_part("filename=a.zip", content=bomb))).attachments
    assert file.content == bomb


def test_what_is_deeper_than_anybody_writes_stays_whole():
    assert len(split(HOSTILE["mails within mails"]).walk()) < 20
    assert len(split(HOSTILE["parts without end"]).walk()) <= 502


SEEDS = [
    *NO_BOUNCES.values(),
    *(notice(text) for text in NOTICES.values()),
    *(raw(headers) for headers in AUTOMATIC),
    report(fields("5.1.1", "550 5.1.1 User unknown")),
    report("\n\n".join([fields("4.2.2"), fields("2.0.0", action="delivered")])),
    multipart("Content-Type: text/html; charset=utf-8\n\n<p>Hej <b>du</b>", file_part("name=a.pdf"),
              kind="related"),
    HOSTILE["parts within parts"][:5_000], HOSTILE["names in pieces"][:5_000],
]  # fmt: skip
NOISE = [b"\0", b"\r", b"\n", b"\r\n\r\n", b"--grans", b"=?", b"?=", b"\xff\xfe", b'"', b"<", b"(",
         b";", b"\xc3", b"Content-Type: multipart/mixed; boundary=grans\r\n", b"%s", b"=",
         b"\x1b$B", b"Content-Transfer-Encoding: base64\r\n", b"charset=utf-16;",
         b"\xed\xa0\x80"]  # fmt: skip


def spoiled(mail: bytes, dice: random.Random) -> bytes:
    """The mail with some of what goes wrong on the way, or is made to."""
    for _time in range(dice.randint(1, 6)):
        at, to = sorted(dice.randint(0, len(mail)) for _one in range(2))
        match dice.randint(0, 5):
            case 0:
                mail = mail[:at]
            case 1:
                mail = mail[:at] + bytes([dice.randint(0, 255)]) + mail[at + 1 :]
            case 2:
                mail = mail[:at] + dice.choice(NOISE) * dice.randint(1, 3) + mail[at:]
            case 3:
                mail = mail[:at] + mail[to:]
            case 4:
                mail = mail[:to] + mail[at:to] + mail[to:]
            case 5:
                lines = mail.split(b"\r\n")
                head = lines[:8]
                dice.shuffle(head)
                mail = b"\r\n".join(head + lines[8:])
    return mail


def test_mails_that_were_spoiled_at_random_are_read():
    dice = random.Random(26)  # the same ones each time
    begun = time.process_time()
    for number in count(1):
        mail = spoiled(dice.choice(SEEDS), dice)
        try:
            one = time.process_time()
            judged(mail)
            assert time.process_time() - one < 1
        except Exception as problem:
            raise AssertionError(f"number {number}: {mail!r}") from problem
        if time.process_time() - begun > 1 or number >= 1_000:
            break
    assert number > 50
