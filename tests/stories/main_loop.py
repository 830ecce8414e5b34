"""The whole loop as people go through it: apply, be let in, ask, be answered, close.

Told once, without a language: every word is looked up in the language of the story.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import EmailMessage
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kundportal.people import factors
from kundportal.people.models import Organisation, Person, Role
from kundportal.products.models import Product
from kundportal.tickets.models import Ticket
from tests.cast import PASSWORD, person
from tests.smtp import MailServer
from tests.stories import second_factor
from tests.stories.examiner import Examiner

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of the agent's one-time codes
NEW_PASSWORD = "Tre gröna äpplen 7"
SECRET_NOTE = "Bara för oss: felet kom med version 4.2."


class MainLoop:
    def __init__(
        self,
        browser: Browser,
        site: str,
        post_office: Callable[[], MailServer],
        examiner: Examiner,
        language: str,
    ) -> None:
        self.browser, self.site, self.post_office = browser, site, post_office
        self.examiner, self.language = examiner, language
        Product.objects.create(name="Skolvalvet")
        lerum = Organisation.objects.create(name="Lerums kommun")
        lerum.mail_domains.create(domain="lerum.se")
        person("Olle Dahl", "olle.dahl@lerum.se", at=lerum)
        anna = person("Anna Ek", "anna.ek@vendor.example", Role.AGENT)
        factors.equip(person=anna, secret=KEY)
        person("Bo Lind", "bo.lind@vendor.example", Role.ADMINISTRATOR)
        Person.objects.all().update(language=language)

    def play(self) -> None:
        with override(self.language):
            karin = self.window()
            self.applies(karin)
            administrator = self.signed_in("bo.lind@vendor.example")
            second_factor.set_up(administrator, self.examiner)
            self.is_approved(administrator)
            self.activates(karin)
            self.creates_a_ticket(karin)
            agent = self.signed_in("anna.ek@vendor.example")
            second_factor.show(agent, self.examiner, KEY)
            self.is_answered(agent)
            self.reads_the_reply(karin)
            self.recipient_follows_the_mail()
            self.replies_with_a_picture_and_closes(karin)
            self.switches_language(karin)

    # The people's windows

    def window(self) -> Page:
        locale = {"sv": "sv-SE", "en": "en-GB"}[self.language]
        context: BrowserContext = self.browser.new_context(
            base_url=self.site, locale=locale, viewport={"width": 1280, "height": 900}
        )
        context.set_default_timeout(8000)
        page = context.new_page()
        self.examiner.watch(page)
        return page

    def signed_in(self, email: str, at: str = "/", password: str = PASSWORD) -> Page:
        page = self.window()
        page.goto(at if at != "/" else "/sign-in/")
        page.get_by_label(_("E-mail"), exact=True).fill(email)
        page.get_by_label(_("Password"), exact=True).fill(password)
        self.press(page, _("Sign in"))
        return page

    def press(self, page: Page, name: str) -> None:
        page.locator("main").get_by_role("button", name=name, exact=True).click()

    def stands_at(self, page: Page, selector: str) -> None:
        """Focus has moved there, which is what a keyboard and a screen reader go on from."""
        page.wait_for_function("one => document.activeElement.matches(one)", arg=selector)

    def mail_to(self, address: str) -> EmailMessage:
        """The newest mail that has reached an address."""
        received = self.post_office().received
        return next(mail for mail in reversed(received) if address in str(mail["To"]))

    def link_in(self, mail: EmailMessage) -> str:
        text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
        link = re.search(rf"{re.escape(self.site)}/\S+", text)[0]  # type: ignore[index]
        assert link in html
        assert f'lang="{self.language}"' in html
        return link

    # What happens

    def applies(self, page: Page) -> None:
        page.goto("/")
        self.examiner.look(page)
        page.goto("/help/")
        self.examiner.look(page)
        page.goto("/")
        page.locator("main").get_by_role("link", name=_("Request access")).first.click()
        self.examiner.look(page)
        page.get_by_role("link", name="Ansök om åtkomst", exact=True).click()
        self.examiner.look(page)
        page.get_by_label(_("Your name")).fill("Karin Berg")
        page.get_by_label(_("E-mail at work")).fill("karin.berg@gmail.com")
        page.get_by_label(_("Phone at work")).fill("0302-52 10 00")
        page.get_by_label(_("Municipality or school")).fill("Lerums kommun")
        page.get_by_label(_("Your role there")).fill("Systemförvaltare")
        page.get_by_label(_("Who appointed you central administrator?")).fill("Eva Lund, skolchef")
        page.get_by_role("checkbox").check()
        self.press(page, _("Send the application"))
        self.stands_at(page, ".error-summary")
        expect(page.locator(".error-summary")).to_contain_text("gmail.com")
        expect(page.get_by_label(_("Your name"))).to_have_value("Karin Berg")
        self.examiner.look(page)
        page.get_by_label(_("E-mail at work")).fill("karin.berg@lerum.se")
        self.press(page, _("Send the application"))
        expect(page.get_by_role("heading", level=1)).to_have_text(_("Look in your e-mail"))
        self.examiner.look(page)
        page.goto(self.link_in(self.mail_to("karin.berg@lerum.se")))
        self.examiner.look(page)
        self.press(page, _("Confirm my e-mail address"))
        expect(page.locator("main")).to_contain_text(re.compile(r"A-\d{4}-\d+"))
        self.examiner.look(page)

    def is_approved(self, page: Page) -> None:
        page.goto("/desk/access/")
        self.examiner.look(page)
        page.get_by_role("link", name="Karin Berg").click()
        self.examiner.look(page)
        expect(page.get_by_label(_("Organisation"), exact=True)).to_have_value(
            str(Organisation.objects.get().pk)
        )
        self.press(page, _("Approve and send the link"))
        page.wait_for_load_state()
        assert Organisation.objects.count() == 1
        self.examiner.look(page)
        page.goto("/desk/access/?view=decided")
        self.examiner.look(page)
        page.goto("/desk/mail/")
        self.examiner.look(page)

    def activates(self, page: Page) -> None:
        link = self.link_in(self.mail_to("karin.berg@lerum.se"))
        page.goto(link)
        self.examiner.look(page)
        field = page.locator("input[type=password]").first
        field.fill("kort")
        page.get_by_role("button", name=_("Show"), exact=False).first.click()
        expect(page.locator("[data-password] input[type=text]").first).to_have_value("kort")
        field = page.locator("[data-password] input").first
        field.fill("kortare7")
        expect(page.locator('[data-rule="digit"]')).to_contain_text(_("met"))
        expect(page.locator('[data-rule="upper"]')).not_to_contain_text(_("met"))
        for password in page.locator("[data-password] input").all():
            password.fill(NEW_PASSWORD)
        page.locator("main button[type=submit]").click()
        page.wait_for_url("**/")
        expect(page.locator("main")).to_contain_text("Karin")
        self.examiner.look(page)
        page.goto(link)
        expect(page.locator("main")).not_to_contain_text("Karin")
        self.examiner.look(page)
        for part in ("", "profile/", "language/", "notifications/", "password/", "email/",
                     "sessions/", "data/"):  # fmt: skip
            page.goto(f"/settings/{part}")
            self.examiner.look(page)

    def creates_a_ticket(self, page: Page) -> None:
        page.goto("/")
        page.get_by_role("link", name=_("Create ticket")).first.click()
        expect(page).to_have_url(re.compile(r"/tickets/new/sverige/$"))
        self.examiner.look(page)
        self.press(page, _("Send the ticket"))
        self.stands_at(page, ".error-summary")
        self.examiner.look(page)
        page.get_by_label(_("Product"), exact=True).select_option(label="Skolvalvet")
        page.get_by_label(_("Kind of matter")).select_option(index=1)
        page.get_by_label(_("Title")).fill("Betyg går inte att spara")
        page.get_by_label(_("Description")).fill("Det står **Fel 12** när vi sparar.")
        page.locator("input[type=file]").first.set_input_files(
            {"name": "logg.txt", "mimeType": "text/plain", "buffer": b"Fel 12\n"}
        )
        page.get_by_label("Olle Dahl").check()
        self.press(page, _("Send the ticket"))
        expect(page.get_by_role("heading", level=1)).to_contain_text("Betyg går inte att spara")
        self.ticket = Ticket.objects.get()
        expect(page.locator("main")).to_contain_text(self.ticket.number)
        expect(page.locator("main")).to_contain_text("logg.txt")
        expect(page.locator(".answer-by")).to_be_visible()
        self.examiner.look(page)
        page.goto("/tickets/")
        expect(page.locator(".is-unread")).to_have_count(0)
        self.examiner.look(page)

    def is_answered(self, page: Page) -> None:
        page.goto("/desk/tickets/")
        self.examiner.look(page)
        page.get_by_role("link", name="Betyg går inte att spara").click()
        self.examiner.look(page)
        self.press(page, _("Take the ticket"))
        page.get_by_label(_("Priority")).select_option(label=_("High"))
        self.press(page, _("Set priority"))
        page.get_by_label(_("Internal note")).fill(SECRET_NOTE)
        self.press(page, _("Save the note"))
        expect(page.locator(".entry-note")).to_contain_text(SECRET_NOTE)
        page.get_by_label(_("Your reply")).fill("Vi har rättat felet. Prova igen.")
        self.press(page, _("Send the reply"))
        expect(page.locator(".entry").last).to_contain_text("Prova igen.")
        self.examiner.look(page)

    def reads_the_reply(self, page: Page) -> None:
        mail = self.mail_to("karin.berg@lerum.se")
        assert self.ticket.number in mail["Subject"]
        assert "Betyg går inte att spara" in mail["Subject"]
        assert "Prova igen." in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        page.goto("/tickets/")
        expect(page.locator("#unread-count")).to_have_text(re.compile("^1"))
        expect(page.locator(".is-unread")).to_have_count(1)
        self.examiner.look(page)
        page.goto("/")
        self.examiner.look(page)
        page.goto("/notifications/")
        expect(page.locator(".news .is-unread")).to_contain_text("Prova igen.")
        self.examiner.look(page)
        page.goto(self.link_in(mail))
        expect(page).to_have_url(re.compile(r"#reply-\d+$"))
        expect(page.locator("#unread-count")).to_be_empty()
        expect(page.locator("#news-count")).to_be_empty()
        for hidden in (SECRET_NOTE, _("High"), _("Priority")):
            expect(page.locator("body")).not_to_contain_text(hidden)
        self.examiner.look(page)
        page.goto("/tickets/")
        expect(page.locator(".is-unread")).to_have_count(0)

    def recipient_follows_the_mail(self) -> None:
        """Signs in on the way, lands on the reply, and still has unread marks of his own."""
        mail = self.mail_to("olle.dahl@lerum.se")
        page = self.window()
        page.goto(self.link_in(mail))
        expect(page).to_have_url(re.compile("/sign-in/"))
        self.examiner.look(page)
        page.get_by_label(_("E-mail"), exact=True).fill("olle.dahl@lerum.se")
        page.get_by_label(_("Password"), exact=True).fill("fel lösenord helt")
        self.press(page, _("Sign in"))
        expect(page.locator(".error-summary")).to_be_visible()
        self.examiner.look(page)
        page.get_by_label(_("Password"), exact=True).fill(PASSWORD)
        with page.expect_response(re.compile("/reading/$")) as answer:
            self.press(page, _("Sign in"))
        assert answer.value.ok
        expect(page).to_have_url(re.compile(rf"/tickets/{self.ticket.number}/#reply-\d+$"))
        expect(page.get_by_role("link", name=_("To the first unread"))).to_be_visible()

    def replies_with_a_picture_and_closes(self, page: Page) -> None:
        picture = BytesIO()
        Image.new("RGB", (900, 600), "seagreen").save(picture, "PNG")
        page.goto(self.ticket.url)
        page.get_by_label(_("Your reply")).fill("Nu fungerar det, se bilden.")
        page.locator("input[type=file]").first.set_input_files(
            {"name": "betyg.png", "mimeType": "image/png", "buffer": picture.getvalue()}
        )
        self.press(page, _("Send the reply"))
        expect(page.locator(".entry").last).to_contain_text("Nu fungerar det")
        expect(page.locator(".file-preview")).to_be_visible()
        assert page.locator(".file-preview").evaluate("one => one.naturalWidth || 1") > 0
        expect(page.get_by_label(_("Your reply"))).to_have_value("")
        self.examiner.look(page)
        self.press(page, _("Mark as closed"))
        expect(page.locator(".ticket-side .pill")).to_have_text(_("Closed"))
        self.examiner.look(page)
        page.goto("/tickets/?show=closed")
        expect(page.locator("main")).to_contain_text("Betyg går inte att spara")
        page.goto("/tickets/SE-0000-0000/")
        self.examiner.look(page)

    def switches_language(self, page: Page) -> None:
        page.goto(self.ticket.url)
        other = {"sv": "English", "en": "Svenska"}[self.language]
        page.get_by_role("button", name=other).click()
        expect(page).to_have_url(re.compile(f"{self.ticket.url}$"))
        status = {"sv": "Closed", "en": "Stängt"}[self.language]
        expect(page.locator(".ticket-side .pill")).to_have_text(status)
