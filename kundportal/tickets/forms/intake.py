"""Forms whose files come in before they are sent, and whose text is kept as a draft.

A form that inherits from `Intake` needs a field `once`. Each of its FilesFields, whatever its name,
gets a shelf: what is sent for it waits on the server, bound to the owner, the `once` and the field,
until the form is sent without faults.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from kundportal.lib.forms import FilesField, OnceField
from kundportal.lib.paging import number
from kundportal.people.models import Person
from kundportal.tickets.models import Draft, Upload

if TYPE_CHECKING:
    Base = forms.Form
else:
    Base = object

LONGEST = 300_000  # characters of a draft
LONGEST_NUMBER = 9


class TooLong(Exception):
    """More was typed than a draft holds."""


class FieldShelf:
    """The files of one field that wait for this sending of the form."""

    def __init__(self, owner: Person, once: UUID, field: str) -> None:
        self.owner, self.once, self.field = owner, once, field

    def put(self, upload: UploadedFile) -> None:
        Upload.objects.keep(upload, by=self.owner, once=self.once, field=self.field)

    def all(self) -> list[Upload]:
        return list(Upload.objects.waiting_for(self.once, self.field, owner=self.owner))

    def files(self) -> list[Upload]:
        """What can be sent. What the scanner has refused meanwhile is taken away, and said."""
        found = self.all()
        if refused := [one for one in found if one.is_refused]:
            for one in refused:
                one.remove()
            raise ValidationError(
                [
                    _("The file %(name)s did not pass the check for viruses and is removed. Send "
                      "the rest again, or choose another file.") % {"name": one.name}
                    for one in refused
                ]
            )  # fmt: skip
        return found

    def remove(self, keys: list[str]) -> None:
        for one in self.all():
            if str(one.key) in keys:
                one.remove()


class Intake(Base):
    """Mixed into forms of tickets, before `forms.Form`."""

    def __init__(
        self, *args: Any, owner: Person | None = None, draft: Draft | dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        self.owner = owner
        self.draft: dict[str, Any] | None
        self.draft = draft.shown() if isinstance(draft, Draft) else draft
        if self.draft:
            typed = {**self.draft["values"], "once": self.draft["once"]}
            kwargs["initial"] = {**(kwargs.get("initial") or {}), **typed}
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self._pin_once()

    def _pin_once(self) -> None:
        """Gives a form that came without its key one that lasts until its page is shown again."""
        sent = self.data.get(self.add_prefix("once"))
        once = OnceField().clean(sent)
        if str(once) != sent:
            self.rewrite(once=once)

    def rewrite(self, **values: object) -> None:
        """Has the form say something else than what was sent."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for name, value in values.items():
            data[self.add_prefix(name)] = str(value)
        self.data = data

    @property
    def key(self) -> UUID | None:
        """The `once` of a form that was sent, or of the draft that stands in it."""
        if self.is_bound:
            return UUID(self.data[self.add_prefix("once")])
        return UUID(str(self.draft["once"])) if self.draft else None

    @property
    def revision(self) -> int:
        """Which state of the draft the page knows."""
        if not self.is_bound:
            return int(self.draft["revision"]) if self.draft else 0
        return number(str(self.data.get("revision", "")), most=LONGEST_NUMBER) or 0

    @property
    def saved_at(self) -> datetime | None:
        """When the draft that the page shows was saved."""
        moment = self.draft["saved_at"] if self.draft and not self.is_bound else None
        return datetime.fromisoformat(moment) if isinstance(moment, str) else moment

    @property
    def window(self) -> str:
        """Tells this page from others that have the same draft open."""
        sent = str(self.data.get("window", "")) if self.is_bound else ""
        return sent if sent.isalnum() and sent.isascii() and len(sent) <= 40 else uuid4().hex

    def shelf(self, name: str) -> FieldShelf | None:
        if self.owner and self.key and isinstance(self.fields.get(name), FilesField):
            return FieldShelf(self.owner, self.key, name)
        return None

    def waiting_files(self, name: str) -> list[Upload]:
        """The files that wait in a field, as its page lists them."""
        shelf = self.shelf(name)
        return shelf.all() if shelf else []

    def full_clean(self) -> None:
        for name, field in self.fields.items():
            shelf = self.shelf(name) if self.is_bound else None
            if shelf and isinstance(field, FilesField):
                field.shelf = shelf
                shelf.remove(self._to_remove(name))
        super().full_clean()

    def _to_remove(self, name: str) -> list[str]:
        data: Any = self.data
        return data.getlist(f"{name}-remove") if hasattr(data, "getlist") else []

    def file_problems(self) -> list[str]:
        """What is wrong with the files that were sent, whatever else is."""
        files = [name for name, field in self.fields.items() if isinstance(field, FilesField)]
        return [str(error) for name in files for error in self.errors.get(name, [])]

    def typed(self) -> dict[str, Any]:
        """What stands in the fields, to be kept as a draft."""
        found = self.sent_values()
        if sum(len(str(value)) for value in found.values()) > LONGEST:
            raise TooLong
        return found

    def sent_values(self) -> dict[str, Any]:
        """What stands in the fields, as it was sent; nothing else that was sent is looked at."""
        found: dict[str, Any] = {}
        for name, field in self.fields.items():
            if not isinstance(field, FilesField | OnceField):
                raw = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
                found[name] = _plain(raw)
        return found

    def is_untouched(self) -> bool:
        """Whether nothing worth keeping has been typed or attached."""
        typed = self.typed()
        # A reply's other fields always have a value; who sees a ticket is no text of anybody's.
        is_reply = "text" in typed and "title" not in typed
        counted = {"text"} if is_reply else typed.keys() - {"sight"}
        if any(typed.get(name) for name in counted):
            return False
        return not any(self.waiting_files(name) for name in self.fields)


def _plain(raw: Any) -> Any:
    """A value as JSON keeps it and PostgreSQL takes it."""
    if isinstance(raw, bool) or raw is None:
        return raw
    if isinstance(raw, list | tuple):
        return [_plain(one) for one in raw][:1000]
    return str(raw).replace("\0", "").encode("utf-8", "replace").decode()
