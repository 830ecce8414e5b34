"""What an application and a trial of our mails take, and who may send them."""

from __future__ import annotations

from typing import Any

APPLYING: dict[str, tuple[str, dict[str, Any]]] = {
    "apply-form": ("stranger", {
        "name": "N", "email": "n@lillkoping.example", "phone": "070-174 06 05",
        "organisation_name": "O", "organisation_number": "559999-0008", "title": "T",
        "appointed_by": "A", "answers_for_data": "on", "once": "",
    }),
    "apply-confirm": ("stranger", {}),
    "mail-test": ("stranger", {"email": "a@b.example", "once": ""}),
    "mail-test-arrival": ("stranger", {"code": "123456", "place": "inbox"}),
    "mail-test-absence": ("stranger", {}),
}  # fmt: skip
