"""The words of search, as staff look after them: all see them, leads and administrators write."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.search import finding
from kundportal.search.answering.trying import understood
from kundportal.search.forms import LANGUAGES, SmallWordForm, SynonymForm
from kundportal.search.models import StopWord, Synonym
from kundportal.search.models.words import may_change_words

LONGEST_TRIED, MOST_FOUND = 300, 10


@gates.staff()
def words(request: Request) -> HttpResponse:
    """What staff have said of the words of a language, and a box that shows what comes of it."""
    return _show(request, _language(request))


@gates.staff("POST")
def synonyms(request: Request) -> HttpResponse:
    """Adds words that mean the same."""
    language = _written(request)
    form = SynonymForm(request.POST)
    if not form.is_valid():
        return _show(request, language, synonym=form)
    Synonym.objects.add(language=language, by=request.user, **form.cleaned_data)
    messages.success(request, _("The words find each other from now on."))
    return _back(language, "synonyms")


@gates.staff("GET", "POST")
def synonym(request: Request, pk: int) -> HttpResponse:
    """Changes words that mean the same."""
    _demand(request)
    group = get_object_or_404(Synonym, pk=pk)
    form = SynonymForm(*(request.POST,) if request.method == "POST" else (), group=group)
    if form.is_valid():
        group.change(words=form.cleaned_data["words"], by=request.user)
        messages.success(request, _("The words are saved."))
        return _back(group.language, "synonyms")
    context = {"group": group, "form": form, "language": LANGUAGES[group.language]}
    status = 422 if form.is_bound else 200
    return page(request, "search/desk/synonym.html", context, status=status)


@gates.staff("POST")
def synonym_removal(request: Request, pk: int) -> HttpResponse:
    """The words mean the same no more."""
    _demand(request)
    group = get_object_or_404(Synonym, pk=pk)
    group.remove(by=request.user)
    messages.success(request, _("Removed: %(words)s") % {"words": group})
    return _back(group.language, "synonyms")


@gates.staff("POST")
def small_words(request: Request) -> HttpResponse:
    """Has a word count for little, or for more."""
    language = _written(request)
    form = SmallWordForm(request.POST)
    if not form.is_valid():
        return _show(request, language, small=form)
    is_stopped = form.cleaned_data["counts"] == "less"
    word = form.cleaned_data["word"]
    StopWord.objects.add(language=language, word=word, is_stopped=is_stopped, by=request.user)
    messages.success(request, _("The word is saved."))
    return _back(language, "small")


@gates.staff("POST")
def small_word_removal(request: Request, pk: int) -> HttpResponse:
    """The word counts again as it did before anybody said anything of it."""
    _demand(request)
    word = get_object_or_404(StopWord, pk=pk)
    word.remove(by=request.user)
    messages.success(request, _("Removed: %(words)s") % {"words": word})
    return _back(word.language, "small")


def _show(
    request: Request,
    language: str,
    *,
    synonym: SynonymForm | None = None,
    small: SmallWordForm | None = None,
) -> HttpResponse:
    tried = request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST_TRIED]
    found = None
    if tried:
        found = finding.find(tried, reader=request.user, language=language, most=MOST_FOUND)
    context: dict[str, Any] = {
        "languages_known": LANGUAGES,
        "chosen": language,
        "tried": tried,
        "understood": understood(tried, language) if tried else [],
        "found": found,
        "groups": Synonym.objects.of_language(language),
        "small_words": StopWord.objects.of_language(language),
        "may_change": may_change_words(request.user),
        "synonym": synonym or SynonymForm(),
        "small": small or SmallWordForm(),
    }
    return page(request, "search/desk/words.html", context, status=422 if synonym or small else 200)


def _demand(request: Request) -> None:
    if not may_change_words(request.user):
        raise Http404


def _written(request: Request) -> str:
    """The language that is written of, by somebody who may."""
    _demand(request)
    return _known(request.POST.get("language", ""))


def _language(request: Request) -> str:
    return _known(request.GET.get("language", ""))


def _known(code: str) -> str:
    return code if code in LANGUAGES else "sv"


def _back(language: str, place: str) -> HttpResponse:
    return redirect(f"{reverse('desk-words')}?language={language}#{place}")
