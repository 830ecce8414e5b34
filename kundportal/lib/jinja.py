"""The environment of our templates: gettext, a few globals and filters, nothing of the product."""

from typing import Any

import jinja2
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django_htmx.jinja import htmx_script

from kundportal.lib import dates, files, markdown


def url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def environment(**options: Any) -> jinja2.Environment:
    env = jinja2.Environment(
        **{**options, "auto_reload": settings.DEBUG},
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(
        url=url,
        static=static,
        htmx_script=htmx_script,
        get_language=translation.get_language,
        languages=[("sv", "Svenska"), ("en", "English")],
        portal_name=settings.PORTAL_NAME,
        vendor_name=settings.VENDOR_NAME,
        demo=settings.DEMO,
    )
    env.filters.update(
        markdown=markdown.to_html,
        day=dates.day,
        moment=dates.moment,
        exact=dates.exact,
        filesize=files.human_size,
    )
    return env
