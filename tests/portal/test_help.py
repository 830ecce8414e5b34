"""The help page answers the same questions in every language."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from kundportal.portal.questions import questions

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def test_everyone_may_read_it(client, db):
    page = client.get("/help/").content.decode()
    assert "Vem kan få åtkomst?" in page
    assert f"inom {settings.DECISION_WITHIN} arbetsdagar" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_has_an_answer(language):
    found = [one for section in questions(language) for one in section.questions]
    assert len(found) > 25
    assert [one.title for one in found if len(one.answer.strip()) < 40] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_anchors(language):
    def anchors(code):
        return [(s.anchor, [q.anchor for q in s.questions]) for s in questions(code)]

    assert anchors(language) == anchors("sv")


def test_every_line_of_the_contents_leads_to_its_answer(client, db):
    page = client.get("/help/").content.decode()
    links = re.findall(r'href="#([a-z-]+)"', page.split("</nav>", 2)[1])
    assert len(links) > 25
    assert [link for link in links if f'id="{link}"' not in page] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_address_in_the_answers_exists(language):
    text = "".join(one.answer for section in questions(language) for one in section.questions)
    addresses = set(re.findall(r"\]\((/[^)]*)\)", text))
    assert addresses
    missing = set()
    for address in addresses:
        try:
            resolve(address)
        except Resolver404:
            missing.add(address)
    assert missing == set()


def test_a_customer_who_finds_no_answer_may_ask_us(customer):
    from tests.cast import signed_in

    page = signed_in(customer).get("/help/").content.decode()
    assert "Skapa ett ärende och fråga oss." in page
