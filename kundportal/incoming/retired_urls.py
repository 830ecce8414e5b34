"""The addresses of what is kept of mails, and of the retired addresses."""

from django.urls import path

from kundportal.incoming.views import kept, retired

urlpatterns = [
    # /mail-drafts/
    path("mail-drafts/", kept.kept_mails, name="mail-drafts"),
    path("mail-drafts/<uuid:key>/", kept.kept_mail, name="mail-draft"),
    path("mail-drafts/<uuid:key>/claim/", kept.claim, name="mail-draft-claim"),
    path("mail-drafts/<uuid:key>/removal/", kept.removal, name="mail-draft-removal"),
    # /desk/mail/retired-addresses/
    path("desk/mail/retired-addresses/", retired.addresses, name="desk-retired-addresses"),
    path("desk/mail/retired-addresses/<int:pk>/", retired.address, name="desk-retired-address"),
    path(
        "desk/mail/retired-addresses/<int:pk>/opening/",
        retired.opening,
        name="desk-retired-address-opening",
    ),
]
