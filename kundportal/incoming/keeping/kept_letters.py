"""What is answered to somebody who has an account: where their text lies, and the way there."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kundportal.incoming.models import KeptMail, RetiredAddress
from kundportal.incoming.replying.answer_letters import lead_of, why
from kundportal.lib import dates
from kundportal.mail.letters import Button, Letter
from kundportal.people.models import Person
from kundportal.tickets.models import Form, Ticket


def to_customer(
    person: Person,
    address: RetiredAddress | None,
    kept: KeptMail | None,
    form: Form | None,
    *,
    is_full: bool = False,
) -> Letter:
    """The way to what is kept of the mail, or to a new ticket when nothing is."""
    return Letter(
        subject=_("Your mail has not become a ticket"),
        lead=lead_of(address),
        paragraphs=tuple(_paragraphs(person, kept, form, is_full=is_full)),
        button=_go_on(kept) if kept else Button(label=_("Create ticket"), url=_url("ticket-new")),
        why=why(address),
    )


def about_ticket(person: Person, ticket: Ticket, kept: KeptMail | None) -> Letter:
    """The way to the ticket whose mail was answered; of the ticket its number alone."""
    told = {"number": ticket.number}
    at = "desk-ticket" if person.is_staff else "ticket"
    page = Button(label=_("Open the ticket"), url=_url(at, ticket.number))
    return Letter(
        subject=_("[%(number)s] Your mail has not reached the ticket") % told,
        lead=_("You have answered a mail about ticket %(number)s. Such answers reach nobody: "
               "replies are written in the portal.") % told,
        paragraphs=tuple(_paragraphs_of_reply(person, kept)),
        button=_go_on(kept) if kept else page,
        question=_("Do you want to read the ticket first?") if kept else "",
        choices=(page,) if kept else (),
        why=why(None),
    )  # fmt: skip


def to_staff(address: RetiredAddress | None) -> Letter:
    """For our own people, for whom no mails are kept."""
    return Letter(
        subject=_("Your mail has not been read"),
        lead=lead_of(address),
        paragraphs=(_("Your mail has not been kept. What you want to tell a customer is written "
                      "in the ticket."),),
        button=Button(label=_("Open the desk"), url=_url("desk")),
        why=why(address),
    )  # fmt: skip


def _paragraphs(
    person: Person, kept: KeptMail | None, form: Form | None, *, is_full: bool
) -> Iterable[str]:
    if is_full:
        yield _("We have not kept your mail, since many of your mails wait for you already. Send "
                "those or throw them away, or create a ticket in the portal.")  # fmt: skip
    elif kept is None:
        yield _("There was no text in your mail, so there is nothing to go on with. Create a "
                "ticket in the portal instead.")  # fmt: skip
    else:
        yield _kept(kept)
        yield _(
            "Sign in, look through it and send it. Only then it becomes a ticket and reaches us."
        )
        if form:
            yield _("It opens in the form “%(form)s”.") % {"form": form}
        yield from _left_out(kept)
        yield _("If you write more mails today we keep them too, while there is room, but we "
                "answer once a day.")  # fmt: skip
    yield from _not_activated(person)


def _paragraphs_of_reply(person: Person, kept: KeptMail | None) -> Iterable[str]:
    if kept is None:
        yield _("Your mail has not been kept. Open the ticket and write your reply there.")
        return
    yield _kept(kept)
    yield _("Sign in, look through it and send it. Only then it stands in the ticket.")
    yield from _left_out(kept)
    yield from _not_activated(person)


def _kept(kept: KeptMail) -> str:
    until = {"day": dates.day(kept.kept_until)}
    files = len(kept.files())
    if not files:
        return _("Your mail is kept for you until %(day)s. Nobody but you can see it.") % until
    text = ngettext(
        "Your mail with %(count)s file is kept for you until %(day)s. Nobody but you can see it.",
        "Your mail with %(count)s files is kept for you until %(day)s. Nobody but you can see it.",
        files,
    )
    return text % {"count": files, **until}


def _left_out(kept: KeptMail) -> Iterable[str]:
    if kept.left_out:
        yield _("Not all your files could be kept. In the portal you see which, and why.")


def _not_activated(person: Person) -> Iterable[str]:
    if not person.is_activated:
        yield _("You have not chosen a password yet. Ask for a new link at %(address)s.") % {
            "address": _url("activate-again")
        }


def _go_on(kept: KeptMail) -> Button:
    return Button(label=_("Go on with your mail"), url=_url("kept-mail", kept.key))


def _url(name: str, *args: object) -> str:
    return settings.SITE_URL + reverse(name, args=args)
