"""Who may do what with which ticket, written by hand: the table that test_access_matrix.py holds.

**Adding an address is one line** in `OF_A_TICKET` (its route has a `number`), `OF_A_PERSON` (a
draft, an upload) or `AROUND` (it lists, finds or begins something); a test says what is missing.
What it takes by POST stands in `FORMS` of test_fuzz.py, where that differs in `matrix_world.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

# How an actor meets an object:
#   C created it            P is a recipient           R reads it through the organisation
#   K coordinates and reads S works for the vendor     - does not see it     A has not signed in
LEVELS = ("C", "P", "R", "K", "S")
OBJECTS = ("own", "shared", "colleague", "foreign", "nothing")
ACCESS = {
    # The creator's; shared with everyone; a colleague's that is private; another organisation's.
    "creator":     "C R - - -",
    "recipient":   "P R - - -",
    "removed":     "- R - - -",
    "colleague":   "- C C - -",
    "coordinator": "K K - - -",
    "outsider":    "- - - C -",
    "agent":       "S S S S -",
    "anonymous":   "A A A A A",
}  # fmt: skip
# The same for what belongs to one person alone: beside each ticket its creator has begun another,
# with a file, and one who saw the first once had begun a reply to it (P), with a file as well.
THINGS = ("own", "shared", "colleague", "foreign", "left", "nothing")
OF_ONE = {
    "creator":     "C - - - - -",
    "recipient":   "- - - - - -",
    "removed":     "- - - - P -",
    "colleague":   "- C C - - -",
    "coordinator": "- - - - - -",
    "outsider":    "- - - C - -",
    "agent":       "- - - - - -",
    "anonymous":   "A A A A A A",
}  # fmt: skip


class Row(NamedTuple):
    """The statuses of GET and POST, for each level; None where the method is not taken."""

    get: str | None
    post: str | None


READ = "200 200 200 200 404"
DESK = "404 404 404 404 200"
DESK_ACT = "404 404 404 404 302"
OF_A_TICKET = {
    # name                     GET: C P R K S         POST: C P R K S
    "ticket":                 ("200 200 200 200 302", None),
    "replies":                (None,                  "302 302 403 403 404"),
    "reply-draft":            (None,                  "302 302 403 403 404"),
    "reply":                  ("302 302 302 302 302", None),
    "reply-quote":            ("200 200 200 200 200", None),
    "reply-preview":          (None,                  "200 200 200 200 404"),
    "answers":                ("200 200 403 403 404", "302 302 403 403 404"),
    "answers-draft":          (None,                  "302 302 403 403 404"),
    "ticket-changes":         (READ,                  None),
    "reading":                (None,                  "302 302 302 302 404"),
    "closure":                (None,                  "302 302 403 403 404"),
    "closure-undo":           (None,                  "302 302 403 403 404"),
    "solution":               (None,                  "302 302 403 403 404"),
    "parking":                ("200 200 403 403 404", "302 302 403 403 404"),
    "reopening":              ("200 200 403 403 404", "302 302 403 403 404"),
    "reopening-preview":      (None,                  "200 200 403 403 404"),
    "rating":                 ("200 200 403 403 404", "302 302 403 403 404"),
    "file":                   ("200 200 200 200 200", None),
    "files":                  ("200 200 200 200 200", None),
    "file-preview":           ("200 200 200 200 200", None),
    "ticket-print":           ("200 200 200 200 200", None),
    "ticket-pdf":             ("200 200 200 200 200", None),
    "history":                (READ,                  None),
    "seers":                  (READ,                  None),
    "sight":                  (None,                  "302 403 403 403 404"),
    "watching":               (READ,                  "302 302 302 302 404"),
    "recipients":             (READ,                  "302 302 403 403 404"),
    "recipient-removal":      (None,                  "302 302 403 302 404"),
    "desk-ticket":            (DESK,                  None),
    "desk-replies":           (None,                  DESK_ACT),
    "desk-reply-preview":     (None,                  DESK),
    "desk-note-preview":      (None,                  DESK),
    "desk-ticket-changes":    (DESK,                  None),
    "desk-ticket-form":       (DESK,                  DESK),
    "desk-reply-draft":       (None,                  DESK_ACT),
    "desk-note-draft":        (None,                  DESK_ACT),
    "desk-notes":             (None,                  DESK_ACT),
    "desk-assignment":        (None,                  DESK_ACT),
    "desk-priority":          (None,                  DESK_ACT),
    "desk-closure":           (None,                  DESK_ACT),
    "desk-state":             (None,                  DESK_ACT),
    "desk-history":           (DESK,                  None),
    "desk-seers":             (DESK,                  None),
    "desk-ticket-sight":      (None,                  DESK_ACT),
    "desk-recipients":        (DESK,                  DESK_ACT),
    "desk-watching":          (DESK,                  DESK_ACT),
    "desk-article-draft":     (DESK,                  DESK_ACT),
    "desk-ticket-articles":   (DESK,                  None),
    "desk-read-before":       (DESK,                  None),
    "desk-recipient-removal": (None,                  DESK_ACT),
}  # fmt: skip
# What belongs to one person: the statuses for that person of what is begun anew, and of a reply.
# Only a new ticket is handed over. What the addresses are made of stands in `matrix_world.py`.
OF_A_PERSON = {
    # name                     GET: C P             POST: C P
    "draft":                  ("302 302",             None),
    "draft-removal":          (None,                  "302 302"),
    "draft-handover":         ("200 404",             "302 404"),
    "upload":                 ("200 200",             None),
    "upload-removal":         (None,                  "204 204"),
}  # fmt: skip
# What shows several tickets, or none yet: the status of GET for customers, and for staff.
AROUND = {
    "start":         (200, 302),
    "tickets":       (200, 404),
    "tickets-export": (200, 404),
    "tickets-alike": (200, 404),
    "drafts":        (200, 404),
    "ticket-new":    (302, 404),
    "ticket-form":   (200, 404),
    "checklist":     (302, 404),
    "handover":      (200, 404),
    "desk-tickets":  (404, 200),
    "desk-handover": (404, 404),
    "desk-states":   (404, 404),
    "desk-state-names": (404, 404),
    "desk-solved":   (404, 200),
}  # fmt: skip
# What takes a form but is about no ticket that is there.
ELSEWHERE = {
    "checklist-answers", "checklist-walks", "preview", "ticket-form-preview",
    "desk-state-position", "desk-state-offer", "tickets-solved", "ticket-draft", "uploads",
}  # fmt: skip
# What is sent whole, however it is asked for.
WHOLE = {"file", "files", "file-preview", "ticket-pdf", "ticket-print", "reply"}
# With what the pages of `AROUND` are asked as well. `{word}` stands in a ticket's title and texts.
QUERIES = (
    "", "?show=all", "?show=closed", "?number={number}", "?q={word}&show=all",
)  # fmt: skip
AS_FRAGMENT = {"", "?q={word}&show=all"}


def is_about_tickets(name: str, route: str, parameters: Mapping[str, str]) -> bool:
    """Whether an address belongs into the table."""
    inside = ("tickets/", "desk/tickets/", "desk/ticket-")
    return parameters.get("number") == "number" or route.startswith(inside) or name == "start"


def rows() -> dict[str, Row]:
    both = {**OF_A_TICKET, **OF_A_PERSON}
    return {name: Row(get, post) for name, (get, post) in both.items()}


def levels_of(actor: str, name: str) -> dict[str, str]:
    """How the actor meets each object at an address."""
    if name in OF_A_PERSON:
        return dict(zip(THINGS, OF_ONE[actor].split(), strict=True))
    return dict(zip(OBJECTS, ACCESS[actor].split(), strict=True))


def expected(statuses: str, level: str) -> int:
    """What somebody of a level gets; whoever does not see a ticket gets 404, always."""
    return 404 if level == "-" else int(statuses.split()[LEVELS.index(level)])
