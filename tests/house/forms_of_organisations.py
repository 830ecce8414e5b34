"""What the addresses about organisations and their people take, and who may send it."""

from __future__ import annotations

from typing import Any

ORGANISATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "own-person-activation": ("customer", {}),
    "desk-person-activation": ("administrator", {}),
    "own-invitations": ("customer", {"email": "ny@lillkoping.example", "language": "sv"}),
    "own-leaving": ("customer", {"seat": "free", "understood": "on"}),
    "own-review-answer": ("customer", {"stays": "yes"}),
    "own-review-all": ("customer", {}),
    "desk-review-reminder": ("agent", {}),
    "desk-successor": ("agent", {
        "email": "ny@storsund.example", "language": "sv", "ground": "Ringde växeln",
    }),
    "desk-closing": ("administrator", {}),
    "desk-reopening": ("administrator", {}),
    "desk-merger": ("administrator", {"into": "1"}),
    "handover": ("customer", {"colleague": "1"}),
    "desk-handover": ("administrator", {"colleague": "1"}),
}  # fmt: skip
# Who sees tickets.
SIGHT: dict[str, tuple[str, dict[str, Any]]] = (
    {
        f"{face}{act}": (role, given)
        for face, role in (("", "customer"), ("desk-", "agent"))
        for act, given in {
            "recipients": {"people": "1"},
            "recipient-removal": {},
            "watching": {"wants": "mute"},
            "sight" if not face else "ticket-sight": {"sight": "private"},
        }.items()
    }
    | {
        name: (role, {"sight": "everyone", "may_reply": "no", "coordinators": "1"})
        for name, role in (("own-sight", "customer"), ("desk-sight", "administrator"))
    }
    | {
        name: (role, {"mails": "bare"})
        for name, role in (("own-mails", "customer"), ("desk-mails", "administrator"))
    }
)
