"""Importing and exporting articles at the desk: for leads and administrators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kundportal.knowledge.exporting import packing
from kundportal.knowledge.exporting.pages import Export
from kundportal.knowledge.forms.imports import ConfirmForm, ExportForm, ImportForm
from kundportal.knowledge.importing import words
from kundportal.knowledge.models import ImportLine, ImportRun
from kundportal.knowledge.roles import leads
from kundportal.lib.dates import today
from kundportal.lib.pages import is_fragment_wanted, page
from kundportal.lib.paging import Page, number, page_by_key
from kundportal.people import gates
from kundportal.people.gates import Request

SHOWN = 50
# What the report offers to show alone, the ones to look at first.
FILTERS = ("skipped", "kept", "replaced", "new", "changed", "published", "unchanged", "gone")
KINDS = {"skipped": "danger", "kept": "warn", "replaced": "warn", "new": "good",
         "changed": "good", "published": "good"}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A line of the report, in words."""

    line: ImportLine
    kind: str
    outcome: str
    remarks: list[str]


@gates.staff("GET", "POST")
def imports(request: Request) -> HttpResponse:
    """The form for a file, the imports so far, and what can be taken out."""
    _demand_lead(request)
    is_sent = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if is_sent else ImportForm()
    if form.is_valid():
        taken = ImportRun.objects.take(by=request.user, **form.written())
        return redirect("desk-import", taken.pk)
    runs = page_by_key(
        ImportRun.objects.for_list(), by="-began_at", after=request.GET.get("after", ""), size=20
    )
    context = {"form": form, "export": ExportForm(), "runs": runs}
    return page(request, "knowledge/desk/imports.html", context, status=422 if is_sent else 200)


@gates.staff()
def run(request: Request, pk: int) -> HttpResponse:
    """How far an import has come, and what became of each text."""
    _demand_lead(request)
    found = _find(pk)
    if is_fragment_wanted(request) and not found.is_working:
        return HttpResponse(headers={"HX-Refresh": "true"})
    outcome = request.GET.get("show", "")
    outcome = outcome if outcome in {*FILTERS, "remarks"} else ""
    lines = _lines(found, outcome, number(request.GET.get("after", "")))
    context: dict[str, Any] = {
        "run": found, "lines": lines, "outcome": outcome, "form": ConfirmForm(),
        "rows": [_row(line) for line in lines.rows],
        "filters": [
            (code, words.outcome(code), found.count_of(code))
            for code in FILTERS if found.count_of(code)
        ],
        "problem": words.remark(*found.problem) if found.problem else "",
        "percent": found.percent,
    }  # fmt: skip
    return page(request, "knowledge/desk/import.html", context, block="progress")


@gates.staff("POST")
def confirmation(request: Request, pk: int) -> HttpResponse:
    """Has it carried out, or taken up again after it had stopped."""
    _demand_lead(request)
    found, form = _find(pk), ConfirmForm(request.POST)
    if found.may_go_on and form.is_valid():
        found.carry_out(by=request.user, **form.cleaned_data)
        messages.success(request, _("The import has begun."))
    return redirect("desk-import", pk)


@gates.staff()
def export(request: Request) -> HttpResponseBase:
    """All articles, or some of them, as a zip file that is sent while it is made."""
    _demand_lead(request)
    form = ExportForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    files = Export(product=given.get("product"), language=given.get("language", "")).files()
    response = StreamingHttpResponse(packing.zipped(files), content_type="application/zip")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="articles-{today().isoformat()}.zip"'
    )
    return response


def _lines(found: ImportRun, outcome: str, after: int | None) -> Page[ImportLine]:
    lines = ImportLine.objects.of(found, outcome=outcome, after=after)
    shown = list(lines[: SHOWN + 1])
    more = len(shown) > SHOWN
    return Page(shown[:SHOWN], str(shown[SHOWN - 1].number) if more else "", after is None)


def _row(line: ImportLine) -> Row:
    kind = KINDS.get(line.outcome, "neutral")
    return Row(line, kind, words.outcome(line.outcome), words.remarks(line.remarks))


def _find(pk: int) -> ImportRun:
    return get_object_or_404(ImportRun.objects.for_list(), pk=pk)


def _demand_lead(request: Request) -> None:
    if not leads(request.user):
        raise PermissionDenied
