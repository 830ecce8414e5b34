"""Looking at our own records: a real DNS server and a real mail server on the loopback."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from kundportal.mail import checking
from kundportal.mail.checking import Dns, Finding, Level
from kundportal.mail.checking import dns as asking
from kundportal.mail.checking.words import WORDS
from kundportal.mail.models import MailCheck
from tests.dns_server import DnsServer, dns_server  # noqa: F401
from tests.smtp import MailServer

# The public half of an RSA key of 2048 bits is 294 bytes as it stands in a record.
KEY_2048, KEY_1024, KEY_512 = ("A" * (4 * size // 3) for size in (294, 162, 93))
GOOD = "v=spf1 ip4:192.0.2.0/28 include:spf.leverantor.example ~all"


@pytest.fixture(autouse=True)
def _set_up(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Kundportal <portal@leverantor.example>"
    settings.MAIL_DOMAIN = "post.leverantor.example"
    settings.MAIL_HOSTS = ["ut.leverantor.example"]
    settings.DKIM_SELECTORS = ["k1"]
    settings.SITE_URL = "https://portal.leverantor.example"


@pytest.fixture
def good(dns_server: DnsServer) -> DnsServer:  # noqa: F811
    """A zone in which nothing is missing."""
    dns_server.call("192.0.2.5", "ut.leverantor.example")
    dns_server.add("post.leverantor.example", "TXT", "annat", GOOD)
    dns_server.add("leverantor.example", "TXT", "v=spf1 a:ut.leverantor.example -all")
    dns_server.add("spf.leverantor.example", "TXT", "v=spf1 ip4:198.51.100.7 -all")
    dns_server.add("k1._domainkey.leverantor.example", "TXT", f"v=DKIM1; k=rsa; p={KEY_2048[:200]}")
    key = f'"v=DKIM1; k=rsa; p={KEY_2048[:200]}" "{KEY_2048[200:]}"'
    named = next(one for one in dns_server.zone if str(one[0]).startswith("k1."))
    dns_server.zone[named] = [key]
    dns_server.add(
        "_dmarc.leverantor.example", "TXT", "v=DMARC1; p=reject; rua=mailto:d@leverantor.example"
    )
    dns_server.add("post.leverantor.example", "MX", "10 in.leverantor.example.")
    dns_server.call("192.0.2.6", "in.leverantor.example")
    dns_server.add("_mta-sts.post.leverantor.example", "TXT", "v=STSv1; id=1")
    dns_server.add("_smtp._tls.post.leverantor.example", "TXT", "v=TLSRPTv1; rua=mailto:a@b.se")
    return dns_server


@pytest.fixture
def found(good: DnsServer) -> Callable[[], dict[str, Finding]]:
    """What is found by code, without the mail server."""

    def look() -> dict[str, Finding]:
        with translation.override(None):
            rows = checking.check(Dns(good.address), with_server=False)
            assert all(row.text for row in rows)
        return {row.code: row for row in rows}

    return look


def change(server: DnsServer, name: str, kind: str, *texts: str) -> None:
    for key in [one for one in server.zone if str(one[0]) == f"{name}." and one[1] == kind]:
        del server.zone[key]
    if texts:
        server.add(name, kind, *texts)


def test_a_zone_in_which_nothing_is_missing_is_right(found):
    rows = found()
    assert {row.level for row in rows.values()} == {Level.RIGHT}
    assert rows.keys() == {
        "spf.there", "spf.covers", "dkim.there", "dmarc.there", "dmarc.aligned", "mx.there",
        "sts.there", "tls_reports.there", "ptr.there",
    }  # fmt: skip


def test_no_record_at_all_is_told_with_the_very_records_to_add(found, good):
    good.zone.clear()
    rows = found()
    assert (
        rows["spf.none"].record
        == 'leverantor.example. IN TXT "v=spf1 a:ut.leverantor.example ~all"'
    )
    assert rows["dkim.none"].record.startswith("k1._domainkey.leverantor.example. IN TXT")
    assert "p=quarantine" in rows["dmarc.none"].record
    assert rows["mx.none"].record == "post.leverantor.example. IN MX 10 portal.leverantor.example."
    assert rows["host.unknown"].level is Level.MISSING
    assert rows["sts.none"].level is Level.HINT


@pytest.mark.parametrize(
    ("spf", "code"),
    [
        ("v=spf1 ip4:203.0.113.1 -all", "spf.outside"),
        ("v=spf1 -ip4:192.0.2.0/24 -all", "spf.outside"),
        ("v=spf1 exists:%{i}.leverantor.example -all", "spf.perhaps"),
        ("v=spf1 a:ut.leverantor.example +all", "spf.everyone"),
        ("v=spf1 a:ut.leverantor.example", "spf.no_end"),
        ("v=spf1 include:ingen.example ip4:192.0.2.5 -all", "spf.dangling"),
        ("v=spf1 a:ut.leverantor.example " + "a " * 10 + "-all", "spf.lookups"),
        ("v=spf1 include:post.leverantor.example -all", "spf.lookups"),  # of itself
    ],
)
def test_a_record_that_does_not_hold_is_told(found, good, spf, code):
    change(good, "post.leverantor.example", "TXT", spf)
    assert code in found()


@pytest.mark.parametrize(
    "spf",
    [
        "v=spf1 redirect=leverantor.example",
        "v=spf1 mx:ut.leverantor.example a:ut.leverantor.example/28 -all",
        "V=SPF1 IP4:192.0.2.5 -ALL",
        "v=spf1 ip4:nonsense a:..%%.. ip4:192.0.2.5 ~all",
        "v=spf1 " + "a:ut.leverantor.example " * 10 + "-all",
    ],
)
def test_a_record_that_holds_covers_the_hosts_that_send(found, good, spf):
    change(good, "post.leverantor.example", "TXT", spf)
    assert {"spf.covers", "spf.there"} <= found().keys()
    assert "spf.lookups" not in found()


def test_the_record_to_add_keeps_what_stands_there(found, good):
    change(good, "post.leverantor.example", "TXT", "v=spf1 ip4:203.0.113.1 -all")
    record = found()["spf.outside"].record
    assert '"v=spf1 a:ut.leverantor.example ip4:203.0.113.1 -all"' in record


def test_two_records_count_as_none(found, good):
    good.add("post.leverantor.example", "TXT", "v=spf1 -all")
    assert found()["spf.several"].level is Level.MISSING


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("v=DKIM1; p=", "dkim.revoked"),
        ("v=DKIM1; p=???", "dkim.broken"),
        (f"v=DKIM1; p={KEY_512}", "dkim.weak"),
        (f"p={KEY_1024}", "dkim.short"),
        ("v=DKIM1; k=ed25519; p=MCowBQYDK2VwAyEA", "dkim.there"),
        ("v=DKIM1; k=ed25519; t=y:s; p=MCowBQYDK2VwAyEA", "dkim.testing"),
        ("annat", "dkim.none"),
    ],
)
def test_a_key_is_looked_at(found, good, key, code):
    change(good, "k1._domainkey.leverantor.example", "TXT", key)
    assert code in found()


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ("v=DMARC1; p=none; rua=mailto:a@b.se", "dmarc.only_watches"),
        ("v=DMARC1; p=reject", "dmarc.no_reports"),
        ("v=DMARC1; p=", "dmarc.no_policy"),
        ("v=DMARC1; p=reject; aspf=s", "dmarc.by_dkim_alone"),
        ("something", "dmarc.none"),
    ],
)
def test_a_policy_is_looked_at(found, good, policy, code):
    change(good, "_dmarc.leverantor.example", "TXT", policy)
    assert code in found()


def test_an_envelope_of_another_domain_passes_by_its_signature_alone(found, good, settings):
    settings.MAIL_DOMAIN = "annan.example"
    assert "dmarc.by_dkim_alone" in found()
    settings.DKIM_SELECTORS = []
    rows = found()
    assert rows["dmarc.not_aligned"].level is Level.MISSING
    assert rows["dkim.selector_unknown"].level is Level.HINT


def test_the_policy_of_the_domain_above_counts(found, good, settings):
    settings.DEFAULT_FROM_EMAIL = "portal@kund.leverantor.example"
    good.add("k1._domainkey.kund.leverantor.example", "TXT", "v=DKIM1; k=ed25519; p=MCow")
    rows = found()
    assert rows["dmarc.there"].values["domain"] == "leverantor.example"
    assert rows["dmarc.aligned"].level is Level.RIGHT


def test_addresses_are_called_something_that_leads_back(found, good):
    change(good, "5.2.0.192.in-addr.arpa", "PTR", "annan.leverantor.example.")
    assert found()["ptr.elsewhere"].values["name"] == "annan.leverantor.example"
    change(good, "5.2.0.192.in-addr.arpa", "PTR")
    record = found()["ptr.none"].record
    assert record == "5.2.0.192.in-addr.arpa. IN PTR ut.leverantor.example."


def test_a_way_in_that_leads_nowhere_is_told(found, good):
    change(good, "post.leverantor.example", "MX", "10 borta.leverantor.example.")
    assert "mx.lost" in found()
    change(good, "post.leverantor.example", "MX", "0 .")
    assert "mx.refuses" in found()


def test_a_dns_that_does_not_answer_is_told_and_soon_given_up(found, good, monkeypatch):
    monkeypatch.setattr(asking, "SECONDS", 0.2)
    good.is_broken = True
    rows = found()
    assert rows.keys() == {"dns.silent", "dns.away"}
    good.stop()
    assert found().keys() == {"dns.silent", "dns.away"}


def test_a_sender_without_a_domain_is_told(found, settings):
    settings.DEFAULT_FROM_EMAIL = "Kundportal <no-reply@localhost>"
    assert found().keys() == {"sender.local"}


def test_the_mail_server_is_greeted_and_nothing_is_sent(smtp: MailServer, settings):
    rows = {row.code: row for row in checking.server.check()}
    assert rows.keys() == {"server.there"}
    assert smtp.received == []
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = "portal"
    rows = {row.code: row for row in checking.server.check()}
    assert "server.quarrel" in rows  # it has no way to sign in
    settings.EMAIL_USE_TLS = True
    assert "server.quarrel" in {row.code for row in checking.server.check()}


def test_a_mail_server_that_is_away_is_told(smtp: MailServer, settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]
    (row,) = checking.server.check()
    assert (row.code, row.level) == ("server.away", Level.MISSING)


def test_a_demo_has_no_mail_server_to_ask(settings):
    settings.EMAIL_BACKEND = "kundportal.mail.backends.EmlFolder"
    (row,) = checking.server.check()
    assert (row.code, row.level) == ("server.not_smtp", Level.HINT)


def run(*words: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("check_mail", *words, stdout=out)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_the_command_says_what_is_missing_and_ends_with_1(good):
    words = (f"--nameserver={good.address}", "--no-server")
    code, text = run(*words)
    assert code == 0
    assert "Nothing is missing." in text
    change(good, "_dmarc.leverantor.example", "TXT")
    code, text = run(*words)
    assert code == 1
    assert "MISSING  DMARC: leverantor.example has no record." in text
    assert '_dmarc.leverantor.example. IN TXT "v=DMARC1; p=quarantine' in text
    code, text = run(*words, "--json")
    told = json.loads(text)
    assert (code, told["is_right"]) == (1, False)
    assert {"code", "level", "text", "record", "values"} == told["findings"][0].keys()


@pytest.mark.django_db
def test_what_was_found_is_kept_until_the_next_look(good, monkeypatch):
    checking.keep(checking.check(Dns(good.address), with_server=False))
    good.zone.clear()
    checking.keep(checking.check(Dns(good.address), with_server=False))
    kept = MailCheck.objects.get()
    found = [Finding.from_json(one) for one in kept.findings]
    assert not checking.is_right(found)
    with translation.override("sv"):
        assert "har ingen post" in found[0].text


def test_every_word_takes_the_values_it_is_given():
    """Each code is said in one place at least, and every text names only what it is given."""
    package = "\n".join(
        file.read_text(encoding="utf-8")
        for file in __import__("pathlib").Path(checking.__file__).parent.glob("*.py")
        if file.name != "words.py"
    )
    assert [code for code in WORDS if f'"{code}"' not in package] == []
