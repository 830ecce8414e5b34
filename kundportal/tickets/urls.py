"""The addresses of tickets: the customer's, the files of both, and the desk's."""

from django.urls import path, register_converter

from kundportal.tickets.views import handover
from kundportal.tickets.views.desk import queue, ratings, states
from kundportal.tickets.views.desk import ticket as desk
from kundportal.tickets.views.portal import creating, endings, files, lists, rating, replies, ticket


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
    path("tickets/<number:number>/closure/undo/", endings.closure_undo, name="closure-undo"),
    path("tickets/<number:number>/solution/", endings.solution, name="solution"),
    path("tickets/<number:number>/parking/", endings.parking, name="parking"),
    path("tickets/<number:number>/reopening/", endings.reopening, name="reopening"),
    path("tickets/<number:number>/rating/", rating.rating, name="rating"),
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
    path("desk/tickets/<number:number>/state/", desk.state, name="desk-state"),
    # /desk/ticket-states/ and /desk/ratings/
    path("desk/ticket-states/", states.states, name="desk-states"),
    path("desk/ticket-states/<int:pk>/", states.names, name="desk-state-names"),
    path("desk/ticket-states/<int:pk>/position/", states.position, name="desk-state-position"),
    path("desk/ticket-states/<int:pk>/offer/", states.offer, name="desk-state-offer"),
    path("desk/ratings/", ratings.ratings, name="desk-ratings"),
]
