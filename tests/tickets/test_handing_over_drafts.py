"""A draft is given to a colleague, who finishes it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from kundportal.history.models import Event
from kundportal.mail.models import Mail
from kundportal.tickets.intake import drafting
from kundportal.tickets.models import Draft, Ticket, Upload
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(customer, form):
    once = uuid4()
    file = SimpleUploadedFile("logg.txt", b"rad")
    Upload.objects.keep(file, by=customer, once=once, field="attachments")
    return drafting.write(by=customer, once=once, kind="ticket", form=form, revision=0,
                          values={"title": "Betyg", "text": "När vi sparar"})  # fmt: skip


def path(draft: Draft) -> str:
    return f"/tickets/drafts/{draft.once}/handover/"


def test_the_colleague_gets_it_with_its_files_and_a_mail(draft, customer, colleague, form, product):
    answer = signed_in(customer).post(path(draft), {"colleague": colleague.pk}, follow=True)
    assert "Olle Dahl har utkastet nu" in answer.content.decode()
    theirs = Draft.objects.get()
    assert (theirs.owner, theirs.handed_over_by) == (colleague, customer)
    assert Event.objects.get(verb="draft.handed_over").data == {"to": colleague.pk}
    mail = Mail.objects.get(to=colleague.email)
    assert "Karin Berg har lämnat över ett utkast" in mail.subject
    client = signed_in(colleague)
    assert "överlämnat av Karin Berg" in client.get("/tickets/drafts/").content.decode()
    page = client.get(f"/tickets/new/sverige/?draft={theirs.once}").content.decode()
    assert "När vi sparar</textarea>" in page
    assert "logg.txt" in page
    client.post("/tickets/new/sverige/", {
        "product": product.pk, "matter": form.matters.first().pk, "title": "Betyg", "text": "Klart",
        "once": str(theirs.once),
    })  # fmt: skip
    ticket = Ticket.objects.get()
    assert ticket.created_by == colleague
    assert ticket.attachments.get().name == "logg.txt"


def test_the_giver_no_longer_sees_it_and_an_open_page_does_not_bring_it_back(draft, customer,
                                                                            colleague):  # fmt: skip
    client, old = signed_in(customer), str(draft.once)
    client.post(path(draft), {"colleague": colleague.pk})
    assert "Betyg" not in client.get("/tickets/drafts/").content.decode()
    assert client.get(f"/tickets/drafts/{Draft.objects.get().once}/").status_code == 404
    late = client.post(
        "/tickets/new/sverige/draft/",
        {"text": "Sent", "once": old, "revision": "1", "window": "a1"},
        headers={"Accept": "application/json"},
    )
    assert late.status_code == 410
    assert Draft.objects.get().text == "När vi sparar"


def test_only_a_colleague_who_has_access_can_get_it(draft, customer, colleague, outsider, agent):
    client = signed_in(customer)
    for other in (outsider, agent, customer):
        assert client.post(path(draft), {"colleague": other.pk}).status_code == 422
        with pytest.raises(PermissionDenied):
            drafting.hand_over(draft, to=other, by=customer)
    colleague.is_active = False
    colleague.save()
    assert client.post(path(draft), {"colleague": colleague.pk}).status_code == 422
    with pytest.raises(PermissionDenied):
        drafting.hand_over(draft, to=customer, by=outsider)
    assert Draft.objects.get().owner == customer


def test_a_reply_is_handed_to_nobody(ticket, customer, colleague):
    reply = drafting.write(by=customer, once=uuid4(), kind="reply", ticket=ticket, revision=0,
                           values={"text": "x"})  # fmt: skip
    assert signed_in(customer).get(path(reply)).status_code == 404
    assert signed_in(customer).post(path(reply), {"colleague": colleague.pk}).status_code == 404


def test_nobody_else_reaches_it(draft, colleague, outsider, client):
    for person in (colleague, outsider):
        assert signed_in(person).get(path(draft)).status_code == 404
        assert signed_in(person).post(path(draft), {"colleague": person.pk}).status_code == 404
    assert client.post(path(draft))["Location"].startswith("/sign-in/")
