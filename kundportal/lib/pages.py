"""Answers with a page, or with one block of it to a htmx request."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template import engines
from django.urls import Resolver404, resolve
from jinja2_fragments import render_block
from markupsafe import Markup

IN_MEMORY = 1024 * 1024


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
    shown = _shown(request, engine) | (context or {})
    if block and is_fragment_wanted(request):
        return HttpResponse(render_block(engine.env, template, block, shown), status=status)
    return HttpResponse(engine.env.get_template(template).render(shown), status=status)


def long_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponseBase:
    """A page that may be of any length: its parts are written to a file as they come."""
    engine: Any = engines["jinja2"]
    target = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 the answer closes it
    for part in engine.env.get_template(template).generate(_shown(request, engine) | context):
        target.write(part.encode())
    return answer_with(target, "text/html; charset=utf-8")


def answer_with(target: IO[bytes], kind: str, name: str = "") -> HttpResponseBase:
    """Answers with what has been written, from the disk when it is much."""
    size = target.tell()
    target.seek(0)
    if size > IN_MEMORY:
        return FileResponse(target, content_type=kind, filename=name)
    response = HttpResponse(target.read(), content_type=kind)
    if name:
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    target.close()
    return response


def _shown(request: HttpRequest, engine: Any) -> dict[str, Any]:
    """What every template is given."""
    token = get_token(request)  # once for all forms of the page: each call draws a new mask
    field = f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
    shown = {"request": request, "csrf_token": token, "csrf_input": Markup(field)}  # noqa: S704
    for processor in engine.template_context_processors:
        shown |= processor(request)
    return shown


def is_fragment_wanted(request: HttpRequest) -> bool:
    """Says whether htmx asks for a part of the page; a boosted link wants all of it."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """Sends the browser on after a write, also when htmx made the request."""
    if is_fragment_wanted(request):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


def is_there(path: str) -> bool:
    """Whether the portal has a page at the address, so that a sibling may ask for it."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
