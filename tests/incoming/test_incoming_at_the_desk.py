"""Staff see what came in and as what it was taken, and nothing of what people wrote."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kundportal.incoming.models import Arrival, ArrivalState, Mailbox, SelfCheck, Source
from kundportal.incoming.models.mailbox import MailboxFault
from kundportal.mail import addresses
from kundportal.mail.models import Address
from tests.cast import signed_in
from tests.incoming.conftest import DOMAIN, EMAIL, bounce_of

pytestmark = pytest.mark.django_db
PAGE = "/desk/mail/incoming/"
STOPPED = "/desk/mail/stopped/"
SECRET = b"From: bo@skola.se\r\nSubject: Hemligt\r\n\r\nHemlig text\r\n"


def failed(raw: bytes = SECRET) -> Arrival:
    arrival = Arrival.objects.take(
        raw, sender="bo@skola.se", recipients=[f"x@{DOMAIN}"], source=Source.LMTP
    )
    arrival.fail("KeyError")
    return arrival


def test_the_list_shows_what_came_and_no_texts(agent, sent, come) -> None:
    mail = sent()
    come(bounce_of(mail), to=addresses.return_path(mail.pk))
    failed()
    page = signed_in(agent).get(PAGE).content.decode()
    for shown in ("Studs", f"/desk/mail/{mail.pk}/", "KeyError", "bo@skola.se"):
        assert shown in page
    assert "Hemlig" not in page


def test_the_list_says_of_what_was_kept_that_it_was(agent, come) -> None:
    arrival = come(SECRET, to=f"x@{DOMAIN}", sender="eva@skola.se")
    client = signed_in(agent)
    for reason, shown in (
        ("answered", "besvarat"),
        ("answered+kept", "besvarat, sparat åt avsändaren"),
        ("out-of-office", "frånvarosvar"),
        ("vacation", "automatiskt"),
    ):
        Arrival.objects.filter(pk=arrival.pk).update(reason=reason)
        page = client.get(PAGE).content.decode()
        assert f"<span>{shown}</span>" in page
        assert "sparat" in shown or "sparat" not in page


def test_an_out_of_office_reply_to_our_mails_is_called_one(come) -> None:
    raw = b"Auto-Submitted: auto-replied\r\nSubject: Autosvar\r\n\r\nSemester\r\n"
    assert come(raw, to=f"replies@{DOMAIN}").reason not in {"", "nothing"}


def test_each_filter_shows_its_own(agent, come) -> None:
    come(SECRET, to=f"x@{DOMAIN}", sender="eva@skola.se")
    failed()
    client = signed_in(agent)
    assert "eva@" not in client.get(PAGE, {"state": "failed"}).content.decode()
    assert "bo@" not in client.get(PAGE, {"state": "read"}).content.decode()
    assert "bo@" in client.get(PAGE, {"state": "nonsense"}).content.decode()


def test_what_could_not_be_read_is_read_again(agent) -> None:
    arrival = failed()
    client = signed_in(agent)
    for _twice in range(2):
        assert client.post(f"{PAGE}{arrival.pk}/reading/").status_code == 302
    arrival.refresh_from_db()
    assert arrival.state == ArrivalState.WAITING


def test_staff_see_when_the_check_last_worked_and_make_one(agent) -> None:
    client = signed_in(agent)
    assert "Inte gjord än" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}checks/")
    assert "Inte tillbaka än" in client.get(PAGE).content.decode()
    SelfCheck.objects.get().come_back(source="lmtp")
    assert "Kom tillbaka" in client.get(PAGE).content.decode()


def test_every_page_of_the_desk_says_when_nothing_comes_in(agent, settings) -> None:
    client = signed_in(agent)
    assert "Inga mejl kommer in." not in client.get(PAGE).content.decode()
    check = SelfCheck.objects.make()
    SelfCheck.objects.filter(pk=check.pk).update(sent_at=timezone.now() - timedelta(hours=2))
    assert "Dagens kontrollmejl" in client.get("/desk/mail/").content.decode()
    check.come_back(source="lmtp")
    assert "Inga mejl kommer in." not in client.get("/desk/mail/").content.decode()
    settings.MAILBOX = "imaps://user:secret@host/INBOX"
    box = Mailbox.objects.named("user at host, INBOX")
    box.note(MailboxFault.SIGN_IN)
    Mailbox.objects.update(fault_since=timezone.now() - timedelta(minutes=20))
    page = client.get(PAGE).content.decode()
    assert "Det går inte att hämta från brevlådan." in page
    assert "godtar inte användarnamnet" in page
    assert "secret" not in page


def test_addresses_that_are_stopped_are_listed_and_lifted(agent) -> None:
    address = Address.objects.create(email=EMAIL, stopped_at=timezone.now(), status="5.1.2")
    client = signed_in(agent)
    page = client.get(STOPPED).content.decode()
    assert EMAIL in page
    assert "5.1.2" in page
    for _twice in range(2):
        client.post(f"{STOPPED}{address.pk}/lifting/")
    client.get(STOPPED)  # the message is shown once
    assert EMAIL not in client.get(STOPPED).content.decode()
    assert not Address.objects.is_stopped(EMAIL)


@pytest.mark.parametrize("number", [1, 40])
def test_the_page_asks_as_much_for_many_as_for_one(
    agent, come, number, django_assert_max_num_queries
) -> None:
    for one in range(number):
        come(SECRET + b"%d" % one, to=f"x@{DOMAIN}")
    client = signed_in(agent)
    client.get(PAGE)
    with django_assert_max_num_queries(8):
        client.get(PAGE)
    with django_assert_max_num_queries(8):
        client.get(STOPPED)


def test_it_is_for_staff_alone(customer, agent) -> None:
    arrival = failed()
    address = Address.objects.create(email=EMAIL, stopped_at=timezone.now())
    acts = [
        f"{PAGE}checks/", f"{PAGE}{arrival.pk}/reading/", f"{STOPPED}{address.pk}/lifting/",
    ]  # fmt: skip
    for path in (PAGE, STOPPED):
        assert signed_in(customer).get(path).status_code == 404
        assert Client().get(path)["Location"].startswith("/sign-in/")
    for path in acts:
        assert signed_in(customer).post(path).status_code == 404
        assert Client().post(path)["Location"].startswith("/sign-in/")
        assert signed_in(agent).get(path).status_code == 405
    assert signed_in(agent).post(f"{PAGE}999999/reading/").status_code == 404
