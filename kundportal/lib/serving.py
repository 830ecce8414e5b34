"""Answers with a file that somebody has sent in: whole, or the part that a player asks for."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import IO

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from kundportal.lib.files import PICTURES

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
# What a browser shows in a page, none of which can run anything.
INLINE = PICTURES | {"video/mp4", "video/webm", "text/vtt"}


class Part:
    """So many bytes of a file from where it stands."""

    def __init__(self, handle: IO[bytes], length: int) -> None:
        self.handle, self.left = handle, length

    def read(self, size: int = -1) -> bytes:
        data = self.handle.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(data)
        return data

    def close(self) -> None:
        self.handle.close()


def serve(request: HttpRequest, file: FieldFile, *, name: str, kind: str) -> HttpResponseBase:
    """The file; the browser asks each time whether it may still show what it has."""
    word = f'"{PurePath(file.name or "").stem}"'  # drawn for this file alone, which never changes
    unchanged: HttpResponseBase | None = get_conditional_response(request, etag=word)
    if unchanged:
        return _headed(unchanged, word)
    try:
        handle = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    span = _span(request, file.size, word)
    if span is not None and span[0] >= span[1]:
        refused = HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
        return _headed(refused, word)
    start, end = span or (0, file.size)
    handle.seek(start)
    response = FileResponse(
        Part(handle, end - start), as_attachment=kind not in INLINE, filename=name,
        content_type=kind, status=206 if span else 200,
    )  # fmt: skip
    response.headers["Content-Length"] = str(end - start)
    if span:
        response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    return _headed(response, word)


def _span(request: HttpRequest, size: int, word: str) -> tuple[int, int] | None:
    """The part that is asked for, from and up to; None for all of it."""
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or request.headers.get("If-Range", word) != word:
        return None
    first, last = asked.groups()
    if not first:
        return (max(0, size - int(last)), size) if last else None
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size) if last else size


def _headed(response: HttpResponseBase, word: str) -> HttpResponseBase:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = word
    return response
