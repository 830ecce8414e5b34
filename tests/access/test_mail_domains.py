"""Private and throw-away addresses are refused in every disguise, and work addresses are not."""

from __future__ import annotations

import pytest

from kundportal.access import mail_domains, municipalities
from kundportal.access.forms import ApplicationForm
from kundportal.access.models import DomainRuling
from kundportal.history.models import Event
from tests.access.conftest import filled_in
from tests.cast import signed_in

DISGUISES = (
    """
eva@GMAIL.COM|eva@GmAiL.cOm|eva@gmail.com.|eva@gmail.com..|eva@gmail.COM. |eva+jobb@gmail.com
e.v.a@gmail.com|"eva"@gmail.com|"eva öst"@gmail.com|"eva@kommun.se"@gmail.com|eva@mail.gmail.com
eva@a.b.c.gmail.com|eva@kommun.se.gmail.com|eva@lillkoping.example.hotmail.com
eva@ｇｍａｉｌ.ｃｏｍ|eva@gmail．com|eva@gmail。com|eva@gmail｡com|eva＠gmail.com|eva@𝐠𝐦𝐚𝐢𝐥.com
eva@𝓰𝓶𝓪𝓲𝓵.com|eva@ⓖⓜⓐⓘⓛ.com|eva@gmaⅰl.com|eva@gm\u00adail.com|eva@gm\u200bail.com
eva@gmail\u200d.com|eva@\u2060gmail.com|eva@gmail.com\u200e|eva@\u202egmail.com|eva@gmаil.com
eva@gmаіl.com|eva@ɡmail.com|eva@gmaiӏ.com|eva@gmaıl.com|eva@gmáil.com|eva@gmàíl.com|eva@gmail.cοm
eva@GMАIL.com|eva@xn--gmil-63d.com|eva@XN--GMIL-63D.COM|eva@mail.xn--gmil-63d.com
eva@hоtmail.com|eva@hotmаil.se|eva@һotmail.com|eva@οutlook.com|eva@outlооk.com|eva@ουtlook.com
eva@yаhoo.com|eva@уahoo.com|eva@iclоud.com|eva@ícloud.com|eva@live.ѕe|eva@mailinatоr.com
eva@øutlook.com|eva@teliа.com|eva@protonmaił.com|eva@xn--htmail-wqf.com|eva@hօtmail.com
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


@pytest.fixture
def desk(administrator):
    return signed_in(administrator)


def error_of(email: str) -> str:
    return " ".join(ApplicationForm(filled_in(email=email)).errors.get("email", []))


def test_every_domain_of_the_list_is_refused():
    every = mail_domains._private()
    assert len(every) > 13_000
    for disguise in ("{}", "{}.", "mail.{}"):
        accepted = [one for one in every if not _refuses(disguise.format(one).upper())]
        assert accepted == []


def _refuses(domain: str) -> bool:
    return bool(mail_domains.listed(mail_domains.as_servers_know(domain)))


@pytest.mark.parametrize("email", DISGUISES, ids=ascii)
def test_a_disguise_is_seen_through_and_the_reason_is_given(email):
    assert "Privata adresser som" in error_of(email)


def test_there_are_fifty_disguises():
    assert len(set(DISGUISES)) >= 50


def test_every_municipality_is_accepted():
    domains = [one.mail_domain for one in municipalities.everyone()]
    assert len(domains) == 290
    assert [one for one in domains if error_of(f"eva@{one}") or error_of(f"E@SKOLA.{one}")] == []


@pytest.mark.parametrize(
    "email", ["eva@skövde.se", "eva@malmö.se", "eva@täby.se", "eva@åre.se", "eva@gmail.kommun.se",
              "eva@notgmail-skolan.se", "gmail.com@kommun.se"]
)  # fmt: skip
def test_an_address_at_work_is_not_taken_for_a_disguise(email):
    assert error_of(email) == ""


def test_staff_refuse_a_domain_and_every_domain_under_it(desk, administrator):
    assert error_of("eva@skola.engangs.example") == ""
    form = {"domain": " @Engangs.Example. ", "ruling": "private"}
    assert desk.post("/desk/mail-domains/", form).headers["Location"] == "/desk/mail-domains/"
    assert "Privata adresser som engangs.example" in error_of("eva@skola.engangs.example")
    assert "engangs.example" in desk.get("/desk/mail-domains/").content.decode()
    event = Event.objects.get(verb="access.domain_ruled")
    assert (event.by, event.data) == (administrator, {"is_private": True})


def test_staff_accept_a_domain_of_the_list_and_take_it_back(desk):
    assert error_of("eva@telia.com")
    desk.post("/desk/mail-domains/", {"domain": "telia.com", "ruling": "work"})
    assert error_of("eva@telia.com") == error_of("eva@skola.telia.com") == ""
    ruling = DomainRuling.objects.get()
    desk.post(f"/desk/mail-domains/{ruling.pk}/removal/")
    assert error_of("eva@telia.com")
    assert not DomainRuling.objects.exists()


def test_the_nearest_ruling_holds_and_the_last_word_is_one(desk):
    for domain, ruling in (("a.example", "private"), ("skola.a.example", "private"),
                           ("skola.a.example", "work")):  # fmt: skip
        desk.post("/desk/mail-domains/", {"domain": domain, "ruling": ruling})
    assert DomainRuling.objects.count() == 2
    assert error_of("eva@skola.a.example") == error_of("eva@x.skola.a.example") == ""
    assert error_of("eva@a.example")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("eva@GMAIL.com", "gmail.com avvisas, eftersom gmail.com är privat."),
        ("lerum.se", "lerum.se godtas."),
        ("x.hotmail.com", "x.hotmail.com avvisas, eftersom hotmail.com är privat."),
        ("a\x00b", ""),
        ("x" * 5000, ""),
    ],
)
def test_staff_may_ask_what_holds(desk, asked, words):
    answer = desk.get("/desk/mail-domains/", {"q": asked})
    assert answer.status_code == 200
    assert words in answer.content.decode()


@pytest.mark.parametrize(
    "form",
    [
        {}, {"domain": "a.example"}, {"ruling": "private"}, {"domain": "se", "ruling": "private"},
        {"domain": "a b.example", "ruling": "private"}, {"domain": "a.example", "ruling": "x"},
        {"domain": "a\x00.example", "ruling": "work"}, {"domain": "x" * 300, "ruling": "work"},
        {"domain": "<b>.example", "ruling": "work"}, {"domain": "-a.example", "ruling": "work"},
    ],
)  # fmt: skip
def test_a_bad_ruling_changes_nothing(desk, form):
    assert desk.post("/desk/mail-domains/", form).status_code == 422
    assert not DomainRuling.objects.exists()


def test_the_rulings_are_for_administrators_alone(administrator, agent, customer, visitor):
    ruling = DomainRuling.objects.rule(domain="a.example", is_private=True, by=administrator)
    path = "/desk/mail-domains/"
    for one in (agent, customer):
        client = signed_in(one)
        assert client.get(path).status_code == 404
        assert client.post(path, {"domain": "b.example", "ruling": "work"}).status_code == 404
        assert client.post(f"{path}{ruling.pk}/removal/").status_code == 404
    assert visitor.get(path).headers["Location"].startswith("/sign-in/?next=")
    assert signed_in(administrator).get(f"{path}{ruling.pk}/removal/").status_code == 405
    assert signed_in(administrator).post(f"{path}999999/removal/").status_code == 404
    assert [one.domain for one in DomainRuling.objects.all()] == ["a.example"]
