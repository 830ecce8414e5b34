"""Mail to a retired address gets one polite answer a day, with the sender's own way in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from uuid import uuid4

import pytest
from django.utils import timezone

from kundportal.desk.demo.clock import turned_back
from kundportal.desk.merging import merge
from kundportal.incoming.arriving.recipients import is_ours
from kundportal.incoming.models import KeptMail, RetiredAddress, SelfCheck, Tally
from kundportal.incoming.replying import restraint
from kundportal.mail import addresses
from kundportal.mail.models import Address, Mail
from kundportal.people.models import Organisation, Person
from tests.cast import person
from tests.incoming.writing import SUPPORT, answers, arrive, comes, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retired")]

NAMES = ("Karin Berg", "Olle Dahl")


def the_answer() -> Mail:
    [mail] = answers()
    return mail


def words(mail: Mail) -> str:
    return " ".join(mail.text.split())


def test_a_customer_learns_where_their_text_lies_and_in_which_form_it_opens(customer):
    assert comes(customer.email) == "answered"
    mail, kept = the_answer(), KeptMail.objects.get()
    assert (mail.to, mail.person, mail.language) == (customer.email, customer, "sv")
    assert mail.subject == "Ditt mejl har inte blivit något ärende"
    assert f"/kept-mails/{kept.key}/" in mail.text
    assert "formuläret ”Sverige – Ärendeformulär”" in words(mail)
    assert "Ingen annan än du kan se det." in words(mail)


def test_a_customer_is_answered_in_their_own_language_whatever_they_write_in(customer):
    customer.choose_language("en")
    comes(customer.email)
    assert the_answer().subject == "Your mail has not become a ticket"
    assert "Go on with your mail" in the_answer().text
    assert "draft" not in the_answer().text


def test_a_stranger_learns_who_may_apply_and_nothing_of_theirs_is_kept():
    assert comes("nagon@okand.example") == "answered"
    mail = the_answer()
    assert (mail.to, mail.person, mail.organisation_id) == ("nagon@okand.example", None, None)
    assert "Bara centrala administratörer" in words(mail)
    assert "/apply/se/" in mail.text
    for who in ("pupil", "guardian", "staff"):
        assert f"/apply/who/{who}/" in mail.text
    assert words(mail).startswith("Hej! Tack för ditt mejl.")
    assert words(mail).count("Ditt mejl har inte sparats.") == 1
    assert not KeptMail.objects.exists()
    assert not Person.objects.exists()


LETTERS = {
    "er nedlagt": "Hei,\n\njeg får ikke logget inn. Kan dere hjelpe meg? Det er ikke mulig å lagre "
    "noe.\n\nVennlig hilsen\nKari",
    "ist stillgelegt": "Guten Tag,\n\nich kann mich nicht anmelden. Können Sie mir bitte helfen? "
    "Es ist nicht möglich.\n\nMit freundlichen Grüßen\nUwe",
    "is closed": "Hello,\n\nI can not sign in and do not know what to do. Could you please help me "
    "with this?\n\nKind regards\nAnn",
    "är nedlagd": "",
}


@pytest.mark.parametrize(("said", "text"), LETTERS.items())
def test_a_stranger_is_answered_in_the_language_they_write(text, said):
    comes("nagon@okand.example", text=text, subject="?")
    assert said in the_answer().subject


def test_what_can_not_be_guessed_is_answered_in_the_language_of_the_address(form):
    RetiredAddress.objects.create(email="support@vendor.dk", language="da", country="DK",
                                  form=form, once=uuid4())  # fmt: skip
    comes("nogen@ukendt.example", to="support@vendor.dk", text="?", subject="?")
    assert the_answer().subject == "Adressen support@vendor.dk er nedlagt"
    assert "/apply/dk/" in the_answer().text


def test_who_is_at_the_organisations_own_domain_learns_its_administrators(customer, colleague):
    comes("larare@lillkoping.example")
    assert "Hos Lillköpings kommun" in words(the_answer())
    assert all(name in words(the_answer()) for name in NAMES)
    assert customer.email not in the_answer().text


def test_who_can_not_help_is_not_named(customer, colleague, municipality):
    customer.set_unusable_password()
    customer.last_login = None
    customer.save()
    Address.objects.create(email=colleague.email, stopped_at=timezone.now())
    able = person("Anna Able", "anna@lillkoping.example", at=municipality)
    comes("larare@lillkoping.example")
    assert able.name in words(the_answer())
    assert not any(name in the_answer().text for name in NAMES)


@pytest.mark.parametrize(
    "sender", ["elev@elev.lillkoping.example", "nagon@okand.example", "a@gmail.com"]
)
def test_nobody_else_learns_their_names(sender, customer, colleague):
    comes(sender)
    assert not any(name in the_answer().text for name in (*NAMES, "Lillköping"))


def test_a_private_domain_that_an_organisation_has_tells_no_names(municipality, customer):
    municipality.mail_domains.create(domain="gmail.com")
    comes("nagon@gmail.com")
    assert customer.name not in the_answer().text


def test_one_who_has_left_is_met_like_a_stranger(customer, colleague, administrator):
    customer.pause(by=administrator)
    comes(customer.email)
    assert the_answer().person is None
    assert colleague.name in the_answer().text
    assert customer.name not in the_answer().text
    assert not KeptMail.objects.exists()


def test_at_a_closed_organisation_nobody_is_known(municipality, customer, administrator):
    municipality.close(by=administrator)
    comes(customer.email)
    assert the_answer().person is None
    assert "Lillköping" not in the_answer().text
    assert not KeptMail.objects.exists()


def test_our_own_people_are_told_that_it_was_not_read(agent):
    comes(agent.email)
    assert the_answer().person == agent
    assert "/desk/" in the_answer().text
    assert not KeptMail.objects.exists()


def test_who_has_no_password_yet_learns_how_to_get_one(municipality):
    new = Person.objects.admit(
        email="ny@lillkoping.example", name="Nils Ny", organisation=municipality
    )
    comes(new.email)
    assert "/activate/" in the_answer().text


def test_it_stands_with_what_it_answers_and_says_that_a_program_wrote_it(settings, customer):
    settings.MAIL_DOMAIN = "in.vendor.example"
    comes(customer.email, Message_ID="<b@skola.example>", References="<a@skola.example>")
    sent = message_from_bytes(the_answer().message().message().as_bytes(), policy=policy.default)
    assert sent["In-Reply-To"] == "<b@skola.example>"
    assert sent["References"] == "<a@skola.example> <b@skola.example>"
    assert sent["Auto-Submitted"] == "auto-replied"
    assert sent["X-Auto-Response-Suppress"] == "All"
    assert sent["Reply-To"] == "replies@in.vendor.example"
    assert sent["List-Id"] is None


def test_nothing_of_the_mail_is_repeated(customer):
    for sender in (customer.email, "nagon@okand.example", "larare@lillkoping.example"):
        comes(
            sender, subject="Köp billiga klockor", text="http://klockor.example", Reply_To="x@y.z"
        )
    assert len(answers()) == 3
    for mail in answers():
        assert not any(w in mail.text + mail.html + mail.subject for w in ("klockor", "x@y.z"))


def test_two_mails_of_a_day_get_one_answer_and_are_both_kept(customer):
    assert comes(customer.email) == "answered"
    assert comes(customer.email.upper(), subject="En sak till") == "already"
    assert len(answers()) == 1
    assert KeptMail.objects.count() == 2


def test_the_next_day_gets_an_answer_of_its_own_and_the_day_is_the_installations():
    with turned_back() as clock:
        clock.moment = datetime(2026, 11, 25, 22, 50, tzinfo=UTC)  # ten to midnight
        assert comes("nagon@okand.example") == "answered"
        clock.moment = datetime(2026, 11, 25, 22, 59, tzinfo=UTC)
        assert comes("nagon@okand.example") == "already"
        clock.moment = datetime(2026, 11, 25, 23, 1, tzinfo=UTC)
        assert comes("nagon@okand.example") == "answered"


def test_a_mail_to_several_retired_addresses_gets_one_answer_and_counts_at_each(customer, form):
    other = RetiredAddress.objects.create(email="help@vendor.example", form=form, once=uuid4())
    comes(customer.email, to=f"{SUPPORT}, Hjälp <HELP@vendor.example>")
    assert len(answers()) == KeptMail.objects.count() == 1
    numbers = Tally.objects.lately()
    assert numbers[other.pk] == {"came": 1, "answered": 1, "kept": 1}
    assert len(numbers) == 2


def test_the_same_mail_that_comes_once_for_each_address_is_kept_once(customer, form):
    RetiredAddress.objects.create(email="help@vendor.example", form=form, once=uuid4())
    mail = written(customer.email, to=f"{SUPPORT}, help@vendor.example")
    assert [arrive(mail, at=[SUPPORT]), arrive(mail, at=["help@vendor.example"])] == [
        "answered", "already",
    ]  # fmt: skip
    assert KeptMail.objects.count() == 1


def test_others_who_get_the_mail_too_are_left_alone(customer, colleague):
    comes(customer.email, to=colleague.email, cc=f"{SUPPORT}, chef@lillkoping.example")
    assert the_answer().to == customer.email


def test_mail_to_nobody_of_ours_is_not_answered(customer):
    assert comes(customer.email, to="nagon@vendor.example") == "nothing"
    assert not Mail.objects.filter(key__startswith="answer").exists()
    assert not Tally.objects.exists()


def test_an_address_that_is_closed_is_neither_answered_nor_kept(customer, administrator):
    RetiredAddress.objects.get().open(is_open=False, by=administrator)
    assert comes(customer.email) == "closed"
    assert not answers()
    assert not KeptMail.objects.exists()
    assert list(Tally.objects.lately().values()) == [{"came": 1, "closed": 1}]


def test_a_thousand_senders_get_an_answer_each_and_leave_nothing_but_numbers(
    django_assert_max_num_queries,
):
    for number in range(20):
        comes(f"a{number}@okand{number}.example")
    with django_assert_max_num_queries(33):
        comes("a21@okand21.example")
    assert len(answers()) == 21
    assert list(Tally.objects.lately().values()) == [{"came": 21, "answered": 21}]


def test_so_many_strangers_are_answered_in_an_hour_and_no_more(customer, monkeypatch):
    monkeypatch.setattr(restraint, "MOST_STRANGERS", 4)
    monkeypatch.setattr(restraint, "MOST_AT_DOMAIN", 2)
    with turned_back() as clock:
        clock.moment = datetime(2026, 11, 25, 22, 40, tzinfo=UTC)  # twenty to midnight
        told = [comes(f"a{number}@okand.example") for number in range(3)]
        assert told == ["answered", "answered", "enough"]
        clock.moment = datetime(2026, 11, 25, 23, 10, tzinfo=UTC)
        told = [comes(f"a@okand{number}.example") for number in range(3)]
        assert told == ["answered", "answered", "enough"]
        assert comes(customer.email) == "answered"
        clock.moment = datetime(2026, 11, 26, 0, 20, tzinfo=UTC)
        assert comes("a@okand9.example") == "answered"
    assert sum(one["enough"] for one in Tally.objects.lately().values()) == 2


def test_an_organisation_that_was_merged_answers_as_the_other(
    municipality, elsewhere, outsider, administrator, customer
):
    comes(customer.email)
    merge(municipality, into=elsewhere, by=administrator)
    assert KeptMail.objects.get().organisation == elsewhere
    comes("larare@lillkoping.example")
    assert "Hos Storsunds kommun" in words(answers()[-1])


def test_an_address_that_takes_no_mail_is_not_mailed():
    Address.objects.create(email="nagon@okand.example", stopped_at=timezone.now() - timedelta(1))
    comes("nagon@okand.example")
    assert the_answer().state == "stopped"


def test_many_administrators_are_not_all_named(municipality):
    for number in range(8):
        person(f"Namn {number}", f"n{number}@lillkoping.example", at=municipality)
    comes("larare@lillkoping.example")
    assert the_answer().text.count("Namn ") == 5
    assert Organisation.objects.count() == 1


def test_the_listener_takes_mail_to_it_as_it_does_to_the_portals_own_domain(settings):
    assert is_ours("Support@vendor.example")
    assert not is_ours("other@vendor.example")
    settings.DEFAULT_FROM_EMAIL = f"Kundportal <no-reply@{settings.MAIL_DOMAIN}>"
    check = SelfCheck.objects.make()
    for local in ("Replies", "no-reply", "abuse", "postmaster", "replies+1"):
        assert is_ours(f"{local}@{settings.MAIL_DOMAIN.upper()}")
    assert is_ours(check.address)
    assert is_ours(addresses.return_path(12))
    for local in ("x", "bounce+12.aaaaaaaaaaaaaaaa", "bounce", "check+x", "no-reply2", ""):
        assert not is_ours(f"{local}@{settings.MAIL_DOMAIN}")
