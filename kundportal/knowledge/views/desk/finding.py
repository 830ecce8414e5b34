"""What the addresses of the desk name; what is not there is a 404."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404

from kundportal.knowledge.models import Article, Revision, Translation

LANGUAGES = [code for code, _name in settings.APPLICANT_LANGUAGES]


def article_of(pk: int) -> Article:
    found: Article = get_object_or_404(Article.objects.for_desk(), pk=pk)
    return found


def translation_of(pk: int, language: str) -> Translation:
    """The article in the language; one that is not begun is not saved either."""
    if language not in LANGUAGES:
        raise Http404
    found = Translation.objects.for_desk().filter(article=pk, language=language).first()
    return found or Translation(article=article_of(pk), language=language)


def version_of(pk: int, language: str, number: int) -> Revision:
    """A text of it, with what it is a text of."""
    translation = translation_of(pk, language)
    found = Revision.objects.of(pk, language).for_list()
    version = get_object_or_404(found, number=number)
    version.translation = translation
    return version
