"""A version of a text: what it changed, and what is decided on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kundportal.knowledge.editing.comparing import changes
from kundportal.knowledge.forms.texts import PlanForm, ReviewForm, VerdictForm, chosen_version
from kundportal.knowledge.models import Revision, Stage
from kundportal.knowledge.roles import leads
from kundportal.knowledge.views.desk import texts
from kundportal.knowledge.views.desk.finding import version_of
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.language import NAMES


@gates.staff()
def version(request: Request, pk: int, language: str, number: int) -> HttpResponse:
    """What it changed since the one before, or since another that is asked for."""
    found = version_of(pk, language, number)
    asked = chosen_version(request.GET.get("since", ""))
    other = found.translation.version(number - 1 if asked is None else asked)
    if other is not None and other.number >= number:
        other = None
    context = {
        "version": found,
        "text": found.translation,
        "article": found.translation.article,
        "name": NAMES[language],
        "other": other,
        "numbers": range(number - 1, max(0, number - 51), -1),
        "changes": changes(other, found),
        "may_lead": leads(request.user),
    }
    return page(request, "knowledge/desk/version.html", context)


@gates.staff("POST")
def review(request: Request, pk: int, language: str, number: int) -> HttpResponse:
    """Has a colleague look at it."""
    found = version_of(pk, language, number)
    form = ReviewForm(request.POST, by=request.user)
    if not form.is_valid():
        return texts.show(request, found.translation, review=form, status=422)
    reviewer = form.cleaned_data["reviewer"]
    found.ask_for_review(by=request.user, reviewer=reviewer)
    name = reviewer.name if reviewer else _("The leads")
    messages.success(request, _("Sent for review. %(name)s will be told.") % {"name": name})
    return _back(found)


@gates.staff("POST")
def publication(request: Request, pk: int, language: str, number: int) -> HttpResponse:
    """Has it read from now on."""
    found = version_of(pk, language, number)
    if found.stage == Stage.EARLIER:
        messages.warning(request, _("A newer version has been written meanwhile. Look at it."))
        return _back(found)
    found.publish(by=request.user)
    messages.success(request, _("Published. Readers see version %(number)s from now on.")
                     % {"number": number})  # fmt: skip
    return _back(found)


@gates.staff("POST")
def planning(request: Request, pk: int, language: str, number: int) -> HttpResponse:
    """Has it published at a time."""
    found = version_of(pk, language, number)
    form = PlanForm(request.POST)
    if not form.is_valid():
        return texts.show(request, found.translation, plan=form, status=422)
    found.plan(at=form.cleaned_data["at"], by=request.user)
    messages.success(request, _("Planned. It is published by itself when the time comes."))
    return _back(found)


@gates.staff("POST")
def sending_back(request: Request, pk: int, language: str, number: int) -> HttpResponse:
    """Gives it back to whoever wrote it."""
    found = version_of(pk, language, number)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return texts.show(request, found.translation, verdict=form, status=422)
    found.send_back(by=request.user, verdict=form.cleaned_data["verdict"])
    messages.success(request, _("Sent back to whoever wrote it."))
    return _back(found)


@gates.staff("POST")
def taking_back(request: Request, pk: int, language: str, number: int) -> HttpResponse:
    """Makes a draft of it again."""
    found = version_of(pk, language, number)
    found.take_back(by=request.user)
    messages.success(request, _("Version %(number)s is a draft again.") % {"number": number})
    return _back(found)


@gates.staff("POST")
def discarding(request: Request, pk: int, language: str, number: int) -> HttpResponse:
    """Gives it up."""
    found = version_of(pk, language, number)
    found.discard(by=request.user)
    text = _("Version %(number)s is discarded. Its text stays among the versions.")
    messages.success(request, text % {"number": number})
    return _back(found)


@gates.staff("POST")
def restoration(request: Request, pk: int, language: str, number: int) -> HttpResponse:
    """Writes its text once more as the newest, and publishes that where it is asked for."""
    found = version_of(pk, language, number)
    remark = _("Back to version %(number)s") % {"number": number}
    newest = found.restore(by=request.user, remark=remark)
    if request.POST.get("publish") and newest.may_be_published_by(request.user):
        newest.publish(by=request.user)
        text = _("The text of version %(number)s is read again.")
    else:
        text = _("The text of version %(number)s is the newest draft.")
    messages.success(request, text % {"number": number})
    return _back(found)


def _back(found: Revision) -> HttpResponse:
    translation = found.translation
    return redirect("desk-article-text", pk=translation.article_id, language=translation.language)
