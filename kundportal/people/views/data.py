"""A person's own data: asking for an extract of it, and downloading that."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.models import DataExtract
from kundportal.people.views.factors import password_again


@gates.signed_in()
@never_cache
def index(request: Request) -> HttpResponse:
    """What the portal holds, and what became of the extract that the person asked for."""
    extract = DataExtract.objects.of(request.user).newest()
    return page(request, "people/data.html", {"extract": extract})


@gates.signed_in("GET", "POST")
@never_cache
@partial(password_again, back="settings-data-new")
def ask(request: Request) -> HttpResponse:
    """Asks for an extract, by somebody who has just shown that it is they."""
    latest = DataExtract.objects.of(request.user).newest()
    if latest and not latest.may_be_followed:
        return redirect("settings-data")
    if request.method != "POST":
        return page(request, "people/data_new.html")
    DataExtract.objects.ask(by=request.user)
    messages.success(request, _("We are making the extract. You get a mail when it is ready."))
    return redirect("settings-data")


@gates.signed_in()
@never_cache
def download(request: Request, key: UUID) -> FileResponse:
    """The file, for the person whose data it holds and nobody else."""
    extract = DataExtract.objects.of(request.user).to_download(key)
    if extract is None:
        raise Http404
    try:
        content = extract.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content, as_attachment=True, filename=extract.file_name, content_type="application/zip"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
