"""What the worker does about applications."""

from procrastinate.contrib.django import app

from kundportal.access import asking, seating
from kundportal.access.models import AccessRequest, Invitation, Review
from kundportal.lib import dates


@app.task(queueing_lock="access.forget_unconfirmed")
def forget_unconfirmed(timestamp: int) -> None:
    """Deletes what nobody has confirmed: the address may be somebody else's."""
    AccessRequest.objects.forgotten().delete()


@app.task(queueing_lock="access.forget_invitations")
def forget_invitations(timestamp: int) -> None:
    """Deletes the addresses to which the link was sent long ago."""
    Invitation.objects.forgotten().delete()


@app.task(queueing_lock="access.ask_for_reviews")
def ask_for_reviews(timestamp: int) -> None:
    """Twice a year asks each organisation whether its people are still right."""
    asking.ask_all(dates.today())


@app.task(queueing_lock="access.remind_of_reviews")
def remind_of_reviews(timestamp: int) -> None:
    """Asks again, once, those who have not answered in ten working days."""
    for review in Review.objects.to_remind_of():
        review.remind()


@app.task(queueing_lock="access.remind")
def remind(timestamp: int) -> None:
    """Reminds those who decide of what has waited for half of the promised time."""
    for application in AccessRequest.objects.to_remind_of():
        application.remind()


@app.task(queueing_lock="access.offer_free_seats")
def offer_free_seats(timestamp: int) -> None:
    """Brings back to the desk those who wait for a seat, as many as there are free seats."""
    seating.offer_free_seats(AccessRequest)
