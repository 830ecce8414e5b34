"""Before something is sent: are there identity numbers in it, or words of protected identity?

`stop` stands between a valid form and the verb. It asks the person once; what they choose comes
back with the same form. `send` calls the verb and keeps in the history how many there were, never
which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import uuid4

from django import forms
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kundportal.history.models import Event, record
from kundportal.lib import identity_cues, identity_numbers
from kundportal.lib.forms import FilesField, LineField, OnceField
from kundportal.lib.identity_numbers import Found
from kundportal.lib.pages import is_fragment_wanted, page
from kundportal.people.gates import Request
from kundportal.people.models import Person
from kundportal.tickets.models import Ticket, Upload

Made = TypeVar("Made")
CHOICE = "identity"  # the name under which the person's choice comes back
BACK, MASK, SEND = "back", "mask", "send"
VERBS = {MASK: "ticket.identity_masked", SEND: "ticket.identity_sent_on"}
AROUND = 28  # so many signs before and after tell where something stands
SHOWN = 20  # so many finds stand on the page
KINDS: dict[str, str | Promise] = {
    "SE": _("Swedish identity number"),
    "NO": _("Norwegian identity number"),
    "DK": _("Danish identity number"),
    "FI": _("Finnish identity number"),
    "words": _("protected identity"),
}
UNWRITTEN = (
    forms.ChoiceField, forms.ModelChoiceField, forms.BooleanField, forms.FileField, OnceField,
    forms.DateField, forms.DateTimeField,
)  # fmt: skip


@dataclass
class Part:
    """A text of a form, or the name of a file, in which something was found."""

    label: str
    text: str
    numbers: list[Found]
    words: list[tuple[int, int]]
    name: str = ""  # of the field; a file has none
    file: Any = None

    @property
    def masked(self) -> str:
        return identity_numbers.mask(self.text, self.numbers)

    def finds(self) -> Iterator[tuple[int, str | Promise, str, str, str]]:
        """Where each stands, its kind, and the text before, of and after it, masked."""
        masked = self.masked
        places = [(one.start, one.end, one.country) for one in self.numbers]
        for start, end, kind in sorted(places + [(*one, "words") for one in self.words]):
            before, after = _line(masked[:start])[1], _line(masked[end:])[0]
            if len(before) > AROUND:
                before = "… " + before[-AROUND:].partition(" ")[2]
            if len(after) > AROUND:
                after = after[:AROUND].rpartition(" ")[0] + " …"
            yield start, KINDS[kind], before, masked[start:end], after


def _line(text: str) -> tuple[str, str]:
    """The first and the last line of a text."""
    return text.partition("\n")[0].rstrip("\r"), text.rpartition("\n")[2]


@dataclass
class Report:
    """What was found in a form."""

    parts: list[Part] = field(default_factory=list)

    @property
    def numbers(self) -> int:
        return sum(len(one.numbers) for one in self.parts)

    @property
    def words(self) -> int:
        return sum(len(one.words) for one in self.parts)

    @property
    def shown(self) -> list[dict[str, Any]]:
        rows = [
            {"label": part.label, "kind": kind, "before": before, "what": what, "after": after}
            for part in self.parts
            for _start, kind, before, what, after in part.finds()
        ]
        return rows[:SHOWN]


def stop(
    request: Request, form: forms.Form, *, again: Callable[[], HttpResponse]
) -> HttpResponse | None:
    """The page that asks what to do with what was found; None when the form can be sent.

    `again` shows the form as it was typed. When the person chose to mask, the form holds the
    masked texts afterwards.
    """
    chosen = request.POST.get(CHOICE, "")
    if chosen == BACK:
        return again()
    report = examine(form)
    if not report.parts:
        return None
    if chosen not in {MASK, SEND}:
        return _ask(request, form, report)
    _note(form, chosen, report)
    if chosen == MASK and not _mask(form, report):
        return again()
    return None


def send(
    form: forms.Form, verb: Callable[..., Made], *, by: Person, about: Ticket | None = None
) -> Made:
    """Does what the form is for, and keeps in the history what the person was asked and chose.

    `about` is the ticket, where what the verb makes does not tell.
    """
    with transaction.atomic():
        made = verb(**form.cleaned_data)
        ticket = about or (made if isinstance(made, Ticket) else getattr(made, "ticket", None))
        noted = getattr(form, "identity_noted", None)
        if ticket and noted:
            _record(ticket, by=by, once=str(form.cleaned_data.get("once") or uuid4()), **noted)
    return made


def examine(form: forms.Form) -> Report:
    """What stands in the texts that were typed, and in the names of the files."""
    parts = [*_texts(form), *_file_names(form)]
    return Report([one for one in parts if one.numbers or one.words])


def _texts(form: forms.Form) -> Iterator[Part]:
    for name, one in form.fields.items():
        if isinstance(one, UNWRITTEN) or isinstance(one.widget, forms.HiddenInput):
            continue
        text = one.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        if isinstance(text, str) and text:
            text = " ".join(text.split()) if isinstance(one, LineField) else text
            yield _part(str(one.label), text, name=name)


def _file_names(form: forms.Form) -> Iterator[Part]:
    for label, file in _files(form):
        yield _part(label, file.name or "", file=file)


def _part(label: str, text: str, **where: Any) -> Part:
    words = [one.span() for one in identity_cues.protected(text)]
    return Part(label, text, identity_numbers.find(text), words, **where)


def _files(form: forms.Form) -> Iterator[tuple[str, Any]]:
    """The files of a form, those of its own questions included, which it keeps together."""
    data = form.cleaned_data
    together = [one.files for one in data.values() if isinstance(getattr(one, "files", None), dict)]
    for name, one in form.fields.items():
        if isinstance(one, FilesField):
            key = name.removeprefix("field_")
            for file in data.get(name) or [row for files in together for row in files.get(key, [])]:
                yield str(one.label), file


def _mask(form: forms.Form, report: Report) -> bool:
    """Puts the masked texts into the form and reads it anew; whether it is still in order."""
    data = _sent(form).copy()
    for part in report.parts:
        if part.file is None:
            data[form.add_prefix(part.name)] = part.masked
        elif part.numbers:
            part.file.name = part.masked
            if getattr(part.file, "pk", None):  # it waits on the server
                Upload.objects.filter(pk=part.file.pk).update(name=part.masked)
    if "once" in form.cleaned_data:
        data[form.add_prefix("once")] = str(form.cleaned_data["once"])
    form.data = data
    if any(getattr(file, "pk", None) for _label, file in _files(form)):
        form.files = MultiValueDict()  # what came with this request waits there already
    form.full_clean()
    return form.is_valid()


def _sent(form: forms.Form) -> QueryDict:
    assert isinstance(form.data, QueryDict)
    return form.data


def _note(form: forms.Form, chosen: str, report: Report) -> None:
    noted = {"chosen": chosen, "numbers": report.numbers, "words": report.words}
    form.identity_noted = noted  # type: ignore[attr-defined]


def _record(
    ticket: Ticket, *, by: Person, once: str, chosen: str, numbers: int, words: int
) -> None:
    """Once for each sending; the lock on the ticket lets no other come in between."""
    verb = VERBS[chosen]
    Ticket.objects.locked(ticket.pk)
    told = Event.objects.filter(thing=ticket._meta.label_lower, thing_id=ticket.pk)
    if not told.filter(verb__in=VERBS.values(), data__once=once).exists():
        record(verb, thing=ticket, by=by, numbers=numbers, words=words, once=once)


def _ask(request: Request, form: forms.Form, report: Report) -> HttpResponse:
    kept = [
        (name, value)
        for name, values in _sent(form).lists()
        if name not in {"csrfmiddlewaretoken", CHOICE, form.add_prefix("once")}
        for value in values
    ]
    if once := form.cleaned_data.get("once"):
        kept.append((form.add_prefix("once"), str(once)))
    context = {"report": report, "kept": kept}
    if is_fragment_wanted(request):
        context["target"] = request.htmx.target
    response = page(request, "tickets/guard.html", context, block="question", status=422)
    if is_fragment_wanted(request):
        response["HX-Retarget"] = "this"  # the question takes the place of the form that was sent
        response["HX-Reswap"] = "outerHTML show:top"
    return response
