"""What somebody follows in the knowledge portal."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kundportal.knowledge.models import Article, Category, Subscription, Translation, Wants
from kundportal.knowledge.reading.reader_forms import SubscriptionForm
from kundportal.knowledge.reading.tree import tree_for
from kundportal.lib.pages import go_to, page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.models import Person


@gates.signed_in()
@never_cache
def subscriptions(request: Request) -> HttpResponse:
    """All that the reader follows, and what they have muted."""
    rows = list(Subscription.objects.of(request.user).for_list())
    readable = Translation.objects.readable_by(request.user).in_language(get_language() or "")
    numbers = [row.article_id for row in rows if row.article_id]
    titles = {one.article_id: one for one in readable.among(numbers).for_lists()}
    places = _places(request.user) if len(numbers) < len(rows) else set()
    shown = [(row, titles.get(row.article_id)) for row in rows
             if row.category_id in places or row.article_id in titles]  # fmt: skip
    return page(request, "knowledge/subscriptions.html", {"rows": shown})


@gates.signed_in("GET", "POST")
@never_cache
def of_article(request: Request, number: int) -> HttpResponse:
    """Whether the reader is told of the article; mails lead here, so a GET only shows it."""
    readable = Translation.objects.readable_by(request.user).in_language(get_language() or "")
    article = get_object_or_404(readable.for_reading(), article=number)
    assert article.published
    return _chosen(request, article.article, article.published.title, article.address)


@gates.signed_in("GET", "POST")
@never_cache
def of_category(request: Request, key: str) -> HttpResponse:
    node = tree_for(request.user).named(key)
    if node is None or not (node.has_something or request.user.is_staff):
        raise Http404
    address = reverse("category", args=[key])
    return _chosen(request, node.category, node.category.name, address)


def _places(reader: Person) -> set[int]:
    """The keys of the categories in which there is something for the reader."""
    nodes = tree_for(reader).nodes
    return {pk for pk, node in nodes.items() if node.has_something or reader.is_staff}


def _chosen(request: Request, thing: Article | Category, name: str, address: str) -> HttpResponse:
    is_article = isinstance(thing, Article)
    sent = request.POST if request.method == "POST" else None
    form = SubscriptionForm(sent, may_mute=is_article)
    if not form.is_valid():
        context = {
            "thing": thing,
            "name": name,
            "address": address,
            "is_article": is_article,
            "wants": Subscription.objects.chosen(request.user, thing),
            "form": form,
        }
        status = 422 if form.is_bound else 200
        return page(request, "knowledge/subscription.html", context, status=status)
    wants = form.cleaned_data["wants"]
    Subscription.objects.choose(wants, person=request.user, thing=thing)
    messages.success(request, _said(wants) % {"name": name})
    return go_to(request, address)


def _said(wants: str) -> str:
    if wants == Wants.FOLLOW:
        return _("You follow “%(name)s”. We tell you when something is new or changed.")
    if wants == Wants.MUTE:
        return _("“%(name)s” is muted. We tell you nothing of it.")
    return _("You do not follow “%(name)s” any more.")
