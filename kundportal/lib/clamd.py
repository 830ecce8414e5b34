"""Asks ClamAV's daemon whether a file holds a virus; the protocol is INSTREAM of `man clamd`."""

from __future__ import annotations

import re
import socket
import struct
from contextlib import suppress
from enum import Enum
from typing import IO

from django.conf import settings

CHUNK = 64 * 1024
TO_CONNECT = 5  # seconds
TO_ANSWER = 60  # of silence, while it reads and judges
ANSWER = re.compile(r"stream: (?:(?P<found>.+) FOUND|(?P<ok>OK))")
# What the daemon calls a find, but says only that it did not look inside.
NOT_LOOKED_AT = ("Heuristics.Limits.Exceeded", "Heuristics.Encrypted")


class Verdict(Enum):
    CLEAN = "clean"
    INFECTED = "infected"
    UNCHECKED = "unchecked"  # the daemon will never judge this file: it is too large, or locked


class NotReached(Exception):
    """There is no daemon at the address; another file would fare the same."""


class BrokenOff(Exception):
    """The daemon was there, but gave no answer on this file."""


def is_configured() -> bool:
    return bool(settings.CLAMD)


def scan(file: IO[bytes]) -> tuple[Verdict, str]:
    """What the daemon says of the file, and the name of what it has found."""
    with _connected() as daemon:
        answer = _ask(daemon, file)
    if "size limit exceeded" in answer:
        return Verdict.UNCHECKED, "too large"
    said = ANSWER.fullmatch(answer)
    if said is None:
        raise BrokenOff(answer[:100] or "no answer")
    if said["ok"]:
        return Verdict.CLEAN, ""
    if said["found"].startswith(NOT_LOOKED_AT):
        return Verdict.UNCHECKED, said["found"][:100]
    return Verdict.INFECTED, said["found"][:100]


def _connected() -> socket.socket:
    """Connects to `host:port`, or to a path."""
    place = settings.CLAMD
    try:
        if place.startswith("/"):
            daemon = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            daemon.settimeout(TO_CONNECT)
            daemon.connect(place)
        else:
            host, _colon, port = place.rpartition(":")
            daemon = socket.create_connection((host.strip("[]"), int(port)), TO_CONNECT)
    except (OSError, ValueError, OverflowError) as error:
        raise NotReached(str(error)) from error
    daemon.settimeout(TO_ANSWER)
    return daemon


def _ask(daemon: socket.socket, file: IO[bytes]) -> str:
    # A daemon to which the file is too large answers and hangs up while we still send, so what it
    # said is read also when sending fails.
    with suppress(OSError):
        daemon.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            daemon.sendall(struct.pack("!L", len(chunk)) + chunk)
        daemon.sendall(struct.pack("!L", 0))
    answer = b""
    try:
        while b"\0" not in answer and len(answer) < CHUNK and (more := daemon.recv(4096)):
            answer += more
    except OSError as error:
        if not answer:
            raise BrokenOff(str(error)) from error
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()
