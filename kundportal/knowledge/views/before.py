"""What to think of before a ticket is sent; the form for a ticket leads here."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from kundportal.knowledge.displaying.showing import best
from kundportal.knowledge.models import Translation
from kundportal.lib.pages import is_fragment_wanted, page
from kundportal.people import gates

MOST = 50


@gates.anyone()
def before(request: HttpRequest) -> HttpResponse:
    """The articles of the category, or those for the kinds of matter that are named.

    An article is for a matter whose name is its title or stands among its phrasings, so that staff
    can write one for each matter of their own forms. The first one is for all.
    """
    rows = Translation.objects.readable_by(request.user).before_a_ticket().for_reading()
    articles = best(rows[:MOST], get_language() or "")
    if not articles:
        if is_fragment_wanted(request):
            return HttpResponse()  # the form then leads nowhere
        raise Http404
    if named := {name.strip().casefold() for name in request.GET.getlist("matter")[:MOST]}:
        articles = [articles[0], *(one for one in articles[1:] if named & one.questions())]
    return page(request, "knowledge/before.html", {"articles": articles}, block="links")
