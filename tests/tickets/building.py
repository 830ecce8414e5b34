"""What tests of forms share: forms built by the verbs that the pages use."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

import pytest

from kundportal.people.models import Organisation, Person
from kundportal.tickets.asking import building
from kundportal.tickets.asking.questions import Kind, Question
from kundportal.tickets.models import Audience, Form, FormVersion
from tests.cast import signed_in

DESK = "/desk/forms/"
FORM = f"{DESK}bestallning/"
HIDDEN = re.compile(r'name="seen"[^>]*value="(\w*)"')
MATTERS = [
    {"key": "fel", "names": {"sv": "Fel", "en": "Fault"}},
    {"key": "order", "names": {"sv": "Beställning", "en": "Order"}},
]


def ask(key: str, kind: str = Kind.SHORT, **given: Any) -> Question:
    """A question with what a test does not care about filled in."""
    options = [{"value": one, "labels": {"sv": one.title()}} for one in given.pop("options", ())]
    labels = {"sv": f"Fråga {key}", "en": f"Question {key}"}
    return Question(key=key, kind=kind, labels=labels, options=options, **given)


def publish(
    by: Person,
    *questions: Question,
    slug: str = "bestallning",
    country: str = "SE",
    only: dict[str, list[Organisation]] | None = None,
    **given: Any,
) -> Form:
    """A published form with these questions; `only` says who alone meets one, "" the form."""
    form = Form.objects.filter(slug=slug).first() or building.create(
        slug=slug, country=country, names={"sv": "Sverige – Beställning"}, by=by
    )
    draft = FormVersion.objects.draft_of(form)
    if draft is None:
        building.move(form, "questions", "-", to=0, by=by)
        seen = building.mark_of_matter(FormVersion.objects.of_form(form)[0], "x")
        building.write_matter(form, key="x", names={"sv": "X"}, seen=seen, by=by)
        draft = FormVersion.objects.draft_of(form)
    draft.matters = given.get("matters", MATTERS)
    draft.products = given.get("products", [])
    draft.questions = [asdict(one) for one in questions]
    draft.save()
    for key, organisations in (only or {}).items():
        Audience.objects.bulk_create(
            Audience(version=draft, key=key, organisation=one) for one in organisations
        )
    building.publish(form, seen=draft.mark(), by=by)
    form.refresh_from_db()
    return form


def fields(form: Form, product: Any, **given: Any) -> dict[str, Any]:
    """What a browser sends to create a ticket on the form."""
    return {
        "version": form.version_id,
        "product": product.pk,
        "matter": form.matters.get(key="fel").pk,
        "title": "Frånvaro syns inte",
        "text": "Sedan i måndags är listan tom.",
        **given,
    }


@pytest.fixture(name="desk")
def _desk(administrator: Person) -> Any:
    return signed_in(administrator)


@pytest.fixture(name="built")
def _built(administrator: Person) -> Form:
    return publish(
        administrator, ask("a", Kind.CHOICE, options=["x", "y"]), ask("b", of="a", values=["x"])
    )


def draft_of(form: Form) -> FormVersion:
    return FormVersion.objects.draft_of(form)


def newest(form: Form) -> FormVersion:
    return FormVersion.objects.of_form(form)[0]


def order(form: Form) -> list[str]:
    return [one["key"] for one in newest(form).questions]


def seen(desk: Any, path: str) -> str:
    """What the page of a part of the form says that its reader has seen."""
    return HIDDEN.search(desk.get(FORM + path).content.decode())[1]


def question(**given: Any) -> dict[str, Any]:
    """What a browser sends about a question."""
    return {"kind": "short", "label_sv": "Vilken sal?", "label_en": "Which room?", "of": "",
            **given}  # fmt: skip
