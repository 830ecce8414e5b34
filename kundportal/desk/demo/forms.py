"""The forms of the demo, built as an administrator builds them, and answers to them."""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from kundportal.lib import dates
from kundportal.people.models import Organisation, Person
from kundportal.tickets.asking import building
from kundportal.tickets.asking.questions import MATTER, Question, applying
from kundportal.tickets.models import Audience, Form, FormVersion, Matter
from kundportal.tickets.models.answers import Given

FILE = Path(__file__).with_name("forms.toml")
BUILDER = "Bo Lindegård"
PERMISSIONS = "Behörighet och inloggning"


def build(by: Person) -> None:
    """Builds and publishes the forms."""
    for one in tomllib.loads(FILE.read_text("utf-8"))["form"]:
        form = building.create(slug=one["slug"], country=one["country"], names=one["names"], by=by)
        draft = FormVersion.objects.get(form=form)
        draft.guidance = {code: text.strip() for code, text in one["guidance"].items()}
        draft.matters, draft.questions = one["matters"], []
        for written in one["question"]:
            only = Organisation.objects.filter(name__in=written.pop("only", []))
            draft.questions.append(asdict(Question(**written, limited=bool(only))))
            Audience.objects.bulk_create(
                Audience(version=draft, key=written["key"], organisation=who) for who in only
            )
        draft.save()
        building.publish(form, seen=draft.mark(), by=by)


def of_story(matter: str, title: str, creator: Person) -> dict[str, Any]:
    """The form, kind of matter and answers with which a story's ticket is created."""
    if matter != PERMISSIONS:
        form = Form.objects.get(slug="sverige")
        return {"form": form, "matter": next(one for one in form.matters.all()
                                             if str(one) == matter)}  # fmt: skip
    form = Form.objects.get(slug="behorigheter")
    words = title.lower()
    key = "inloggning" if "logg" in words else "slutat" if "slutat" in words else "behorighet"
    given = _answers(form, key, creator, Random(title))  # noqa: S311 - for variety
    return {"form": form, "matter": Matter.objects.get(form=form, key=key), "answers": given}


def _answers(form: Form, matter: str, creator: Person, luck: Random) -> Given:
    version = FormVersion.objects.current(form, creator.organisation_id)
    assert version
    day = dates.today() - timedelta(days=luck.randrange(1, 6))
    said = {
        "galler": luck.choice(["en", "flera", "enhet"]),
        "antal": str(luck.randrange(2, 40)),
        "skolenhet": str(luck.randrange(10_000_000, 99_999_999)),
        "beslutat": {"person": creator.pk},
        "satt": luck.choice([["e-legitimation"], ["gemensam"], ["e-legitimation", "gemensam"]]),
        "sedan": str(day),
        "sista_dag": str(day),
    }
    asked = applying(
        version.asked, lambda of: {matter} if of == MATTER else {str(said.get(of, ""))}
    )
    return Given(version, {one.key: said.get(one.key) for one in version.asked if one.key in asked})
