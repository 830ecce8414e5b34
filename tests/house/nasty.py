"""What nobody should send in a form, and somebody will."""

from __future__ import annotations

MEGABYTE = "å" * 500_000
NASTY = {
    "nothing": "",
    "spaces": " \t\u2003\u200b ",
    "nul": "a\0b",
    "controls": "\x01\x1b[31m\x7f\u202e\r\nBcc: a@b.example",
    "emoji": "👩🏽\u200d🏫🇸🇪" * 50,
    "markup": "<script>alert(1)</script>{{ 7*7 }}{% x %}%(name)s{0}",
    "huge number": "9" * 400,
    "negative": "-1",
    "not a number": "NaN",
    "array": ["1", "2", "3"],
    "path": "../../etc/passwd",
    "quote": "' OR 1=1 --",
    "long line": "x" * 5000,
}
WORST = ("nul", "controls", "emoji", "huge number", "array")


def _part(named: bytes, content: bytes) -> bytes:
    """A form of one part, as a browser writes it."""
    return (
        b"--x\r\nContent-Disposition: form-data; "
        + named
        + b"\r\n\r\n"
        + content
        + b"\r\n--x--\r\n"
    )


FIELDS = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=x"
RAW = {
    "invalid UTF-8": (b"text=%ff%fe&title=\xff\xfe&name=%c3&login=%ed%a0%80", FIELDS),
    "cut off in a sign": (b"text=%&title=%u&a[b][c]=1&=&&&", FIELDS),
    "an unknown charset": (b"text=x", f"{FIELDS}; charset=none"),
    "another charset": ("text=ö".encode("utf-16"), f"{FIELDS}; charset=utf-16"),
    "many fields": (b"&".join(b"f%d=1" % n for n in range(3000)), FIELDS),
    "JSON": (b'{"text": ["x"]}', "application/json"),
    "nothing": (b"", ""),
    "no boundary": (b"--x\r\n", "multipart/form-data"),
    "cut off": (b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhalf', PARTS),
    "a text as a file": (_part(b'name="text"; filename="a.png"', b"\xff"), PARTS),
    "a file as a text": (_part(b'name="files"', b"\xff"), PARTS),
    "a file without a name": (_part(b'name="files"; filename="\x00"', b"x"), PARTS),
    "a file with a path": (_part(b'name="files"; filename="../../x\x00.png"', b"x"), PARTS),
}
