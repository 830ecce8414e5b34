"""The checklist of the demo, "Vilket formulär behöver jag?", and how customers went through it."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from kundportal.desk.demo.acts import Act, uuid
from kundportal.desk.demo.admission import Admitted
from kundportal.desk.demo.clock import OFFICE_DAY, Office
from kundportal.history.models import Event
from kundportal.lib import dates
from kundportal.lib.pages import is_there
from kundportal.people.models import Person, Role
from kundportal.tickets.checklist.plan import Leads, Plan
from kundportal.tickets.models import Checklist, ChecklistQuestion, Form, Ticket, Walk

MOVED = "ticket.form_changed"
COUNTRY, SEED, DAYS = "SE", 508, 55
SCHOOL_SV = """Det här ordnar ni i er egen organisation. Elever, vårdnadshavare och personal får
sina konton och lösenord av skolan.

- **Elever och vårdnadshavare** vänder sig till sin skola.
- **Personal** vänder sig till er egen it-support.

Du som central administratör kan själv ge ett nytt lösenord i Nyckelringen, under *Personer*."""
SCHOOL_EN = """This is put right in your own organisation. Pupils, guardians and staff get their
accounts and passwords from the school.

- **Pupils and guardians** turn to their school.
- **Staff** turn to your own IT support.

As a central administrator you can give a new password yourself in Nyckelringen, under *People*."""
NEWS_SV = "Kanske vet vi redan om felet. Titta i driftinformationen innan du skriver till oss."
NEWS_EN = (
    "Perhaps we know of the fault already. Look at the service messages before you write to us."
)
READ_SV = "Många frågor har redan ett svar i kunskapsportalen. Sök på det du vill göra."
READ_EN = "Many questions have an answer in the knowledge portal. Search for what you want to do."

# A question: its texts and help in Swedish and English; its answers with what each leads to: the
# number of a question, an address, "organisation", or the slugs of forms, the first that is there.
QUESTIONS: list[tuple[str, str, str, str, list[tuple[str, str, Any]]]] = [
    ("Vad behöver du hjälp med?", "What do you need help with?", "", "", [
        ("Något fungerar inte som det ska", "Something does not work as it should", 2),
        ("Jag undrar hur man gör", "I wonder how something is done", 4),
        ("Någon kommer inte in", "Somebody can't get in", 3),
        ("Vi vill beställa eller ändra något", "We want to order or change something",
         ("bestallning", "sverige")),
    ]),
    ("Har fler samma fel?", "Do others have the same fault?",
     "Fråga gärna en kollega på en annan enhet.", "Ask a colleague at another unit.", [
        ("Nej, bara jag eller en enda enhet", "No, only I or a single unit", ("sverige",)),
        ("Ja, flera enheter eller alla", "Yes, several units or everyone", "/notices/"),
        ("Jag vet inte", "I don't know", ("sverige",)),
    ]),
    ("Vem är det som inte kommer in?", "Who can't get in?", "", "", [
        ("En elev eller vårdnadshavare", "A pupil or a guardian", "organisation"),
        ("En lärare eller annan personal", "A teacher or another member of staff", "organisation"),
        ("En central administratör", "A central administrator",
         ("behorigheter", "sverige")),
    ]),
    ("Har du letat efter svaret?", "Have you looked for the answer?", "", "", [
        ("Nej, inte ännu", "No, not yet", "/knowledge/"),
        ("Ja, men jag hittade inget", "Yes, but I found nothing", ("sverige",)),
    ]),
]  # fmt: skip


def acts(office: Office, admitted: Admitted) -> list[Act]:
    """An administrator writes and publishes it; then customers go through it for some weeks."""
    luck = Random(SEED)  # noqa: S311 - for variety, not for secrets
    return [
        Act(office.ago(62 * OFFICE_DAY), lambda: _publish(admitted.staff(Role.ADMINISTRATOR)[0])),
        Act(office.now, lambda: _walk(luck)),
    ]


def _publish(by: Person) -> None:
    luck, rows = Random(SEED), []  # noqa: S311
    for sv, en, help_sv, help_en, _answers in QUESTIONS:
        rows.append(
            Checklist.objects.add_question(
                country=COUNTRY, by=by, once=uuid(luck), texts={"sv": sv, "en": en},
                hints={"sv": help_sv, "en": help_en} if help_sv else {},
            )
        )  # fmt: skip
    for row, (*_texts, answers) in zip(rows, QUESTIONS, strict=True):
        for sv, en, target in answers:
            row.add_answer(
                by=by, once=uuid(luck), texts={"sv": sv, "en": en}, **_leads(target, rows)
            )
    Checklist.objects.of(COUNTRY).publish(by=by)


def _leads(target: Any, rows: list[ChecklistQuestion]) -> dict[str, Any]:
    if isinstance(target, int):
        return {"leads": Leads.QUESTION, "next": rows[target - 1]}
    if target == "organisation":
        return {"leads": Leads.ORGANISATION, "words": {"sv": SCHOOL_SV, "en": SCHOOL_EN}}
    if target == "/notices/" and is_there(target):
        return {"leads": Leads.NOTICE, "url": target, "words": {"sv": NEWS_SV, "en": NEWS_EN}}
    if target == "/knowledge/" and is_there(target):
        return {"leads": Leads.ARTICLE, "url": target, "words": {"sv": READ_SV, "en": READ_EN}}
    slugs = target if isinstance(target, tuple) else ("sverige",)
    forms = {one.slug: one for one in Form.objects.filter(country=COUNTRY, is_offered=True)}
    found = next((forms[slug] for slug in slugs if slug in forms), next(iter(forms.values())))
    return {"leads": Leads.FORM, "form": found}


def _walk(luck: Random) -> None:
    """Most come to an end, some give up; every second form becomes a ticket of that day."""
    checklist, today = Checklist.objects.of(COUNTRY), dates.today()
    moved = {one.thing_id: one.data["was"] for one in Event.objects.filter(verb=MOVED)}
    rows = Ticket.objects.exclude(pk__in=moved)
    tickets = {dates.day_of(one.created_at): one for one in rows}
    walks = []
    for ago in range(DAYS, 0, -1):
        day = today - timedelta(days=ago)
        for _one in range(luck.randrange(1, 6) if day in tickets else 0):
            walk = _one_walk(checklist, checklist.plan, luck)
            walk.day = day
            if walk.form_id and luck.random() < 0.6 and (ticket := tickets.pop(day, None)):
                walk.ticket, walk.is_followed = ticket, luck.random() < 0.85
            walks.append(walk)
    for ticket in Ticket.objects.filter(pk__in=moved):  # whose form proved wrong
        walk = next(one for one in reversed(walks)
                    if one.form_id == moved[ticket.pk] and one.ticket_id is None)  # fmt: skip
        walk.day, walk.ticket = dates.day_of(ticket.created_at), ticket
        walk.is_followed = True
    Walk.objects.bulk_create(walks)


def _one_walk(checklist: Checklist, plan: Plan, luck: Random) -> Walk:
    keys: list[int] = []
    way = plan.follow(keys)
    while way.question and luck.random() > 0.06:
        keys.append(luck.choice(way.question.answers[: 2 + luck.randrange(3)]).key)
        way = plan.follow(keys)
    end = way.end
    return Walk(
        key=uuid(luck), checklist=checklist, reached=way.reached, answers=way.keys,
        last=end.key if end else way.reached[-1], is_ended=end is not None,
        form_id=end.to if end and end.leads == Leads.FORM else None,
    )  # fmt: skip
