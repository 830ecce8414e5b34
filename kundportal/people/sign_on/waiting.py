"""A SAML answer comes without our session, and waits a moment in one of its own."""

from __future__ import annotations

from allauth.socialaccount.sessions import LoginSession
from django.http import HttpRequest, HttpResponse

COOKIE, SECONDS = "sign-on-answer", 300


def keep(request: HttpRequest, response: HttpResponse, answer: str) -> None:
    """Keeps the answer for the page to which the response sends the browser."""
    kept = LoginSession(request, "sign_on_answer", COOKIE)
    kept.store.set_expiry(SECONDS)
    kept.store["answer"] = answer
    kept.save(response)
    response.cookies[COOKIE]["httponly"] = True


def take(request: HttpRequest) -> str:
    """The answer that waits for this browser, which is then gone."""
    if not request.COOKIES.get(COOKIE, "").isalnum():
        return ""
    kept = LoginSession(request, "sign_on_answer", COOKIE)
    answer = kept.store.get("answer", "")
    kept.delete()
    return str(answer)
