"""The portal's addresses with two rooms that it may have: articles and service messages."""

from django.http import HttpResponse
from django.urls import path

from kundportal.people import gates
from kundportal.urls import (  # noqa: F401
    handler400,
    handler403,
    handler404,
    handler429,
    handler500,
)
from kundportal.urls import urlpatterns as own


@gates.customer()
def there(request, **_taken):
    return HttpResponse("Här.")


urlpatterns = [
    *own,
    path("knowledge/", there),
    path("knowledge/<slug:slug>/", there),
    path("notices/", there),
    path("notices/<int:pk>/", there),
]
