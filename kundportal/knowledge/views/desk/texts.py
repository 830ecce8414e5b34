"""An article in one language at the desk: how far it has come, writing it, and how it looks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundportal.knowledge.displaying.rendering import render
from kundportal.knowledge.displaying.showing import show as shown
from kundportal.knowledge.editing.comparing import Change, changes
from kundportal.knowledge.forms.texts import (
    PlanForm,
    ReviewForm,
    VerdictForm,
    WritingForm,
    chosen_version,
)
from kundportal.knowledge.models import Article, Revision, Translation
from kundportal.knowledge.models.translation import Changed
from kundportal.knowledge.roles import leads
from kundportal.knowledge.views.desk.files import Shelf
from kundportal.knowledge.views.desk.finding import translation_of
from kundportal.lib.pages import is_fragment_wanted, page
from kundportal.lib.paging import page_by_key
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.language import NAMES
from kundportal.people.models import Person, Role
from kundportal.search.models import Audience


@gates.staff()
def text(request: Request, pk: int, language: str) -> HttpResponse:
    """How far it has come: what is read, what is to be decided on, and all its versions."""
    return show(request, translation_of(pk, language))


def show(request: Request, found: Translation, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page, with a form that is to be corrected in place of its empty one."""
    waiting = found.waiting()
    original = found.other_original
    context = {
        "text": found,
        "article": found.article,
        "name": NAMES[found.language],
        "waiting": [(one, one.may_be_published_by(request.user)) for one in waiting],
        "changes": changes(found.published, waiting[0]) if waiting else [],
        "original": original,
        "missed": _missed(found),
        "versions": page_by_key(
            Revision.objects.of(found.article_id, found.language).for_list(),
            by="-created_at", after=request.GET.get("after", ""),
        ),
        "may_lead": leads(request.user),
        "review_form": forms.get("review") or ReviewForm(by=request.user),
        "plan_form": forms.get("plan") or PlanForm(),
        "verdict_form": forms.get("verdict") or VerdictForm(),
    }  # fmt: skip
    return page(request, "knowledge/desk/text.html", context, status=status)


def _missed(found: Translation) -> list[Change]:
    """What has changed in the original since the translation was made."""
    original = found.other_original
    now = original.published if original else None
    return changes(found.based_on, now) if found.is_behind and now else []


@gates.staff("GET", "POST")
def writing(request: Request, pk: int, language: str) -> HttpResponse:
    """The form in which the text is written, beside the original where it is a translation."""
    found = translation_of(pk, language)
    form = _form(request, found)
    if not form.is_valid():
        return _write(request, found, form)
    saved = found.article.in_language(language)
    saved.article = found.article
    try:
        based_on = found.article.version(form.cleaned_data["based_on"])
        revision = saved.write(by=request.user, based_on=based_on, **form.written())
    except Changed as changed:
        form.knows(changed.newest)
        return _write(request, found, form, newer=changed.newest)
    messages.success(request, _("Version %(number)s is saved.") % {"number": revision.number})
    return redirect("desk-article-text", pk=pk, language=language)


@gates.staff("POST")
def preview(request: Request, pk: int, language: str) -> HttpResponse:
    """How what is typed will look; to a script without the page around it."""
    found = translation_of(pk, language)
    form = _form(request, found)
    form.is_valid()
    typed = form.cleaned_data.get("text", "")
    html = render(typed, address=found.article.address_of).html if typed else ""
    if is_fragment_wanted(request):
        return page(request, "knowledge/desk/preview.html", {"form": form, "preview": html})
    return _write(request, found, form, preview=html, status=200)


def _form(request: Request, found: Translation) -> WritingForm:
    original = found.other_original
    is_sent = request.method == "POST"
    form = WritingForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        newest=found.newest() if found.pk else None,
        original=original.published if original else None,
    )
    form.fields["added"].shelf = Shelf(found.article, request.user)  # type: ignore[attr-defined]
    if is_sent:
        found.article.remove_files(request.POST.getlist("files-remove"), by=request.user)
    return form


def _write(
    request: Request,
    found: Translation,
    form: WritingForm,
    *,
    newer: Revision | None = None,
    preview: str = "",
    status: int = 422,
) -> HttpResponse:
    original = form.original
    context = {
        "text": found,
        "article": found.article,
        "name": NAMES[found.language],
        "form": form,
        "original": original,
        "original_html": render(original.text, address=found.article.address_of).html
        if original else "",
        "missed": _missed(found),
        "newer": newer,
        "newer_changes": changes(newer, _as_typed(form)) if newer else [],
        "files": found.article.files.with_use(),
        "preview": preview,
    }  # fmt: skip
    status = status if form.is_bound else 200
    return page(request, "knowledge/desk/writing.html", context, status=status)


def _as_typed(form: WritingForm) -> Revision:
    given = form.written()
    return Revision(**{name: given[name] for name in ("title", "lead", "text", "phrasings")})


READERS = {
    "stranger": gettext_lazy("Somebody who is not signed in"),
    "customer": gettext_lazy("A customer"),
    "chosen": gettext_lazy("A customer of a chosen organisation"),
    "staff": gettext_lazy("Staff"),
}


@gates.staff()
def look(request: Request, pk: int, language: str) -> HttpResponse:
    """A version as readers of each kind see it; without a number the one that is next."""
    found = translation_of(pk, language)
    number = chosen_version(request.GET.get("version", ""))
    version = found.version(number) if found.pk else None
    if version is None:
        raise Http404
    kind = request.GET.get("as", "")
    kind = kind if kind in READERS else "customer"
    reader = _reader(found.article, kind, request.user)
    rendered = shown(version, language=language, reader=reader, address=found.article.address_of)
    context = {
        "text": found,
        "article": found.article,
        "name": NAMES[language],
        "version": version,
        "shown": rendered,
        "kind": kind,
        "readers": READERS,
        "is_seen": Article.objects.visible_to(reader).filter(pk=pk).exists(),
    }
    return page(request, "knowledge/desk/look.html", context)


def _reader(article: Article, kind: str, staff: Person) -> Any:
    """Somebody of the kind, who is nobody in particular."""
    if kind == "staff":
        return staff
    if kind == "stranger":
        return AnonymousUser()
    is_chosen = kind == "chosen" and article.audience == Audience.ORGANISATIONS
    organisation = article.organisations[0] if is_chosen and article.organisations else None
    return Person(role=Role.CUSTOMER, organisation_id=organisation)


@gates.staff("POST")
def confirmation(request: Request, pk: int, language: str) -> HttpResponse:
    """Says that the translation is still right, although the original has changed."""
    found = translation_of(pk, language)
    if found.pk:
        found.confirm(by=request.user)
        messages.success(request, _("Noted: the translation is still right."))
    return redirect("desk-article-text", pk=pk, language=language)
