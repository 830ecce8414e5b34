"""What the worker does about accounts."""

from procrastinate.contrib.django import app

from kundportal.people.models import DataExtract, FactorDemand, IdentityProvider, Person, Session
from kundportal.people.sign_on import trial


@app.task(queueing_lock="people.forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Deletes the sessions that are over."""
    Session.objects.over().delete()


@app.task(retry=5)
def send_reset(person_id: int) -> None:
    """Mails a link to choose a new password; there may be nobody to mail it to."""
    if person := Person.objects.active().filter(pk=person_id).first():
        person.send_reset()


@app.task(retry=5)
def send_activation(person_id: int) -> None:
    """Mails the link to choose the first password, or says that there is one already."""
    if person := Person.objects.active().filter(pk=person_id).first():
        person.send_activation_again()


@app.task(queueing_lock="people.demand_factors")
def demand_factors(timestamp: int) -> None:
    """Makes what is demanded from today on hold for those who are signed in."""
    FactorDemand.objects.take_effect()


@app.task(queueing_lock="people.forget_extracts")
def forget_extracts(timestamp: int) -> None:
    """Removes the extracts that have been kept long enough, and what was left half done."""
    DataExtract.objects.forget_old()
    DataExtract.objects.forget_strays()


@app.task(queueing_lock="people.renew_metadata")
def renew_metadata(timestamp: int) -> None:
    """Fetches the metadata of identity providers anew, for certificates come and go."""
    for provider in IdentityProvider.objects.with_metadata_address():
        trial.renew(provider)
