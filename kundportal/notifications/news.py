"""What a room wants to tell a person, before it is a notification or a mail."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from kundportal.mail.letters import Button, Quote


@dataclass(frozen=True, kw_only=True)
class News:
    """One thing that happened. Its texts are in the reader's language.

    `topic` names the thing in a subject ("[SE-1234-5678] The timetable is empty"), `bare_topic`
    does so where mails carry no texts ("Ticket SE-1234-5678"), and `what` says what happened
    ("reply from Anna Ek"). `lead` is that as a whole sentence, `bare_lead` the same without names
    and titles. `url` is the absolute address of just the new thing, `label` the words on its
    button. `status` is how the thing stood before and stands now; `need` what we need from the
    reader; `why` why it comes to them. `mute_url` is where they end news of this one thing,
    `choices` are the answers to a `question`; mails of one `thread` stand together.
    """

    topic: str
    what: str
    lead: str
    url: str
    label: str
    why: str
    bare_topic: str = ""
    bare_lead: str = ""
    paragraphs: tuple[str, ...] = ()
    quote: Quote | None = None
    status: tuple[str, str] | None = None
    need: str = ""
    mute_url: str = ""
    question: str = ""
    choices: tuple[Button, ...] = ()
    thread: str = ""

    @property
    def heading(self) -> str:
        """What happened, above a quote."""
        return self.what[:1].upper() + self.what[1:]

    def packed(self) -> dict[str, Any]:
        """As a row keeps it."""
        return asdict(self)

    @classmethod
    def unpacked(cls, kept: dict[str, Any]) -> News:
        quote, status = kept["quote"], kept["status"]
        files = tuple(quote.get("files", ())) if quote else ()
        return cls(
            **{
                **kept,
                "paragraphs": tuple(kept["paragraphs"]),
                "quote": Quote(**{**quote, "files": files}) if quote else None,
                "status": (status[0], status[1]) if status else None,
                "choices": tuple(Button(**one) for one in kept.get("choices", ())),
            }
        )
