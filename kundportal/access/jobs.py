"""What the worker does about applications."""

from procrastinate.contrib.django import app

from kundportal.access.models import AccessRequest


@app.task(queueing_lock="access.forget_unconfirmed")
def forget_unconfirmed(timestamp: int) -> None:
    """Deletes what nobody has confirmed: the address may be somebody else's."""
    AccessRequest.objects.forgotten().delete()
