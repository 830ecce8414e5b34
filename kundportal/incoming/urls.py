"""The addresses of incoming mail, all of them at the desk."""

from django.urls import path

from kundportal.incoming.views import desk

urlpatterns = [
    # /desk/mail/incoming/
    path("desk/mail/incoming/", desk.arrivals, name="desk-incoming"),
    path("desk/mail/incoming/checks/", desk.checks, name="desk-incoming-checks"),
    path("desk/mail/incoming/<int:pk>/reading/", desk.reading, name="desk-incoming-reading"),
    # /desk/mail/stopped/
    path("desk/mail/stopped/", desk.stopped, name="desk-stopped"),
    path("desk/mail/stopped/<int:pk>/lifting/", desk.lifting, name="desk-stopped-lifting"),
]
