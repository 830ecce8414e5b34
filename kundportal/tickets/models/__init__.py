"""Tickets and what belongs to them, one concept a file."""

from kundportal.lib.scanned import Scan
from kundportal.tickets.models.answers import Answers
from kundportal.tickets.models.attachment import Attachment
from kundportal.tickets.models.checklist import Checklist
from kundportal.tickets.models.checklist_question import ChecklistAnswer, ChecklistQuestion
from kundportal.tickets.models.choices import Asked, Sight, Status
from kundportal.tickets.models.draft import Draft
from kundportal.tickets.models.form import Form, Matter
from kundportal.tickets.models.form_version import Audience, FormVersion
from kundportal.tickets.models.handling import Handling, Priority
from kundportal.tickets.models.message import Message
from kundportal.tickets.models.note import Note
from kundportal.tickets.models.participant import Participant
from kundportal.tickets.models.rating import Grade, Rating, Topic
from kundportal.tickets.models.search_entry import SearchEntry
from kundportal.tickets.models.solution import Solution
from kundportal.tickets.models.state import State
from kundportal.tickets.models.ticket import Ticket
from kundportal.tickets.models.upload import Upload
from kundportal.tickets.models.walk import Walk
from kundportal.tickets.models.watch import Wants, Watch

__all__ = [
    "Answers",
    "Asked",
    "Attachment",
    "Audience",
    "Checklist",
    "ChecklistAnswer",
    "ChecklistQuestion",
    "Draft",
    "Form",
    "FormVersion",
    "Grade",
    "Handling",
    "Matter",
    "Message",
    "Note",
    "Participant",
    "Priority",
    "Rating",
    "Scan",
    "SearchEntry",
    "Sight",
    "Solution",
    "State",
    "Status",
    "Ticket",
    "Topic",
    "Upload",
    "Walk",
    "Wants",
    "Watch",
]
