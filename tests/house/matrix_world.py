"""The world of the access matrix: eight actors, four tickets, and a canary in every field.

A canary is `kanarie-<object>-<field>`, so that one found anywhere says whose it is. The fields
whose names begin as in `INNER` are for the vendor's eyes alone, as in `PERSONAL` for one person's.
Beside it stands a word that one can search for without writing a canary.
"""

from __future__ import annotations

import re
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4
from zipfile import BadZipFile, ZipFile

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from kundportal.people.models import Organisation, Person, Role
from kundportal.products.models import Product
from kundportal.tickets.asking import building
from kundportal.tickets.asking.questions import Question
from kundportal.tickets.intake import drafting
from kundportal.tickets.models import Answers, Form, FormVersion, Priority, State, Ticket, Upload
from kundportal.tickets.models.answers import Given
from tests.cast import person, signed_in
from tests.house.conftest import picture
from tests.reading import content_of, text_of

CANARY = re.compile(rb"kanarie-(own|shared|colleague|foreign|left)-([a-z]+)")
INNER = (b"note", b"state")
PERSONAL = (b"draft", b"upload")  # for their owner's eyes alone
NOTHING = {  # the check digit is right
    "number": "SE-0000-0000", "key": UUID(int=7), "once": UUID(int=7), "pk": 2**40,
}  # fmt: skip


def canary(thing: str, field: str) -> str:
    return f"sparv{thing} kanarie-{thing}-{field}"


def build() -> SimpleNamespace:
    cache.clear()
    here = Organisation.objects.create(name="Lillköpings kommun")
    there = Organisation.objects.create(name="Storsunds kommun")
    people = {
        name: person(f"{name.title()} Lind", f"{name}@lillkoping.example", at=here)
        for name in ("creator", "recipient", "removed", "colleague", "coordinator", "guest", "new")
    }
    for name in ("outsider", "neighbour", "newcomer"):
        people[name] = person(f"{name.title()} Lind", f"{name}@storsund.example", at=there)
    people["agent"] = person("Anna Ek", "anna.ek@vendor.example", Role.AGENT)
    boss = person("Bo Lind", "bo.lind@vendor.example", Role.ADMINISTRATOR)
    here.share_sight(
        sight="coordinators", may_reply=False, coordinators=[people["coordinator"]], by=boss
    )
    _ask_more(boss)
    people = {name: Person.objects.get(pk=one.pk) for name, one in people.items()}
    tickets = {
        "own": _ticket("own", people, "creator", "recipient"),
        "shared": _ticket("shared", people, "colleague", "guest", sight="shared"),
        "colleague": _ticket("colleague", people, "colleague", "guest", sight="private"),
        "foreign": _ticket("foreign", people, "outsider", "neighbour"),
    }
    own = tickets["own"]
    own.add_recipients(people=[people["removed"]], by=people["creator"])
    begun = {"left": _begin("left", people["removed"], own)}
    own.remove_recipient(person=people["removed"], by=people["creator"])
    begun |= {thing: _begin(thing, ticket.created_by) for thing, ticket in tickets.items()}
    return SimpleNamespace(people=people, tickets=tickets, known=_known(tickets, begun))


def _ticket(thing: str, people: dict, creator: str, guest: str, sight: str = "organisation"):
    """A ticket with everything in it that a ticket can have."""
    form, agent = _form(), people["agent"]
    asked = FormVersion.objects.current(form, people[creator].organisation_id)
    files = [
        SimpleUploadedFile(f"kanarie-{thing}-file.txt", canary(thing, "content").encode()),
        SimpleUploadedFile(f"kanarie-{thing}-picture.png", picture().read(), "image/png"),
    ]
    ticket: Ticket = Ticket.objects.create_from_form(
        by=people[creator], form=form, product=Product.objects.get_or_create(name="Skolvalvet")[0],
        matter=form.matters.first(), title=canary(thing, "title"), text=canary(thing, "text"),
        once=uuid4(), recipients=[people[guest]], attachments=files, sight=sight,
    )  # fmt: skip
    given = Given(asked, {"orsak": canary(thing, "answer")})  # and nothing to the other question
    Answers.objects.keep(ticket, given)
    Ticket.objects.filter(pk=ticket.pk).update(answers_state="missing")
    ticket.reply(by=agent, text=canary(thing, "reply"), once=uuid4())
    for by, kind, field in ((people[creator], "reply", "draftreply"), (agent, "note", "notebegun")):
        drafting.write(by=by, once=uuid4(), kind=kind, values={"text": canary(thing, field)},
                       revision=0, window="a1", ticket=ticket)  # fmt: skip
    ticket.handling.note(by=agent, text=canary(thing, "note"), once=uuid4())
    ticket.handling.prioritise(priority=Priority.URGENT, by=agent)
    inner = dict.fromkeys(("sv", "en"), canary(thing, "state"))
    state = State.objects.create(names=inner, status=ticket.status)
    ticket.handling.set_state(state=state, by=agent)
    return ticket


def _begin(thing: str, by: Person, ticket: Ticket | None = None) -> dict[str, Any]:
    """A draft with a file, of a new ticket or of a reply; gives what its addresses are made of."""
    about = {"kind": "reply", "ticket": ticket} if ticket else {"kind": "ticket", "form": _form()}
    values = {"title": canary(thing, "drafttitle"), "text": canary(thing, "drafttext")}
    once = uuid4()
    drafting.write(by=by, once=once, values=values, revision=0, **about)
    file = SimpleUploadedFile(f"kanarie-{thing}-upload.txt", canary(thing, "upload").encode())
    waiting = Upload.objects.keep(file, by=by, once=once, field="attachments")
    return {"once": once, **dict.fromkeys(("upload.key", "upload-removal.key"), waiting.key)}


def _form() -> Form:
    return Form.objects.get(slug="sverige")


def _ask_more(by: Person) -> None:
    """The form of the installation asks two questions more."""
    form = _form()
    for key in ("orsak", "plats"):
        question = Question(key, "short", {"sv": f"Vilken {key}?"}, required=True)
        seen = building.mark_of_question(form.version, key)
        building.write_question(form, question, organisations=(), seen=seen, by=by)
    building.publish(form, seen=FormVersion.objects.draft_of(form).mark(), by=by)


def _known(tickets: dict, begun: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What the addresses are made of, for each object, and for one that is not there."""
    known = {
        thing: {
            "number": ticket.number,
            "key": ticket.attachments.earliest("pk").key,
            "file-preview.key": ticket.attachments.latest("pk").key,
            "pk": ticket.messages.latest("pk").pk,
            **dict.fromkeys(
                ("recipient-removal.pk", "desk-recipient-removal.pk"),
                ticket.participants.latest("pk").person_id,
            ),
        }
        for thing, ticket in tickets.items()
    }
    return {
        **{thing: known.get(thing, {}) | begun[thing] for thing in begun},
        "nothing": NOTHING,
    }


def sends(world: SimpleNamespace, name: str, thing: str) -> dict[str, Any] | None:
    """What is posted where it matters which ticket it is."""
    if name in {"recipients", "desk-recipients"}:
        return {"people": world.people["newcomer" if thing == "foreign" else "new"].pk}
    if name == "draft-handover":
        return {"colleague": world.people["newcomer" if thing == "foreign" else "new"].pk}
    if name in {"desk-replies", "desk-reply-preview"}:
        usual = State.objects.earliest("position", "pk").pk
        return {"text": "Ett svar.", "state": usual, "once": str(uuid4())}
    if name == "desk-state":
        return {"state": State.objects.special("planned").pk}
    return {"field_plats": "Salen", "once": str(uuid4())} if name == "answers" else None


def client_of(world: SimpleNamespace, actor: str) -> Client:
    return Client() if actor == "anonymous" else signed_in(world.people[actor])


def everything_in(answer: Any) -> bytes:
    """Headers and body as they are sent, and what is folded into the body."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    body = content_of(answer)
    if answer.headers.get("Content-Type") == "application/pdf":
        body = text_of(answer).encode()
    answer.body = body
    return headers.encode() + b"\n" + b"\n".join(_unfolded(body))


def _unfolded(body: bytes) -> list[bytes]:
    found = [body]
    if body.startswith(b"PK"):  # zip, xlsx, docx
        try:
            with ZipFile(BytesIO(body)) as packed:
                for name in packed.namelist():
                    found += [name.encode(), *_unfolded(packed.read(name))]
        except BadZipFile:
            pass
    if body.startswith(b"%PDF"):
        text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
        found += [text.encode(), "".join(text.split()).encode()]  # also where a line was broken
    return found
