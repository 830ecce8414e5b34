"""The files of an article go where the article goes, and nowhere else."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from kundportal.knowledge import jobs
from kundportal.knowledge.editing import scanning
from kundportal.knowledge.models import ArticleFile
from kundportal.knowledge.models.article import FileInUse
from kundportal.lib.clamd import Verdict
from kundportal.lib.scanned import Scan
from kundportal.search.models import Audience
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
FILM = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(range(200))


def picture(name="Skärmbild 3.PNG", colour="teal") -> SimpleUploadedFile:
    target = BytesIO()
    Image.new("RGB", (30, 20), colour).save(target, "PNG")
    return SimpleUploadedFile(name, target.getvalue(), "image/png")


@pytest.fixture
def article(publish, agent, lead):
    """With a picture, a film and a list that its text shows."""
    translation = publish("Byt lösenord", audience=Audience.CUSTOMERS)
    found = translation.article
    for upload in (picture(), ContentFile(FILM, "film.mp4"), ContentFile(b"a;b\n", "lista.csv")):
        found.attach(upload, by=agent)
    text = "![Rutan](file:skarmbild-3.png) [Så](file:film.mp4) [Listan](file:lista.csv)"
    translation.write(by=agent, title="Byt lösenord", text=text).publish(by=lead)
    return found


def answer(person, address, **headers):
    return (signed_in(person) if person else Client()).get(address, headers=headers)


def test_a_file_is_named_so_that_it_can_stand_in_an_address(article):
    names = [one.name for one in article.files.all()]
    assert names == ["skarmbild-3.png", "film.mp4", "lista.csv"]
    assert article.address_of("film.mp4") == ArticleFile.objects.get(name="film.mp4").address
    assert article.address_of("annat.mp4") == ""


def test_the_same_file_again_is_the_first_one_and_another_gets_a_name_of_its_own(article, agent):
    first = article.files.get(name="skarmbild-3.png")
    assert article.attach(picture(), by=agent) == first
    assert article.attach(picture(colour="red"), by=agent).name == "skarmbild-3-2.png"


def test_an_import_replaces_the_file_of_that_name(article, agent):
    first = article.files.get(name="skarmbild-3.png")
    again = article.attach(picture(colour="red"), by=None, replaces=True)
    assert again.name == first.name
    assert again.address != first.address, "what a browser has kept is not shown in its place"
    assert article.files.count() == 3
    assert article.address_of("skarmbild-3.png") == again.address


def test_a_file_is_had_by_those_who_may_read_the_article(article, customer, agent):
    address = article.address_of("lista.csv")
    assert [answer(one, address).status_code for one in (None, customer, agent)] == [404, 200, 200]
    article.withdraw(by=None)
    assert answer(customer, address).status_code == 404
    assert answer(agent, address).status_code == 200


def test_a_file_of_a_draft_is_for_the_desk_alone(article, customer, agent):
    new = article.attach(ContentFile(b"hemligt", "utkast.txt"), by=agent)
    article.original().write(by=agent, title="Byt", text="[Se](file:utkast.txt)")
    assert answer(customer, new.address).status_code == 404
    assert answer(agent, new.address).status_code == 200


def test_what_is_said_in_a_film_comes_with_the_film(article, customer, agent):
    said = article.attach(ContentFile(b"WEBVTT\n", "film.vtt"), by=agent)
    assert answer(customer, said.address).status_code == 200
    alone = article.attach(ContentFile(b"WEBVTT\n\n", "annan.vtt"), by=agent)
    assert answer(customer, alone.address).status_code == 404


def test_only_what_can_run_nothing_is_shown_in_the_page(article, customer):
    for name, shown in (("skarmbild-3.png", "inline"), ("film.mp4", "inline"),
                        ("lista.csv", "attachment")):  # fmt: skip
        response = answer(customer, article.address_of(name))
        assert response.headers["Content-Disposition"].startswith(shown), name
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("asked", "status", "part", "told"),
    [
        ("bytes=4-7", 206, FILM[4:8], f"bytes 4-7/{len(FILM)}"),
        ("bytes=200-", 206, FILM[200:], f"bytes 200-{len(FILM) - 1}/{len(FILM)}"),
        ("bytes=-10", 206, FILM[-10:], f"bytes {len(FILM) - 10}-{len(FILM) - 1}/{len(FILM)}"),
        ("bytes=0-99999", 206, FILM, f"bytes 0-{len(FILM) - 1}/{len(FILM)}"),
        ("bytes=99999-", 416, b"", f"bytes */{len(FILM)}"),
        ("bytes=7-4", 200, FILM, None),
        ("bytes=1-2,5-6", 200, FILM, None),
        ("potatoes", 200, FILM, None),
    ],
)
def test_a_film_is_sent_in_the_parts_that_a_player_asks_for(
    article, customer, asked, status, part, told
):
    response = answer(customer, article.address_of("film.mp4"), Range=asked)
    assert (response.status_code, response.getvalue()) == (status, part)
    assert response.headers.get("Content-Range") == told
    assert response.headers.get("Content-Length", str(len(part))) == str(len(part))


def test_a_browser_that_has_the_file_is_told_so(article, customer):
    address = article.address_of("film.mp4")
    word = answer(customer, address).headers["ETag"]
    assert answer(customer, address, **{"If-None-Match": word}).status_code == 304


@pytest.mark.parametrize("name", ["sida.html", "bild.svg", "skript.js", "bild.png", "film.mp4"])
def test_what_could_run_or_is_not_what_it_says_is_refused(article, agent, name):
    with pytest.raises(ValidationError):
        article.attach(ContentFile(b"<script>alert(1)</script>", name), by=agent)


def test_a_file_that_a_text_shows_stays(article, agent):
    with pytest.raises(FileInUse):
        article.files.get(name="film.mp4").remove(by=agent)
    unused = article.attach(ContentFile(b"x", "annat.txt"), by=agent)
    unused.remove(by=agent)
    assert article.files.count() == 3


def test_a_file_waits_for_the_scanner_and_goes_on_without(article, customer, agent, settings):
    settings.CLAMD = "127.0.0.1:1"
    new = article.attach(ContentFile(b"nytt", "nytt.txt"), by=agent)
    article.original().write(by=agent, title="Byt", text="[a](file:nytt.txt)").publish(by=None)
    assert answer(customer, new.address).status_code == 404
    jobs.scan_all(0)
    assert ArticleFile.objects.get(pk=new.pk).scan == Scan.WAITING, "the scanner is not there"
    settings.CLAMD = ""
    jobs.scan_all(0)
    assert answer(customer, new.address).status_code == 200


def test_a_file_with_a_virus_is_had_by_nobody(article, customer, agent, settings):
    settings.CLAMD = "127.0.0.1:1"
    new = article.attach(ContentFile(b"nytt", "nytt.txt"), by=agent)
    article.original().write(by=agent, title="Byt", text="[a](file:nytt.txt)").publish(by=None)
    scanning.settle(new.key, Verdict.INFECTED, "Eicar")
    new.refresh_from_db()
    assert (new.scan, new.file.name) == (Scan.INFECTED, "")
    assert [answer(one, new.address).status_code for one in (customer, agent)] == [404, 404]
    page = signed_in(agent).get(reverse("desk-article-history", args=[article.pk])).text
    assert "virus" in page


def test_only_get_is_answered(article, agent):
    assert signed_in(agent).post(article.address_of("film.mp4")).status_code == 405


def test_a_file_whose_name_begins_like_that_of_another_is_not_shown_by_it(
    article, agent, lead, customer
):
    for name in ("hemlig.doc", "film.vtt"):
        article.files.create(article=article, name=name, size=1, scan=Scan.CLEAN)
    text = "[Listan](file:lista.csv), [film](file:film.mp4). [Mer](file:hemlig.docx)"
    translation = article.in_language("sv")
    translation.write(by=agent, title="Byt lösenord", text=text).publish(by=lead)
    seen = set(ArticleFile.objects.visible_to(customer).values_list("name", flat=True))
    assert seen == {"film.mp4", "lista.csv", "film.vtt"}
