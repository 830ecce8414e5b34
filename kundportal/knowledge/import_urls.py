"""The addresses of importing and exporting articles."""

from django.urls import path

from kundportal.knowledge.views.desk import imports

IMPORTS = "desk/knowledge/import/"

urlpatterns = [
    path(IMPORTS, imports.imports, name="desk-imports"),
    path(f"{IMPORTS}<int:pk>/", imports.run, name="desk-import"),
    path(f"{IMPORTS}<int:pk>/confirmation/", imports.confirmation, name="desk-import-go"),
    path("desk/knowledge/export/", imports.export, name="desk-export"),
]
