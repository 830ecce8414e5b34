"""The list of what one is told of, what one chooses about it, and stopping mails without a word."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from kundportal.lib.pages import page
from kundportal.lib.reader import writing_for
from kundportal.notifications import listing, stopping
from kundportal.notifications.choosing import choose
from kundportal.notifications.forms import NotificationsForm
from kundportal.notifications.models import Kind, Notification
from kundportal.people import attempts, gates
from kundportal.people.gates import Request


@gates.signed_in("GET", "POST")
@never_cache
def settings(request: Request) -> HttpResponse:
    """How the person wants to be told of each kind."""
    form = NotificationsForm(
        request.POST if request.method == "POST" else None, person=request.user
    )
    if not form.is_valid():
        return attempts.answered(page(request, "notifications/settings.html", {"form": form}), form)
    choose(request.user, form.chosen)
    messages.success(request, _("Your choice is saved."))
    return redirect("settings-notifications")


@gates.signed_in()
@never_cache
def notifications(request: Request) -> HttpResponse:
    """What the reader has been told of, the newest first."""
    show = "unread" if request.GET.get("show") == "unread" else "all"
    found = listing.page(request.user, show=show, after=request.GET.get("after", ""))
    # The bar counts what is seen no more as well, so that all can be read though none is listed.
    has_unread = Notification.objects.of(request.user).unread().exists()
    demanding = listing.demanding(found.rows)
    context = {"page": found, "show": show, "has_unread": has_unread, "demanding": demanding}
    return page(request, "notifications/list.html", context)


@gates.signed_in("POST")
def read_one(request: Request, pk: int) -> HttpResponse:
    """The reader has taken note of it."""
    row = get_object_or_404(Notification.objects.of(request.user), pk=pk)
    Notification.objects.of(request.user).the_one(row).read()
    return _back(request)


@gates.signed_in("POST")
def read_all(request: Request) -> HttpResponse:
    Notification.objects.of(request.user).read()
    messages.success(request, _("All notifications are marked as read."))
    return redirect("notifications")


def _back(request: Request) -> HttpResponse:
    show = "?show=unread" if request.POST.get("show") == "unread" else ""
    return redirect(reverse("notifications") + show)


@csrf_exempt
@gates.anyone("GET", "POST")
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stops such mails for whoever holds the mail: a mail program by POST, a reader by a button.

    What has been stopped by the mail program is said when its reader looks, with the way back.

    What is signed in the address is all that is asked for, so no other page gains from having a
    browser send it (RFC 8058).
    """
    found = stopping.read(token)
    if found is None:
        return page(request, "notifications/stop_unusable.html", status=404)
    with writing_for(found.person):
        kinds = found.stopped or found.choices  # before they change
        back = found.do() if request.method == "POST" else found.back
        is_done = request.method == "POST" or bool(back)
        labels = [Kind(kind).label for kind in kinds]
        context = {"stopping": found, "labels": labels, "back": back}
        name = "notifications/stopped.html" if is_done else "notifications/stop.html"
        return page(request, name, context)
