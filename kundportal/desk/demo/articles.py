"""The knowledge portal of the demo: articles about the vendor's products, in `articles/`.

Nearly all are read; one is planned, one in review, one a draft, one past its review date, and one
in English is older than its original. The front matter of each says what is not as usual.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import frontmatter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from kundportal.desk.demo.acts import Act
from kundportal.desk.demo.admission import Admitted
from kundportal.desk.demo.clock import OFFICE_DAY, Office
from kundportal.desk.demo.files import INK, LINE, PAPER, font
from kundportal.knowledge.models import (
    Article,
    Category,
    Reading,
    Revision,
    Subscription,
    Translation,
    Vote,
)
from kundportal.knowledge.reading.voters import Voter
from kundportal.people.models import Person
from kundportal.products.models import Product
from kundportal.search.models import Asked, Audience
from kundportal.search.noting.reader_marks import Readers

FOLDER = Path(__file__).parent / "articles"
LEAD, ADMINISTRATOR, AGENT = "Sara Nydal", "Bo Lindegård", "Anna Ekvall"
OLDEST = 60  # office days ago
BEHIND = "ratta-betyg"  # its original has been changed since it was translated
OFTEN = {"satta-betyg": 9, "kommer-inte-in": 8, "sms-kommer-inte": 6, "fel-12": 5, "ny-elev": 4}
VOTES = {"satta-betyg": (6, 0), "kommer-inte-in": (4, 1), "avgift": (1, 2), "losa-krockar": (2, 1)}
REASON = "Procenten stämmer inte med den taxa som gäller i år."
# What was searched in the last weeks: how often, how many wrote a ticket or opened something.
SEARCHED = [
    ("lås upp betyg", 9, 3, 6), ("vårdnadshavare kommer inte in", 14, 4, 11),
    ("sms frånvaro", 7, 2, 5), ("bankid", 6, 0, 0), ("byta klass", 5, 2, 4),
    ("skolskjuts", 4, 0, 0), ("kalender i telefonen", 3, 1, 2),
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Written:
    """An article as its files have it."""

    key: str
    category: str
    texts: dict[str, dict[str, Any]]
    audience: str = Audience.EVERYONE
    state: str = ""
    picture: str = ""


@dataclass
class Shelf:
    """What has been begun, by its key; texts name each other so."""

    articles: dict[str, Article] = field(default_factory=dict)

    def text_of(self, text: str) -> str:
        return re.sub(
            r"\(demo:([a-z0-9-]+)\)", lambda found: f"(article:{self.articles[found[1]].pk})", text
        )


def acts(office: Office, admitted: Admitted, luck: Random) -> Iterator[Act]:
    """They are begun on one day, and written in the weeks after it."""
    written, shelf = list(_everything()), Shelf()
    yield Act(office.ago(OLDEST * OFFICE_DAY), partial(_begin, written, shelf, admitted))
    for number, one in enumerate(written):
        days = OLDEST - 2 - number * (OLDEST - 8) / len(written)
        yield Act(office.ago(days * OFFICE_DAY), partial(_write, one, shelf, admitted, office))
    yield Act(office.ago(4 * OFFICE_DAY), partial(_renew, shelf, admitted))
    yield Act(office.ago(3 * OFFICE_DAY), partial(_be_read, shelf, admitted, office, luck))


def _everything() -> Iterator[Written]:
    for file in sorted(FOLDER.glob("*.sv.md")):
        key = file.name.removesuffix(".sv.md")
        about, text = _read(file)
        texts = {"sv": _texts(about, text)}
        if (other := FOLDER / f"{key}.en.md").exists():
            texts["en"] = _texts(*_read(other))
        more = {name: about[name] for name in ("audience", "state", "picture") if name in about}
        yield Written(key=key, category=about["category"], texts=texts, **more)


def _read(file: Path) -> tuple[dict[str, Any], str]:
    return frontmatter.parse(file.read_text("utf-8"))


def _texts(about: dict[str, Any], text: str) -> dict[str, Any]:
    return {
        "title": about["title"],
        "lead": about.get("lead", ""),
        "phrasings": "\n".join(about.get("phrasings", [])),
        "text": text,
    }


def _begin(written: list[Written], shelf: Shelf, admitted: Admitted) -> None:
    # What comes with the product was put in a moment ago; it is not what is new.
    Revision.objects.filter(by=None).update(published_at=timezone.now())
    places = _categories(admitted.people[ADMINISTRATOR])
    theirs = admitted.people["Karin Sjödahl"].organisation_id
    for number, one in enumerate(written):
        chosen = [theirs] if one.audience == Audience.ORGANISATIONS and theirs else []
        shelf.articles[one.key] = Article.objects.begin(
            category=places[one.category], language="sv", audience=one.audience,
            organisations=chosen, by=admitted.people[(LEAD, AGENT)[number % 2]],
        )  # fmt: skip


def _categories(by: Person) -> dict[str, Category]:
    places = {}
    for one in tomllib.loads((FOLDER / "categories.toml").read_text("utf-8"))["category"]:
        product = Product.objects.get(name=one["product"])
        names = {"sv": one["product"], "en": one["product"]}
        top = Category.objects.add(
            by=by, names=names, descriptions=one["descriptions"], product=product
        )
        for below in one["below"]:
            names = {"sv": below["sv"], "en": below["en"]}
            places[below["key"]] = Category.objects.add(by=by, names=names, parent=top)
    return places


def _write(one: Written, shelf: Shelf, admitted: Admitted, office: Office) -> None:
    article, lead = shelf.articles[one.key], admitted.people[LEAD]
    if one.picture:
        article.attach(_picture(one.picture), by=lead)
    for language, texts in one.texts.items():
        by = admitted.people[AGENT] if one.state == "review" else lead
        revision = article.in_language(language).write(
            by=by, **{**texts, "text": shelf.text_of(texts["text"])}
        )
        if one.state == "review":
            revision.ask_for_review(by=by, reviewer=lead)
        elif one.state == "planned":
            revision.plan(at=office.now + timedelta(days=12), by=lead)
        elif one.state != "draft":
            revision.publish(by=lead)
    if one.state in {"", "past"}:
        days = -20 if one.state == "past" else 120
        article.confirm(by=lead, review_by=office.today + timedelta(days=days))


def _renew(shelf: Shelf, admitted: Admitted) -> None:
    """The original says more than the translation knows of."""
    original, by = shelf.articles[BEHIND].in_language("sv"), admitted.people[LEAD]
    now = original.published
    assert now is not None
    more = "\n\nSkälet till rättelsen syns för rektor och skoladministratör i elevens historik.\n"
    texts: dict[str, Any] = {name: getattr(now, name) for name in ("title", "lead", "phrasings")}
    original.write(by=by, text=now.text + more, remark="Var skälet syns", **texts).publish(by=by)


def _be_read(shelf: Shelf, admitted: Admitted, office: Office, luck: Random) -> None:
    """What readers do: count as such, say whether it helped, search, and want to be told."""
    read = Translation.objects.exclude(published=None).select_related("article", "published")
    keys = {article.pk: key for key, article in shelf.articles.items()}
    Reading.objects.bulk_create(
        Reading(
            day=office.today - timedelta(days=day), article=one.article, language=one.language,
            times=luck.randrange(1, 4) * OFTEN.get(keys.get(one.article_id, ""), 1),
        )
        for one in read
        for day in luck.sample(range(1, 29), 4)
    )  # fmt: skip
    Asked.objects.bulk_create(_searched(office))
    for key, (helped, not_helped) in VOTES.items():
        article = shelf.articles[key].in_language("sv")
        for number in range(helped + not_helped):
            Vote.objects.cast(
                article, voter=Voter(f"browser:demo{number}"), is_helpful=number < helped,
                reason=REASON if key == "avgift" and number == helped else "",
            )  # fmt: skip
    karin, olle = admitted.people["Karin Sjödahl"], admitted.people["Olle Brandeby"]
    Subscription.objects.choose("follow", person=karin, thing=shelf.articles["satta-betyg"])
    category = shelf.articles["kommer-inte-in"].category
    Subscription.objects.choose("follow", person=olle, thing=category)


def _searched(office: Office) -> list[Asked]:
    return [
        Asked(
            day=office.today - timedelta(days=2 + number), language="sv", words=words,
            reader=Readers.CUSTOMER, times=times, opened=opened, tickets=tickets,
            nothing=0 if opened else times,
        )
        for number, (words, times, tickets, opened) in enumerate(SEARCHED)
    ]  # fmt: skip


def _picture(name: str) -> SimpleUploadedFile:
    """A catalogue with its rows, and a button at the bottom right."""
    image = Image.new("RGB", (1000, 460), "#eef0f2")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 1000, 48), fill="#1f4b6e")
    draw.text((24, 12), "Skolvalvet: Betygskatalog, matematik 9B", fill=PAPER, font=font(20))
    draw.rounded_rectangle((24, 68, 976, 380), 8, fill=PAPER, outline=LINE)
    for row in range(6):
        y = 92 + row * 48
        draw.rounded_rectangle((48, y, 48 + 170 + row * 37 % 120, y + 14), 4, fill=LINE)
        for at, grade in enumerate("ABCDEF"):
            x, is_chosen = 520 + at * 68, at == (row * 5 + 1) % 6
            draw.rounded_rectangle(
                (x, y - 10, x + 44, y + 24), 6, fill="#1f4b6e" if is_chosen else PAPER, outline=LINE
            )
            draw.text((x + 16, y - 3), grade, fill=PAPER if is_chosen else INK, font=font(16))
    draw.rounded_rectangle((836, 398, 976, 440), 8, fill="#1f4b6e")
    draw.text((874, 408), "Signera", fill=PAPER, font=font(18))
    target = BytesIO()
    image.save(target, "PNG")
    return SimpleUploadedFile(f"{name}.png", target.getvalue(), "image/png")
