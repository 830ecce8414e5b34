"""Answers with a page, or with one block of it to a htmx request."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template import engines
from jinja2_fragments import render_block
from markupsafe import Markup


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    block: str = "",
    status: int = 200,
) -> HttpResponse:
    """Renders a template, or only its `block` when htmx asks for a part of the page."""
    engine: Any = engines["jinja2"]
    token = get_token(request)  # once for all forms of the page: each call draws a new mask
    field = f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
    shown = {"request": request, "csrf_token": token, "csrf_input": Markup(field)}  # noqa: S704
    for processor in engine.template_context_processors:
        shown |= processor(request)
    shown |= context or {}
    if block and is_fragment_wanted(request):
        return HttpResponse(render_block(engine.env, template, block, shown), status=status)
    return HttpResponse(engine.env.get_template(template).render(shown), status=status)


def is_fragment_wanted(request: HttpRequest) -> bool:
    """Says whether htmx asks for a part of the page; a boosted link wants all of it."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """Sends the browser on after a write, also when htmx made the request."""
    if is_fragment_wanted(request):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)
