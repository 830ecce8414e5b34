"""Articles at the desk: the list, a new one, and what is true of one in all its languages."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kundportal.knowledge.editing.arranging import WasPublished
from kundportal.knowledge.editing.listing import VIEWS, Listing, Row, marks_of
from kundportal.knowledge.forms.articles import ArrangementForm, ConfirmationForm, NewArticleForm
from kundportal.knowledge.happenings import happenings
from kundportal.knowledge.models import Article
from kundportal.knowledge.roles import leads
from kundportal.knowledge.views.desk.finding import article_of
from kundportal.lib.pages import page
from kundportal.lib.paging import number
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.language import NAMES

ASKED = ("category", "title", "language")  # what the address of a new article may say of it


@gates.staff()
def articles(request: Request) -> HttpResponse:
    """All articles, or those of one view, those changed last first."""
    context = {"listing": Listing(request.GET, request.user), "views": VIEWS, "names": NAMES}
    return page(request, "knowledge/desk/articles.html", context)


@gates.staff("GET", "POST")
def new(request: Request) -> HttpResponse:
    """The form to begin an article."""
    sent = request.POST if request.method == "POST" else None
    form = NewArticleForm(
        sent, initial={name: request.GET[name] for name in ASKED if name in request.GET}
    )
    if form.is_valid():
        given = form.cleaned_data
        article = Article.objects.start(by=request.user, **given)
        return redirect("desk-article-writing", pk=article.pk, language=given["language"])
    status = 422 if form.is_bound else 200
    return page(request, "knowledge/desk/new.html", {"form": form}, status=status)


@gates.staff()
def article(request: Request, pk: int) -> HttpResponse:
    """What is true of it in all languages, and how far it has come in each."""
    return show(request, article_of(pk), ConfirmationForm())


def show(
    request: Request, found: Article, form: ConfirmationForm, *, status: int = 200
) -> HttpResponse:
    marks = marks_of([found])[found.pk]
    begun = {one.language for one in marks}
    context = {
        "row": Row(found, marks),
        "article": found,
        "others": {code: name for code, name in NAMES.items() if code not in begun},
        "is_read": any(one.published for one in marks),
        "may_discard": found.may_be_discarded,
        "may_lead": leads(request.user),
        "form": form,
    }
    return page(request, "knowledge/desk/article.html", context, status=status)


@gates.staff("GET", "POST")
def arrangement(request: Request, pk: int) -> HttpResponse:
    """The form for its place, its readers, its owner and its date."""
    found = article_of(pk)
    form = ArrangementForm(request.POST if request.method == "POST" else None, article=found)
    if form.is_valid() and not (form.changes_readers(found) and not leads(request.user)):
        found.arrange(by=request.user, **form.cleaned_data)
        messages.success(request, _("The settings of the article are saved."))
        return redirect("desk-article", pk=pk)
    if form.is_bound and form.is_valid():
        form.add_error("audience", _("Who may read what is published is for leads to change."))
    row = Row(article_of(pk), marks_of([found])[pk])
    status = 422 if form.is_bound else 200
    return page(request, "knowledge/desk/settings.html", {"form": form, "row": row}, status=status)


@gates.staff("POST")
def confirmation(request: Request, pk: int) -> HttpResponse:
    """Says that it is still right, and until when."""
    found = article_of(pk)
    form = ConfirmationForm(request.POST)
    if not form.is_valid():
        return show(request, found, form, status=422)
    found.confirm(by=request.user, review_by=form.cleaned_data["review_by"])
    messages.success(request, _("Noted: the article is still right."))
    return redirect("desk-article", pk=pk)


@gates.staff("POST")
def withdrawal(request: Request, pk: int) -> HttpResponse:
    """Has nobody but the desk read it."""
    article_of(pk).withdraw(by=request.user)
    messages.success(request, _("The article is withdrawn. Nobody finds or reads it any more."))
    return redirect("desk-article", pk=pk)


@gates.staff("POST")
def comeback(request: Request, pk: int) -> HttpResponse:
    """Has it read again."""
    article_of(pk).bring_back(by=request.user)
    messages.success(request, _("The article is read again."))
    return redirect("desk-article", pk=pk)


@gates.staff("POST")
def removal(request: Request, pk: int) -> HttpResponse:
    """Deletes what has never been published."""
    try:
        article_of(pk).discard(by=request.user)
    except WasPublished:
        messages.warning(request, _("It has been published, so it can only be withdrawn."))
        return redirect("desk-article", pk=pk)
    messages.success(request, _("The article is deleted."))
    return redirect("desk-articles")


@gates.staff()
def history(request: Request, pk: int) -> HttpResponse:
    """What has happened with it."""
    found = article_of(pk)
    before = number(request.GET.get("before", ""))
    shown, older = happenings(found, before=before)
    context = {
        "row": Row(found, marks_of([found])[pk]), "happenings": shown, "older": older,
        "is_newest": before is None,
    }  # fmt: skip
    return page(request, "knowledge/desk/history.html", context, block="history")
