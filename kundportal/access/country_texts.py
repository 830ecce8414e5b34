"""The texts of a country's application that staff may write anew, and those that are built in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Where on the application a text stands."""

    INTRODUCTION = "introduction", _("Who may apply")
    ORGANISATION = "organisation", _("Help at the organisation")
    AT_HAND = "at-hand", _("What to have at hand")
    CLOSED = "closed", _("When no applications are taken")


LONGEST = {Kind.INTRODUCTION: 4000, Kind.ORGANISATION: 600, Kind.AT_HAND: 4000, Kind.CLOSED: 4000}


def built_in(kind: str, country: str, language: str) -> str:
    """The text that came with the portal, as Markdown."""
    with override(language):
        words = {"portal": settings.PORTAL_NAME, "vendor": settings.VENDOR_NAME}
        return _words(Kind(kind), country) % words


def _words(kind: Kind, country: str) -> str:
    if kind == Kind.ORGANISATION:
        return _at_the_organisation(country)
    return {
        Kind.INTRODUCTION: gettext(
            "%(portal)s is for central administrators: those who look after the systems from "
            "%(vendor)s for a whole municipality or a whole school, and have been appointed by it. "
            "You apply for yourself. Nobody can be registered by phone or by somebody else."
        ),
        Kind.AT_HAND: at_hand(country),
        Kind.CLOSED: gettext(
            "We take no applications from this country right now. Turn to your contact at "
            "%(vendor)s if you need access."
        ),
    }[kind]


def _at_the_organisation(country: str) -> str:
    return {
        "SE": gettext(
            "Choose your municipality from the list. If it is an independent school or something "
            "else: write its name."
        ),
        "NO": gettext(
            "Write the name as it stands in Brønnøysund's register: the municipality, the county "
            "or the owner of the school."
        ),
        "DK": gettext(
            "Write the name as it stands in the CVR register: the municipality, the region or the "
            "school."
        ),
        "DE": gettext(
            "Write the official name: the municipality, the district, or whoever runs the school."
        ),
    }[country]


def at_hand(country: str) -> str:
    lines = [
        gettext("your e-mail address at work; private addresses we can't approve"),
        gettext("the name and the role of whoever appointed you"),
        {
            "SE": gettext("the organisation number, if you do not work for a municipality"),
            "NO": gettext("the organisation number (nine digits)"),
            "DK": gettext("the CVR number (eight digits)"),
            "DE": gettext("the VAT number (USt-IdNr.), if there is one"),
        }[country],
    ]
    return "\n".join(f"- {line}" for line in lines)
