"""What a room wants to tell a person, before it is a notification or a mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from kundportal.mail.letters import Button, Quote

Status = tuple[str, str]


class Act(StrEnum):
    """What several of can be told as one."""

    REPLY = "reply"
    CLOSING = "closing"  # with a reply, when there is a quote


@dataclass(frozen=True, kw_only=True)
class News:
    """One thing that happened. Its texts are in the reader's language.

    `topic` names the thing in a subject ("[SE-1234-5678] The timetable is empty"), `bare_topic`
    does so where mails carry no texts ("Ticket SE-1234-5678"), and `what` says what happened
    ("reply from Anna Ek"). `lead` is that as a whole sentence, `bare_lead` the same without names
    and titles. `url` is the absolute address of just the new thing, `label` the words on its
    button. `act` says what was done by `who`, and `named` names the thing in a sentence ("ticket
    SE-1234-5678, “The timetable is empty”"), so that several can be told as one. `status` is how
    the thing stood before and stands now; `need` what we need from the reader; both are best
    given as msgids, since they are translated anew wherever they are shown. `why` says why it
    comes to them. `mute_url` is where they end news of this one thing, with `mute_label` on the
    link unless it is a ticket; `choices` are the answers to a `question`; mails of one `thread`
    stand together.
    """

    topic: str
    what: str
    lead: str
    url: str
    label: str
    why: str
    bare_topic: str = ""
    bare_lead: str = ""
    act: str = ""
    who: str = ""
    named: str = ""
    paragraphs: tuple[str, ...] = ()
    quote: Quote | None = None
    status: Status | None = None
    need: str = ""
    mute_url: str = ""
    mute_label: str = ""
    question: str = ""
    choices: tuple[Button, ...] = ()
    thread: str = ""

    @property
    def heading(self) -> str:
        """What happened, above a quote."""
        return self.what[:1].upper() + self.what[1:]

    @property
    def is_reply(self) -> bool:
        return self.act == Act.REPLY or (self.act == Act.CLOSING and self.quote is not None)

    def packed(self) -> dict[str, Any]:
        """As a row keeps it."""
        return asdict(self)

    @classmethod
    def unpacked(cls, kept: dict[str, Any]) -> News:
        """For whoever reads it now; fixed words are in the language of the moment."""
        quote, need = kept["quote"], kept.get("need")
        files = tuple(quote.get("files", ())) if quote else ()
        return cls(
            **{
                **kept,
                "paragraphs": tuple(kept["paragraphs"]),
                "quote": Quote(**{**quote, "files": files}) if quote else None,
                "status": in_words(kept["status"]),
                "need": _(need) if need else "",
                "choices": tuple(Button(**one) for one in kept.get("choices", ())),
            }
        )


def in_words(status: Sequence[str] | None) -> Status | None:
    """How a row keeps the status, in the present language."""
    return (_(status[0]), _(status[1])) if status else None
