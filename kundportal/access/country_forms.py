"""What staff have decided about a country's application: whether it is open, and its texts."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from kundportal.access.countries import BY_CODE, COUNTRIES, Country
from kundportal.access.country_texts import LONGEST, Kind, built_in
from kundportal.history.models import record
from kundportal.people.models import Person

_CHOICES = [(one.code, one.title) for one in COUNTRIES]


def languages_of(country: Country) -> list[str]:
    """The country's own language, and those of the portal."""
    portal = [code for code, _name in settings.LANGUAGES]
    return list(dict.fromkeys([country.language, *portal]))


@dataclass(frozen=True)
class Shown:
    """A text as it stands on the application."""

    kind: str
    text: str
    is_built_in: bool


class CountryFormQuerySet(models.QuerySet["CountryForm"]):
    def closed(self) -> set[str]:
        """The countries from which no applications are taken now."""
        return set(self.filter(is_open=False).values_list("country", flat=True))

    @transaction.atomic
    def open(self, *, country: str, is_open: bool, by: Person) -> None:
        """Takes applications from the country, or takes none for now; tells of changes only."""
        _ask(by)
        form, _is_new = self.select_for_update().get_or_create(country=country)
        if form.is_open == is_open:
            return
        form.is_open = is_open
        form.save(update_fields=["is_open"])
        record("access.country_opened" if is_open else "access.country_closed", thing=form, by=by)


class CountryForm(models.Model):
    """Whether a country's application is open; so is one without a row."""

    country = models.CharField(max_length=2, unique=True, choices=_CHOICES)
    is_open = models.BooleanField(default=True)

    objects = CountryFormQuerySet.as_manager()

    def __str__(self) -> str:
        return self.country


class CountryTextQuerySet(models.QuerySet["CountryText"]):
    def shown(self, country: str, language: str) -> dict[str, Shown]:
        """All texts of a country's application in a language, by where they stand, in one query."""
        own = self.filter(country=country, language=language).values_list("kind", "text")
        written = dict(own)
        return {
            kind: Shown(
                kind=kind,
                text=written.get(kind) or built_in(kind, country, language),
                is_built_in=kind not in written,
            )
            for kind in Kind.values
        }

    def count_by_country(self) -> dict[str, int]:
        """How many texts of each country staff have written themselves."""
        return dict(self.values_list("country").annotate(models.Count("pk")))

    @transaction.atomic
    def write(self, *, country: str, language: str, texts: dict[str, str], by: Person) -> list[str]:
        """Puts the texts on the application; gives the kinds of those that are changed."""
        _ask(by)
        before = self.shown(country, language)
        changed = [kind for kind, text in texts.items() if text != before[kind].text]
        for kind in changed:
            if texts[kind] == built_in(kind, country, language):
                self.withdraw(country=country, language=language, kind=kind, by=by)
                continue
            row, _is_new = self.update_or_create(
                country=country, language=language, kind=kind,
                defaults={"text": texts[kind], "by": by, "written_at": timezone.now()},
            )  # fmt: skip
            record("access.country_text_written", thing=row, by=by, **row.about())
        return changed

    @transaction.atomic
    def withdraw(self, *, country: str, language: str, kind: str, by: Person) -> bool:
        """Lets the text that came with the portal stand there again; says whether one was gone."""
        _ask(by)
        rows = self.select_for_update().filter(country=country, language=language, kind=kind)
        row = rows.first()
        if row is None:
            return False
        record("access.country_text_withdrawn", thing=row, by=by, **row.about())
        row.delete()
        return True


class CountryText(models.Model):
    """A text that staff have written, in place of the one that is built in."""

    country = models.CharField(max_length=2, choices=_CHOICES)
    language = models.CharField(max_length=5, choices=settings.APPLICANT_LANGUAGES)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = models.TextField(max_length=max(LONGEST.values()))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects = CountryTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "language", "kind"], name="country_text_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.language} {self.kind}"

    def about(self) -> dict[str, str]:
        """What the history keeps of it."""
        return {"country": self.country, "language": self.language, "kind": self.kind}


def is_open(country: str) -> bool:
    """Whether applications from the country are taken now."""
    return country in BY_CODE and country not in CountryForm.objects.closed()


def _ask(by: Person) -> None:
    if not by.is_administrator:
        raise PermissionDenied
