"""The mails about drafts and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kundportal.lib.reader import writing_for
from kundportal.mail.letters import Button, Letter
from kundportal.tickets import letters
from kundportal.tickets.models.scanned import Scan

if TYPE_CHECKING:
    from kundportal.people.models import Person
    from kundportal.tickets.models import Attachment, Draft


def draft_handed_over(draft: Draft, *, by: Person) -> None:
    """Tells the colleague whose draft it is now."""
    person = draft.owner
    with writing_for(person):
        title = draft.title or _("Without a title")
        letter = Letter(
            subject=_("%(name)s has handed over a draft to you: %(title)s")
            % {"name": by.name, "title": title},
            lead=_("%(name)s has begun the ticket “%(title)s” and handed over the draft to you.")
            % {"name": by.name, "title": title},
            paragraphs=(_("It is not sent yet. Finish it and send it, or discard it."),),
            button=Button(label=_("Open the draft"), url=letters.url("draft", draft.once)),
            why=_("You get this mail because a colleague has given you something to finish."),
        )
        key = f"draft-handed-over:{draft.pk}:{draft.revision}"
        letters.post(letter, person, key=key, organisation_id=draft.organisation_id)


def file_refused(attachment: Attachment) -> None:
    """Tells whoever sent a file that nobody can open it, and why."""
    person, ticket = attachment.message.author, attachment.ticket
    if not person.may_sign_in:
        return
    with writing_for(person):
        names = {"name": attachment.name, "number": ticket.number}
        if attachment.scan == Scan.INFECTED:
            lead = _(
                "The file %(name)s in ticket %(number)s holds a virus, and we have removed it."
            )
            advice = _("The rest of what you wrote has reached us. Let your IT department look at "
                       "the computer that the file comes from.")  # fmt: skip
        else:
            lead = _("The file %(name)s in ticket %(number)s could not be checked for viruses, so "
                     "nobody can open it.")  # fmt: skip
            # fmt: off
            advice = _("It is too large for the check, or locked with a password. The rest of "
                       "what you wrote has reached us. Send the file again in another form.")
        # fmt: on
        name = "desk-ticket" if person.is_staff else "ticket"
        letter = Letter(
            subject=_("[%(number)s] A file could not be delivered") % names,
            lead=lead % names,
            paragraphs=(advice,),
            button=Button(label=_("Open the ticket"), url=letters.url(name, ticket.number)),
            why=_("You get this mail because you attached the file."),
        )
        key = f"file-refused:{attachment.pk}"
        letters.post(letter, person, key=key, organisation_id=attachment.organisation_id)
