"""What nobody should send in a form, and somebody will."""

from __future__ import annotations

from uuid import uuid4

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

# What an address may name, and what a query may say.
ODD_ARGUMENTS = {
    "number": ["SE-4839-2175", "%00", "x" * 3000, "SE%2D1", "%F0%9F%91%A9", "..", "%FF"],
    **{name: ["x", "x" * 3000, "-", "_"] for name in ("slug", "words", "name")},
    "country": ["xx", "SE", "x" * 3000, "-"],
    "language": ["xx", "de", "x" * 3000, "-"],
    "kind": ["x", "x" * 3000, "-"],
    "who": ["x", "x" * 3000, "-", "_"],
    "token": ["x", "%00", "x" * 3000, "a:b:c", "%FF", "W10:1:x"],
    "uid": ["x", "%00", "x" * 3000, "zzzzzzzzzzzzzz", "-1", "%FF"],
    "handle": ["x", "%00", "x" * 3000, "%FF"],
    **{name: [str(uuid4()), "x", "x" * 3000] for name in ("key", "once")},
    **{name: ["0", "9" * 12, "9" * 400] for name in ("pk", "mail_id", "person", "start", "file")},
}
ODD_QUERIES = [
    "?number=%00&view=%00&state=%00&show=%00&after=%00&before=%00&next=%00",
    "?after=" + "9" * 4000,
    "?before=" + "9" * 400,
    "?after=%ff%fe&before=%ff&view=%ff&number=%ff",
    "?after[]=1&after=2&after=3&view=a&view=b",
    "?after=W10&before=-1&number=SE-4839-2175",
    "?next=//evil.example&next=javascript:alert(1)",
    "?after=WyIyMDI2LTAxLTAxVDAwOjAwOjAwKzAwOjAwIiw5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTldAAA",
]
