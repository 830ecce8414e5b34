"""The addresses of the customer's frame."""

from django.urls import path

from kundportal.portal import mail_tests, provider_reports, views
from kundportal.portal.searching import views as searching

urlpatterns = [
    path("", views.start, name="start"),
    path("help/", views.help_page, name="help"),
    # /search/
    path("search/", searching.search, name="search"),
    path("search/hits/", searching.hits, name="search-hits"),
    # /mail-test/
    path("mail-test/", mail_tests.begin, name="mail-test"),
    path("mail-test/it-department/", mail_tests.it_department, name="mail-test-it"),
    path("mail-test/it-department/text/", mail_tests.it_file, name="mail-test-it-text"),
    path("mail-test/<slug:key>/", mail_tests.follow, name="mail-test-progress"),
    path("mail-test/<slug:key>/arrival/", mail_tests.arrival, name="mail-test-arrival"),
    path("mail-test/<slug:key>/absence/", mail_tests.absence, name="mail-test-absence"),
    path("language/", views.language, name="language"),
    path("health", views.health, name="health"),
    # /mail/reports/: where the provider that sends our mails tells what became of them
    path("mail/reports/", provider_reports.provider_reports, name="mail-reports"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
