"""The addresses of what everybody reads, and of what readers say and follow."""

from django.urls import path

from kundportal.knowledge.views import machines, outside, reading, subscriptions, votes

urlpatterns = [
    # /knowledge/
    path("knowledge/", reading.front, name="knowledge"),
    path("knowledge/most-read/", reading.most_read, name="most-read"),
    path("knowledge/subscriptions/", subscriptions.subscriptions, name="subscriptions"),
    # /knowledge/feeds/
    path("knowledge/feeds/", machines.feed, name="knowledge-feed"),
    path("knowledge/feeds/<slug:language>/", machines.language_feed, name="language-feed"),
    path(
        "knowledge/feeds/<slug:language>/<slug:key>/", machines.category_feed, name="category-feed"
    ),
    # /knowledge/categories/
    path("knowledge/categories/<slug:key>/", reading.category, name="category"),
    path(
        "knowledge/categories/<slug:key>/subscription/",
        subscriptions.of_category,
        name="category-subscription",
    ),
    # /knowledge/<number>/: in the reader's language
    path("knowledge/<int:number>/", reading.anywhere, name="article-any"),
    path(
        "knowledge/<int:number>/subscription/",
        subscriptions.of_article,
        name="article-subscription",
    ),
    # /knowledge/<language>/<number>-<words>/
    path("knowledge/<slug:language>/<int:number>-<slug:words>/", reading.article, name="article"),
    path("knowledge/<slug:language>/<int:number>/votes/", votes.votes, name="votes"),
    # /sitemap.xml
    path("sitemap.xml", machines.addresses, name="sitemap"),
    path("sitemaps/<int:start>.xml", machines.addresses_part, name="sitemap-part"),
    # /desk/knowledge/outside/
    path("desk/knowledge/outside/", outside.bases, name="desk-outside-bases"),
    path(
        "desk/knowledge/outside/<int:pk>/removal/",
        outside.removal,
        name="desk-outside-base-removal",
    ),
]
