"""What drafts and files that wait are sent with, and by whom."""

from tests.house.forms_of_incoming import RETIRED

_TICKET = {
    "product": 1, "matter": 1, "title": "T", "text": "T", "recipients": 1, "once": "",
    "revision": "0", "window": "a1", "attachments": "", "attachments-remove": "",
}  # fmt: skip
_REPLY = {
    "text": "T", "once": "", "revision": "0", "window": "a1", "attachments": "",
    "status": "waiting",
}  # fmt: skip

INTAKE = {
    "ticket-draft": ("customer", _TICKET),
    "reply-draft": ("customer", _REPLY),
    "answers-draft": ("customer", {"field_hur": "a", "once": "", "revision": "0", "window": "a1"}),
    "desk-reply-draft": ("agent", _REPLY),
    "desk-note-draft": ("agent", _REPLY),
    "draft-removal": ("customer", {}),
    "draft-handover": ("customer", {"colleague": ""}),
    "uploads": ("customer", {"once": "", "field": "attachments", "file": ""}),
    "upload-removal": ("customer", {}),
    **RETIRED,
}
