"""What the addresses about checklists and products are made of and take, and who may send it."""

from __future__ import annotations

from typing import Any

from kundportal.people.models import Person
from kundportal.products.models import Product
from kundportal.tickets.models import Form
from tests.tickets.checklists import publish, two_questions

LANGUAGES = ("sv", "en", "nb", "da", "de")
QUESTION = {f"{name}_{one}": "T" for name in ("text", "help") for one in LANGUAGES} | {"once": ""}
ANSWER = {f"{name}_{one}": "T" for name in ("text", "words") for one in LANGUAGES} | {
    "leads": "organisation", "url": "/notices/", "once": "",
}  # fmt: skip
CHECKLISTS: dict[str, tuple[str, dict[str, Any]]] = {
    "checklist-walks": ("customer", {}),
    "checklist-answers": ("customer", {"answers": "", "answer": "1"}),
    "desk-checklist-publication": ("administrator", {}),
    "desk-checklist-withdrawal": ("administrator", {}),
    "desk-checklist-questions": ("administrator", QUESTION),
    "desk-checklist-question": ("administrator", QUESTION),
    "desk-checklist-question-place": ("administrator", {"to": "1"}),
    "desk-checklist-question-removal": ("administrator", {}),
    "desk-checklist-answers": ("administrator", ANSWER),
    "desk-checklist-answer": ("administrator", ANSWER),
    "desk-checklist-answer-place": ("administrator", {"to": "1"}),
    "desk-checklist-answer-removal": ("administrator", {}),
    "desk-products": ("administrator", {"name": "N", "once": ""}),
    "desk-product": ("administrator", {"name": "N"}),
    "desk-product-offering": ("administrator", {"offered": "no"}),
}


def names_of_checklists(by: Person) -> dict[str, Any]:
    """Publishes a checklist; what its addresses are made of."""
    first, _second, answers = two_questions(by, Form.objects.get(slug="sverige"))
    publish(by)
    question, answer = "desk-checklist-question", "desk-checklist-answer"
    return {
        **dict.fromkeys(
            (f"{question}.pk", f"{question}-place.pk", f"{question}-removal.pk", f"{answer}s.pk"),
            first.pk,
        ),
        **dict.fromkeys(
            (f"{answer}.pk", f"{answer}-place.pk", f"{answer}-removal.pk"), answers["me"].pk
        ),
        **dict.fromkeys(
            ("desk-product.pk", "desk-product-offering.pk"), Product.objects.earliest("pk").pk
        ),
    }
