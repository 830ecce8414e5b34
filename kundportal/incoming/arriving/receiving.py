"""Takes the mail that follows DATA into one piece of memory, of which all share a bounded amount.

The library keeps every line for itself, which takes many times the room of the mail.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

MOST_AT_ONCE = 100 * 1024 * 1024  # bytes of all mails that are coming in
END = b".\r\n"
FULL = "452 4.3.1 Too much mail comes in at once; try again later"


@dataclass
class Room:
    """The memory that all conversations of a listener share."""

    taken: int = 0

    def has(self, size: int) -> bool:
        return self.taken + size <= MOST_AT_ONCE

    def take(self, size: int) -> bool:
        if not self.has(size):
            return False
        self.taken += size
        return True


class Body:
    """Stands before the reader of a conversation while a mail comes.

    It gives the library the end alone. `problem` is the answer to a mail that was not kept; the
    rest of such a mail is read and dropped.
    """

    def __init__(self, reader: asyncio.StreamReader, room: Room, most: int) -> None:
        self.reader, self.room, self.most = reader, room, most
        self.content = bytearray()
        self.problem = ""

    async def readuntil(self, _separator: bytes = b"\r\n") -> bytes:
        begins = True
        while True:
            try:
                piece, ends = await self.reader.readuntil(b"\r\n"), True
            except asyncio.LimitOverrunError as long:
                piece, ends = await self.reader.read(long.consumed), False
            if begins and piece == END:
                return piece
            self._add(piece[1:] if begins and piece.startswith(b".") else piece)
            begins = ends

    def _add(self, piece: bytes) -> None:
        if self.problem:
            return
        if len(self.content) + len(piece) > self.most:
            self._drop("552 5.3.4 The mail is too large")
        elif not self.room.take(len(piece)):
            self._drop(FULL)
        else:
            self.content += piece

    def _drop(self, problem: str) -> None:
        self.problem = problem
        self.close()

    def close(self) -> None:
        """Gives back its room."""
        self.room.taken -= len(self.content)
        self.content = bytearray()
