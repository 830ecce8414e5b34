"""Building forms: the draft of a form is changed piece by piece, then published.

The first change of a published form makes its next draft. Each change carries the mark of what
its author saw, so that nobody writes over what somebody else has changed in the meantime.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from kundportal.history.models import record
from kundportal.lib.texts import Texts
from kundportal.people.models import Organisation, Person
from kundportal.tickets.asking.form_problems import problems_of
from kundportal.tickets.asking.questions import MOST_MATTERS, MOST_QUESTIONS, Question
from kundportal.tickets.models.form import Form, Matter
from kundportal.tickets.models.form_version import Audience, FormVersion, mark


class ChangedMeanwhile(Exception):
    """Somebody else has changed the same thing since it was shown."""


class NotReady(Exception):
    """The draft can't be published as it is."""


class AddressTaken(Exception):
    """Another form has just got the same address."""


class TooMany(Exception):
    """A form has no room for more."""


@transaction.atomic
def create(*, slug: str, country: str, names: Texts, by: Person) -> Form:
    """A new form, which nobody meets until it is published."""
    _ask(by)
    try:
        with transaction.atomic():
            form = Form.objects.create(slug=slug, country=country, names=names, is_offered=False)
    except IntegrityError:
        raise AddressTaken from None
    FormVersion.objects.create(form=form, number=1, names=names, edited_by=by)
    record("form.created", thing=form, by=by)
    return form


@transaction.atomic
def copy(form: Form, *, slug: str, country: str, names: Texts, by: Person) -> Form:
    """A new form that asks the same; its draft begins as the newest version of the other."""
    made = create(slug=slug, country=country, names=names, by=by)
    source = FormVersion.objects.of_form(form)[0]
    draft = FormVersion.objects.get(form=made)
    _fill(draft, source)
    draft.names = names
    draft.save()
    record("form.copied", thing=made, by=by, source=form.pk)
    return made


@transaction.atomic
def write_basics(
    form: Form, *, names: Texts, guidance: Texts, products: list[int],
    organisations: Iterable[Organisation], seen: str, by: Person,
) -> None:  # fmt: skip
    """Its names and guidance, its products, and the organisations that alone meet it."""
    draft = _draft(form, by)
    _same(seen, mark_of_basics(draft))
    draft.names, draft.guidance, draft.products = names, guidance, products
    _limit(draft, "", organisations)
    _keep(draft, by, what="basics")


@transaction.atomic
def write_question(
    form: Form, question: Question, *, organisations: Iterable[Organisation], seen: str, by: Person
) -> None:
    """Adds the question at the end, or writes the one of its key anew."""
    draft = _draft(form, by)
    _same(seen, mark_of_question(draft, question.key))
    written = asdict(question)
    there = [one["key"] for one in draft.questions]
    if question.key in there:
        draft.questions[there.index(question.key)] = written
    elif len(there) >= MOST_QUESTIONS:
        raise TooMany
    else:
        draft.questions.append(written)
    _limit(draft, question.key, organisations)
    _keep(draft, by, what="question", key=question.key)


@transaction.atomic
def remove_question(form: Form, key: str, *, seen: str, by: Person) -> None:
    draft = _draft(form, by)
    if draft.question(key) is None:
        return
    _same(seen, mark_of_question(draft, key))
    draft.questions = [one for one in draft.questions if one["key"] != key]
    _limit(draft, key, ())
    _keep(draft, by, what="question_removed", key=key)


@transaction.atomic
def write_matter(form: Form, *, key: str, names: Texts, seen: str, by: Person) -> None:
    """Adds the kind of matter at the end, or writes the one of its key anew."""
    draft = _draft(form, by)
    _same(seen, mark_of_matter(draft, key))
    if key in draft.matter_keys:
        draft.matters[draft.matter_keys.index(key)]["names"] = names
    elif len(draft.matters) >= MOST_MATTERS:
        raise TooMany
    else:
        draft.matters.append({"key": key, "names": names})
    _keep(draft, by, what="matter", key=key)


@transaction.atomic
def remove_matter(form: Form, key: str, *, seen: str, by: Person) -> None:
    draft = _draft(form, by)
    if key not in draft.matter_keys:
        return
    _same(seen, mark_of_matter(draft, key))
    draft.matters = [one for one in draft.matters if one["key"] != key]
    _keep(draft, by, what="matter_removed", key=key)


@transaction.atomic
def move(form: Form, what: str, key: str, *, to: int, by: Person) -> None:
    """Puts a question (`questions`) or kind of matter (`matters`) at a place, counted from 0."""
    draft = _draft(form, by)
    row: list[dict[str, Any]] = getattr(draft, what)
    found = next((one for one in row if one["key"] == key), None)
    if found is None:
        return
    row.remove(found)
    row.insert(max(0, to), found)
    _keep(draft, by, what="order", key=key)


@transaction.atomic
def publish(form: Form, *, seen: str, by: Person) -> FormVersion:
    """Freezes the draft as what customers meet from now on."""
    _ask(by)
    form = Form.objects.select_for_update(of=("self",)).get(pk=form.pk)
    draft = FormVersion.objects.draft_of(form)
    if draft is None:
        raise ChangedMeanwhile
    _same(seen, draft.mark())
    if problems_of(draft):
        raise NotReady
    draft.published_at = timezone.now()
    draft.save(update_fields=["published_at"])
    for position, matter in enumerate(draft.matters):
        Matter.objects.update_or_create(
            form=form, key=matter["key"],
            defaults={"names": matter["names"], "position": position},
        )  # fmt: skip
    form.version, form.names, form.guidance = draft, draft.names, draft.guidance
    form.is_offered, form.withdrawn_at = True, None
    form.save(update_fields=["version", "names", "guidance", "is_offered", "withdrawn_at"])
    record("form.published", thing=form, by=by, version=draft.number)
    return draft


@transaction.atomic
def discard(form: Form, *, by: Person) -> None:
    """Throws the draft away; what is published stays. A form never published keeps its draft."""
    _ask(by)
    form = Form.objects.select_for_update(of=("self",)).get(pk=form.pk)
    draft = FormVersion.objects.draft_of(form)
    if draft and form.version_id:
        record("form.draft_discarded", thing=form, by=by, version=draft.number)
        draft.delete()


@transaction.atomic
def offer(form: Form, *, is_offered: bool, by: Person) -> None:
    """Withdraws a published form from customers, or offers it again."""
    _ask(by)
    form = Form.objects.select_for_update(of=("self",)).get(pk=form.pk)
    if form.is_offered == is_offered or not form.version_id:
        return
    form.is_offered = is_offered
    form.withdrawn_at = None if is_offered else timezone.now()
    form.save(update_fields=["is_offered", "withdrawn_at"])
    record("form.offered" if is_offered else "form.withdrawn", thing=form, by=by)


def mark_of_basics(version: FormVersion) -> str:
    return mark([version.basics(), _limits(version, "")])


def mark_of_question(version: FormVersion, key: str) -> str:
    """Of a question that is not there yet as well."""
    found = [one for one in version.questions if one["key"] == key]
    return mark([found, _limits(version, key)])


def mark_of_matter(version: FormVersion, key: str) -> str:
    return mark([one for one in version.matters if one["key"] == key])


def _limits(version: FormVersion, key: str) -> list[int]:
    return sorted(one.organisation_id for one in version.audiences.of(key))


def _draft(form: Form, by: Person) -> FormVersion:
    """The draft, locked by way of its form; where there is none, a new one like the newest."""
    _ask(by)
    Form.objects.select_for_update(of=("self",)).get(pk=form.pk)
    newest = FormVersion.objects.of_form(form)[0]
    if newest.is_draft:
        return newest
    draft = FormVersion(form=form, number=newest.number + 1, names=newest.names, edited_by=by)
    draft.save()
    _fill(draft, newest)
    draft.save()
    return draft


def _fill(draft: FormVersion, source: FormVersion) -> None:
    draft.names, draft.guidance, draft.products = source.names, source.guidance, source.products
    draft.matters, draft.questions = source.matters, source.questions
    Audience.objects.bulk_create(
        Audience(version=draft, key=one.key, organisation_id=one.organisation_id)
        for one in source.audiences.all()
    )


def _limit(draft: FormVersion, key: str, organisations: Iterable[Organisation]) -> None:
    draft.audiences.of(key).delete()
    Audience.objects.bulk_create(
        Audience(version=draft, key=key, organisation=one) for one in organisations
    )


def _keep(draft: FormVersion, by: Person, **about: str) -> None:
    draft.edited_by, draft.edited_at = by, timezone.now()
    draft.save()
    record("form.edited", thing=draft.form, by=by, version=draft.number, **about)


def _same(seen: str, now: str) -> None:
    if seen != now:
        raise ChangedMeanwhile


def _ask(by: Person) -> None:
    if not by.is_administrator:
        raise PermissionDenied
