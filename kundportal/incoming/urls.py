"""The addresses of incoming mail: what is kept of it for its writers, and the desk's."""

from django.urls import path

from kundportal.incoming.views import desk, kept, retired

urlpatterns = [
    # /kept-mails/
    path("kept-mails/", kept.kept_mails, name="kept-mails"),
    path("kept-mails/<uuid:key>/", kept.kept_mail, name="kept-mail"),
    path("kept-mails/<uuid:key>/claim/", kept.claim, name="kept-mail-claim"),
    path("kept-mails/<uuid:key>/removal/", kept.removal, name="kept-mail-removal"),
    path("kept-mails/<uuid:key>/return/", kept.taking_back, name="kept-mail-return"),
    # /desk/mail/incoming/
    path("desk/mail/incoming/", desk.arrivals, name="desk-incoming"),
    path("desk/mail/incoming/checks/", desk.checks, name="desk-incoming-checks"),
    path("desk/mail/incoming/<int:pk>/reading/", desk.reading, name="desk-incoming-reading"),
    # /desk/mail/stopped/
    path("desk/mail/stopped/", desk.stopped, name="desk-stopped"),
    path("desk/mail/stopped/<int:pk>/lifting/", desk.lifting, name="desk-stopped-lifting"),
    # /desk/mail/retired-addresses/
    path("desk/mail/retired-addresses/", retired.addresses, name="desk-retired-addresses"),
    path("desk/mail/retired-addresses/<int:pk>/", retired.address, name="desk-retired-address"),
    path(
        "desk/mail/retired-addresses/<int:pk>/opening/",
        retired.opening,
        name="desk-retired-address-opening",
    ),
]
