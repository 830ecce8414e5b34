"""Trying whether our mails arrive: the page, the mail, the code, and what staff see of it."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from kundportal.mail.models import Address, Kind, Mail, MailTest, State
from kundportal.mail.models.mail_test import MOST_WRONG, Place
from kundportal.people.models import Person
from kundportal.portal.mail_progress import why
from tests.cast import signed_in
from tests.smtp import MailServer

pytestmark = pytest.mark.django_db
PAGE = "/mail-test/"
EMAIL = "eva.ost@gmail.com"  # private addresses will do


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


def begin(client: Client | None = None, email: str = EMAIL, **more: object):
    client = client or Client()
    return client.post(PAGE, {"email": email, "once": uuid4(), **more})


def begun(email: str = EMAIL, language: str = "sv") -> MailTest:
    return MailTest.objects.begin(email=email, language=language, once=uuid4())


def page_of(test: MailTest) -> str:
    return f"{PAGE}{test.key}/"


def sent(test: MailTest) -> MailTest:
    Mail.objects.filter(pk=test.mail_id).deliver()
    return MailTest.objects.get(pk=test.pk)


def texts(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_anyone_sends_a_test_mail_and_writes_its_code(smtp: MailServer):
    client = Client()
    answer = begin(client)
    test = MailTest.objects.get()
    assert answer.url == page_of(test)
    assert "Väntar på att skickas" in texts(client.get(answer.url))
    sent(test)
    assert "queued as 1" in texts(client.get(answer.url))
    (mail,) = smtp.received
    body = mail.get_body(("plain",)).get_content()
    code = re.search(r"(\d{3}) (\d{3})", body)
    assert code
    assert "".join(code.groups()) == test.code
    answer = client.post(f"{page_of(test)}arrival/", {"code": code[0], "place": "inbox"})
    assert answer.url == page_of(test)
    shown = texts(client.get(answer.url))
    assert "Det kom fram." in shown
    assert "I inkorgen" in shown
    assert MailTest.objects.get().outcome == Place.INBOX


def test_the_mail_holds_nothing_that_was_typed_and_says_why_it_comes(smtp: MailServer):
    begin(email="<b>.eva@kommun.example")  # not an address at all
    assert not MailTest.objects.exists()
    test = sent(begun("eva@kommun.example"))
    (mail,) = smtp.received
    body = mail.get_body(("plain",)).get_content()
    assert "någon har bett Kundportal om ett provmejl" in " ".join(body.split())
    assert mail["Auto-Submitted"] == "auto-generated"
    assert test.code not in mail["Subject"]
    assert Mail.objects.get(pk=test.mail_id).text == ""  # the code is not kept in the letter


def test_the_answer_is_the_same_whether_the_address_has_an_account(customer):
    for email in (customer.email, "nobody@nowhere.example"):
        client = Client()
        answer = begin(client, email)
        test = MailTest.objects.get(email=email)
        shown = texts(client.get(answer.url)).replace(email, "EMAIL")
        assert answer.status_code == 302
        if email == customer.email:
            first = re.sub(r"\d\d:\d\d", "", shown)
        else:
            assert re.sub(r"\d\d:\d\d", "", shown) == first
        assert test.mail.person_id is None


def test_a_stopped_address_is_tried_all_the_same_and_a_right_code_lifts_the_stop():
    Address.objects.create(email=EMAIL, hard_bounces=2, stopped_at=timezone.now())
    test = begun()
    assert test.mail.state == State.WAITING
    assert not test.answer(code="x", place="inbox")
    assert Address.objects.is_stopped(EMAIL)
    assert test.answer(code=test.code, place="inbox")
    assert not Address.objects.is_stopped(EMAIL)


def test_sending_the_form_twice_is_one_test():
    once = uuid4()
    first, second = begin(once=once), begin(once=once)
    assert first.url == second.url
    assert Mail.objects.count() == 1


def test_one_mailbox_gets_at_most_three_an_hour_however_it_is_written():
    for plus in ("", "+a", "+b"):
        assert begin(email=f"eva.ost{plus}@gmail.com").status_code == 302
    answer = begin(email="Eva.Ost+c@GMAIL.com")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "3600"
    assert "Vänta en stund" in texts(answer)
    assert "att rätta" not in texts(answer)
    assert "Eva.Ost+c@GMAIL.com" in answer.content.decode()
    assert Mail.objects.count() == 3
    assert begin(email="annan@gmail.com").status_code == 302


def test_one_place_asks_for_at_most_ten_an_hour():
    answers = [begin(email=f"e{number}@kommun{number}.example") for number in range(11)]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429]


@pytest.mark.parametrize(
    "email", ["", "eva", "eva@", "a@b@c.se", "eva@\x00.se", "e" * 300 + "@a.se"]
)
def test_what_is_no_address_is_said_at_the_field(email):
    answer = begin(email=email)
    assert answer.status_code == 422
    assert "email-error" in answer.content.decode()


def test_a_wrong_code_is_counted_and_tries_come_to_an_end():
    test, client = begun(), Client()
    wrong = "000000" if test.code != "000000" else "111111"
    for turn in range(MOST_WRONG):
        answer = client.post(f"{page_of(test)}arrival/", {"code": wrong, "place": "junk"})
        assert answer.status_code == 422
        assert ("för många gånger" in texts(answer)) is (turn == MOST_WRONG - 1)
    answer = client.post(f"{page_of(test)}arrival/", {"code": test.code, "place": "inbox"})
    assert answer.status_code == 422
    assert MailTest.objects.get().outcome == ""
    assert MailTest.objects.get().wrong_codes == MOST_WRONG


@pytest.mark.parametrize(
    "sent_in",
    [{}, {"code": "12"}, {"code": "१२३४५६", "place": "inbox"}, {"code": "123456", "place": "x"},
     {"code": "\x00" * 50, "place": "inbox"}],
)  # fmt: skip
def test_what_is_no_code_is_said_at_the_field_and_not_counted(sent_in):
    test = begun()
    assert Client().post(f"{page_of(test)}arrival/", sent_in).status_code == 422
    assert MailTest.objects.get().wrong_codes == 0


def test_in_the_junk_folder_says_what_to_do_about_it():
    test = begun()
    test.answer(code=test.code, place="junk")
    shown = texts(Client().get(page_of(test)))
    assert "men till skräpposten" in shown
    assert "Så hamnar nästa i inkorgen" in shown
    assert "Om det inte kommer" not in shown
    assert "markera mejlet som inte skräp" in shown.lower()
    assert 'pill-warn">I skräpposten' in Client().get(page_of(test)).content.decode()
    assert "Text till din it-avdelning" in shown


def test_it_has_not_come_can_be_taken_back_by_the_code():
    test, client = begun(), Client()
    assert client.post(f"{page_of(test)}absence/").status_code == 302
    assert "Det har inte kommit" in texts(client.get(page_of(test)))
    client.post(f"{page_of(test)}absence/")
    assert MailTest.objects.get().answer(code=test.code, place="junk")
    test.miss()
    assert MailTest.objects.get().outcome == Place.JUNK


def test_a_server_that_says_later_is_told_with_the_next_try(smtp: MailServer):
    smtp.refuse("451 4.7.1 Greylisted, come back")
    test = sent(begun())
    shown = texts(Client().get(page_of(test)))
    assert "Väntar: servern sa ”senare”" in shown
    assert "4.7.1 Greylisted" in shown
    assert "Nästa försök" in shown


def test_a_mail_that_comes_back_is_told_in_words(smtp: MailServer):
    smtp.refuse("550 5.1.1 No such user here")
    test = sent(begun())
    shown = texts(Client().get(page_of(test)))
    assert "Det finns ingen sådan brevlåda" in shown
    assert "No such user here" in shown
    smtp.accept()
    other = sent(begun("annan@kommun.example"))
    other.mail.bounce(kind=Kind.PERMANENT, status="5.7.1", is_hard=False, text="Blocked by policy")
    shown = texts(Client().get(page_of(other)))
    assert "Mejlservern nekar mejl från oss" in shown
    assert "Blocked by policy" in shown


@pytest.mark.parametrize(
    "status", ["5.1.2", "5.2.2", "4.2.2", "5.3.4", "5.7.26", "5.2.1", "", "x.y"]
)
def test_every_class_has_words(status):
    assert why(status)


def test_the_page_asks_again_by_itself_only_while_something_may_come(smtp: MailServer):
    test, client = begun(), Client()
    htmx = {"hx-request": "true"}
    waiting = client.get(page_of(test)).content.decode()
    seen = re.search(r'data-hx-get="(/mail-test/[^"]+)"', waiting)[1]
    assert 'data-hx-trigger="click, every 3s"' in waiting
    assert client.get(seen, headers=htmx).status_code == 204
    sent(test)
    answer = client.get(seen, headers=htmx)
    assert answer.status_code == 200
    assert answer.content.decode().lstrip().startswith('<section id="progress"')
    assert "<form" not in answer.content.decode()  # what is being typed stays
    MailTest.objects.update(created_at=timezone.now() - timedelta(hours=1))
    assert 'data-hx-get="/mail-test/' not in client.get(page_of(test)).content.decode()


def test_whoever_is_signed_in_finds_their_own_address(customer):
    shown = signed_in(customer).get(PAGE).content.decode()
    assert f'value="{customer.email}"' in shown


def test_applicants_read_it_in_their_own_language():
    client = Client(headers={"accept-language": "de"})
    answer = begin(client)
    assert MailTest.objects.get().language == "de"
    assert "Test-E-Mail" in MailTest.objects.get().mail.subject
    assert "Ist die E-Mail da?" in texts(client.get(answer.url))
    assert "Ist die E-Mail da?" in texts(Client().get(answer.url))  # wherever the link is opened


def test_after_a_month_it_is_forgotten_whose_it_was(smtp: MailServer):
    smtp.refuse("550 5.1.1 No such user")
    back, kept = sent(begun()), begun("annan@kommun.example")
    MailTest.objects.filter(pk=back.pk).update(created_at=timezone.now() - timedelta(days=31))
    assert MailTest.objects.forget() == 1
    back.refresh_from_db()
    assert (back.email, back.code, back.mail_id, back.outcome) == ("", "", None, Place.RETURNED)
    assert not Mail.objects.filter(to=EMAIL).exists()
    assert Client().get(page_of(back)).status_code == 404
    assert Client().get(page_of(kept)).status_code == 200
    assert MailTest.objects.figures()["gmail.com"].returned == 1


def test_the_address_of_a_test_is_the_key_to_it():
    test = begun()
    assert Client().get(f"{PAGE}{'x' * 32}/").status_code == 404
    assert Client().get(page_of(test)).headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in Client().get(page_of(test)).headers["Cache-Control"]
    for act in ("arrival", "absence"):
        assert Client().get(f"{page_of(test)}{act}/").status_code == 405
        assert Client().post(f"{PAGE}{'x' * 32}/{act}/").status_code == 404
    assert Client().post(page_of(test)).status_code == 405


def test_a_person_is_told_of_their_tests_in_the_extract(customer: Person):
    from kundportal.mail.extract import extract_of

    begun(customer.email)
    parts = {part.name: list(part.entries) for part in extract_of(customer)}
    (entry,) = parts["mail_tests"]
    assert entry.facts[0].value == customer.email
