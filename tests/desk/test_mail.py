"""Staff see what became of each mail, and try a failed one again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from kundportal.history.models import Event
from kundportal.mail.letters import Button, Letter
from kundportal.mail.models import Mail, State
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
        state=State.FAILED,
        tries=3,
        answer="550 5.1.1 No such user",
        failed_at=timezone.now(),
        next_try_at=None,
    )


def test_the_list_shows_state_tries_and_last_answer(agent) -> None:
    failed()
    page = signed_in(agent).get("/desk/mail/").content.decode()
    for shown in ("Svar på ditt ärende", "karin.berg@lillkoping.example", "Misslyckat"):
        assert shown in page
    assert "550 5.1.1 No such user" in page


def test_each_filter_shows_its_own(agent) -> None:
    mail("reply:1", replace(LETTER, subject="Väntebrev"))
    failed("reply:2", replace(LETTER, subject="Felbrev"))
    mail("reply:3", replace(LETTER, subject="Sändbrev"), state=State.SENT, sent_at=timezone.now())
    client = signed_in(agent)
    for state, shown in (
        ("waiting", {"Väntebrev"}),
        ("failed", {"Felbrev"}),
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
    assert "Försök igen nu" in client.get(f"/desk/mail/{letter.pk}/").content.decode()
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
        assert "Försök igen nu" not in client.get(f"/desk/mail/{letter.pk}/").content.decode()
        assert client.post(f"/desk/mail/{letter.pk}/delivery/").status_code == 302
        letter.refresh_from_db()
        assert letter.state == before
    assert not Event.objects.filter(verb="mail.tried_again").exists()


def test_the_page_in_english(agent) -> None:
    agent.choose_language("en")
    page = signed_in(agent).get(f"/desk/mail/{failed().pk}/").content.decode()
    assert "Try again now" in page


@pytest.mark.parametrize("odd", ["\x00", "'", "9" * 5000, "WzEsMl0"])
def test_odd_input_shows_the_first_page(agent, odd: str) -> None:
    letter = mail()
    page = signed_in(agent).get("/desk/mail/", {"after": odd, "state": odd})
    assert page.status_code == 200
    assert letter.subject in page.content.decode()


def test_no_customer_and_nobody_unknown_comes_in(customer, client) -> None:
    letter = failed()
    for address in ("/desk/mail/", f"/desk/mail/{letter.pk}/"):
        assert signed_in(customer).get(address).status_code == 404
        assert client.get(address)["Location"].startswith("/sign-in/")
    delivery = f"/desk/mail/{letter.pk}/delivery/"
    assert signed_in(customer).post(delivery).status_code == 404
    assert client.post(delivery)["Location"].startswith("/sign-in/")
    letter.refresh_from_db()
    assert letter.state == State.FAILED


def test_wrong_addresses_and_methods(agent) -> None:
    letter, client = failed(), signed_in(agent)
    assert client.get(f"/desk/mail/{letter.pk}/delivery/").status_code == 405
    assert client.post("/desk/mail/").status_code == 405
    for pk in (letter.pk + 1, 2**63, 10**40):
        assert client.get(f"/desk/mail/{pk}/").status_code == 404
        assert client.post(f"/desk/mail/{pk}/delivery/").status_code == 404
