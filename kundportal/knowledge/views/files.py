"""The files of articles, for whoever may read what they stand in."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from kundportal.knowledge.models import ArticleFile
from kundportal.lib.serving import serve
from kundportal.people import gates


@gates.anyone()
def file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Pictures and films are shown, all else is a download."""
    found = get_object_or_404(
        ArticleFile.objects.visible_to(request.user).readable(), pk=pk, name=name
    )
    return serve(request, found.file, name=found.name, kind=found.content_type)
