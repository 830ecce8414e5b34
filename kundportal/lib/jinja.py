"""The environment of our templates: gettext, a few globals and filters, nothing of the product."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import cache, lru_cache
from time import time
from typing import Any
from uuid import uuid4

import jinja2
from django.conf import settings
from django.forms import BoundField
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_htmx.jinja import htmx_script
from markupsafe import Markup

from kundportal.lib import dates, files, markdown


@lru_cache(maxsize=4096)  # a page names some twenty addresses, and nearly all of them again
def url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)


QUARTER = 15 * 60


def time_tag(value: datetime) -> SafeString:
    """A moment as `<time>`: short words, with the exact time for those who ask for it."""
    zone = timezone.get_current_timezone()
    return _time_tag(value, translation.get_language(), zone, int(time() // QUARTER))


@lru_cache(maxsize=4096)
def _time_tag(value: datetime, language: str, zone: tzinfo, quarter: int) -> SafeString:
    # Lists show the same moments over and over. The words change with the language, the zone and
    # at midnight, which in every zone falls on a quarter of an hour.
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(timespec="seconds"),
        dates.exact(value),
        dates.moment(value),
    )


def gettext(message: str) -> str:
    return _gettext(message, translation.get_language())


def say(message: str, **variables: Any) -> Markup:
    """`_(…)` of the templates. Jinja's own takes three calls by way of the context for each."""
    if not variables:
        return _said(message, translation.get_language())
    return Markup(gettext(message)) % variables  # noqa: S704  what is put in is escaped


@lru_cache(maxsize=4096)
def _said(message: str, language: str) -> Markup:
    return Markup(_gettext(message, language)) % {}  # noqa: S704  our own words


@lru_cache(maxsize=4096)
def _gettext(message: str, _language: str) -> str:
    # A page says some hundred things, and says them again to the next reader.
    return translation.gettext(message)


MOST_KEPT = 1024
_kept: dict[tuple[object, ...], Markup] = {}


def lasting(*key: object, caller: Callable[[], Markup]) -> Markup:
    """A part of a page that is the same for all readers of a language, made once for each.

    `{% call lasting("tools", id) %}…{% endcall %}`: the key begins with a name of its own and holds
    all that the part says besides words of the code. Nothing of a person may stand in it.
    """
    named = (*key, translation.get_language())
    part = _kept.get(named)
    if part is None or settings.DEBUG:
        part = caller()
        if len(_kept) < MOST_KEPT:
            _kept[named] = part
    return part


def drawn(paths: dict[str, str]) -> Callable[[str], Markup]:
    """Gives each icon by its name. A page shows thirty, so none is put together twice."""
    svg = Markup(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>'
    )
    return {name: svg.format(path) for name, path in paths.items()}.__getitem__


def field_attributes(bound: BoundField, help_text: str = "", also: str = "") -> dict[str, str]:
    """What ties an input to its help, its error and the element with the id `also`."""
    ids = [f"{bound.auto_id}-help"] if help_text else []
    ids += [f"{bound.auto_id}-error"] if bound.errors else []
    ids += [also] if also else []
    attributes = {"aria-describedby": " ".join(ids)} if ids else {}
    if bound.errors and not bound.use_fieldset:
        attributes["aria-invalid"] = "true"
    return attributes


FILTERS: dict[str, Callable[..., Any]] = {
    "markdown": markdown.to_html,
    "day": dates.day,
    "short_day": dates.short,
    "moment": dates.moment,
    "brief": dates.brief,
    "exact": dates.exact,
    "filesize": files.human_size,
    "number": lambda value: number_format(value, force_grouping=True),
}


def environment(**options: Any) -> jinja2.Environment:
    env = jinja2.Environment(  # noqa: S701  # Django passes autoescape=True
        **{**options, "auto_reload": settings.DEBUG},
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    remembered = (lambda function: function) if settings.DEBUG else cache
    env.globals.update(
        _=say,
        url=url,
        once=uuid4,  # names a sending, in a form that a page writes without a form class
        static=remembered(static),
        htmx_script=remembered(htmx_script),
        get_language=translation.get_language,
        languages=[("sv", "Svenska"), ("en", "English")],
        portal_name=settings.PORTAL_NAME,
        vendor_name=settings.VENDOR_NAME,
        site_url=settings.SITE_URL,
        demo=settings.DEMO,
        time_tag=time_tag,
        lasting=lasting,
        drawn=drawn,
        field_attributes=field_attributes,
    )
    env.filters.update(FILTERS)
    return env
