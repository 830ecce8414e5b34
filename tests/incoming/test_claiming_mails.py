"""Who wrote to support goes on with it in the portal, or throws it away."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kundportal.incoming.jobs import forget_kept
from kundportal.incoming.keeping import mail_keeping
from kundportal.incoming.models import KeptMail, Tally
from kundportal.portal.extract import parts_of
from kundportal.tickets.intake import drafting
from kundportal.tickets.models import Draft, Form, Ticket, Upload
from tests.cast import signed_in
from tests.incoming.writing import comes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retired")]
NOTE = ("fel.txt", "text/plain", b"Fel 12")


@pytest.fixture
def kept(customer) -> KeptMail:
    comes(customer.email, files=[NOTE])
    return KeptMail.objects.get()


@pytest.fixture
def browser(customer) -> Client:
    return signed_in(customer)


def at(kept: KeptMail, act: str = "") -> str:
    return f"/kept-mails/{kept.key}/{act}"


def test_the_start_page_and_the_drafts_offer_it(kept, browser):
    for page in (browser.get("/"), browser.get("/kept-mails/")):
        text = page.content.decode()
        assert at(kept, "claim/") in text
        assert at(kept, "removal/") in text
        assert "Betyg går inte att spara" in text
        assert "inte kontrollerad" not in text
    assert "/kept-mails/" in browser.get("/tickets/drafts/").content.decode()
    part = browser.get("/kept-mails/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<section")


def test_its_page_shows_what_it_says_and_that_nobody_has_checked_the_sender(kept, browser):
    text = browser.get(at(kept)).content.decode()
    assert "när vi sparar ett betyg" in text
    assert "fel.txt" in text
    assert "Vem som helst kan skriva din adress som avsändare" in text


def test_what_the_mail_says_is_shown_as_text(customer, browser):
    comes(customer.email, subject="<script>x</script>", text="<img src=x onerror=y>")
    text = browser.get(at(KeptMail.objects.get())).content.decode()
    assert "<script>x" not in text
    assert "<img src=x" not in text


def test_going_on_makes_a_draft_in_the_likely_form_with_the_files(kept, browser, form, customer):
    answer = browser.post(at(kept, "claim/"), follow=True)
    assert answer.redirect_chain[-1][0] == f"/tickets/new/{form.slug}/?draft={kept.key}"
    text = answer.content.decode()
    assert 'value="Betyg går inte att spara"' in text
    assert "när vi sparar ett betyg" in text
    assert "fel.txt" in text
    draft = Draft.objects.get()
    assert (draft.owner, draft.form, draft.kind) == (customer, form, "ticket")
    assert not Ticket.objects.exists()
    [numbers] = Tally.objects.lately().values()
    assert numbers["claimed"] == 1


def test_lines_that_a_program_has_broken_are_joined_in_the_draft(customer, browser):
    comes(customer.email, text="Hej,\n\nnär vi sparar ett betyg i klass 8A på Almbackaskolan står "
          "det ett\nfel som vi inte förstår.\n\nHälsningar\nKarin")  # fmt: skip
    browser.post(at(KeptMail.objects.get(), "claim/"))
    assert "det ett fel" in Draft.objects.get().text
    assert "Hälsningar\nKarin" in Draft.objects.get().text


def test_the_draft_becomes_a_ticket_when_it_is_sent(kept, browser, form, product):
    browser.post(at(kept, "claim/"))
    sent = {
        "product": product.pk, "matter": form.matters.first().pk, "title": "Betyg",
        "text": "Fel 12", "once": str(kept.key),
    }  # fmt: skip
    browser.post(f"/tickets/new/{form.slug}/", sent)
    ticket = Ticket.objects.get()
    assert [one.name for one in ticket.attachments.all()] == ["fel.txt"]
    assert not Draft.objects.exists()
    # The answer's link leads on although the draft is sent.
    assert browser.get(at(kept)).url == "/tickets/drafts/"


def test_going_on_twice_is_going_on_once(kept, browser):
    first, second = (browser.post(at(kept, "claim/")) for _time in "12")
    assert first.url == second.url == browser.get(at(kept)).url == f"/tickets/drafts/{kept.key}/"
    assert Draft.objects.count() == 1
    assert at(kept) not in browser.get("/").content.decode()


def test_what_was_claimed_is_kept_like_any_draft(kept, browser):
    browser.post(at(kept, "claim/"))
    kept.refresh_from_db()
    assert (kept.subject, kept.text) == ("", "")
    kept.remove()
    Upload.objects.forget_old()
    assert Upload.objects.get().kept_until is None
    assert Draft.objects.exists()


def test_throwing_it_away_hides_it_and_can_be_undone(kept, browser):
    for _twice in range(2):
        assert browser.post(at(kept, "removal/")).url == at(kept)
    page = browser.get(at(kept)).content.decode()
    assert at(kept, "return/") in page
    assert "Ångra" in page
    for other in ("/", "/kept-mails/"):
        assert at(kept) not in browser.get(other).content.decode()
    for _twice in range(2):
        assert browser.post(at(kept, "return/")).url == at(kept)
    assert at(kept, "claim/") in browser.get("/").content.decode()
    assert [one.name for one in kept.files()] == ["fel.txt"]
    until = kept.kept_until
    kept.refresh_from_db()
    assert kept.kept_until == until


def test_what_was_thrown_away_is_deleted_with_its_files_a_day_later(kept, browser):
    browser.post(at(kept, "removal/"))
    forget_kept(timestamp=0)
    assert KeptMail.objects.exists()
    KeptMail.objects.update(kept_until=timezone.now())
    assert browser.post(at(kept, "return/")).status_code == 404
    forget_kept(timestamp=0)
    assert not KeptMail.objects.exists()
    assert not Upload.objects.exists()


def test_what_was_thrown_away_takes_no_room(kept, customer, browser, monkeypatch):
    monkeypatch.setattr(mail_keeping, "MOST_BYTES", 10)
    browser.post(at(kept, "removal/"))
    comes(customer.email, files=[NOTE])
    latest = KeptMail.objects.latest("pk")
    assert [one.name for one in latest.files()] == []
    monkeypatch.setattr(mail_keeping, "MOST_BYTES", 12)
    comes(customer.email, files=[NOTE])
    latest = KeptMail.objects.latest("pk")
    assert [one.name for one in latest.files()] == ["fel.txt"]


def test_the_form_of_the_address_comes_before_the_first_of_the_country(kept, browser, retired):
    other = Form.objects.create(slug="annat", country="SE", names={"sv": "Annat"},
                                version=Form.objects.get().version)  # fmt: skip
    retired.form = other
    retired.save()
    browser.post(at(kept, "claim/"))
    assert Draft.objects.get().form == other


def test_where_no_form_is_offered_it_stays(kept, browser):
    Form.objects.update(is_offered=False)
    answer = browser.post(at(kept, "claim/"), follow=True)
    assert "Det finns inget formulär för dig just nu." in answer.content.decode()
    assert KeptMail.objects.get().claimed_at is None


def test_with_as_many_drafts_as_one_may_have_it_stays(kept, browser, customer, form, monkeypatch):
    monkeypatch.setattr(drafting, "MOST", 0)
    answer = browser.post(at(kept, "claim/"), follow=True)
    assert "Du har för många utkast." in answer.content.decode()
    assert KeptMail.objects.get().claimed_at is None


def test_an_identity_number_is_asked_about_when_it_is_sent(customer, browser, form, product):
    comes(customer.email, text="Eleven 20121103-2386 saknar betyg.")
    kept = KeptMail.objects.get()
    browser.post(at(kept, "claim/"))
    sent = {
        "product": product.pk, "matter": form.matters.first().pk, "title": "Betyg",
        "text": Draft.objects.get().text, "once": str(kept.key),
    }  # fmt: skip
    answer = browser.post(f"/tickets/new/{form.slug}/", sent)
    assert "personnummer" in answer.content.decode()
    assert not Ticket.objects.exists()


def test_it_stands_in_the_extract_of_the_persons_data(kept, customer, colleague):
    def held(person):
        [part] = [one for one in parts_of(person) if one.name == "kept_mails"]
        return [(entry.title, entry.facts[-1].value) for entry in part.entries]

    assert held(customer) == [(kept.subject, kept.text)]
    assert held(colleague) == []


@pytest.mark.parametrize("act", ["", "claim/", "removal/", "return/"])
def test_who_reaches_it(act, kept, customer, colleague, outsider, agent):
    def send(client: Client, key=kept.key):
        address = f"/kept-mails/{key}/{act}"
        return client.post(address) if act else client.get(address)

    for other in (outsider, colleague, agent):
        assert send(signed_in(other)).status_code == 404
    assert send(signed_in(customer), uuid4()).status_code == 404
    assert "/sign-in/" in send(Client()).url
    if act:
        assert signed_in(customer).get(at(kept, act)).status_code == 405
    assert KeptMail.objects.get().claimed_at is None
