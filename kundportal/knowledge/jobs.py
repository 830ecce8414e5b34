"""What the worker does about articles."""

from procrastinate.contrib.django import app

from kundportal.knowledge import telling_readers


@app.task(retry=5)
def tell_followers(revision_id: int, by_id: int | None) -> None:
    """Tells those who follow the article that it is new or has changed."""
    telling_readers.tell_followers(revision_id, by_id=by_id)


@app.task(retry=5)
def tell_owner(revision_id: int) -> None:
    """Tells who looks after the article that it has not helped."""
    telling_readers.tell_owner(revision_id)
