"""The addresses of tickets: the customer's, the files of both, and the desk's."""

from django.urls import path, register_converter

from kundportal.tickets.views import handover, history, sharing
from kundportal.tickets.views.desk import queue
from kundportal.tickets.views.desk import ticket as desk
from kundportal.tickets.views.portal import creating, endings, files, lists, replies, ticket


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
    path("tickets/<number:number>/", ticket.ticket, name="ticket"),
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
    path("tickets/<number:number>/history/", history.history, name="history"),
    # /tickets/<number>/: who sees it
    path("tickets/<number:number>/seers/", sharing.seers, name="seers"),
    path("tickets/<number:number>/sight/", sharing.sharing, name="sight"),
    path("tickets/<number:number>/recipients/", sharing.recipients, name="recipients"),
    path(
        "tickets/<number:number>/recipients/<int:pk>/removal/",
        sharing.removal,
        name="recipient-removal",
    ),
    # /desk/tickets/
    path("desk/tickets/", queue.queue, name="desk-tickets"),
    path("desk/tickets/handover/<int:pk>/", handover.desk_handover, name="desk-handover"),
    path("desk/tickets/<number:number>/", desk.ticket, name="desk-ticket"),
    path("desk/tickets/<number:number>/replies/", desk.reply, name="desk-replies"),
    path("desk/tickets/<number:number>/notes/", desk.note, name="desk-notes"),
    path("desk/tickets/<number:number>/assignment/", desk.assignment, name="desk-assignment"),
    path("desk/tickets/<number:number>/priority/", desk.priority, name="desk-priority"),
    path("desk/tickets/<number:number>/closure/", desk.closure, name="desk-closure"),
    path("desk/tickets/<number:number>/history/", history.desk_history, name="desk-history"),
    # /desk/tickets/<number>/: who sees it
    path("desk/tickets/<number:number>/seers/", sharing.desk_seers, name="desk-seers"),
    path("desk/tickets/<number:number>/sight/", sharing.desk_sharing, name="desk-ticket-sight"),
    path(
        "desk/tickets/<number:number>/recipients/", sharing.desk_recipients, name="desk-recipients"
    ),
    path(
        "desk/tickets/<number:number>/recipients/<int:pk>/removal/",
        sharing.desk_removal,
        name="desk-recipient-removal",
    ),
]
