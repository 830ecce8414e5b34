"""Editors write articles at the desk, and lose nothing of what they type."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kundportal.knowledge.models import Article, Stage
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(agent):
    return signed_in(agent)


@pytest.fixture
def article(publish, agent, lead):
    """Published, with a list that it shows."""
    translation = publish("Byt lösenord")
    translation.article.attach(ContentFile(b"a;b\n", "lista.csv"), by=agent)
    translation.write(
        by=agent, title="Byt lösenord", text="Gå till [listan](file:lista.csv)."
    ).publish(by=lead)
    return Article.objects.get()


def to(name: str, article: Article, *more) -> str:
    return reverse(name, args=[article.pk, *more])


def writing(article: Article, **changed) -> dict[str, object]:
    text = article.in_language("sv")
    newest = text.newest()
    given = {"title": "Byt lösenord", "text": "Nytt.", "revision": newest.number if newest else 0}
    return {**given, "once": str(uuid4()), **changed}


def test_an_article_begins_with_a_title_and_is_written_next(desk, category):
    sent = {"title": "Sätt betyg", "category": category.pk, "language": "sv", "once": str(uuid4())}
    for _twice in range(2):
        answer = desk.post(reverse("desk-article-new"), sent)
        article = Article.objects.get()
        assert answer.headers["Location"] == to("desk-article-writing", article, "sv")
    assert 'value="Sätt betyg"' in desk.get(answer.headers["Location"]).text
    assert article.owner.name == "Anna Ek"


def test_what_is_written_is_a_draft_and_readers_see_what_they_saw(desk, article, client):
    desk.post(to("desk-article-writing", article, "sv"), writing(article, text="Helt nytt."))
    text = article.in_language("sv")
    assert (text.newest().text, text.newest().stage) == ("Helt nytt.", Stage.DRAFT)
    assert "Helt nytt." not in client.get(text.address).text
    assert "Helt nytt" in desk.get(to("desk-article-text", article, "sv")).text


def test_sending_twice_writes_once(desk, article):
    sent = writing(article)
    for _twice in range(2):
        assert desk.post(to("desk-article-writing", article, "sv"), sent).status_code == 302
    assert article.in_language("sv").revisions.count() == 3


@pytest.mark.parametrize(
    ("wrong", "said"), [({"title": ""}, "Skriv en rubrik."), ({"text": "å" * 100_001}, "100001")]
)
def test_what_is_wrong_is_said_and_what_is_typed_is_kept(desk, article, wrong, said):
    answer = desk.post(to("desk-article-writing", article, "sv"),
                       writing(article, lead="Det jag skrev.", **wrong))  # fmt: skip
    assert answer.status_code == 422
    assert said in answer.text.replace("\xa0", "")
    assert "Det jag skrev." in answer.text


def test_two_editors_never_overwrite_each_other(desk, article, lead):
    first, second = writing(article, text="Annas text."), writing(article, text="Lenas text.")
    desk.post(to("desk-article-writing", article, "sv"), first)
    other = signed_in(lead)
    answer = other.post(to("desk-article-writing", article, "sv"), second)
    assert answer.status_code == 422
    assert "Lenas text." in answer.text, "what she typed stands in the form"
    assert "Någon annan har sparat en nyare version" in answer.text
    assert re.search("<del>Annas</del>.*<ins>Lenas</ins>", answer.text), "and what differs"
    since = re.search('name="revision" value="([0-9]+)"', answer.text)[1]
    other.post(to("desk-article-writing", article, "sv"), {**second, "revision": since})
    texts = article.in_language("sv").revisions.order_by("number")
    assert [one.text for one in texts][-2:] == ["Annas text.", "Lenas text."]


def test_a_preview_shows_the_text_with_its_files_and_keeps_what_is_typed(desk, article):
    address = to("desk-article-preview", article, "sv")
    sent = writing(article, lead="Kvar", text="**Fet** [lista](file:lista.csv)")
    whole = desk.post(address, sent)
    assert whole.status_code == 200
    assert "<strong>Fet</strong>" in whole.text
    assert article.address_of("lista.csv") in whole.text
    assert "Kvar" in whole.text
    part = desk.post(address, {"text": sent["text"]}, headers={"HX-Request": "true"})
    assert "<strong>Fet</strong>" in part.text
    assert "<html" not in part.text


def test_files_come_with_the_form_also_when_the_form_is_refused(desk, article):
    file = SimpleUploadedFile("Ny lista.csv", b"c;d\n", "text/csv")
    sent = writing(article, title="", added=file)
    answer = desk.post(to("desk-article-writing", article, "sv"), sent)
    assert answer.status_code == 422
    assert "ny-lista.csv" in answer.text
    page = SimpleUploadedFile("sida.html", b"<script>", "text/html")
    answer = desk.post(to("desk-article-writing", article, "sv"), writing(article, added=page))
    assert answer.status_code == 422
    assert "sida.html" in answer.text


def test_a_script_sends_one_file_at_a_time_and_takes_it_away(desk, article):
    file = SimpleUploadedFile("Ny lista.csv", b"c;d\n", "text/csv")
    answer = desk.post(to("desk-article-files", article), {"file": file})
    assert answer.status_code == 201
    assert "[ny-lista](file:ny-lista.csv)" in answer.text
    assert desk.post(to("desk-article-files", article), {"file": ""}).status_code == 422
    new, used = article.files.get(name="ny-lista.csv"), article.files.get(name="lista.csv")
    assert desk.get(to("desk-article-file", article, new.pk)).status_code == 200
    assert desk.post(to("desk-article-file-removal", article, new.pk)).status_code == 204
    assert desk.post(to("desk-article-file-removal", article, used.pk)).status_code == 409
    assert list(article.files.all()) == [used]


@pytest.mark.parametrize("kind", ["stranger", "customer", "chosen", "staff"])
def test_a_draft_is_previewed_as_each_kind_of_reader(desk, article, lead, customer, kind):
    organisations = [customer.organisation_id]
    article.arrange(by=lead, category=article.category, audience="organisations",
                    organisations=organisations, owner=lead, review_by=None)  # fmt: skip
    article.in_language("sv").write(by=lead, title="Byt lösenord", text="Det som kommer.")
    answer = desk.get(to("desk-article-look", article, "sv") + f"?as={kind}")
    assert ("Det som kommer." in answer.text) is (kind in {"chosen", "staff"})


def test_pages_show_and_change_the_settings(desk, article, agent, lead, customer):
    settings = to("desk-article-settings", article)
    sent = {"category": article.category_id, "audience": "everyone", "owner": agent.pk,
            "review_by": "2027-05-31", "organisations": ""}  # fmt: skip
    assert desk.post(settings, sent).status_code == 302
    article.refresh_from_db()
    assert str(article.review_by) == "2027-05-31"
    chosen = {**sent, "audience": "organisations",
              "organisations": customer.organisation.name.upper()}  # fmt: skip
    assert "ändras av supportledare" in desk.post(settings, chosen).text
    assert signed_in(lead).post(settings, chosen).status_code == 302
    article.refresh_from_db()
    assert article.organisations == [customer.organisation_id]
    unknown = signed_in(lead).post(settings, {**chosen, "organisations": "Ingenstans"})
    assert unknown.status_code == 422
    assert "Ingenstans" in unknown.text


def test_the_history_is_told_in_words(desk, article):
    desk.post(to("desk-article-writing", article, "sv"), writing(article))
    told = desk.get(to("desk-article-history", article)).text
    assert "Anna Ek (Support) skrev version 3 (Svenska)" in told
    assert "publicerade version 2 (Svenska)" in told


def titles(browser, asked: str) -> list[str]:
    page = browser.get(reverse("desk-articles") + asked).text
    return re.findall(r'<th scope="row".*?<a [^>]*>(.*?)</a>', page)


def test_the_list_shows_what_is_asked_for(desk, article, publish, agent, lead):
    other = publish("Sätt betyg")
    draft = other.article.in_language("en")
    draft.write(by=agent, title="Set grades", text="")
    assert titles(desk, "") == ["Sätt betyg", "Byt lösenord"], "what was changed last comes first"
    assert titles(desk, "?view=drafts") == titles(desk, "?language=en") == ["Sätt betyg"]
    assert titles(desk, "?q=GRADES+set") == ["Sätt betyg"]
    assert titles(desk, "?q=inget") == titles(desk, "?view=planned") == []
    assert titles(desk, f"?category={article.category_id}&view=published") == titles(desk, "")
    article.withdraw(by=lead)
    assert titles(desk, "?view=withdrawn") == ["Byt lösenord"]
    assert titles(desk, f"?owner={agent.pk}&view=mine") == ["Byt lösenord", "Sätt betyg"]
    for nasty in ("?category=x&owner=-1&language=fi&view=zz", "?q=%00%25_&after=zz", "?category=9"):
        assert len(titles(desk, nasty)) in (0, 2)


def test_the_list_asks_as_many_questions_for_fifty_as_for_one(desk, article, category, agent):
    with CaptureQueriesContext(connection) as few:
        desk.get(reverse("desk-articles"))
    for number in range(20):
        more = Article.objects.begin(category=category, language="sv", by=agent)
        for language in ("sv", "en"):
            more.in_language(language).write(by=agent, title=f"Nr {number}", text="")
    with CaptureQueriesContext(connection) as many:
        desk.get(reverse("desk-articles"))
    assert len(many) == len(few) <= 8


def test_a_language_that_nobody_has_begun_has_pages_too(desk, article):
    assert "Börja skriva" in desk.get(to("desk-article-text", article, "de")).text
    assert desk.get(to("desk-article-writing", article, "de")).status_code == 200
    assert desk.get(to("desk-article-look", article, "de")).status_code == 404
    confirmation = to("desk-translation-confirmation", article, "de")
    assert desk.post(confirmation).status_code == 302
    refused = desk.post(to("desk-article-writing", article, "de"), {"title": "", "text": "Ja."})
    assert refused.status_code == 422
    assert not article.translations.filter(language="de").exists()


PAGES = ("desk-article", "desk-article-settings", "desk-article-history")
TEXTS = ("desk-article-text", "desk-article-writing", "desk-article-look")


def test_only_staff_come_to_the_desk(article, customer, desk):
    pages = [reverse("desk-articles"), reverse("desk-article-new"), reverse("desk-categories")]
    pages += [to(name, article) for name in PAGES] + [to(name, article, "sv") for name in TEXTS]
    pages.append(to("desk-version", article, "sv", 1))
    stranger, outsider = Client(), signed_in(customer)
    for address in pages:
        assert outsider.get(address).status_code == 404, address
        assert stranger.get(address).headers["Location"].startswith("/sign-in/"), address
        assert desk.get(address).status_code == 200, address


def test_what_is_not_there_is_not_found_and_acts_are_posts(article, desk):
    missing = [to("desk-article-text", article, "fi"), to("desk-version", article, "sv", 99),
               reverse("desk-article", args=[article.pk + 1])]  # fmt: skip
    assert [desk.get(one).status_code for one in missing] == [404, 404, 404]
    for act in ("withdrawal", "comeback", "removal", "confirmation", "files"):
        assert desk.get(to(f"desk-article-{act}", article)).status_code == 405
    for act in ("review", "publication", "planning", "return", "draft", "discarding"):
        assert desk.get(to(f"desk-version-{act}", article, "sv", 1)).status_code == 405
