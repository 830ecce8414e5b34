"""What the worker does about accounts."""

from procrastinate.contrib.django import app

from kundportal.people.models import IdentityProvider, Session
from kundportal.people.sign_on import trial


@app.task(queueing_lock="people.forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Deletes the sessions that are over."""
    Session.objects.over().delete()


@app.task(queueing_lock="people.renew_metadata")
def renew_metadata(timestamp: int) -> None:
    """Fetches the metadata of identity providers anew, for certificates come and go."""
    for provider in IdentityProvider.objects.with_metadata_address():
        trial.renew(provider)
