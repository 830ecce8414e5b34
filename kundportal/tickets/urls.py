"""The addresses of tickets: the customer's, the files of both, and the desk's."""

from django.urls import include, path, register_converter

from kundportal.tickets.checklist import checklist_urls
from kundportal.tickets.intake import intake_urls
from kundportal.tickets.views import handover, history, sharing, watching
from kundportal.tickets.views.desk import changes as desk_changes
from kundportal.tickets.views.desk import drafts as desk_drafts
from kundportal.tickets.views.desk import form_choice, form_parts, queue, ratings, states
from kundportal.tickets.views.desk import forms as desk_forms
from kundportal.tickets.views.desk import solved as desk_solved
from kundportal.tickets.views.desk import ticket as desk
from kundportal.tickets.views.portal import (
    alike,
    answers,
    changes,
    checklist,
    creating,
    drafts,
    endings,
    files,
    lists,
    printing,
    rating,
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
# /desk/forms/<slug>/
_form = [
    path("", desk_forms.form_page, name="desk-form"),
    path("basics/", form_parts.basics, name="desk-form-basics"),
    path("questions/new/", form_parts.question_new, name="desk-form-question-new"),
    path("questions/<slug:key>/", form_parts.question, name="desk-form-question"),
    path(
        "questions/<slug:key>/removal/",
        form_parts.question_removal,
        name="desk-form-question-removal",
    ),
    path("matters/new/", form_parts.matter_new, name="desk-form-matter-new"),
    path("matters/<slug:key>/", form_parts.matter, name="desk-form-matter"),
    path(
        "matters/<slug:key>/removal/",
        form_parts.matter_removal,
        name="desk-form-matter-removal",
    ),
    path("order/", form_parts.order, name="desk-form-order"),
    path("publication/", desk_forms.publication, name="desk-form-publication"),
    path("draft-removal/", desk_forms.draft_removal, name="desk-form-draft-removal"),
    path("offering/", desk_forms.offering, name="desk-form-offering"),
    path("copy/", desk_forms.form_copy, name="desk-form-copy"),
    path("preview/", desk_forms.preview, name="desk-form-preview"),
    path("versions/<int:number>/", desk_forms.form_version, name="desk-form-version"),
]
urlpatterns = [
    path("", include(intake_urls)),
    # /tickets/
    path("tickets/", lists.ticket_list, name="tickets"),
    path("tickets/export/<slug:kind>/", lists.export, name="tickets-export"),
    path("tickets/alike/", alike.alike, name="tickets-alike"),
    path("tickets/solved/", alike.solved, name="tickets-solved"),
    path("tickets/handover/<int:pk>/", handover.handover, name="handover"),
    path("tickets/new/", creating.choose_form, name="ticket-new"),
    # /tickets/new/checklist/, before what the forms are called
    path("tickets/new/checklist/", checklist.checklist, name="checklist"),
    path("tickets/new/checklist/walks/", checklist.walks, name="checklist-walks"),
    path("tickets/new/checklist/answers/", checklist.answers, name="checklist-answers"),
    path("tickets/new/<slug:slug>/", creating.new_ticket, name="ticket-form"),
    path(
        "tickets/new/<slug:slug>/preview/", creating.new_ticket_preview, name="ticket-form-preview"
    ),
    path("tickets/<number:number>/", ticket.ticket, name="ticket"),
    path("tickets/<number:number>/draft/", drafts.reply_draft, name="reply-draft"),
    path("tickets/preview/", replies.preview, name="preview"),
    path("tickets/<number:number>/changes/", changes.ticket_changes, name="ticket-changes"),
    path("tickets/<number:number>/print/", printing.to_print, name="ticket-print"),
    path("tickets/<number:number>/pdf/", printing.as_pdf, name="ticket-pdf"),
    path("tickets/<number:number>/replies/", replies.reply, name="replies"),
    path("tickets/<number:number>/replies/preview/", replies.reply_preview, name="reply-preview"),
    path("tickets/<number:number>/replies/<int:pk>/", ticket.permalink, name="reply"),
    path("tickets/<number:number>/replies/<int:pk>/quote/", replies.quote, name="reply-quote"),
    path("tickets/<number:number>/reading/", ticket.reading, name="reading"),
    path("tickets/<number:number>/answers/", answers.missing, name="answers"),
    path("tickets/<number:number>/answers/draft/", answers.draft, name="answers-draft"),
    path("tickets/<number:number>/closure/", endings.closure, name="closure"),
    path("tickets/<number:number>/closure/undo/", endings.closure_undo, name="closure-undo"),
    path("tickets/<number:number>/solution/", endings.solution, name="solution"),
    path("tickets/<number:number>/parking/", endings.parking, name="parking"),
    path("tickets/<number:number>/reopening/", endings.reopening, name="reopening"),
    path(
        "tickets/<number:number>/reopening/preview/",
        endings.reopening_preview,
        name="reopening-preview",
    ),
    path("tickets/<number:number>/rating/", rating.rating, name="rating"),
    path("tickets/<number:number>/files/", files.gathered, name="files"),
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
    path("tickets/<number:number>/watching/", watching.watching, name="watching"),
    # /desk/tickets/
    path("desk/tickets/", queue.queue, name="desk-tickets"),
    path("desk/tickets/solved/", desk_solved.solved, name="desk-solved"),
    path("desk/tickets/handover/<int:pk>/", handover.desk_handover, name="desk-handover"),
    path("desk/tickets/<number:number>/", desk.ticket, name="desk-ticket"),
    path(
        "desk/tickets/<number:number>/changes/",
        desk_changes.ticket_changes,
        name="desk-ticket-changes",
    ),
    path("desk/tickets/<number:number>/replies/", desk.reply, name="desk-replies"),
    path(
        "desk/tickets/<number:number>/replies/preview/",
        desk.reply_preview,
        name="desk-reply-preview",
    ),
    path(
        "desk/tickets/<number:number>/reply-draft/",
        desk_drafts.reply_draft,
        name="desk-reply-draft",
    ),
    path(
        "desk/tickets/<number:number>/note-draft/", desk_drafts.note_draft, name="desk-note-draft"
    ),
    path("desk/tickets/<number:number>/notes/", desk.note, name="desk-notes"),
    path(
        "desk/tickets/<number:number>/notes/preview/", desk.note_preview, name="desk-note-preview"
    ),
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
    path("desk/tickets/<number:number>/form/", form_choice.choice, name="desk-ticket-form"),
    # /desk/forms/
    path("desk/forms/", desk_forms.form_list, name="desk-forms"),
    path("desk/forms/new/", desk_forms.form_new, name="desk-form-new"),
    path("desk/forms/<slug:slug>/", include(_form)),
    # /desk/checklist/
    *checklist_urls.urlpatterns,
    path("desk/tickets/<number:number>/history/", history.desk_history, name="desk-history"),
    path("desk/tickets/<number:number>/watching/", watching.desk_watching, name="desk-watching"),
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
