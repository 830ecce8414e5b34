"""What customers think, for those who can make it better."""

from __future__ import annotations

from django.http import HttpResponse

from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.ending import rating_figures
from kundportal.tickets.models import Rating


@gates.staff()
def ratings(request: Request) -> HttpResponse:
    """A year of ratings by month and by product, and the latest of those who were not content."""
    context = {
        "months": rating_figures.by_month(),
        "products": rating_figures.by_product(),
        "low": Rating.objects.latest_low(),
    }
    return page(request, "tickets/desk/ratings.html", context)
