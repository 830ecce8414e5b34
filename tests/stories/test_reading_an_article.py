"""A stranger is not helped and says why, a customer follows, and those who must hear do."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kundportal.knowledge.models import Article, Category, Translation
from kundportal.knowledge.reading.telling_readers import tell_owner
from kundportal.people.models import Organisation, Role
from tests.cast import PASSWORD, person
from tests.knowledge.jobs import queued
from tests.smtp import MailServer
from tests.stories.conftest import Recorder
from tests.stories.examiner import Examiner, faults_in_html

KARIN, ANNA = "karin.berg@lerum.se", "anna.ek@vendor.example"
TEXT = "## Börja\n\nGå till **inställningar**.\n\n## Välj\n\nEtt nytt.\n\n## Spara\n\nKlart."


@pytest.fixture
def article(site: str) -> Translation:
    person("Karin Berg", KARIN, at=Organisation.objects.create(name="Lerums kommun"))
    anna, lena = person("Anna Ek", ANNA, Role.AGENT), person("Lena", "l@vendor.example", Role.LEAD)
    outer = Category.objects.create(key="skolvalvet", names={"sv": "Skolvalvet"})
    inner = Category.objects.create(key="konton", names={"sv": "Konton"}, parent=outer)
    translation = Article.objects.begin(category=inner, language="sv", by=anna).in_language("sv")
    written = translation.write(by=anna, title="Byt lösenord", text=TEXT, lead="När du vill.")
    written.publish(by=lena)
    return translation


def last_mail(server: MailServer, to: str) -> EmailMessage:
    return [mail for mail in server.received if mail["To"] == to][-1]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body
    return str(body.get_content())


def finds_it(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name="Kunskap").click()
    page.get_by_role("link", name="Konton").click()
    page.get_by_role("link", name="Byt lösenord").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Byt lösenord")


def says_no(page: Page, reason: str) -> None:
    page.get_by_role("button", name="Nej", exact=True).click()
    page.get_by_label("Vad saknades eller var fel?").fill(reason)
    page.get_by_role("button", name="Skicka det som saknades").click()
    expect(page.get_by_text(reason)).to_be_visible()


def is_told(
    karin: Page,
    article: Translation,
    post_office: Callable[[], MailServer],
    examiner: Examiner,
) -> None:
    """Follows a category, and gets a mail that leads to what has changed in it."""
    examiner.watch(karin)
    signs_in(karin, "/knowledge/categories/konton/")
    karin.get_by_role("button", name="Följ kategorin").click()
    examiner.look(karin)
    anna = article.article.owner
    again = article.write(by=anna, title="Byt lösenord", text="Tryck på **Nytt lösenord**.")
    again.publish(by=None)
    mail = last_mail(post_office(), KARIN)
    assert "har ändrats" in mail["Subject"]
    karin.goto(next(word for word in text_of(mail).split() if "/knowledge/sv/" in word))
    expect(karin.get_by_text("Tryck på Nytt lösenord.")).to_be_visible()
    examiner.look(karin)


def signs_in(page: Page, then: str) -> None:
    page.goto(f"/sign-in/?next={then}")
    page.get_by_label("E-post", exact=True).fill(KARIN)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Logga in", exact=True).click()


def test_a_stranger_a_follower_and_the_owner(
    browser: Browser,
    site: str,
    article: Translation,
    post_office: Callable[[], MailServer],
    sent: Recorder,
    tmp_path: Path,
) -> None:
    examiner = Examiner()
    stranger = browser.new_context(base_url=site, locale="sv-SE").new_page()
    examiner.watch(stranger)
    finds_it(stranger)
    examiner.look(stranger)
    says_no(stranger, "Knappen finns inte.")
    examiner.look(stranger)

    plain = browser.new_context(base_url=site, locale="sv-SE", java_script_enabled=False).new_page()
    finds_it(plain)
    plain.get_by_role("link", name="Välj", exact=True).click()
    says_no(plain, "Bilden är gammal.")
    [job] = queued("kundportal.knowledge.jobs.tell_owner")
    tell_owner(**job)
    assert "Knappen finns inte." in text_of(last_mail(post_office(), ANNA))

    is_told(
        browser.new_context(base_url=site, locale="sv-SE").new_page(),
        article,
        post_office,
        examiner,
    )
    assert not examiner.faults, "\n".join(examiner.faults)
    assert not examiner.consoles, "\n".join(examiner.consoles)
    wrong = faults_in_html(sent.pages, tmp_path)
    assert not wrong, "\n".join(wrong)
