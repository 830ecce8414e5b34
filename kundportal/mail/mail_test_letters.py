"""The mail by which it is tried whether our mails reach somebody.

Anyone can write any address in the form, so nothing that was typed there stands in it.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from kundportal.mail.letters import Letter


def with_code(code: str) -> Letter:
    """In the language that is turned on: that of the page on which it was asked for."""
    names = {"portal": settings.PORTAL_NAME, "code": _spaced(code)}
    return Letter(
        subject=_("Test mail from %(portal)s with your code") % names,
        lead=_("The code is %(code)s.") % names,
        paragraphs=(
            _("Write it on the page where you asked for it, and say whether this mail lay in the "
              "inbox or in the junk folder."),
            _("Did it lie in the junk folder? Mark it as not junk, so that the next one comes "
              "right."),
            _("The code proves only that the mail arrived. It opens nothing."),
        ),
        why=_("You get this mail since somebody has asked %(portal)s for a test mail to this "
              "address. If it was not you, they have probably mistyped their own. You need not do "
              "anything, and we send at most three an hour.") % names,
        secret=True,
    )  # fmt: skip


def _spaced(code: str) -> str:
    """In two groups, which are easier to read and to hold in mind."""
    return f"{code[:3]} {code[3:]}"
