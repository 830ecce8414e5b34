"""The addresses of the customer's frame."""

from django.urls import path

from kundportal.portal import provider_reports, views

urlpatterns = [
    path("", views.start, name="start"),
    path("help/", views.help_page, name="help"),
    path("language/", views.language, name="language"),
    path("health", views.health, name="health"),
    # /mail/reports/: where the provider that sends our mails tells what became of them
    path("mail/reports/", provider_reports.provider_reports, name="mail-reports"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
