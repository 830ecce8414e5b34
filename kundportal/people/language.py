"""Which language a page is in: the person's choice, else the visitor's, else the browser's.

And in which zone it tells the time: the person's, else the installation's own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from kundportal.lib.zones import zone

OFFERED = [code for code, _name in settings.LANGUAGES]


class ReadersLanguage:
    """Turns on the reader's language and zone for the whole request; Swedish when in doubt."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        with timezone.override(zone_of(request)):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


def _is_known(request: HttpRequest) -> bool:
    # Only a session that exists can name a person; asking for one would cost a query.
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def zone_of(request: HttpRequest) -> tzinfo:
    return zone(request.user.time_zone if _is_known(request) else "")  # type: ignore[union-attr]


def language_of(request: HttpRequest) -> str:
    if _is_known(request):
        chosen = request.user.language  # type: ignore[union-attr]
    else:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in OFFERED else _browsers(request)


def _browsers(request: HttpRequest) -> str:
    header = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    for wanted, _quality in parse_accept_lang_header(header):
        if (code := wanted.split("-")[0]) in OFFERED:
            return code
    return settings.LANGUAGE_CODE
