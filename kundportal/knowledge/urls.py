"""The addresses of the knowledge portal."""

from django.urls import include, path

from kundportal.knowledge.views import before, files, suggesting

urlpatterns = [
    path("", include("kundportal.knowledge.reading_urls")),
    path("", include("kundportal.knowledge.desk_urls")),
    path("", include("kundportal.knowledge.import_urls")),
    path("knowledge/before/", before.before, name="before-a-ticket"),
    path("knowledge/suggestions/", suggesting.suggestions, name="suggestions"),
    path("knowledge/files/<int:pk>/<str:name>", files.file, name="article-file"),
]
