"""What is searched for and read, for those who write the articles."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from kundportal.desk import knowledge_figures
from kundportal.desk.knowledge_figures import PERIODS, Figures, Line, Wanted
from kundportal.desk.phrasing_forms import PhrasingForm
from kundportal.lib.pages import page
from kundportal.lib.spreadsheets import KINDS, Row, Table
from kundportal.people import gates
from kundportal.people.gates import Request

MOST_IN_FILE = 5000


@gates.staff()
def figures(request: Request) -> HttpResponse:
    """One of the lists, with the sums of its period above it."""
    wanted = Wanted.sent(request.GET)
    context = {
        "figures": Figures(wanted),
        "wanted": wanted,
        "kinds": knowledge_figures.KINDS,
        "periods": PERIODS,
        "languages": knowledge_figures.LANGUAGES,
    }
    return page(request, "desk/knowledge_figures.html", context)


@gates.staff()
def figures_file(request: Request, kind: str) -> HttpResponseBase:
    """The same list as a file."""
    if kind not in KINDS:
        raise Http404
    found = Figures(Wanted.sent(request.GET), most=MOST_IN_FILE)
    if found.kind.is_of_searches:
        headings = [
            _("Search"), _("Language"), _("Times"), _("Found nothing"), _("Unsure"), _("Opened"),
            _("Then a ticket"), _("Last"),
        ]  # fmt: skip
        rows = (_searched(line) for line in found.rows)
        widths: tuple[int, ...] = (50, 10, 10, 14, 10, 10, 14, 12)
    else:
        headings = [
            _("Article"), _("Language"), _("Address"), _("Times"), _("Helped"), _("Then a ticket"),
            _("Last"), _("Reasons"),
        ]  # fmt: skip
        rows = (_article(line) for line in found.rows)
        widths = (50, 10, 50, 10, 10, 14, 12, 60)
    table = Table(_("figures"), str(found.kind.label), headings, widths, rows)
    return KINDS[kind](table)


def _searched(line: Line) -> Row:
    return [line.name, line.language, line.times, line.nothing, line.unsure, line.opened,
            line.tickets, line.last]  # fmt: skip


def _article(line: Line) -> Row:
    address = line.article.address if line.article else ""
    return [line.name, line.language, address, line.times, line.helped, line.tickets, line.last,
            "\n".join(line.reasons)]  # fmt: skip


@gates.staff("GET", "POST")
def phrasing(request: Request) -> HttpResponse:
    """Adds what was searched for to the article that answers it, as another way to ask."""
    given = request.POST if request.method == "POST" else None
    form = PhrasingForm(given, typed=request.GET, reader=request.user)
    if form.is_valid():
        return form.add(request)
    status = 422 if form.is_bound else 200
    return page(request, "desk/phrasing.html", {"form": form}, status=status)
