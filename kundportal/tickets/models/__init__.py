"""Tickets and what belongs to them, one concept a file."""

from kundportal.tickets.models.attachment import Attachment
from kundportal.tickets.models.choices import Sight, Status
from kundportal.tickets.models.form import Form, Matter
from kundportal.tickets.models.handling import Handling, Note, Priority
from kundportal.tickets.models.message import Message
from kundportal.tickets.models.participant import Participant
from kundportal.tickets.models.rating import Grade, Rating, Topic
from kundportal.tickets.models.state import State
from kundportal.tickets.models.ticket import Ticket

__all__ = [
    "Attachment",
    "Form",
    "Grade",
    "Handling",
    "Matter",
    "Message",
    "Note",
    "Participant",
    "Priority",
    "Rating",
    "Sight",
    "State",
    "Status",
    "Ticket",
    "Topic",
]
