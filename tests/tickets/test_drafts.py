"""What somebody types is kept at the server until it is sent, and nobody else reads it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kundportal.people.models import OrganisationSight
from kundportal.tickets import jobs
from kundportal.tickets.intake import drafting
from kundportal.tickets.models import Draft, Message, Ticket, Upload
from kundportal.tickets.models.draft import MOST
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
NEW = "/tickets/new/sverige/draft/"
FORM = "/tickets/new/sverige/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def typed(form, product):
    """What stands in a form that is half done."""
    return {"product": product.pk, "title": "Betyg", "text": "När vi sparar", "once": str(uuid4()),
            "revision": "0", "window": "a1"}  # fmt: skip


def save(client: Client, data: dict, at: str = NEW):
    return client.post(at, data, headers=JSON)


def test_what_is_typed_is_kept_and_said_in_the_readers_time(customer, typed):
    customer.time_zone = "Europe/Helsinki"
    customer.save()
    answer = save(signed_in(customer), typed)
    draft = Draft.objects.get()
    local = draft.saved_at + timedelta(
        hours=timezone.localtime(draft.saved_at).utcoffset().seconds // 3600 + 1
    )
    assert answer.json() == {"said": f"Sparat {local:%H:%M}, inte skickat än.", "revision": 1}
    assert (draft.owner, draft.organisation) == (customer, customer.organisation)
    assert draft.values["text"] == "När vi sparar"
    assert draft.values.keys() == {
        "product", "matter", "title", "text", "recipients", "sight",
    }  # fmt: skip


def test_a_draft_is_continued_where_it_was_left(customer, typed, form):
    client = signed_in(customer)
    save(client, typed)
    answer = client.get(f"/tickets/drafts/{typed['once']}/")
    assert answer["Location"] == f"{FORM}?draft={typed['once']}"
    page = client.get(answer["Location"]).content.decode()
    assert 'value="Betyg"' in page
    assert "När vi sparar</textarea>" in page
    assert f'name="once" value="{typed["once"]}"' in page
    assert 'name="revision" value="1"' in page
    assert "Det är inte skickat än" in page
    assert f'value="{typed["product"]}" selected' in page


def test_sending_ends_the_draft_in_the_same_moment(customer, typed, form):
    client = signed_in(customer)
    save(client, typed)
    sent = client.post(FORM, {**typed, "matter": form.matters.first().pk})
    assert sent.status_code == 302
    assert not Draft.objects.exists()
    late = save(client, {**typed, "revision": "0", "window": "b2"})
    assert late.status_code == 410
    assert not Draft.objects.exists()
    assert Ticket.objects.count() == 1


def test_the_window_that_has_fallen_behind_is_told_and_loses_nothing(customer, typed):
    client = signed_in(customer)
    save(client, typed)
    other = {**typed, "window": "b2", "revision": "1", "text": "Från telefonen"}
    assert save(client, other).json()["revision"] == 2
    stale = save(client, {**typed, "revision": "1", "text": "Från datorn"})
    assert stale.status_code == 409
    assert "annat fönster" in stale.json()["said"]
    assert Draft.objects.get().text == "Från telefonen"
    again = save(client, {**typed, "revision": stale.json()["revision"], "text": "Från datorn"})
    assert again.status_code == 200
    assert Draft.objects.get().text == "Från datorn"


def test_a_save_whose_answer_was_lost_can_be_made_again(customer, typed):
    client = signed_in(customer)
    save(client, typed)
    assert save(client, {**typed, "text": "Mer"}).json()["revision"] == 2


def test_erasing_everything_ends_the_draft(customer, typed):
    client = signed_in(customer)
    save(client, typed)
    empty = {"once": typed["once"], "revision": "1", "window": "a1", "text": " ", "title": ""}
    assert save(client, {**empty, "text": ""}).json() == {"said": "", "revision": 0}
    assert not Draft.objects.exists()


def test_without_a_script_a_button_saves(customer, typed):
    client = signed_in(customer)
    answer = client.post(NEW, typed, follow=True)
    assert answer.redirect_chain[-1][0] == "/tickets/drafts/"
    page = answer.content.decode()
    assert "inte skickat än" in page
    assert "Betyg" in page
    # The page that was left open in another window is saved beside it.
    client.post(NEW, {**typed, "text": "En annan text", "window": ""})
    assert {one.text for one in Draft.objects.all()} == {"När vi sparar", "En annan text"}


def test_a_reply_is_kept_per_person_and_ticket_and_stands_in_the_box_again(ticket, customer):
    client, once = signed_in(customer), str(uuid4())
    data = {"text": "Jag tror att", "once": once, "revision": "0", "window": "a1"}
    assert save(client, data, f"{ticket.url}draft/").status_code == 200
    page = signed_in(customer).get(ticket.url).content.decode()
    assert "Jag tror att</textarea>" in page
    assert f'name="once" value="{once}"' in page
    elsewhere = {**data, "once": str(uuid4()), "window": "b2"}
    assert save(client, elsewhere, f"{ticket.url}draft/").status_code == 409
    assert client.post(f"{ticket.url}replies/", data).status_code == 302
    assert not Draft.objects.exists()


def test_the_tickets_page_asks_no_more_for_its_draft(ticket, customer):
    client = signed_in(customer)
    client.get(ticket.url)
    with CaptureQueriesContext(connection) as before:
        client.get(ticket.url)
    save(client, {"text": "x", "once": str(uuid4())}, f"{ticket.url}draft/")
    with CaptureQueriesContext(connection) as after:
        client.get(ticket.url)
    # But for the files that wait with it.
    assert len(after) <= len(before) + 1


def test_staff_find_their_reply_and_note_again(ticket, agent, customer, administrator):
    client = signed_in(agent)
    for act in ("reply", "note"):
        data = {"text": f"halv {act}", "once": str(uuid4()), "status": "waiting"}
        assert save(client, data, f"/desk/tickets/{ticket.number}/{act}-draft/").status_code == 200
    page = client.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert "halv reply</textarea>" in page
    assert "halv note</textarea>" in page
    assert "halv" not in signed_in(administrator).get(ticket.desk_url).content.decode()
    assert "halv" not in signed_in(customer).get(ticket.url).content.decode()
    note = Draft.objects.get(kind="note")
    client.post(f"/desk/tickets/{ticket.number}/notes/", {"text": "hel", "once": str(note.once)})
    assert Draft.objects.get().kind == "reply"


def test_a_removed_recipient_keeps_the_words_but_not_the_ticket(ticket, colleague, create_ticket,
                                                               customer):  # fmt: skip
    shared = create_ticket(customer, title="Hemlig rubrik", recipients=[colleague])
    client = signed_in(colleague)
    data = {"text": "Mina egna ord", "once": str(uuid4())}
    save(client, data, f"{shared.url}draft/")
    assert "Hemlig rubrik" in client.get("/tickets/drafts/").content.decode()
    shared.participants.filter(person=colleague).delete()
    page = client.get("/tickets/drafts/").content.decode()
    assert "Mina egna ord" in page
    assert "Hemlig rubrik" not in page
    assert shared.number not in page
    assert client.get(f"/tickets/drafts/{data['once']}/")["Location"].startswith(
        "/tickets/drafts/#"
    )
    assert save(client, data, f"{shared.url}draft/").status_code == 404
    assert client.post(f"{shared.url}replies/", data).status_code == 404
    assert Message.objects.filter(ticket=shared).count() == 1


def test_drafts_are_listed_for_their_owner_alone(customer, colleague, municipality, typed):
    municipality.sight = OrganisationSight.EVERYONE
    municipality.save()
    save(signed_in(customer), typed)
    for path in ("/tickets/drafts/", "/"):
        assert "Betyg" in signed_in(customer).get(path).content.decode()
        assert "Betyg" not in signed_in(colleague).get(path).content.decode()


def test_a_draft_is_discarded_with_its_files(customer, typed):
    client = signed_in(customer)
    save(client, typed)
    Upload.objects.create(owner=customer, once=typed["once"], field="attachments", name="x", size=1)
    answer = client.post(f"/tickets/drafts/{typed['once']}/removal/", follow=True)
    assert "Utkastet är kastat" in answer.content.decode()
    assert not Draft.objects.exists()
    assert not Upload.objects.exists()


def test_old_drafts_are_forgotten(customer, typed):
    save(signed_in(customer), typed)
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=89))
    jobs.forget_drafts(0)
    assert Draft.objects.exists()
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=91))
    jobs.forget_drafts(0)
    assert not Draft.objects.exists()


def test_a_draft_of_a_withdrawn_form_can_be_read_but_not_sent(customer, typed, form):
    client = signed_in(customer)
    save(client, typed)
    form.is_offered = False
    form.save()
    assert client.get(f"/tickets/drafts/{typed['once']}/")["Location"].startswith(
        "/tickets/drafts/#"
    )
    page = client.get("/tickets/drafts/").content.decode()
    assert "Formuläret används inte längre" in page
    assert "När vi sparar</pre>" in page
    assert save(client, typed).status_code == 404


def test_what_is_sent_in_madness_does_no_harm(customer, typed):
    client = signed_in(customer)
    for nasty in ({"text": "a\0b\ud800".encode("utf-8", "surrogatepass")},
                  {"revision": "9" * 50}, {"once": "x"}, {"window": "<" * 99},
                  {"product": "'; --", "recipients": ["x"] * 900, "status": "closed"}):  # fmt: skip
        assert save(client, {**typed, "once": str(uuid4()), **nasty}).status_code in (200, 410)
    assert save(client, {**typed, "once": str(uuid4()), "text": "x" * 300_001}).status_code == 413
    huge = client.generic("POST", NEW, b"text=" + b"x" * 5_000_000,
                          content_type="application/x-www-form-urlencoded")  # fmt: skip
    assert huge.status_code == 400
    assert all("status" not in one.values for one in Draft.objects.all())


def test_a_person_has_a_bounded_number_of_drafts(customer, typed, form):
    Draft.objects.bulk_create(
        Draft(owner=customer, organisation=customer.organisation, kind="ticket", form=form,
              once=uuid4()) for _number in range(MOST)
    )  # fmt: skip
    assert save(signed_in(customer), typed).status_code == 409


def test_nobody_else_reaches_a_draft(customer, colleague, outsider, agent, client, typed, ticket):
    save(signed_in(customer), typed)
    own = f"/tickets/drafts/{typed['once']}/"
    for path in (own, f"{own}handover/", f"{FORM}?draft={typed['once']}"):
        for person in (colleague, outsider, agent):
            assert signed_in(person).get(path).status_code == 404
        assert client.get(path)["Location"].startswith("/sign-in/")
    for path in (f"{own}removal/", f"{own}handover/"):
        for person in (colleague, outsider, agent):
            assert signed_in(person).post(path, {"colleague": customer.pk}).status_code == 404
    assert signed_in(customer).get(f"{own}removal/").status_code == 405
    assert signed_in(customer).get(NEW).status_code == 405
    assert signed_in(outsider).post(f"{ticket.url}draft/", {"text": "x"}).status_code == 404
    # The key of somebody's draft makes a draft of one's own, and leaves theirs alone.
    assert save(signed_in(colleague), {**typed, "text": "Mitt"}).status_code == 200
    assert {one.owner: one.text for one in Draft.objects.all()} == {
        customer: "När vi sparar",
        colleague: "Mitt",
    }
    assert len(drafting.for_list(outsider)) == 0
