"""A page that a stranger has already, and that is the same still, is not sent again."""

from __future__ import annotations

import hashlib
import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

_TOKENS = re.compile(rb"\b[A-Za-z0-9]{64}\b")  # as forms carry them


def unless_unchanged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page, or 304 where the browser has it; pages of the signed-in are kept by nobody.

    The token of its forms is masked anew for each page, and any of them holds as long as what is
    behind the mask is the same: so that is part of the mark, and the tokens are not.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES or response.status_code != 200:
        return response
    behind = str(request.META.get("CSRF_COOKIE", ""))
    mark = hashlib.sha256(behind.encode() + _TOKENS.sub(b"", response.content)).hexdigest()
    etag = f'W/"{mark[:32]}"'
    response.headers["ETag"] = etag
    unchanged: HttpResponse | None = get_conditional_response(request, etag=etag, response=response)
    return unchanged or response
