"""The addresses of tickets: the customer's, the files of both, and the desk's."""

from django.urls import path

from kundportal.tickets.views import desk, files, portal

urlpatterns = [
    # /tickets/
    path("tickets/", portal.ticket_list, name="tickets"),
    path("tickets/new/", portal.choose_form, name="ticket-new"),
    path("tickets/new/<slug:slug>/", portal.new_ticket, name="ticket-form"),
    path("tickets/<str:number>/", portal.ticket, name="ticket"),
    path("tickets/<str:number>/replies/", portal.reply, name="replies"),
    path("tickets/<str:number>/replies/<int:pk>/", portal.permalink, name="reply"),
    path("tickets/<str:number>/reading/", portal.reading, name="reading"),
    path("tickets/<str:number>/closure/", portal.closure, name="closure"),
    path("tickets/<str:number>/files/<uuid:key>/", files.download, name="file"),
    path(
        "tickets/<str:number>/files/<uuid:key>/preview/",
        files.preview,
        name="file-preview",
    ),
    # /desk/tickets/
    path("desk/tickets/", desk.queue, name="desk-tickets"),
    path("desk/tickets/<str:number>/", desk.ticket, name="desk-ticket"),
    path("desk/tickets/<str:number>/replies/", desk.reply, name="desk-replies"),
    path("desk/tickets/<str:number>/notes/", desk.note, name="desk-notes"),
    path("desk/tickets/<str:number>/assignment/", desk.assignment, name="desk-assignment"),
    path("desk/tickets/<str:number>/priority/", desk.priority, name="desk-priority"),
    path("desk/tickets/<str:number>/closure/", desk.closure, name="desk-closure"),
]
