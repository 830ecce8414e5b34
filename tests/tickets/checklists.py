"""A small checklist that several tests use."""

from __future__ import annotations

from uuid import uuid4

from django.utils import timezone

from kundportal.tickets.models import Checklist, Form, FormVersion
from kundportal.tickets.models.form_version import Audience

DESK = "/desk/checklist/se/"
HERE = "/tickets/new/checklist/"
# Pages that are there, whatever rooms the portal has.
ARTICLE, NOTICE = "/help/?article=betyg", "/help/#notices"


def add_question(by, sv: str = "Vad gäller det?", en: str = "", hint: str = ""):
    texts = {"sv": sv, "en": en} if en else {"sv": sv}
    hints = {"sv": hint} if hint else {}
    return Checklist.objects.add_question(
        country="SE", texts=texts, hints=hints, once=uuid4(), by=by
    )


def add_answer(question, by, sv: str, **leads):
    return question.add_answer(texts={"sv": sv}, once=uuid4(), by=by, **leads)


def two_questions(by, form):
    """A fault leads to another question, a wish to an article; the other ends are of each kind."""
    first = add_question(by, "Vad gäller det?", "What is it about?", "Välj det närmaste.")
    second = add_question(by, "Vem drabbas?")
    answers = {
        "fault": add_answer(first, by, "Ett fel", leads="question", next=second),
        "wish": add_answer(first, by, "Hur gör man?", leads="article", url=ARTICLE),
        "pupil": add_answer(
            second, by, "En elev", leads="organisation", words={"sv": "Fråga **skolan**."}
        ),
        "all": add_answer(second, by, "Alla", leads="notice", url=NOTICE),
        "me": add_answer(second, by, "Bara jag", leads="form", form=form),
    }
    return first, second, answers


def publish(by) -> Checklist:
    checklist = Checklist.objects.of("SE")
    checklist.publish(by=by)
    return checklist


def another_form(name: str = "Sverige – Behörighet", *, only_for=None) -> Form:
    """A second form of Sweden, offered to all or to one organisation."""
    texts = {"names": {"sv": name}, "guidance": {"sv": "- Vem det **gäller**"}}
    form = Form.objects.create(slug="annat", country="SE", **texts)
    matters = [{"key": "fel", "names": {"sv": "Fel"}}]
    version = FormVersion.objects.create(form=form, number=1, matters=matters, **texts)
    if only_for:
        Audience.objects.create(version=version, key="", organisation=only_for)
    version.published_at = timezone.now()
    version.save(update_fields=["published_at"])
    form.matters.create(key="fel", names={"sv": "Fel"})
    form.version = version
    form.save(update_fields=["version"])
    return form
