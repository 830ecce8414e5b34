"""What the addresses about forms and their answers take, and who may send it."""

from __future__ import annotations

NAMED = {"name_sv": "N", "name_en": "N", "seen": ""}
QUESTION = {
    "label_sv": "F", "help_sv": "H", "required": "on", "days": "past", "least": "1", "most": "2",
    "new_options": "A | B", "of": "matter", "when_matter": "annat", "organisations": "", "seen": "",
    "option_a_sv": "A", "option_a_place": "1",
}  # fmt: skip
FORMS_OF_FORMS = {
    "answers": ("customer", {"once": "", "field_hur": "a"}),
    "desk-ticket-form": ("agent", {"product": 1, "matter": 1, "text": "T", "once": ""}),
    "desk-form-new": ("administrator", {"name_sv": "N", "slug": "n", "country": "SE"}),
    "desk-form-copy": ("administrator", {"name_sv": "N", "slug": "n", "country": "SE"}),
    "desk-form-basics": ("administrator", {
        **NAMED, "guidance_sv": "G", "products": "1", "organisations": "X",
    }),
    "desk-form-question": ("administrator", QUESTION),
    "desk-form-question-new": ("administrator", {**QUESTION, "kind": "choice", "key": "k"}),
    "desk-form-matter": ("administrator", NAMED),
    "desk-form-matter-new": ("administrator", NAMED),
    "desk-form-question-removal": ("administrator", {"seen": ""}),
    "desk-form-matter-removal": ("administrator", {"seen": ""}),
    "desk-form-order": ("administrator", {"what": "questions", "key": "hur", "to": "1"}),
    "desk-form-publication": ("administrator", {"seen": ""}),
    "desk-form-draft-removal": ("administrator", {}),
    "desk-form-preview": ("agent", {"product": 1, "matter": 1, "text": "T", "field_hur": "a"}),
    "desk-form-offering": ("administrator", {"offered": "no"}),
}  # fmt: skip
