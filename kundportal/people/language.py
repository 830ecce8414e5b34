"""Which language a page is in: the person's choice, else the visitor's, else the browser's.

And in which zone it tells the time: the person's, else the installation's own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from kundportal.lib.zones import zone

OFFERED = [code for code, _name in settings.LANGUAGES]
OF_APPLICANTS = [code for code, _name in settings.APPLICANT_LANGUAGES]
NAMES = {"sv": "Svenska", "en": "English", "nb": "Norsk", "da": "Dansk", "de": "Deutsch"}
_ALSO = {"no": "nb", "nn": "nb"}  # what Norwegian browsers may ask for

View = TypeVar("View", bound=Callable[..., Any])


class ReadersLanguage:
    """Turns on the reader's language and zone for the whole request; Swedish when in doubt."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _turn_on(request, language_of(request), OFFERED)
        with timezone.override(zone_of(request)):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", str(request.LANGUAGE_CODE))
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, kwargs: dict[str, Any]
    ) -> None:
        """Before anything of the view runs, so that refusals of its forms are in its language."""
        own = getattr(view, "own_language", None)
        if own is not None:
            speak(request, own=own(**kwargs))


def for_applicants(own: Callable[..., str]) -> Callable[[View], View]:
    """Marks a view that applicants meet; `own` names its language from what the address holds."""

    def mark(view: View) -> View:
        view.own_language = own  # type: ignore[attr-defined]
        return view

    return mark


def speak(request: HttpRequest, *, own: str = "", otherwise: str = "") -> None:
    """Turns on the language of a page that applicants meet, whose country speaks `own`.

    It is the reader's choice, else `otherwise`, else the country's. Where that is a language of
    the portal, or where no country is known yet, the browser's wish goes before.
    """
    readable = [own, *OFFERED] if own else OF_APPLICANTS
    language = _chosen(request)
    if own and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) == own:
        language = own
    if language not in readable:
        is_foreign = own and own not in OFFERED
        language = otherwise or (own if is_foreign else _browsers(request, readable))
    _turn_on(request, language, list(dict.fromkeys([own or language, *OFFERED])))


def speak_like(request: HttpRequest, language: str) -> None:
    """Turns on the language in which a page is written, unless the reader has chosen another.

    So whoever follows a link from elsewhere, and a search engine, reads all of it in one.
    """
    if _chosen(request) not in OFFERED:
        _turn_on(request, portal_language(language), OFFERED)


def language_of(request: HttpRequest) -> str:
    chosen = _chosen(request)
    return chosen if chosen in OFFERED else _browsers(request, OFFERED)


def zone_of(request: HttpRequest) -> tzinfo:
    return zone(request.user.time_zone if _is_known(request) else "")  # type: ignore[union-attr]


def portal_language(language: str) -> str:
    """The language in which the portal meets whoever applied in `language`."""
    return language if language in OFFERED else "en"


def _turn_on(request: HttpRequest, language: str, offered: list[str]) -> None:
    translation.activate(language)
    request.LANGUAGE_CODE = language
    # What the bar offers.
    request.languages = [(one, NAMES[one]) for one in offered]  # type: ignore[attr-defined]


def _is_known(request: HttpRequest) -> bool:
    # Only a session that exists can name a person; asking for one would cost a query.
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def _chosen(request: HttpRequest) -> str:
    if _is_known(request):
        return str(request.user.language)  # type: ignore[union-attr]
    return request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")


def _browsers(request: HttpRequest, offered: list[str]) -> str:
    header = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    for wanted, _quality in parse_accept_lang_header(header):
        code = wanted.split("-")[0]
        if (code := _ALSO.get(code, code)) in offered:
            return code
    return settings.LANGUAGE_CODE
