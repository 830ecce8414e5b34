"""Whether those who have access are still right: the organisation answers, staff follow."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kundportal.access.models import Review
from kundportal.access.people_forms import ReviewForm
from kundportal.access.reviewing import ReviewOver
from kundportal.lib.pages import page
from kundportal.lib.paging import page_by_key
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.models import Person


@gates.customer()
@never_cache
def own_review(request: Request) -> HttpResponse:
    """Each person with what was said of them, and the two answers."""
    found = Review.objects.of(request.user).select_related("done_by").order_by("-half").first()
    own = request.user.organisation
    assert own is not None
    people = Person.objects.of_organisation(own).seated()
    answers = found.answers.select_related("by") if found else []
    context = {
        "organisation": own,
        "review": found,
        "page": page_by_key(people, by="created_at", after=request.GET.get("after", ""), size=50),
        "answers": {one.person_id: one for one in answers},
    }
    return page(request, "access/portal/review.html", context)


@gates.customer("POST")
def answer(request: Request, pk: int) -> HttpResponse:
    """What is said of one person."""
    found = get_object_or_404(Review.objects.of(request.user).open())
    person = get_object_or_404(Person.objects.seated_at(found.organisation_id), pk=pk)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose “Still right” or “Has left”."))
        return redirect("own-review")
    stays = form.cleaned_data["stays"]
    return _do(request, lambda: found.answer(person=person, stays=stays, by=request.user))


@gates.customer("POST")
def answer_all(request: Request) -> HttpResponse:
    """Everyone who is not answered for is still right."""
    found = get_object_or_404(Review.objects.of(request.user).open())
    return _do(request, lambda: found.answer_all(by=request.user))


def _do(request: Request, verb: Callable[[], None]) -> HttpResponse:
    try:
        verb()
    except ReviewOver:
        messages.info(request, _("The list has been looked through already."))
    return redirect("own-review")


@gates.staff()
def reviews(request: Request) -> HttpResponse:
    """Which organisations have not answered, the one asked first on top, and the figures."""
    rows = Review.objects.unanswered().with_counts()
    context = {
        "page": page_by_key(rows, by="asked_at", after=request.GET.get("after", ""), size=50),
        "figures": Review.objects.figures(),
    }
    return page(request, "access/desk/reviews.html", context)


@gates.staff("POST")
def reminder(request: Request, pk: int) -> HttpResponse:
    """Asks an organisation's administrators again."""
    found = get_object_or_404(Review.objects.unanswered(), pk=pk)
    if found.remind(by=request.user):
        text = _("The administrators of %(name)s are reminded.")
        messages.success(request, text % {"name": found.organisation.name})
    else:
        text = _("%(name)s has been reminded in the last 24 hours. Nothing was sent.")
        messages.warning(request, text % {"name": found.organisation.name})
    return redirect("desk-reviews")
