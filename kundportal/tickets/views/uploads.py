"""Files that come in while a form is filled in, one request each."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from kundportal.lib.files import tidy_name
from kundportal.lib.pages import page
from kundportal.people import attempts, gates
from kundportal.people.gates import Request
from kundportal.tickets.forms.uploads import UploadForm
from kundportal.tickets.models import Upload

TEMPLATE = "tickets/upload.html"


@gates.signed_in("POST")
def uploads(request: Request) -> HttpResponse:
    """Takes one file, and gives the line that stands for it in the form."""
    if wait := attempts.take(request, "upload", user=request.user):
        problem = attempts.try_again(attempts.minutes_of(wait))
        return _refused(request, problem, status=429)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, " ".join(form.problems))
    sent = form.cleaned_data
    try:
        upload = Upload.objects.keep(
            sent["file"], by=request.user, once=sent["once"], field=sent["field"]
        )
    except ValidationError as problem:
        return _refused(request, " ".join(problem.messages))
    return page(request, TEMPLATE, {"upload": upload}, status=201)


@gates.signed_in()
def upload(request: Request, key: UUID) -> HttpResponse:
    """The line anew, which says how far the check for viruses has come."""
    return page(request, TEMPLATE, {"upload": _find(request, key)})


@gates.signed_in("POST")
def removal(request: Request, key: UUID) -> HttpResponse:
    """Takes the file out of the form."""
    _find(request, key).remove()
    return HttpResponse(status=204)


def _find(request: Request, key: UUID) -> Upload:
    return get_object_or_404(Upload.objects.of(request.user), key=key)


def _refused(request: Request, problem: str, *, status: int = 422) -> HttpResponse:
    file = request.FILES.get("file")
    context = {"problem": problem, "name": tidy_name(file.name or "") if file else ""}
    return page(request, TEMPLATE, context, status=status)
