"""What is told of drafts and files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kundportal.lib.reader import writing_for
from kundportal.lib.scanned import Scan
from kundportal.mail.letters import Button, Letter
from kundportal.notifications.models import Kind
from kundportal.notifications.news import News
from kundportal.notifications.sight import bare_of
from kundportal.tickets import letters
from kundportal.tickets.telling import Told, Why, tell

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
        if bare_of([draft.organisation_id]):
            lead = _("A colleague has handed over a draft to you.")
            letter = replace(letter, subject=lead, lead=lead)
        key = f"draft-handed-over:{draft.pk}:{draft.revision}:{person.pk}"
        letters.post(letter, person, key=key, organisation_id=draft.organisation_id)


def file_refused(attachment: Attachment) -> None:
    """Tells whoever sent a file that nobody can open it, and why."""
    ticket = attachment.ticket
    is_infected = attachment.scan == Scan.INFECTED

    def write(told: Told) -> News:
        names = {"name": attachment.name, "number": ticket.number}
        if is_infected:
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
        return letters.news(
            ticket,
            told,
            what=_("a file could not be delivered"),
            lead=lead % names,
            need=advice,
        )

    told = Told(attachment.message.author, Why.AUTHOR)
    tell(ticket, [told], write, kind=Kind.REPLIES, key=f"file-refused:{attachment.pk}")
