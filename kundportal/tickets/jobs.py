"""What the worker does about tickets."""

from uuid import UUID

from procrastinate.contrib.django import app

from kundportal.people.models import Person
from kundportal.tickets.ending import closing, ending_emails
from kundportal.tickets.intake import keeping, scanning
from kundportal.tickets.models import Draft, Rating, Ticket, Upload, Walk


@app.task
def scan_file(key: str) -> None:
    """Has a file that has just come in judged; the timetable tries again what this can't."""
    scanning.scan(UUID(key))


@app.task(queueing_lock="tickets.scan_all")
def scan_all(timestamp: int) -> None:
    """Tries those files again that still wait for the virus scanner."""
    scanning.scan_all()


@app.task(queueing_lock="tickets.forget_uploads")
def forget_uploads(timestamp: int) -> None:
    """Removes the files that were never sent."""
    Upload.objects.forget_old()


@app.task(queueing_lock="tickets.forget_drafts")
def forget_drafts(timestamp: int) -> None:
    """Deletes the drafts that nobody has touched for long, and files that no row names."""
    Draft.objects.forget_old()
    keeping.forget_strays()


@app.task(retry=5)
def tell_of_closing(
    ticket_id: int, closed_at: str, by_id: int, *, solved: bool, message: int | None
) -> None:
    """Mails that a customer has closed a ticket, when they can't take it back any more."""
    ticket, by = Ticket.objects.get(pk=ticket_id), Person.objects.get(pk=by_id)
    closing.tell(ticket, closed_at=closed_at, by=by, solved=solved, message=message)


@app.task(retry=5)
def tell_of_rating(rating_id: int) -> None:
    """Mails the leads what somebody was not content with, unless they have thought better of it."""
    if rating := Rating.objects.low().filter(pk=rating_id).first():
        ending_emails.low_rating(rating)


@app.task(queueing_lock="tickets.wake")
def wake(timestamp: int) -> None:
    """Ends the rest of the tickets whose day has come, also of those that were due before."""
    for ticket in Ticket.objects.to_wake():
        ticket.wake()


@app.task(queueing_lock="tickets.forget_walks")
def forget_walks(timestamp: int) -> None:
    """Deletes the ways through a checklist that are too old to tell anything."""
    Walk.objects.forgotten().delete()
