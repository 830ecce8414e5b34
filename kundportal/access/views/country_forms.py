"""The countries' applications as the vendor's administrators run them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kundportal.access.countries import BY_SLUG, COUNTRIES, Country
from kundportal.access.country_forms import is_open, languages_of
from kundportal.access.country_texts import Kind
from kundportal.access.desk_forms import CountryTextsForm
from kundportal.access.models import CountryForm, CountryText
from kundportal.lib.pages import page
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.language import NAMES


@gates.administrator()
def country_forms(request: Request) -> HttpResponse:
    """Every country: whether it takes applications, and how many of its texts are our own."""
    context = {
        "countries": COUNTRIES,
        "closed": CountryForm.objects.closed(),
        "written": CountryText.objects.count_by_country(),
    }
    return page(request, "access/desk/country_forms.html", context)


@gates.administrator()
def country_form(request: Request, country: str) -> HttpResponse:
    """The country's texts in its own language."""
    return _show(request, _find(country), _find(country).language)


@gates.administrator("POST")
def opening(request: Request, country: str) -> HttpResponse:
    """Takes applications from the country, or none for now."""
    found = _find(country)
    wanted = request.POST.get("open") == "yes"
    CountryForm.objects.open(country=found.code, is_open=wanted, by=request.user)
    text = _("%(country)s: applications are taken.")
    if not wanted:
        text = _("%(country)s: no applications are taken now.")
    messages.success(request, text % {"country": found.name})
    return redirect("desk-country-form", country=found.slug)


@gates.administrator("GET", "POST")
def texts(request: Request, country: str, language: str) -> HttpResponse:
    """The country's texts in one language, and what they look like; sent, they are kept."""
    found = _find(country, language)
    if request.method != "POST":
        return _show(request, found, language)
    form = _form(request, found, language)
    if not form.is_valid():
        return _show(request, found, language, form, status=422)
    changed = CountryText.objects.write(
        country=found.code, language=language, texts=form.cleaned_data, by=request.user
    )
    messages.success(request, _("The texts are saved.") if changed else _("Nothing was changed."))
    return redirect("desk-country-texts", country=found.slug, language=language)


@gates.administrator("POST")
def preview(request: Request, country: str, language: str) -> HttpResponse:
    """Shows what is typed as it would look, and keeps nothing."""
    found = _find(country, language)
    form = _form(request, found, language)
    return _show(request, found, language, form, status=200 if form.is_valid() else 422)


@gates.administrator("POST")
def removal(request: Request, country: str, language: str, kind: str) -> HttpResponse:
    """Goes back to the text that came with the portal."""
    found = _find(country, language)
    if kind not in Kind.values:
        raise Http404
    CountryText.objects.withdraw(country=found.code, language=language, kind=kind, by=request.user)
    messages.success(request, _("The text that came with the portal stands there again."))
    there = reverse("desk-country-texts", args=[found.slug, language])
    return redirect(f"{there}#id_{kind}")


def _find(country: str, language: str = "") -> Country:
    found = BY_SLUG.get(country)
    if not found or (language and language not in languages_of(found)):
        raise Http404
    return found


def _form(request: Request, country: Country, language: str) -> CountryTextsForm:
    shown = CountryText.objects.shown(country.code, language)
    return CountryTextsForm(request.POST, shown=shown)


def _show(
    request: Request,
    country: Country,
    language: str,
    form: CountryTextsForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    shown = CountryText.objects.shown(country.code, language)
    context: dict[str, Any] = {
        "country": country,
        "language": language,
        "languages_of_country": [(code, NAMES[code]) for code in languages_of(country)],
        "texts": form or CountryTextsForm(shown=shown),
        "shown": shown,
        "is_open": is_open(country.code),
        "is_preview": form is not None and form.is_valid(),
    }
    if form:
        context["form"] = form
    return page(request, "access/desk/country_form.html", context, status=status)
