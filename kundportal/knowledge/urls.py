"""The addresses of the knowledge portal."""

from django.urls import include, path

from kundportal.knowledge.views import files

urlpatterns = [
    path("", include("kundportal.knowledge.reading_urls")),
    path("knowledge/files/<int:pk>/<str:name>", files.file, name="article-file"),
]
