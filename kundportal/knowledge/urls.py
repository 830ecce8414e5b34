"""The addresses of the knowledge portal."""

from django.urls import path

from kundportal.knowledge.views import files, reading

urlpatterns = [
    path("knowledge/", reading.front, name="knowledge"),
    path("knowledge/files/<int:pk>/<str:name>", files.file, name="article-file"),
    path("knowledge/<slug:language>/<int:number>-<slug:words>/", reading.article, name="article"),
]
