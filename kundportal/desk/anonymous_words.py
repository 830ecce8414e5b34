"""What is taken out of a text, in words for those who look it over."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kundportal.lib.anonymising import Kind

KINDS: dict[Kind, str | Promise] = {
    Kind.NAME: _("Name"),
    Kind.ORGANISATION: _("Organisation"),
    Kind.SCHOOL: _("School"),
    Kind.MAIL: _("E-mail address"),
    Kind.PHONE: _("Phone number"),
    Kind.IDENTITY: _("Identity number"),
    Kind.TICKET: _("Ticket number"),
    Kind.LINK: _("Link with a key"),
    Kind.NUMBER: _("Number"),
    Kind.PLACE: _("Postal address"),
    Kind.USER: _("User name"),
}
# The headings of a draft, in the language that it is written in.
HEADINGS = {
    "sv": ("Frågan", "Det som löste det"),
    "en": ("The question", "What solved it"),
    "nb": ("Spørsmålet", "Det som løste det"),
    "da": ("Spørgsmålet", "Det som løste det"),
    "de": ("Die Frage", "Was geholfen hat"),
}
