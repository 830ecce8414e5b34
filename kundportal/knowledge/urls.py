"""The addresses of the knowledge portal."""

from django.urls import path

from kundportal.knowledge.views import files, reading, suggesting

urlpatterns = [
    path("knowledge/", reading.front, name="knowledge"),
    path("knowledge/suggestions/", suggesting.suggestions, name="suggestions"),
    path("knowledge/files/<int:pk>/<str:name>", files.file, name="article-file"),
    path("knowledge/<slug:language>/<int:number>-<slug:words>/", reading.article, name="article"),
]
