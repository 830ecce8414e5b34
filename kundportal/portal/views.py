"""The start page, the help, the language, and what machines ask for."""

from __future__ import annotations

from django.conf import settings
from django.db import Error as DatabaseFault
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from kundportal.access.models import Review
from kundportal.incoming.models import KeptMail
from kundportal.lib.pages import page
from kundportal.lib.paging import bounded_counts
from kundportal.mail.models import Mail
from kundportal.people import gates
from kundportal.people.language import OF_APPLICANTS, OFFERED
from kundportal.portal.errors import form_too_old
from kundportal.portal.lanes import lanes
from kundportal.portal.questions import questions
from kundportal.search.models.entry import STUCK as UNREAD_ENTRIES
from kundportal.tickets.intake.drafting import for_list

__all__ = ["favicon", "form_too_old", "health", "help_page", "language", "robots", "start"]

MAILS_SHOWN = 5


@gates.anyone()
def start(request: HttpRequest) -> HttpResponse:
    """What waits for the reader; for a stranger, what this is and how to get in."""
    person = request.user
    if not person.is_authenticated:
        return page(request, "portal/welcome.html", {"decision_days": settings.DECISION_WITHIN})
    if person.is_staff:
        return redirect("desk-tickets")
    review = Review.objects.of(person).open().first()
    context = {
        "lanes": lanes(person),
        "review": review,
        "mails": KeptMail.objects.of(person)[:MAILS_SHOWN],
        "drafts": for_list(person, most=5),
    }
    return page(request, "portal/start.html", context)


@gates.anyone()
def help_page(request: HttpRequest) -> HttpResponse:
    """Questions and answers, for everyone."""
    language = get_language() or settings.LANGUAGE_CODE
    context = {"sections": questions(request.user, language), "language": language}
    return page(request, "portal/help.html", context)


@gates.anyone("POST")
def language(request: HttpRequest) -> HttpResponse:
    """Shows the same page in another language, and remembers the choice."""
    wanted = request.POST.get("next", "")
    local = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted[:1] == "/"
    response = redirect(wanted if local and wanted.isprintable() else "start")
    chosen = request.POST.get("language", "")
    if chosen in OF_APPLICANTS:
        if chosen in OFFERED and request.user.is_authenticated:
            request.user.choose_language(chosen)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
    return response


@gates.anyone()
def health(request: HttpRequest) -> JsonResponse:
    """For whoever watches the portal: 503 when the database is away."""
    try:
        stuck = bounded_counts({"mails": Mail.objects.stuck(), "search": (UNREAD_ENTRIES, [])})
    except DatabaseFault:
        return JsonResponse({"database": "away"}, status=503)
    said = {"mails": "stuck" if stuck["mails"] else "ok"}
    said["search"] = "behind" if stuck["search"] else "ok"
    return JsonResponse({"database": "ok", **said})


@gates.anyone()
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@gates.anyone()
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask here before they have read a page."""
    return redirect(static("img/favicon.svg"), permanent=False)


ROBOTS = f"""User-agent: *
Allow: /$
Allow: /help/
Allow: /knowledge/
Allow: /sitemap
Allow: /static/
Disallow: /
Sitemap: {settings.SITE_URL}/sitemap.xml
"""
