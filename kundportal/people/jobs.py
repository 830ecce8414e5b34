"""What the worker does about accounts."""

from procrastinate.contrib.django import app

from kundportal.people.models import FactorDemand, Session


@app.task(queueing_lock="people.forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Deletes the sessions that are over."""
    Session.objects.over().delete()


@app.task(queueing_lock="people.demand_factors")
def demand_factors(timestamp: int) -> None:
    """Makes what is demanded from today on hold for those who are signed in."""
    FactorDemand.objects.take_effect()
