"""The codes of what goes wrong, in words for the vendor's staff."""

from __future__ import annotations

import requests
from django.utils.translation import gettext as _

from kundportal.lib import outbound
from kundportal.people.sign_on.claims import BadAnswer
from kundportal.people.sign_on.metadata import Unusable


def words_for(problem: Exception) -> str:
    """Why something could not be read."""
    if isinstance(problem, BadAnswer | Unusable):
        return words(problem.reason)
    assert isinstance(problem, requests.RequestException)
    return words(outbound.why_not(problem))


def words(reason: str) -> str:
    """What a code means, and what to do about it."""
    if reason.startswith("status "):
        return _("The server answered with the status %(status)s. Check the address.") % {
            "status": reason.removeprefix("status ")
        }
    found = _of_fetching(reason) or _of_metadata(reason) or _of_answers(reason)
    return found or _("The answer could not be read.")


def _of_fetching(reason: str) -> str:
    return {
        "unreachable": _("Nobody answers at the address. Check it, and ask the IT department "
                         "whether their server can be reached from the internet."),
        "time": _("The server did not answer within 5 seconds."),
        "private": _("The address leads into a network of ours or theirs that is not open to "
                     "the internet."),
        "size": _("What came is larger than one megabyte."),
        "redirect": _("The address sends on to another one. Write the one where it ends."),
        "not https": _("Write the whole address, beginning with https://."),
        "not JSON": _("What came is not the description of an OpenID provider."),
        "certificate": _("The server's certificate for https is not valid."),
        "description": _("The provider's description of itself lacks an address, or has one "
                         "that is not https."),
        "keys": _("The provider publishes no keys by which its answers can be checked."),
    }.get(reason, "")  # fmt: skip


def _of_metadata(reason: str) -> str:
    return {
        "not XML": _("The metadata is not XML."),
        "no provider": _("The metadata is not that of an identity provider."),
        "several": _("The metadata holds several providers. Give that of the organisation alone."),
        "no address": _("The metadata has no address for signing in by HTTP-Redirect over https."),
        "no certificate": _("The metadata has no certificate for signing."),
        "no name": _("The metadata has no entity ID."),
        "ended": _("All the provider's certificates have ended, or do so within a day."),
        "another": _("The metadata is now that of another provider. Save it anew if that is "
                     "right."),
    }.get(reason, "")  # fmt: skip


def _of_answers(reason: str) -> str:
    return {
        "issuer": _("The provider goes by another name than the one entered here."),
        "audience": _("The answer was meant for somebody else. Check the client ID or the "
                      "entity ID at the provider."),
        "signature": _("The signature does not match the provider's keys. Have they changed?"),
        "expired": _("The answer was too old, or of the future. Check the clocks of both "
                     "servers."),
        "nonce": _("The answer was not to the question that was asked."),
        "token": _("The provider sent no valid ID token."),
        "subject": _("The provider gave no lasting name for the person."),
        "confirmation": _("The answer was not made out to the right address. Check the ACS "
                          "address at the provider."),
        "declined": _("The provider declined. Look in its log; the client secret may have "
                      "expired."),
    }.get(reason, "")  # fmt: skip
