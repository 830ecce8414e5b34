"""The addresses of tickets: the customer's, the files of both, and the desk's."""

from django.urls import path, register_converter

from kundportal.tickets.views import handover, uploads
from kundportal.tickets.views.desk import drafts as desk_drafts
from kundportal.tickets.views.desk import queue
from kundportal.tickets.views.desk import ticket as desk
from kundportal.tickets.views.portal import creating, drafts, endings, files, lists, replies, ticket


class Number:
    """A ticket's number as it stands in addresses; what looks otherwise names no ticket."""

    regex = "[A-Z]{2}-[0-9]{4}-[0-9]{4}"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(Number, "number")
urlpatterns = [
    # /tickets/
    path("tickets/", lists.ticket_list, name="tickets"),
    path("tickets/handover/<int:pk>/", handover.handover, name="handover"),
    path("tickets/new/", creating.choose_form, name="ticket-new"),
    path("tickets/new/<slug:slug>/", creating.new_ticket, name="ticket-form"),
    path("tickets/new/<slug:slug>/draft/", drafts.ticket_draft, name="ticket-draft"),
    path("tickets/drafts/", drafts.draft_list, name="drafts"),
    path("tickets/drafts/<uuid:once>/", drafts.draft, name="draft"),
    path("tickets/drafts/<uuid:once>/removal/", drafts.removal, name="draft-removal"),
    path("tickets/drafts/<uuid:once>/handover/", drafts.handover, name="draft-handover"),
    path("tickets/uploads/", uploads.uploads, name="uploads"),
    path("tickets/uploads/<uuid:key>/", uploads.upload, name="upload"),
    path("tickets/uploads/<uuid:key>/removal/", uploads.removal, name="upload-removal"),
    path("tickets/<number:number>/", ticket.ticket, name="ticket"),
    path("tickets/<number:number>/draft/", drafts.reply_draft, name="reply-draft"),
    path("tickets/<number:number>/replies/", replies.reply, name="replies"),
    path("tickets/<number:number>/replies/<int:pk>/", ticket.permalink, name="reply"),
    path("tickets/<number:number>/reading/", ticket.reading, name="reading"),
    path("tickets/<number:number>/closure/", endings.closure, name="closure"),
    path("tickets/<number:number>/files/<uuid:key>/", files.download, name="file"),
    path(
        "tickets/<number:number>/files/<uuid:key>/preview/",
        files.preview,
        name="file-preview",
    ),
    # /desk/tickets/
    path("desk/tickets/", queue.queue, name="desk-tickets"),
    path("desk/tickets/handover/<int:pk>/", handover.desk_handover, name="desk-handover"),
    path("desk/tickets/<number:number>/", desk.ticket, name="desk-ticket"),
    path("desk/tickets/<number:number>/replies/", desk.reply, name="desk-replies"),
    path(
        "desk/tickets/<number:number>/reply-draft/",
        desk_drafts.reply_draft,
        name="desk-reply-draft",
    ),
    path(
        "desk/tickets/<number:number>/note-draft/", desk_drafts.note_draft, name="desk-note-draft"
    ),
    path("desk/tickets/<number:number>/notes/", desk.note, name="desk-notes"),
    path("desk/tickets/<number:number>/assignment/", desk.assignment, name="desk-assignment"),
    path("desk/tickets/<number:number>/priority/", desk.priority, name="desk-priority"),
    path("desk/tickets/<number:number>/closure/", desk.closure, name="desk-closure"),
]
