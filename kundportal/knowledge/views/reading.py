"""What everybody reads: the front page, the categories and the articles."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language

from kundportal.knowledge.displaying.anchors import contents_of, with_links
from kundportal.knowledge.displaying.showing import show
from kundportal.knowledge.displaying.shown import Shown, best_of
from kundportal.knowledge.models import Subscription, Translation
from kundportal.knowledge.reading import popular
from kundportal.knowledge.reading.counting import note_reading
from kundportal.knowledge.reading.tree import tree_for
from kundportal.knowledge.reading.unchanged import unless_unchanged
from kundportal.lib.pages import is_fragment_wanted, page
from kundportal.lib.paging import number as read_number
from kundportal.people import gates
from kundportal.people.language import speak_like

MOST_NEW = 6
MOST_READ = 6
MOST_AT_START = 3
MOST_LISTED = 20
AT_ONCE = 100  # of a category


@gates.anyone()
def front(request: HttpRequest) -> HttpResponse:
    """All categories with what there is for the reader, what is read most and what is new."""
    reader, language = gates.reader(request), get_language() or ""
    readable = Translation.objects.readable_by(reader).in_language(language).for_lists()
    context = {
        "tree": tree_for(reader),
        "popular": popular.most_read(reader, language, most=MOST_READ),
        "newest": readable.newest()[:MOST_NEW],
    }
    return unless_unchanged(request, page(request, "knowledge/front.html", context))


@gates.anyone()
def most_read(request: HttpRequest) -> HttpResponse:
    """What is read most; the start page asks for the first of it alone."""
    most = MOST_AT_START if is_fragment_wanted(request) else MOST_LISTED
    found = popular.most_read(gates.reader(request), get_language() or "", most=most)
    return page(request, "knowledge/most_read.html", {"articles": found}, block="list")


@gates.anyone()
def category(request: HttpRequest, key: str) -> HttpResponse:
    """A category: what stands below it, and its articles."""
    reader = gates.reader(request)
    node = tree_for(reader).named(key)
    if node is None or not (node.has_something or reader.is_staff):
        raise Http404
    after = read_number(request.GET.get("after", "")) or 0
    rows = Translation.objects.readable_by(reader).in_language(get_language() or "").for_lists()
    found = list(rows.standing_in(node.category, after=after)[: AT_ONCE + 1])
    context = {
        "node": node,
        "articles": found[:AT_ONCE],
        "after": found[AT_ONCE - 1].article_id if len(found) > AT_ONCE else 0,
        "is_first": not after,
        "wants": _wants(reader, node.category),
    }
    return unless_unchanged(request, page(request, "knowledge/category.html", context))


@gates.anyone()
def article(request: HttpRequest, language: str, number: int, words: str) -> HttpResponse:
    """An article; under the words of an earlier title it leads to the present address.

    Where there is none in that language, it leads to the one that such a reader gets.
    """
    reader = gates.reader(request)
    languages = list(Translation.objects.readable_by(reader).of_number(number).for_reading())
    found = best_of(languages, language)
    if found is None:
        raise Http404
    if request.path != found.address:
        return redirect(found.address, permanent=found.language == language)
    speak_like(request, found.language)
    shown = Shown(found, languages, reader)
    address = found.article.address_of
    text = show(shown.revision, language=found.language, reader=reader, address=address)
    context = {
        "shown": shown,
        "html": with_links(text, shown.url),
        "contents": contents_of(text),
        "wants": _wants(reader, found.article),
    }
    note_reading(request, found)
    request.anywhere = shown.anywhere  # type: ignore[attr-defined]
    answer = page(request, "knowledge/article.html", context)
    if not found.article.is_for_everyone:
        answer.headers["X-Robots-Tag"] = "noindex"
    return unless_unchanged(request, answer)


@gates.anyone()
def anywhere(request: HttpRequest, number: int) -> HttpResponse:
    """Leads to the article in the reader's language."""
    readable = Translation.objects.readable_by(gates.reader(request))
    found = readable.of_number(number).in_language(get_language() or "").for_lists().first()
    if found is None:
        raise Http404
    return redirect(found.address)


def _wants(reader: object, thing: object) -> str | None:
    """What the reader has chosen to be told of; None for who can't choose."""
    if not reader.is_authenticated:  # type: ignore[attr-defined]
        return None
    return Subscription.objects.chosen(reader, thing)  # type: ignore[arg-type]
