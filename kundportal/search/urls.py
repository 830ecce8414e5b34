"""The addresses of search's own desk pages; what is found is shown by `portal`."""

from django.urls import path

from kundportal.search import views

urlpatterns = [
    # /desk/knowledge/words/
    path("desk/knowledge/words/", views.words, name="desk-words"),
    path("desk/knowledge/words/synonyms/", views.synonyms, name="desk-synonyms"),
    path("desk/knowledge/words/synonyms/<int:pk>/", views.synonym, name="desk-synonym"),
    path(
        "desk/knowledge/words/synonyms/<int:pk>/removal/",
        views.synonym_removal,
        name="desk-synonym-removal",
    ),
    path("desk/knowledge/words/small/", views.small_words, name="desk-small-words"),
    path(
        "desk/knowledge/words/small/<int:pk>/removal/",
        views.small_word_removal,
        name="desk-small-word-removal",
    ),
]
