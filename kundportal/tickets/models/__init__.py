"""Tickets and what belongs to them, one concept a file."""

from kundportal.tickets.models.attachment import Attachment
from kundportal.tickets.models.choices import Sight, Status
from kundportal.tickets.models.draft import Draft
from kundportal.tickets.models.form import Form, Matter
from kundportal.tickets.models.handling import Handling, Note, Priority
from kundportal.tickets.models.message import Message
from kundportal.tickets.models.participant import Participant
from kundportal.tickets.models.scanned import Scan
from kundportal.tickets.models.ticket import Ticket
from kundportal.tickets.models.upload import Upload

__all__ = [
    "Attachment",
    "Draft",
    "Form",
    "Handling",
    "Matter",
    "Message",
    "Note",
    "Participant",
    "Priority",
    "Scan",
    "Sight",
    "Status",
    "Ticket",
    "Upload",
]
