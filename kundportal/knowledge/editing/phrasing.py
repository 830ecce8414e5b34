"""Another way to ask, added to an article: it is found by it, and its text stays as it is."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from kundportal.knowledge.models import Revision, Translation
from kundportal.people.models import Person


@transaction.atomic
def add_phrasing(text: Translation, *, phrasing: str, by: Person) -> Revision:
    """Adds the phrasing to what is written, and publishes it where the person may.

    To a text that waits to be published it is added as well as it stands, and nothing is published
    of that. What has the phrasing already stays as it is.
    """
    newest = text.newest()
    assert newest is not None
    if phrasing.lower() in newest.phrasings.lower().splitlines():
        return newest
    was_published = newest.pk == text.published_id
    revision = text.write(
        by=by, title=newest.title, text=newest.text, lead=newest.lead, is_minor=True,
        phrasings=f"{newest.phrasings}\n{phrasing}".strip(), remark=_("A phrasing from a search"),
        based_on=newest.based_on, since=newest.number,
    )  # fmt: skip
    if was_published and revision.may_be_published_by(by):
        revision.publish(by=by)
    return revision
