"""The files of an export: categories as `_index.md`, articles as `words.sv.md`, and their files."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.text import slugify

from kundportal.knowledge.importing.comparing import written
from kundportal.knowledge.importing.documents import FORMAT
from kundportal.knowledge.importing.markup import outside_code
from kundportal.knowledge.models import Article, ArticleFile, Category, Revision, Translation
from kundportal.lib.paging import batches
from kundportal.people.models import Organisation
from kundportal.products.models import Product

BATCH = 100
_FILE = re.compile(r"\]\(<?file:([^\s()<>\"']+)>?")
_ARTICLE = re.compile(
    r"\]\(<?(?:article:(\d{1,9})|/knowledge/(\w{2})/(\d{1,9})-[\w-]*/?)(#[^\s()<>]*)?>?(?=[\s)])"
)


@dataclass(frozen=True)
class Written:
    """A file of the export: a text, or a copy of a file that is kept."""

    path: str
    text: str = ""
    kept: ArticleFile | None = None


@dataclass
class Export:
    """What is taken out: all of it, or what is about a product or in a language."""

    product: Product | None = None
    language: str = ""
    _folders: dict[int, str] = field(default_factory=dict)
    _stems: dict[int, str] = field(default_factory=dict)
    _languages: dict[int, list[str]] = field(default_factory=dict)
    _organisations: dict[int, str] = field(default_factory=dict)

    def files(self) -> Iterator[Written]:
        """One after the other: a batch of articles is in memory at a time."""
        self._name_folders()
        self._name_articles()
        self._organisations = dict(Organisation.objects.values_list("pk", "name"))
        used = {self._folders[pk] for pk in self._categories_in_use()}
        for category in self._categories:
            folder = self._folders[category.pk]
            if any(one == folder or one.startswith(f"{folder}/") for one in used):
                yield from self._category(category, folder)
        for articles in batches(self._articles().select_related("owner"), size=BATCH):
            yield from self._batch(articles)

    def _articles(self) -> Any:
        rows = Article.objects.filter(withdrawn_at=None)
        if self.product:
            rows = rows.filter(category__product=self.product)
        return rows.filter(translations__language=self.language) if self.language else rows

    def _categories_in_use(self) -> set[int]:
        return set(self._articles().values_list("category_id", flat=True).distinct())

    def _name_folders(self) -> None:
        self._categories: list[Category] = Category.objects.tree()
        for category in self._categories:  # each after the one that it stands in
            above = self._folders.get(category.parent_id or 0, "")
            self._folders[category.pk] = f"{above}/{category.key}" if above else category.key

    def _name_articles(self) -> None:
        """The words of each title, and what no other article in the folder is called."""
        titles: dict[int, str] = {}
        for number, language, published, original in (
            Translation.objects.filter(article__withdrawn_at=None)
            .values_list("article_id", "language", "published__title", "article__language")
            .iterator()
        ):
            self._languages.setdefault(number, []).append(language)
            if language == original or number not in titles:
                titles[number] = published or ""
        taken: dict[int, set[str]] = defaultdict(set)
        for number, category in self._articles().order_by("pk").values_list("pk", "category_id"):
            stem = slugify(titles.get(number, ""))[:80] or f"article-{number}"
            stem = f"{stem}-{number}" if stem in taken[category] else stem
            taken[category].add(stem)
            self._stems[number] = f"{self._folders[category]}/{stem}"

    def _category(self, category: Category, folder: str) -> Iterator[Written]:
        languages = sorted(category.names, key=lambda one: one != "sv")
        for number, language in enumerate(languages):
            front = {"title": category.names[language], "language": language}
            if about := category.descriptions.get(language):
                front["description"] = about
            if not number:
                front["key"] = category.key
                front["position"] = category.position
                if category.product and category.parent_id is None:
                    front["product"] = category.product.name
            name = f"_index.{language}.md" if number else "_index.md"
            yield Written(f"{folder}/{name}", _page(front, ""))

    def _batch(self, articles: list[Article]) -> Iterator[Written]:
        """In a few questions for all of them."""
        numbers = [one.pk for one in articles]
        texts: dict[int, list[Revision]] = defaultdict(list)
        for revision in _revisions_of(numbers):
            texts[revision.translation.article_id].append(revision)
        kept: dict[int, dict[str, ArticleFile]] = defaultdict(dict)
        for file in ArticleFile.objects.readable().filter(article__in=numbers):
            kept[file.article_id][file.name] = file
        for article in articles:
            yield from self._article(article, texts[article.pk], kept[article.pk])

    def _article(
        self, article: Article, texts: list[Revision], kept: dict[str, ArticleFile]
    ) -> Iterator[Written]:
        stem, shown = self._stems[article.pk], set()
        for revision in texts:
            language = revision.translation.language
            if self.language and language != self.language:
                continue
            shown |= set(_FILE.findall(revision.text))
            front = self._front(article, revision)
            yield Written(f"{stem}.{language}.md", _page(front, self._text(revision, stem, kept)))
        for name in sorted(shown & kept.keys()):
            yield Written(f"{stem}/{name}", kept=kept[name])

    def _front(self, article: Article, revision: Revision) -> dict[str, Any]:
        language = revision.translation.language
        front: dict[str, Any] = {
            "format": FORMAT, "title": revision.title, "lead": revision.lead,
            "language": language,
            "original": "" if language == article.language else article.language,
            "state": "published" if revision.stage == "published" else "draft",
            "audience": article.audience,
            "organisations": [self._organisations.get(one, "") for one in article.organisations],
            "review_by": article.review_by,
            "owner": article.owner.email if article.owner else "",
            "position": article.position,
            "phrasings": [line for line in revision.phrasings.splitlines() if line.strip()],
            "key": article.origin, "id": str(article.once), "fingerprint": written(revision),
        }  # fmt: skip
        return {name: value for name, value in front.items() if value not in ("", None, [])}

    def _text(self, revision: Revision, stem: str, kept: dict[str, ArticleFile]) -> str:
        """With its links as paths, so that they hold on a disk too."""
        folder, _slash, name = stem.rpartition("/")
        own = revision.translation.language

        def file(found: re.Match[str]) -> str:
            return f"](<{name}/{found[1]}>" if found[1] in kept else found[0]

        def article(found: re.Match[str]) -> str:
            there, language = int(found[1] or found[3]), found[2] or own
            languages = self._languages.get(there, [])
            if there not in self._stems or (self.language and self.language not in languages):
                return found[0]
            path = os.path.relpath(self._stems[there], folder)
            wanted = self.language or (language if language in languages else languages[0])
            return f"](<{path}.{wanted}.md{found[4] or ''}>"

        text = revision.text.replace("\r\n", "\n")
        return outside_code(text, lambda part: _ARTICLE.sub(article, _FILE.sub(file, part)))


def _revisions_of(numbers: list[int]) -> Iterator[Revision]:
    """What is read of each translation; of one that never was, its newest text."""
    rows = Revision.objects.filter(translation__article__in=numbers)
    newest = rows.order_by("translation", "-number").distinct("translation").values("pk")
    chosen = rows.filter(pk__in=newest, translation__published=None) | rows.filter(
        translation__published__isnull=False, stage="published"
    )
    yield from chosen.select_related("translation__article").order_by("translation__pk")


def _page(front: dict[str, Any], text: str) -> str:
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{head}---\n" + (f"\n{text.strip()}\n" if text.strip() else "")
