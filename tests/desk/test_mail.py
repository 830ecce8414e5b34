"""Staff see what became of each mail, and try a failed one again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from kundportal.history.models import Event
from kundportal.lib import dates
from kundportal.mail.letters import Button, Letter
from kundportal.mail.models import Address, Destination, Mail, State
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

LETTER = Letter(
    subject="Svar på ditt ärende",
    lead="Anna <Ek> har svarat.",
    button=Button("Läs svaret", "https://portal.example/tickets/1/"),
    why="Du är mottagare.",
)


def mail(key: str = "reply:1", letter: Letter = LETTER, **state: object) -> Mail:
    posted = Mail.objects.post(letter, to="karin.berg@lillkoping.example", key=key, language="sv")
    for name, value in state.items():
        setattr(posted, name, value)
    posted.save()
    return posted


def failed(key: str = "reply:1", letter: Letter = LETTER) -> Mail:
    return mail(
        key,
        letter,
        state=State.BOUNCED,
        tries=3,
        answer="550 5.1.1 No such user",
        failed_at=timezone.now(),
        next_try_at=None,
    )


def test_the_list_shows_state_tries_and_last_answer(agent) -> None:
    failed()
    page = signed_in(agent).get("/desk/mail/").content.decode()
    for shown in ("Svar på ditt ärende", "karin.berg@lillkoping.example", "Studsade"):
        assert shown in page
    assert "Adressen finns inte." in page


def test_each_filter_shows_its_own(agent) -> None:
    mail("reply:1", replace(LETTER, subject="Väntebrev"))
    failed("reply:2", replace(LETTER, subject="Felbrev"))
    mail("reply:3", replace(LETTER, subject="Sändbrev"), state=State.SENT, sent_at=timezone.now())
    client = signed_in(agent)
    for state, shown in (
        ("waiting", {"Väntebrev"}),
        ("bounced", {"Felbrev"}),
        ("sent", {"Sändbrev"}),
        ("all", {"Väntebrev", "Felbrev", "Sändbrev"}),
        ("nonsense", {"Väntebrev", "Felbrev", "Sändbrev"}),
    ):
        page = client.get("/desk/mail/", {"state": state}).content.decode()
        assert {one for one in ("Väntebrev", "Felbrev", "Sändbrev") if one in page} == shown


def test_the_list_is_paged_newest_first(agent) -> None:
    for number in range(51):
        mail(f"reply:{number}", replace(LETTER, subject=f"Brev {number:02}"))
    client = signed_in(agent)
    first = client.get("/desk/mail/")
    assert "Brev 50" in first.content.decode()
    assert "Brev 00" not in first.content.decode()
    after = first.content.decode().split("after=")[1].split('"')[0]
    second = client.get("/desk/mail/", {"after": after}).content.decode()
    assert "Brev 00" in second
    assert "Brev 01" not in second


def test_the_list_costs_the_same_for_one_mail_and_fifty(
    agent, django_assert_max_num_queries
) -> None:
    for number in range(50):
        mail(f"reply:{number}")
    client = signed_in(agent)
    client.get("/desk/mail/")
    with django_assert_max_num_queries(6):
        client.get("/desk/mail/")


def test_a_mail_is_shown_as_text_with_both_its_parts(agent) -> None:
    page = signed_in(agent).get(f"/desk/mail/{mail().pk}/").content.decode()
    assert "Anna &lt;Ek&gt; har svarat." in page
    assert "&lt;!DOCTYPE html&gt;" in page
    assert "https://portal.example/tickets/1/" in page


def test_a_secret_link_is_never_shown(agent, administrator) -> None:
    secret = replace(LETTER, secret=True, button=Button("Välj", "https://portal.example/a/s3cr3t/"))
    for letter in (mail("activation:1", secret), failed("activation:2", secret)):
        for person in (agent, administrator):
            for address in (f"/desk/mail/{letter.pk}/", "/desk/mail/"):
                page = signed_in(person).get(address).content.decode()
                assert "s3cr3t" not in page
                assert "har svarat" not in page


def test_a_failed_mail_is_tried_again(agent) -> None:
    letter = failed()
    client = signed_in(agent)
    assert "Skicka det igen" in client.get(f"/desk/mail/{letter.pk}/").content.decode()
    answer = client.post(f"/desk/mail/{letter.pk}/delivery/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/desk/mail/{letter.pk}/"
    letter.refresh_from_db()
    assert letter.state == State.WAITING
    assert letter in Mail.objects.due()
    event = Event.objects.get(verb="mail.tried_again")
    assert (event.thing_id, event.by) == (letter.pk, agent)


def test_only_a_failed_mail_can_be_tried_again(agent) -> None:
    client = signed_in(agent)
    for letter in (mail("reply:1"), mail("reply:2", state=State.SENT, sent_at=timezone.now())):
        before = letter.state
        assert "Skicka det igen" not in client.get(f"/desk/mail/{letter.pk}/").content.decode()
        assert client.post(f"/desk/mail/{letter.pk}/delivery/").status_code == 302
        letter.refresh_from_db()
        assert letter.state == before
    assert not Event.objects.filter(verb="mail.tried_again").exists()


def test_a_mail_that_waits_is_stopped_and_can_be_sent_after_all(agent) -> None:
    letter, client = mail(), signed_in(agent)
    assert "Stoppa mejlet" in client.get(f"/desk/mail/{letter.pk}/").content.decode()
    for _ in range(2):
        client.post(f"/desk/mail/{letter.pk}/stopping/")
    letter.refresh_from_db()
    assert letter.state == State.STOPPED
    assert letter not in Mail.objects.due()
    assert Event.objects.filter(verb="mail.stopped", by=agent).count() == 1
    page = client.get(f"/desk/mail/{letter.pk}/").content.decode()
    assert f"{agent.name} stoppade det" in page
    client.post(f"/desk/mail/{letter.pk}/delivery/")
    letter.refresh_from_db()
    assert letter.state == State.WAITING


def test_a_sent_mail_can_not_be_stopped(agent) -> None:
    letter = mail(state=State.SENT, sent_at=timezone.now(), next_try_at=None)
    client = signed_in(agent)
    assert "Stoppa mejlet" not in client.get(f"/desk/mail/{letter.pk}/").content.decode()
    client.post(f"/desk/mail/{letter.pk}/stopping/")
    letter.refresh_from_db()
    assert letter.state == State.SENT


def test_a_mail_to_a_stopped_address_says_so_and_staff_lift_the_stop(agent) -> None:
    Address.objects.create(email="karin.berg@lillkoping.example", stopped_at=timezone.now())
    letter, client = mail(), signed_in(agent)
    assert letter.state == State.STOPPED
    assert "Mejl till adressen är stoppade" in client.get("/desk/mail/").content.decode()
    page = client.get(f"/desk/mail/{letter.pk}/").content.decode()
    assert "Häv stoppet" in page
    assert "Skicka det igen" not in page
    client.post(f"/desk/mail/{letter.pk}/delivery/")
    letter.refresh_from_db()
    assert letter.state == State.STOPPED
    client.post(f"/desk/mail/{letter.pk}/lifting/")
    assert not Address.objects.is_stopped(letter.to)
    assert Event.objects.get(verb="address.lifted").by == agent
    client.post(f"/desk/mail/{letter.pk}/delivery/")
    letter.refresh_from_db()
    assert letter.state == State.WAITING


def test_the_page_tells_what_happened_in_order(agent) -> None:
    letter = mail(tries=2, state=State.DEFERRED, answer="450 4.2.2 full")
    letter.attempts.create(answer="451 4.7.1 Greylisted", at=timezone.now())
    letter.attempts.create(answer="450 4.2.2 full", at=timezone.now())
    page = signed_in(agent).get(f"/desk/mail/{letter.pk}/").content.decode()
    places = [
        page.index(one) for one in ("Skrivet", "451 4.7.1 Greylisted", ">450 4.2.2 full</td>")
    ]
    assert places == sorted(places)
    letter.state, letter.sent_at = State.SENT, timezone.now()
    letter.save()
    letter.bounce(kind="permanent", status="5.1.1", is_hard=True, text="550 5.1.1 nobody here")
    page = signed_in(agent).get(f"/desk/mail/{letter.pk}/").content.decode()
    assert "Nej, det kom tillbaka. Adressen finns inte." in page
    assert "550 5.1.1 nobody here" in page


@pytest.mark.parametrize(
    ("state", "more", "told"),
    [
        (State.WAITING, {}, "Inte än. Det skickas inom någon minut."),
        (State.DEFERRED, {"tries": 1}, "Inte än. Servern bad oss återkomma."),
        (State.SENT, {}, "Mejlservern tog emot det"),
        (State.SENT, {"delivered_at": timezone.now()}, "Ja. Brevlådan tog emot det"),
        (State.COMPLAINED, {}, "Det kom fram, och mottagaren markerade det som skräppost."),
        (State.FAILED, {}, "Nej. Vi försökte i tre dagar och gav sedan upp."),
        (State.STOPPED, {}, "Nej. Det stoppades innan det skickades."),
    ],
)
def test_the_page_answers_whether_it_arrived(agent, state, more, told) -> None:
    letter = mail(state=state, sent_at=timezone.now(), **more)
    assert told in signed_in(agent).get(f"/desk/mail/{letter.pk}/").content.decode()


def test_a_domain_that_rests_and_a_server_that_is_down_are_told(agent) -> None:
    letter, client = mail(), signed_in(agent)
    Destination.objects.note_fault("lillkoping.example", answer="421 too busy")
    page = client.get(f"/desk/mail/{letter.pk}/").content.decode()
    assert "Nästa försök med mejl till lillkoping.example görs" in page
    Destination.objects.note_fault("", answer="ConnectionRefusedError")
    assert "Vår egen mejlserver tar inte emot" in (
        client.get(f"/desk/mail/{letter.pk}/").content.decode()
    )
    for address in ("/desk/mail/", "/desk/mail/domains/"):
        page = client.get(address).content.decode()
        assert "Vår mejlserver har inte tagit emot några mejl sedan" in page
        assert "ConnectionRefusedError" in page


def test_the_page_in_english(agent) -> None:
    agent.choose_language("en")
    page = signed_in(agent).get(f"/desk/mail/{failed().pk}/").content.decode()
    assert "Send it again" in page


@pytest.mark.parametrize("odd", ["\x00", "'", "9" * 5000, "WzEsMl0"])
def test_odd_input_shows_the_first_page(agent, odd: str) -> None:
    letter = mail()
    page = signed_in(agent).get("/desk/mail/", {"after": odd, "state": odd})
    assert page.status_code == 200
    assert letter.subject in page.content.decode()


def test_no_customer_and_nobody_unknown_comes_in(customer, client) -> None:
    letter = failed()
    for address in ("/desk/mail/", "/desk/mail/domains/", f"/desk/mail/{letter.pk}/"):
        assert signed_in(customer).get(address).status_code == 404
        assert client.get(address)["Location"].startswith("/sign-in/")
    for act in ("delivery", "stopping", "lifting"):
        address = f"/desk/mail/{letter.pk}/{act}/"
        assert signed_in(customer).post(address).status_code == 404
        assert client.post(address)["Location"].startswith("/sign-in/")
        assert signed_in(customer).get(address).status_code == 405
    letter.refresh_from_db()
    assert letter.state == State.BOUNCED


def test_wrong_addresses_and_methods(agent) -> None:
    letter, client = failed(), signed_in(agent)
    assert client.get(f"/desk/mail/{letter.pk}/delivery/").status_code == 405
    assert client.post("/desk/mail/").status_code == 405
    for pk in (letter.pk + 1, 2**63, 10**40):
        assert client.get(f"/desk/mail/{pk}/").status_code == 404
        assert client.post(f"/desk/mail/{pk}/delivery/").status_code == 404


def test_a_mail_names_its_organisation_and_short_times(agent, municipality) -> None:
    letter = mail(organisation_id=municipality.pk)
    page = signed_in(agent).get(f"/desk/mail/{letter.pk}/").content.decode()
    assert f">{municipality.name}</a>" in page
    assert f">{dates.brief(letter.created_at)}</time>" in page
    letter.organisation_id = 2**40
    letter.save()
    assert signed_in(agent).get(f"/desk/mail/{letter.pk}/").status_code == 200
