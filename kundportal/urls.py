"""Every address of the product: each room brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("kundportal.portal.urls")),
    path("", include("kundportal.people.urls")),
    path("", include("kundportal.notifications.urls")),
    path("", include("kundportal.access.urls")),
    path("", include("kundportal.search.urls")),
    path("", include("kundportal.knowledge.urls")),
    path("", include("kundportal.tickets.urls")),
    path("", include("kundportal.incoming.urls")),
    path("desk/", include("kundportal.desk.urls")),
]
handler400 = "kundportal.portal.errors.bad_request"
handler403 = "kundportal.portal.errors.forbidden"
handler404 = "kundportal.portal.errors.not_found"
handler429 = "kundportal.people.views.signing_in.too_many_attempts"
handler500 = "kundportal.portal.errors.fault"
