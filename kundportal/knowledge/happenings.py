"""The history of an article in words, for the desk."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kundportal.history.models import Event
from kundportal.history.words import Happening, Sentences, Told, in_words
from kundportal.knowledge.models import Article, Category
from kundportal.lib import dates
from kundportal.people.language import NAMES
from kundportal.search.models import Audience

SHOWN = 25


def _of_version(text: object) -> object:
    """A sentence with the language and the number of a version."""

    def say(told: Told) -> str:
        language = told.data.get("language", "")
        return told.say(
            text, language=NAMES.get(language, language), number=str(told.data.get("revision", "?"))
        )

    return say


def _review_asked(told: Told) -> str:
    names = {"number": str(told.data["revision"]), "name": told.people("to")}
    if told.data.get("to"):
        return told.say(_("%(by)s asked %(name)s to review version %(number)s"), **names)
    return told.say(_("%(by)s asked the leads to review version %(number)s"), **names)


def _planned(told: Told) -> str:
    at = dates.moment(datetime.fromisoformat(told.data["at"]))
    text = _("%(by)s planned version %(number)s for %(at)s")
    return told.say(text, number=str(told.data["revision"]), at=at)


def _drafted(told: Told) -> str:
    text = _("%(by)s drafted the article from ticket %(number)s, without names and numbers")
    return told.say(text, number=told.data["ticket"])


def _moved(told: Told) -> str:
    name = told.thing("category", "category")
    return told.say(_("%(by)s moved the article to “%(category)s”"), category=name)


def _audience(told: Told) -> str:
    now = str(Audience(told.data["audience"]).label)
    return told.say(_("%(by)s changed who may read it: %(audience)s"), audience=now)


def _owner(told: Told) -> str:
    if told.data.get("to"):
        return told.say(_("%(by)s gave the article to %(name)s"), name=told.people("to"))
    return told.say(_("%(by)s left the article without an owner"))


def _day(told: Told) -> str:
    given = told.data.get("date")
    return dates.day(date.fromisoformat(given)) if given else ""


def _review_planned(told: Told) -> str:
    if day := _day(told):
        return told.say(_("%(by)s decided that it is to be looked at again by %(day)s"), day=day)
    return told.say(_("%(by)s decided that it need not be looked at again"))


def _reviewed(told: Told) -> str:
    if day := _day(told):
        return told.say(_("%(by)s found it still right, until %(day)s"), day=day)
    return told.say(_("%(by)s found it still right"))


def _file_refused(told: Told) -> str:
    if told.data["scan"] == "infected":
        return _("A file was removed, since it holds a virus")
    return _("A file can't be opened, since it could not be checked for viruses")


WORDS: Sentences = {
    "article.begun": gettext_lazy("%(by)s began the article"),
    "article.drafted_from_ticket": _drafted,
    "article.written": _of_version(gettext_lazy("%(by)s wrote version %(number)s (%(language)s)")),
    "article.review_asked": _review_asked,
    "article.sent_back": _of_version(gettext_lazy("%(by)s sent version %(number)s back")),
    "article.taken_back": _of_version(gettext_lazy("%(by)s made version %(number)s a draft again")),
    "article.draft_discarded": _of_version(gettext_lazy("%(by)s discarded version %(number)s")),
    "article.planned": _planned,
    "article.published": _of_version(
        gettext_lazy("%(by)s published version %(number)s (%(language)s)")
    ),
    "article.translation_confirmed": _of_version(
        gettext_lazy("%(by)s found the translation still right (%(language)s)")
    ),
    "article.moved": _moved,
    "article.audience_changed": _audience,
    "article.owner_changed": _owner,
    "article.review_planned": _review_planned,
    "article.reviewed": _reviewed,
    "article.withdrawn": gettext_lazy("%(by)s withdrew the article"),
    "article.brought_back": gettext_lazy("%(by)s brought the article back"),
    "article.file_added": gettext_lazy("%(by)s added a file"),
    "article.file_removed": gettext_lazy("%(by)s removed a file"),
    "article.file_refused": _file_refused,
}


def happenings(
    article: Article, *, before: int | None = None
) -> tuple[list[Happening], int | None]:
    """A part of the history, newest first, and the key before which the next part ends."""
    events = list(Event.objects.of(article).among(WORDS).before(before)[: SHOWN + 1])
    older = events[SHOWN - 1].pk if len(events) > SHOWN else None
    return in_words(events[:SHOWN], WORDS, _named(events)), older


def _named(events: list[Event]) -> dict[tuple[str, int], str]:
    """The categories that the acts name, in one query, and in none when there are none."""
    keys = {one.data.get("category") for one in events} - {None}
    rows = Category.objects.in_bulk(list(keys)) if keys else {}
    return {("category", pk): one.name for pk, one in rows.items()}
