"""The addresses of drafts and of files that wait to be sent."""

from django.urls import path

from kundportal.tickets.views import uploads
from kundportal.tickets.views.portal import drafts

urlpatterns = [
    path("tickets/new/<slug:slug>/draft/", drafts.ticket_draft, name="ticket-draft"),
    path("tickets/drafts/", drafts.draft_list, name="drafts"),
    path("tickets/drafts/<uuid:once>/", drafts.draft, name="draft"),
    path("tickets/drafts/<uuid:once>/removal/", drafts.removal, name="draft-removal"),
    path("tickets/drafts/<uuid:once>/handover/", drafts.handover, name="draft-handover"),
    path("tickets/uploads/", uploads.uploads, name="uploads"),
    path("tickets/uploads/<uuid:key>/", uploads.upload, name="upload"),
    path("tickets/uploads/<uuid:key>/removal/", uploads.removal, name="upload-removal"),
]
