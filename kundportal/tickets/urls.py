"""The addresses of tickets: the customer's, the files of both, and the desk's."""

from django.urls import path, register_converter

from kundportal.tickets.views import handover
from kundportal.tickets.views.desk import queue
from kundportal.tickets.views.desk import ticket as desk
from kundportal.tickets.views.portal import (
    creating,
    endings,
    files,
    lists,
    printing,
    replies,
    ticket,
)


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
    path("tickets/<number:number>/print/", printing.to_print, name="ticket-print"),
    path("tickets/<number:number>/pdf/", printing.as_pdf, name="ticket-pdf"),
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
    path("desk/tickets/<number:number>/notes/", desk.note, name="desk-notes"),
    path("desk/tickets/<number:number>/assignment/", desk.assignment, name="desk-assignment"),
    path("desk/tickets/<number:number>/priority/", desk.priority, name="desk-priority"),
    path("desk/tickets/<number:number>/closure/", desk.closure, name="desk-closure"),
]
