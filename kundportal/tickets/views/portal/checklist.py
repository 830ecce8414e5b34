"""Which form do I need? A question a page, each at an address that holds what was answered."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kundportal.lib.pages import page
from kundportal.lib.paging import number
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.tickets.checklist import walking
from kundportal.tickets.checklist.plan import Leads, Plan, Way
from kundportal.tickets.forms.checklist import StepForm
from kundportal.tickets.models import Checklist, Form

LONGEST = 300  # of what an address says was answered


@gates.customer()
def checklist(request: Request) -> HttpResponse:
    """The next question after those that are answered, or what they lead to."""
    found = Checklist.objects.published_to(request.user)
    if found is None:
        return redirect("ticket-new")
    plan, sent = found.plan, request.GET.get("answers", "")
    way = plan.follow(_keys(sent))
    if way.end:
        return _result(request, way)
    chosen = next(iter(_keys(request.GET.get("chosen", ""))), 0)
    has_changed = len(way.keys) < len(_keys(sent))
    return _ask(request, plan, way, chosen=chosen, has_changed=has_changed)


@gates.customer("POST")
def walks(request: Request) -> HttpResponse:
    """Begins with the first question, which is counted."""
    found = Checklist.objects.published_to(request.user)
    if found is None:
        return redirect("ticket-new")
    walking.begin(request.session, found, found.plan.follow([]))
    return redirect("checklist")


@gates.customer("POST")
def answers(request: Request) -> HttpResponse:
    """Takes the answer to one question, counts it and leads on."""
    found = Checklist.objects.published_to(request.user)
    if found is None:
        return redirect("ticket-new")
    plan = found.plan
    way = plan.follow(_keys(request.POST.get("answers", "")))
    if way.question is None:  # all are answered; the page says what they lead to
        return redirect(_address(way))
    form = StepForm(request.POST, question=way.question)
    if not form.is_valid():
        return _ask(request, plan, way, form=form)
    way = plan.follow([*way.keys, form.cleaned_data["answer"]])
    walking.go_on(request.session, found, way)
    return redirect(_address(way))


def _keys(text: str) -> list[int]:
    """The answers that an address names, as far as they are any."""
    found = [number(one) for one in text[:LONGEST].split("-")]
    return [one for one in found if one is not None]


def _address(way: Way) -> str:
    keys = "-".join(str(one) for one in way.keys)
    return reverse("checklist") + (f"?answers={keys}" if keys else "")


def _ask(
    request: Request,
    plan: Plan,
    way: Way,
    *,
    form: StepForm | None = None,
    chosen: int = 0,
    has_changed: bool = False,
) -> HttpResponse:
    assert way.question
    context = {
        "form": form or StepForm(question=way.question, chosen=chosen),
        "way": way,
        "answered": "-".join(str(one) for one in way.keys),
        "number": len(way.steps) + 1,
        "most": len(way.steps) + plan.most_left(way.question),
        "has_changed": has_changed,
        "back": _before(way, len(way.steps) - 1) if way.steps else "",
    }
    status = 422 if form else 200
    return page(request, "tickets/portal/checklist/question.html", context, status=status)


def _result(request: Request, way: Way) -> HttpResponse:
    end = way.end
    assert end
    forms = {one.pk: one for one in Form.objects.offered_to(request.user)}
    context = {
        "way": way,
        "end": end,
        "ticket_form": forms.get(end.to or 0) if end.leads == Leads.FORM else None,
        "steps": [(step, _before(way, at)) for at, step in enumerate(way.steps)],
    }
    return page(request, "tickets/portal/checklist/result.html", context)


def _before(way: Way, at: int) -> str:
    """The address of a question that was answered, with that answer chosen."""
    keys = "-".join(str(one) for one in way.keys[:at])
    before = f"answers={keys}&" if keys else ""
    return f"{reverse('checklist')}?{before}chosen={way.keys[at]}"
