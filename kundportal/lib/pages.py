"""Answers with a page, or with one block of it to a htmx request."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from jinja2_fragments import render_block


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
    if not (block and is_fragment_wanted(request)):
        rendered = engine.get_template(template).render(context, request)
        return HttpResponse(rendered, status=status)
    shown = {
        "request": request,
        "csrf_input": csrf_input_lazy(request),
        "csrf_token": csrf_token_lazy(request),
    }
    for processor in engine.template_context_processors:
        shown |= processor(request)
    fragment = render_block(engine.env, template, block, shown | (context or {}))
    return HttpResponse(fragment, status=status)


def is_fragment_wanted(request: HttpRequest) -> bool:
    """Says whether htmx asks for a part of the page; a boosted link wants all of it."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """Sends the browser on after a write, also when htmx made the request."""
    if is_fragment_wanted(request):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)
