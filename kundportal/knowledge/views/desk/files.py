"""Files that editors add to an article while they write, one request each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from kundportal.knowledge.models import Article
from kundportal.knowledge.models.article import FileInUse
from kundportal.knowledge.views.desk.finding import article_of
from kundportal.lib.files import tidy_name
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.models import Person

TEMPLATE = "knowledge/desk/file.html"


@dataclass
class Shelf:
    """Where the files of the form for writing go: they belong to the article at once."""

    article: Article
    by: Person

    def put(self, upload: UploadedFile) -> None:
        self.article.attach(upload, by=self.by)

    def files(self) -> list[Any]:
        return []


@gates.staff("POST")
def files(request: Request, pk: int) -> HttpResponse:
    """Takes one file, and gives the line that stands for it in the form."""
    article, sent = article_of(pk), request.FILES.get("file")
    if sent is None:
        return _refused(request, "", _("Choose a file."))
    try:
        file = article.attach(sent, by=request.user)
    except ValidationError as problem:
        return _refused(request, sent.name or "", " ".join(problem.messages))
    return page(request, TEMPLATE, {"file": file}, status=201)


@gates.staff()
def file(request: Request, pk: int, file: int) -> HttpResponse:
    """The line anew, which says how far the check for viruses has come."""
    found = get_object_or_404(article_of(pk).files.with_use(), pk=file)
    return page(request, TEMPLATE, {"file": found})


@gates.staff("POST")
def removal(request: Request, pk: int, file: int) -> HttpResponse:
    """Takes it away, unless a text shows it."""
    try:
        get_object_or_404(article_of(pk).files, pk=file).remove(by=request.user)
    except FileInUse:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


def _refused(request: Request, name: str, problem: str) -> HttpResponse:
    return page(request, TEMPLATE, {"problem": problem, "name": tidy_name(name)}, status=422)
