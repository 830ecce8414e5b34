"""The addresses of the customer's frame."""

from django.urls import path

from kundportal.portal import views

urlpatterns = [
    path("", views.start, name="start"),
    path("help/", views.help_page, name="help"),
    path("language/", views.language, name="language"),
    path("health", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
