"""By when the vendor answers, in the customer's words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kundportal.lib import dates


def answer(by: date | None) -> str:
    """`Vi svarar senast i morgon, fredag 27 november.` What was not kept is not hidden."""
    if by is None:
        return ""
    if by < dates.today():
        words = _("You should have had our answer by %(day)s. It is among our first.")
        return words % {"day": dates.day(by)}
    return _("We answer by %(day)s at the latest.") % {"day": _promised(by)}


def _promised(day: date) -> str:
    ahead = (day - dates.today()).days
    if ahead == 0:
        return _("today")
    words = dates.day(day)
    return _("tomorrow, %(day)s") % {"day": words} if ahead == 1 else words
