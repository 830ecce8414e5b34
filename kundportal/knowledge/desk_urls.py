"""The addresses of the desk's face of the knowledge portal."""

from django.urls import path

from kundportal.knowledge.views.desk import articles, categories, files, texts, versions

DESK = "desk/knowledge/"
ARTICLE = f"{DESK}<int:pk>/"
TEXT = f"{ARTICLE}<slug:language>/"
VERSION = f"{TEXT}versions/<int:number>/"

urlpatterns = [
    # /desk/knowledge/
    path(DESK, articles.articles, name="desk-articles"),
    path(f"{DESK}new/", articles.new, name="desk-article-new"),
    path(f"{DESK}categories/", categories.categories, name="desk-categories"),
    path(f"{DESK}categories/new/", categories.new, name="desk-category-new"),
    path(f"{DESK}categories/<int:pk>/", categories.category, name="desk-category"),
    path(f"{DESK}categories/<int:pk>/place/", categories.place, name="desk-category-place"),
    path(f"{DESK}categories/<int:pk>/merger/", categories.merger, name="desk-category-merger"),
    path(f"{DESK}categories/<int:pk>/removal/", categories.removal, name="desk-category-removal"),
    path(ARTICLE, articles.article, name="desk-article"),
    path(f"{ARTICLE}settings/", articles.arrangement, name="desk-article-settings"),
    path(f"{ARTICLE}confirmation/", articles.confirmation, name="desk-article-confirmation"),
    path(f"{ARTICLE}withdrawal/", articles.withdrawal, name="desk-article-withdrawal"),
    path(f"{ARTICLE}comeback/", articles.comeback, name="desk-article-comeback"),
    path(f"{ARTICLE}removal/", articles.removal, name="desk-article-removal"),
    path(f"{ARTICLE}history/", articles.history, name="desk-article-history"),
    path(f"{ARTICLE}files/", files.files, name="desk-article-files"),
    path(f"{ARTICLE}files/<int:file>/", files.file, name="desk-article-file"),
    path(f"{ARTICLE}files/<int:file>/removal/", files.removal, name="desk-article-file-removal"),
    # /desk/knowledge/12/sv/
    path(TEXT, texts.text, name="desk-article-text"),
    path(f"{TEXT}writing/", texts.writing, name="desk-article-writing"),
    path(f"{TEXT}writing/preview/", texts.preview, name="desk-article-preview"),
    path(f"{TEXT}look/", texts.look, name="desk-article-look"),
    path(f"{TEXT}confirmation/", texts.confirmation, name="desk-translation-confirmation"),
    path(VERSION, versions.version, name="desk-version"),
    path(f"{VERSION}review/", versions.review, name="desk-version-review"),
    path(f"{VERSION}publication/", versions.publication, name="desk-version-publication"),
    path(f"{VERSION}planning/", versions.planning, name="desk-version-planning"),
    path(f"{VERSION}return/", versions.sending_back, name="desk-version-return"),
    path(f"{VERSION}draft/", versions.taking_back, name="desk-version-draft"),
    path(f"{VERSION}discarding/", versions.discarding, name="desk-version-discarding"),
    path(f"{VERSION}restoration/", versions.restoration, name="desk-version-restoration"),
]
