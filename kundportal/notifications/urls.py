"""The addresses of notifications, and of what one chooses about them."""

from django.urls import path

from kundportal.notifications import views

urlpatterns = [
    # /settings/notifications/
    path("settings/notifications/", views.settings, name="settings-notifications"),
    # /notifications/
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/reading/", views.read_all, name="notifications-read"),
    path("notifications/<int:pk>/reading/", views.read_one, name="notification-read"),
    # /notifications/stopping/: the button of a mail program, and the page behind it
    path("notifications/stopping/<str:token>/", views.stop, name="notifications-stop"),
]
