"""Attached files, for whoever may see their ticket: all of one together, and each of them."""

from __future__ import annotations

from pathlib import PurePath
from uuid import UUID

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response

from kundportal.lib.pages import page
from kundportal.lib.paging import page_by_key
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.models import Attachment
from kundportal.tickets.views.portal.ticket import find


@gates.signed_in()
def gathered(request: Request, number: str) -> HttpResponse:
    """All files of a ticket, the newest first; the list alone where the ticket's page asks."""
    ticket = find(request, number)
    rows, after = Attachment.objects.gathered(ticket), request.GET.get("after", "")
    context = {
        "ticket": ticket,
        "page": page_by_key(rows, by="-message__created_at", after=after, size=25),
    }
    return page(request, "tickets/files.html", context, block="files")


@gates.signed_in()
def download(request: Request, number: str, key: UUID) -> HttpResponseBase:
    """The file as it was sent, always as a download."""
    row = _find(request, number, key)
    return _send(request, row.file, row.name, row.content_type, as_attachment=True)


@gates.signed_in()
def preview(request: Request, number: str, key: UUID) -> HttpResponseBase:
    """The small picture that stands in the conversation."""
    row = _find(request, number, key)
    if not row.preview:
        raise Http404
    return _send(request, row.preview, "preview.webp", "image/webp", as_attachment=False)


def _find(request: Request, number: str, key: UUID) -> Attachment:
    visible = Attachment.objects.visible_to(request.user).readable()
    return get_object_or_404(visible, key=key, ticket__number=number)


def _send(
    request: Request, file: FieldFile, name: str, kind: str, *, as_attachment: bool
) -> HttpResponseBase:
    """The browser asks each time whether it may still show what it has: access can end."""
    word = f'"{PurePath(file.name or "").stem}"'  # drawn for this file alone, which never changes
    unchanged: HttpResponseBase | None = get_conditional_response(request, etag=word)
    if unchanged:
        return unchanged
    try:
        handle = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(handle, as_attachment=as_attachment, filename=name, content_type=kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["ETag"] = word
    return response
