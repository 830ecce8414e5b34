"""The text for whoever runs somebody's mail."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from kundportal.portal import it_text

pytestmark = pytest.mark.django_db
PAGE = "/mail-test/it-department/"


def texts(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_text_for_it_names_this_installation_in_both_languages(settings):
    settings.DEFAULT_FROM_EMAIL = "Kundportal <portal@leverantor.example>"
    settings.MAIL_DOMAIN, settings.MAIL_HOSTS = "post.leverantor.example", ["192.0.2.5"]
    settings.DKIM_SELECTORS = ["k1"]
    for accepted in ("sv", "en", "de"):
        shown = texts(Client(headers={"accept-language": accepted}).get(PAGE))
        for name in (
            "portal@leverantor.example", "bounce+…@post.leverantor.example", "192.0.2.5",
            "post.leverantor.example TXT", "k1._domainkey.leverantor.example",
            "_dmarc.leverantor.example TXT", "Auto-Submitted", "Släpp igenom dem",
            "Please let them through",
        ):  # fmt: skip
            assert name in shown, name
    answer = Client().get(f"{PAGE}text/")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.content.decode() == it_text.both()
    settings.MAIL_DOMAIN, settings.MAIL_HOSTS, settings.DKIM_SELECTORS = "", [], []
    assert "those of the SPF record of leverantor.example" in it_text.text_in("en")
    assert len(it_text.short_in("sv")) < 600  # what a link to a new mail can carry


def test_it_is_only_read():
    assert Client().post(PAGE).status_code == 405
    assert Client().post(f"{PAGE}text/").status_code == 405
